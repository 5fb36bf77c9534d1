"""The arguments of `paceline serve` that say what the window's settings say. Pure."""

from typing import Final

from paceline.loading import FlashAttention, LoadingWishes
from paceline.options import Speculation
from paceline.settings import Settings
from paceline.ui.pair_source import PairFiles

THIS_COMPUTER: Final = "127.0.0.1"
EVERYWHERE: Final = "0.0.0.0"  # noqa: S104 - the person asked for it, and a key is required then


def serve_arguments(
    files: PairFiles, settings: Settings, alias: str | None = None
) -> tuple[str, ...]:
    """Return what stands behind `serve`; the key travels in the environment.

    `alias` is a name for clients to ask with, besides that of the target's file.
    """
    wishes = settings.server
    return (
        "--json",
        "--with-parent",
        *_given("--target", files.target),
        *_given("--draft", files.draft),
        *("--host", EVERYWHERE if wishes.for_network else THIS_COMPUTER),
        *("--port", str(wishes.port)),
        *_given("--alias", alias),
        *("--seats", str(wishes.seats)),
        *_given("--context", settings.context_length),
        *_given("--threads", settings.threads),
        *_loading(settings.loading),
        *_speculating(settings.speculation),
    )


def _loading(wishes: LoadingWishes) -> tuple[str, ...]:
    return (
        *_given("--draft-context", wishes.draft_context_length),
        *_cache_types(wishes),
        *_given("--draft-kv-type", wishes.draft_cache_type),
        *_given("--flash-attention", _unless_automatic(wishes.flash_attention)),
        *(() if wishes.swa_full else ("--small-window",)),
        *_given("--device", wishes.device),
        *_given("--gpu-layers", wishes.gpu_layers),
        *_given("--draft-gpu-layers", wishes.draft_gpu_layers),
        *(word for node in wishes.nodes for word in ("--node", node)),
    )


def _speculating(wishes: Speculation) -> tuple[str, ...]:
    return (
        *(() if wishes.enabled else ("--no-speculation",)),
        *("--drafter", wishes.drafter.value),
        *("--verification", wishes.verification.value),
        *_given("--draft-length", wishes.draft_length),
    )


def _cache_types(wishes: LoadingWishes) -> tuple[str, ...]:
    """The command line has one option for both; what is left to the program is the usual type."""
    keys, values = wishes.key_type, wishes.value_type
    if keys is None and values is None:
        return ()
    both = f"{keys or 'f16'},{values or 'f16'}"
    return ("--kv-type", both)


def _unless_automatic(choice: FlashAttention) -> str | None:
    return None if choice is FlashAttention.AUTO else choice.value


def _given(option: str, value: object | None) -> tuple[str, ...]:
    return () if value is None else (option, str(value))
