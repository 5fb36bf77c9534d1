"""Every setting in the person's words: where it stands, what it does, when it acts.

Types, defaults and limits are those of `Settings` (`kinds`), so nothing is said twice. The dialog,
its search and the palette are made from this table. Knows no widgets; Qt only translates.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from PySide6.QtCore import QCoreApplication

from paceline.options import DrafterChoice, Overflow, Verification
from paceline.settings import Language, Theme
from paceline.ui.steering.knobs import knobs

translate = QCoreApplication.translate


class Section(Enum):
    """A heading of the dialog."""

    CHAT = "chat"
    SPECULATION = "speculation"
    MODELS = "models"
    LIBRARY = "library"
    APPEARANCE = "appearance"
    KEYS = "keys"
    PRIVACY = "privacy"
    ADVANCED = "advanced"


class Effect(Enum):
    """When a change acts."""

    AT_ONCE = "at-once"
    NEXT_LOADING = "next-loading"
    """When a pair is loaded the next time."""


@dataclass(frozen=True, slots=True)
class Declaration:
    """One setting. `words` names values, None among them, that would not explain themselves."""

    path: str
    section: Section
    title: str
    description: str
    effect: Effect = Effect.AT_ONCE
    words: Mapping[str | None, str] = field(default_factory=dict)
    step: float = 1
    suffix: str = ""


def section_titles() -> dict[Section, str]:
    """Return the headings, in their order."""
    return {
        Section.CHAT: translate("Settings", "Chat"),
        Section.SPECULATION: translate("Settings", "Speculation"),
        Section.MODELS: translate("Settings", "Models and memory"),
        Section.LIBRARY: translate("Settings", "Hub and downloads"),
        Section.APPEARANCE: translate("Settings", "Appearance"),
        Section.KEYS: translate("Settings", "Keys"),
        Section.PRIVACY: translate("Settings", "Privacy"),
        Section.ADVANCED: translate("Settings", "Advanced"),
    }


def declarations() -> tuple[Declaration, ...]:
    """Return all settings that a person may change here, in their order."""
    return (
        *_chat(),
        *_speculation(),
        *_models(),
        *_library(),
        *_appearance(),
        *_privacy(),
        *_advanced(),
    )


def _chat() -> tuple[Declaration, ...]:
    return (
        Declaration(
            "max_tokens",
            Section.CHAT,
            translate("Settings", "Longest reply"),
            translate("Settings", "Tokens after which a reply ends; Continue goes on with it."),
            step=128,
            suffix=translate("Settings", " tokens"),
        ),
        Declaration(
            "overflow",
            Section.CHAT,
            translate("Settings", "When a chat outgrows the context"),
            translate("Settings", "What the model forgets first. Your chat itself keeps it all."),
            words={
                Overflow.STOP: translate("Settings", "Stop and say so"),
                Overflow.ROLLING: translate("Settings", "Forget the oldest turns"),
                Overflow.MIDDLE: translate("Settings", "Forget the middle"),
            },
        ),
        *(
            Declaration(
                f"sampling.{knob.field}",
                Section.ADVANCED if knob.field.startswith("penalty") else Section.CHAT,
                knob.label,
                knob.explanation,
                words={None: translate("Settings", "random")},
                step=knob.step,
            )
            for knob in knobs()
        ),
    )


def _speculation() -> tuple[Declaration, ...]:
    return (
        Declaration(
            "speculation.enabled",
            Section.SPECULATION,
            translate("Settings", "Speculation"),
            translate("Settings", "Guess the next tokens and let the target check them at once."),
        ),
        Declaration(
            "speculation.drafter",
            Section.SPECULATION,
            translate("Settings", "Drafter"),
            translate("Settings", "Who guesses. The governor picks whichever pays best."),
            words={
                DrafterChoice.AUTO: translate("Settings", "Best (governor)"),
                DrafterChoice.DRAFT_MODEL: translate("Settings", "Draft model"),
                DrafterChoice.NGRAM: translate("Settings", "N-grams of this chat"),
                DrafterChoice.NGRAM_MAP: translate("Settings", "N-gram map"),
                DrafterChoice.NGRAM_POOL: translate("Settings", "N-gram pool"),
                DrafterChoice.PERSONAL: translate("Settings", "N-grams of all my chats"),
                DrafterChoice.CASCADE: translate("Settings", "Cascade"),
                DrafterChoice.HIERARCHY: translate("Settings", "Hierarchy"),
            },
        ),
        Declaration(
            "speculation.draft_length",
            Section.SPECULATION,
            translate("Settings", "Draft length"),
            translate("Settings", "Tokens guessed before each check."),
            words={None: translate("Settings", "automatic")},
        ),
        Declaration(
            "speculation.verification",
            Section.SPECULATION,
            translate("Settings", "How guesses are checked"),
            translate(
                "Settings",
                "Both keep the target's own distribution. Matching gives one text for one seed.",
            ),
            words={
                Verification.MATCH: translate("Settings", "Matching"),
                Verification.REJECTION: translate("Settings", "Rejection sampling"),
            },
        ),
    )


def _models() -> tuple[Declaration, ...]:
    automatic = translate("Settings", "automatic")
    return (
        _on_loading(
            "context_length",
            translate("Settings", "Context length"),
            translate("Settings", "Tokens that a chat may fill. More takes more memory."),
            words={None: automatic},
            step=1024,
            suffix=translate("Settings", " tokens"),
        ),
        _on_loading(
            "loading.gpu_layers",
            translate("Settings", "Target layers on graphics processors"),
            translate("Settings", "0 computes on the processor alone."),
            words={None: automatic},
        ),
        _on_loading(
            "loading.draft_gpu_layers",
            translate("Settings", "Draft layers on graphics processors"),
            translate("Settings", "The draft gains most, for every round runs it several times."),
            words={None: automatic},
        ),
        _on_loading(
            "loading.device",
            translate("Settings", "Device"),
            translate(
                "Settings",
                "The name of the only one to compute on, as “paceline devices” tells it. "
                "Empty uses what is fastest.",
            ),
        ),
        _on_loading(
            "loading.key_type",
            translate("Settings", "Keys in the KV cache"),
            translate("Settings", "Fewer bits leave room for a longer context, less exactly."),
            words={None: automatic},
        ),
        _on_loading(
            "loading.value_type",
            translate("Settings", "Values in the KV cache"),
            translate("Settings", "As for keys. Quantized ones need flash attention."),
            words={None: automatic},
        ),
        _on_loading(
            "loading.flash_attention",
            translate("Settings", "Flash attention"),
            translate("Settings", "Computes attention in one step: faster, with less memory."),
            words={
                "auto": translate("Settings", "Where the device can"),
                "on": translate("Settings", "On"),
                "off": translate("Settings", "Off"),
            },
        ),
        _on_loading(
            "loading.nodes",
            translate("Settings", "Nodes"),
            translate(
                "Settings",
                "Other machines that hold layers of the target, as 192.168.1.20:50052, with commas "
                "between; “paceline rpc” runs there. Trusted networks only: nothing is encrypted, "
                "and there is no password.",
            ),
        ),
        _on_loading(
            "threads",
            translate("Settings", "Threads"),
            translate("Settings", "Processor threads to compute with at the most."),
            words={None: automatic},
        ),
    )


def _library() -> tuple[Declaration, ...]:
    return (
        Declaration(
            "library.offline",
            Section.LIBRARY,
            translate("Settings", "Stay offline"),
            translate("Settings", "Never ask the Hub. Models on this computer work as ever."),
        ),
        Declaration(
            "library.speed_limit",
            Section.LIBRARY,
            translate("Settings", "Speed limit"),
            translate("Settings", "What all downloads together may take of your line."),
            words={None: translate("Settings", "no limit")},
            step=500,
            suffix=translate("Settings", " kB/s"),
        ),
        Declaration(
            "library.downloads_at_once",
            Section.LIBRARY,
            translate("Settings", "Downloads at once"),
            translate("Settings", "Further ones wait in the queue."),
        ),
        Declaration(
            "library.use_shared_token",
            Section.LIBRARY,
            translate("Settings", "Use the token of other programs"),
            translate(
                "Settings",
                "The one that “hf auth login” keeps on this computer. It is sent to huggingface.co "
                "alone, and a token of your own goes before it.",
            ),
        ),
        Declaration(
            "library.endpoint",
            Section.LIBRARY,
            translate("Settings", "Address of the Hub"),
            translate(
                "Settings",
                "Of a mirror, with https://. Whoever runs it sees what you fetch; your token for "
                "the Hub is not sent there. Empty for huggingface.co.",
            ),
        ),
    )


def _appearance() -> tuple[Declaration, ...]:
    return (
        Declaration(
            "language",
            Section.APPEARANCE,
            translate("Settings", "Language"),
            translate("Settings", "What the window speaks, from the next start of Paceline on."),
            words={
                Language.SYSTEM: translate("Settings", "Like the system"),
                Language.ENGLISH: "English",
                Language.GERMAN: "Deutsch",
            },
        ),
        Declaration(
            "theme",
            Section.APPEARANCE,
            translate("Settings", "Theme"),
            translate("Settings", "High contrast is light or dark as your system is."),
            words={
                Theme.SYSTEM: translate("Settings", "Like the system"),
                Theme.LIGHT: translate("Settings", "Light"),
                Theme.DARK: translate("Settings", "Dark"),
                Theme.HIGH_CONTRAST: translate("Settings", "High contrast"),
            },
        ),
        Declaration(
            "text_percent",
            Section.APPEARANCE,
            translate("Settings", "Size of text"),
            translate("Settings", "Against the size that your system uses."),
            step=5,
            suffix=translate("Settings", " %"),
        ),
        Declaration(
            "show_tints",
            Section.APPEARANCE,
            translate("Settings", "Show origins of tokens"),
            translate("Settings", "Tint and underline every token by where it came from."),
        ),
    )


def _privacy() -> tuple[Declaration, ...]:
    return (
        Declaration(
            "learn_from_chats",
            Section.PRIVACY,
            translate("Settings", "Learn from my chats"),
            translate(
                "Settings",
                "Drafts get better with fragments of five tokens of your chats. They stay on "
                "this computer, and “Forget what was learned” deletes them.",
            ),
        ),
        Declaration(
            "check_for_updates",
            Section.PRIVACY,
            translate("Settings", "Look for new versions"),
            translate(
                "Settings",
                "Asks once a day, without a word about you or your version. Nothing is installed.",
            ),
        ),
    )


def _advanced() -> tuple[Declaration, ...]:
    automatic = translate("Settings", "automatic")
    return (
        _on_loading(
            "loading.draft_context_length",
            translate("Settings", "Context length of the draft"),
            translate("Settings", "A shorter one saves memory; the draft then sees less."),
            words={None: automatic},
            step=1024,
            suffix=translate("Settings", " tokens"),
            section=Section.ADVANCED,
        ),
        _on_loading(
            "loading.draft_cache_type",
            translate("Settings", "KV cache of the draft"),
            translate("Settings", "Never changes what is written: the target checks every guess."),
            words={None: automatic},
            section=Section.ADVANCED,
        ),
        _on_loading(
            "loading.swa_full",
            translate("Settings", "Keep all of sliding windows"),
            translate(
                "Settings",
                "Off saves memory on models with sliding-window attention, but long chats are "
                "read anew more often.",
            ),
            section=Section.ADVANCED,
        ),
    )


def _on_loading(
    path: str,
    title: str,
    description: str,
    *,
    words: Mapping[str | None, str] | None = None,
    step: float = 1,
    suffix: str = "",
    section: Section = Section.MODELS,
) -> Declaration:
    return Declaration(
        path, section, title, description, Effect.NEXT_LOADING, words or {}, step, suffix
    )
