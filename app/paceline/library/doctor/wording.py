"""The doctor's findings in words.

A `Phrase` keeps the sentence apart from what stands in it, so that the window can translate it;
`str` gives it in English.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, assert_never

from paceline.errors import AppError, ErrorCode, template
from paceline.library.doctor.diagnosis import (
    Caution,
    Diagnosis,
    ExpectedGain,
    GainBasis,
    Part,
    Rule,
    Verdict,
)
from paceline.library.file_names import Role
from paceline.vocabulary import (
    MAX_SIZE_DIFFERENCE,
    Mismatch,
    Vocabulary,
    VocabularyRule,
    readable,
)
from paceline.words import QT_TRANSLATE_NOOP


@dataclass(frozen=True, slots=True)
class Phrase:
    """A sentence with places for `values`, and those; who shows it formats the numbers.

    A fraction is meant with one decimal place.
    """

    template: str
    values: Mapping[str, str | float] = field(default_factory=dict)
    context: str = "Doctor"

    def __str__(self) -> str:
        shown = {name: _shown(value) for name, value in self.values.items()}
        return self.template.format(**shown)


def _shown(value: str | float) -> str:
    if isinstance(value, str):
        return value
    return f"{value:,}" if isinstance(value, int) else f"{value:.1f}"


_SAME: Final = QT_TRANSLATE_NOOP(
    "Doctor", "{draft} can draft for {target}: they share all of their {count} tokens."
)
_PADDED: Final = QT_TRANSLATE_NOOP(
    "Doctor",
    "{draft} can draft for {target}: {longer} has {count} tokens more at its end, which are never "
    "guessed, and all others are the same.",
)
_INSTEAD: Final = QT_TRANSLATE_NOOP(
    "Doctor",
    "Guesses would have to be carried over as text, which Paceline cannot do yet. Load {target} "
    "alone: n-grams then guess for it.",
)
_UNUSABLE: Final = QT_TRANSLATE_NOOP("Doctor", "{name} cannot be used.")
_EMBEDDING: Final = QT_TRANSLATE_NOOP(
    "Doctor",
    "{name} is an embedding model: it turns text into vectors and cannot write. Choose a chat "
    "model.",
)
_HEADS: Final = {
    Role.MTP: QT_TRANSLATE_NOOP(
        "Doctor",
        "{name} holds only the MTP layers of a model, which guess from inside it. Paceline cannot "
        "draft with them yet. Choose a small model of the target's family, or load the target "
        "alone: n-grams then guess for it.",
    ),
    Role.EAGLE3: QT_TRANSLATE_NOOP(
        "Doctor",
        "{name} is an EAGLE-3 drafter, which reads the thoughts of the one model that it was made "
        "for. Paceline cannot draft with it yet. Choose a small model of the target's family, or "
        "load the target alone: n-grams then guess for it.",
    ),
    Role.DFLASH: QT_TRANSLATE_NOOP(
        "Doctor",
        "{name} is a DFlash drafter, made for one model alone. Paceline cannot draft with it yet. "
        "Choose a small model of the target's family, or load the target alone: n-grams then guess "
        "for it.",
    ),
    Role.MMPROJ: QT_TRANSLATE_NOOP(
        "Doctor",
        "{name} lets a model see or hear and is none by itself. Choose the model it came with.",
    ),
}
_NO_MODEL: Final = QT_TRANSLATE_NOOP(
    "Doctor",
    "{name} holds no model, but an adapter, a vocabulary or the like. Choose a chat model.",
)
_NO_TARGET: Final = QT_TRANSLATE_NOOP(
    "Doctor",
    "{name} only guesses for another model and cannot write by itself. Choose the model that it "
    "was made for.",
)
_LARGER: Final = QT_TRANSLATE_NOOP(
    "Doctor",
    "{draft} is larger than {target}, so it could only slow it down. Swap the two, or choose a "
    "smaller draft.",
)
_KINDS: Final = QT_TRANSLATE_NOOP(
    "Doctor",
    "{draft} cannot draft for {target}: their tokenizers are of different kinds ({target_value} in "
    "the target, {draft_value} in the draft).",
)
_BEGINS: Final = QT_TRANSLATE_NOOP(
    "Doctor",
    "{draft} cannot draft for {target}: the target begins every text with token {target_value} "
    "({target_text}), the draft with token {draft_value} ({draft_text}).",
)
_TARGET_BEGINS: Final = QT_TRANSLATE_NOOP(
    "Doctor",
    "{draft} cannot draft for {target}: the target begins every text with a token of its own "
    "({target_text}), and the draft does not.",
)
_DRAFT_BEGINS: Final = QT_TRANSLATE_NOOP(
    "Doctor",
    "{draft} cannot draft for {target}: the draft begins every text with a token of its own "
    "({draft_text}), and the target does not.",
)
_ENDS: Final = QT_TRANSLATE_NOOP(
    "Doctor",
    "{draft} cannot draft for {target}: the target ends every text with token {target_value} "
    "({target_text}), the draft with token {draft_value} ({draft_text}).",
)
_TARGET_ENDS: Final = QT_TRANSLATE_NOOP(
    "Doctor",
    "{draft} cannot draft for {target}: the target ends every text with a token of its own "
    "({target_text}), and the draft does not.",
)
_DRAFT_ENDS: Final = QT_TRANSLATE_NOOP(
    "Doctor",
    "{draft} cannot draft for {target}: the draft ends every text with a token of its own "
    "({draft_text}), and the target does not.",
)
_SIZES: Final = QT_TRANSLATE_NOOP(
    "Doctor",
    "{draft} cannot draft for {target}: the target has {target_value} tokens and the draft "
    "{draft_value}; they may differ by {count} at the most.",
)
_TOKENS: Final = QT_TRANSLATE_NOOP(
    "Doctor",
    "{draft} cannot draft for {target}: {count} of their tokens differ. The first is token "
    "{token}: “{target_value}” in the target, “{draft_value}” in the draft.",
)
_ONE_TOKEN: Final = QT_TRANSLATE_NOOP(
    "Doctor",
    "{draft} cannot draft for {target}: a single token differs. It is token {token}: "
    "“{target_value}” in the target, “{draft_value}” in the draft.",
)

_RULES: Final = {
    Rule.WHOLE_FILES: QT_TRANSLATE_NOOP("Doctor", "Both files are whole GGUF models"),
    Rule.KNOWN_MODELS: QT_TRANSLATE_NOOP("Doctor", "llama.cpp knows both models"),
    Rule.OWN_MODELS: QT_TRANSLATE_NOOP("Doctor", "Each is a model of its own"),
    Rule.WRITES_TEXT: QT_TRANSLATE_NOOP("Doctor", "Both write text"),
    Rule.DRAFT_SMALLER: QT_TRANSLATE_NOOP("Doctor", "The draft is the smaller one"),
    Rule.TOKENIZER_KIND: QT_TRANSLATE_NOOP("Doctor", "Their tokenizers are of one kind"),
    Rule.TEXT_BEGIN: QT_TRANSLATE_NOOP("Doctor", "Texts begin with the same token"),
    Rule.TEXT_END: QT_TRANSLATE_NOOP("Doctor", "Texts end with the same token"),
    Rule.VOCABULARY_SIZE: QT_TRANSLATE_NOOP("Doctor", "They have about as many tokens"),
    Rule.VOCABULARY: QT_TRANSLATE_NOOP("Doctor", "The same number means the same token"),
}

_CAUTIONS: Final = {
    Caution.SAME_FILE: QT_TRANSLATE_NOOP(
        "Doctor",
        "Target and draft are the same file. That works, but a model gains nothing from guessing "
        "for itself.",
    ),
    Caution.DRAFT_LARGE: QT_TRANSLATE_NOOP(
        "Doctor",
        "The draft is large beside the target, so its guesses may cost more time than they save. "
        "A tenth of the target's size or less is usual.",
    ),
    Caution.TARGET_RECURRENT: QT_TRANSLATE_NOOP(
        "Doctor",
        "The target keeps a state that cannot simply be taken back (a recurrent or hybrid model). "
        "Wrong guesses cost more there, and if going back turns out not to be exact on this "
        "machine, Paceline writes without guesses.",
    ),
    Caution.DRAFT_RECURRENT: QT_TRANSLATE_NOOP(
        "Doctor",
        "The draft keeps a state that cannot simply be taken back (a recurrent or hybrid model). "
        "If going back turns out not to be exact on this machine, n-grams guess instead.",
    ),
    Caution.TEMPLATE_MISSING: QT_TRANSLATE_NOOP(
        "Doctor",
        "The target brings no chat template, so the ChatML form is used; replies may be worse than "
        "the model can do.",
    ),
    Caution.CONTEXT_BEYOND_TRAINING: QT_TRANSLATE_NOOP(
        "Doctor",
        "The context is longer than one of the models was trained on; far into it replies may lose "
        "their thread, or guesses be wrong more often.",
    ),
}

_GAIN_PAIR: Final = QT_TRANSLATE_NOOP(
    "Doctor",
    "About {high} times as fast as without a draft, going by what this pair did on this machine.",
)
_GAIN_TARGET: Final = QT_TRANSLATE_NOOP(
    "Doctor",
    "About {low} to {high} times as fast as without a draft, going by what passes of this target "
    "cost on this machine and by how often drafts of a family are right.",
)
_GAIN_UP_TO: Final = QT_TRANSLATE_NOOP(
    "Doctor",
    "Up to {high} times as fast as without a draft, going by what passes of this target cost on "
    "this machine and by how often drafts of a family are right.",
)
_GAIN_NONE: Final = QT_TRANSLATE_NOOP(
    "Doctor",
    "Hardly faster than without a draft, going by what passes of this target cost on this machine.",
)
_GAIN_UNKNOWN: Final = QT_TRANSLATE_NOOP(
    "Doctor",
    "How much is gained is not known yet, for this target has not run on this machine. It is "
    "measured with the first replies.",
)

_NO_GAIN: Final = 1.05
"""Times as fast; less than this nobody feels."""


def sentence(diagnosis: Diagnosis) -> str:
    """The verdict and its reason, in English."""
    return " ".join(map(str, verdict_phrases(diagnosis)))


def verdict_phrases(diagnosis: Diagnosis) -> tuple[Phrase, ...]:
    """The verdict, its reason, and what to do."""
    names = {"target": diagnosis.target_name, "draft": diagnosis.draft_name}
    match diagnosis.verdict:
        case Verdict.COMPATIBLE:
            return (Phrase(_SAME, {**names, "count": _tokens(diagnosis)[0]}),)
        case Verdict.PADDED:
            target, draft = _tokens(diagnosis)
            longer = names["target"] if target > draft else names["draft"]
            return (Phrase(_PADDED, {**names, "longer": longer, "count": abs(target - draft)}),)
        case Verdict.THROUGH_TEXT:
            if diagnosis.mismatch is None:
                raise ValueError("a pair that only text can join has a mismatch")
            return (
                _mismatch_phrase(diagnosis, diagnosis.mismatch),
                Phrase(_INSTEAD, {"target": diagnosis.target_name}),
            )
        case Verdict.IMPOSSIBLE:
            return _obstacle(diagnosis)
        case _:
            assert_never(diagnosis.verdict)


def rule_phrase(rule: Rule) -> Phrase:
    """What the rule asks, as a line of a list."""
    return Phrase(_RULES[rule])


def rules_passed(diagnosis: Diagnosis) -> Iterator[tuple[Rule, bool | None]]:
    """Each rule with whether it holds; None for those behind the one that failed."""
    known: bool | None = True
    for rule in Rule:
        if rule == diagnosis.rule:
            yield rule, False
            known = None
        else:
            yield rule, known


def caution_phrase(caution: Caution) -> Phrase:
    """What a person should know."""
    return Phrase(_CAUTIONS[caution])


def gain_phrase(gain: ExpectedGain | None) -> Phrase:
    """What may be expected of a pair that works, or that it is not known."""
    if gain is None:
        return Phrase(_GAIN_UNKNOWN)
    if gain.high < _NO_GAIN:
        return Phrase(_GAIN_NONE)
    times = {"low": gain.low, "high": gain.high}
    if gain.basis is GainBasis.PAIR:
        return Phrase(_GAIN_PAIR, times)
    return Phrase(_GAIN_UP_TO if gain.low < _NO_GAIN else _GAIN_TARGET, times)


def _tokens(diagnosis: Diagnosis) -> tuple[int, int]:
    models = (diagnosis.target, diagnosis.draft)
    target, draft = (0 if model is None else len(model.vocabulary.texts) for model in models)
    return target, draft


def _mismatch_phrase(diagnosis: Diagnosis, mismatch: Mismatch) -> Phrase:
    values: dict[str, str | float] = {
        "target": diagnosis.target_name,
        "draft": diagnosis.draft_name,
        "target_value": mismatch.target,
        "draft_value": mismatch.draft,
    }
    match mismatch.rule:
        case VocabularyRule.KIND:
            return Phrase(_KINDS, values)
        case VocabularyRule.BEGIN | VocabularyRule.END:
            return _edge_phrase(diagnosis, mismatch.rule, values)
        case VocabularyRule.SIZE:
            target, draft = _tokens(diagnosis)
            counts = {"target_value": target, "draft_value": draft, "count": MAX_SIZE_DIFFERENCE}
            return Phrase(_SIZES, {**values, **counts})
        case VocabularyRule.TOKENS:
            text = _ONE_TOKEN if mismatch.differing == 1 else _TOKENS
            return Phrase(
                text, {**values, "token": str(mismatch.token), "count": mismatch.differing}
            )
        case _:
            assert_never(mismatch.rule)


def _edge_phrase(
    diagnosis: Diagnosis, rule: VocabularyRule, values: Mapping[str, str | float]
) -> Phrase:
    """What the two begin or end texts with."""
    if diagnosis.target is None or diagnosis.draft is None:
        raise ValueError("models without facts have no vocabularies to compare")
    target, draft = diagnosis.target.vocabulary, diagnosis.draft.vocabulary
    if rule is VocabularyRule.BEGIN:
        both, one, other = _BEGINS, _TARGET_BEGINS, _DRAFT_BEGINS
        adds, ids = (target.adds_bos, draft.adds_bos), (target.bos, draft.bos)
    else:
        both, one, other = _ENDS, _TARGET_ENDS, _DRAFT_ENDS
        adds, ids = (target.adds_eos, draft.adds_eos), (target.eos, draft.eos)
    text = both if all(adds) else one if adds[0] else other
    texts = {"target_text": _text(target, ids[0]), "draft_text": _text(draft, ids[1])}
    return Phrase(text, {**values, **texts})


def _text(vocabulary: Vocabulary, token: int) -> str:
    """A token as it stands in the file; some files name one that they do not have."""
    if 0 <= token < len(vocabulary.texts):
        return readable(vocabulary.texts[token])
    return str(token)


def _obstacle(diagnosis: Diagnosis) -> tuple[Phrase, ...]:
    """Why a pair is impossible."""
    on_target = diagnosis.part is Part.TARGET
    name = diagnosis.target_name if on_target else diagnosis.draft_name
    facts = diagnosis.target if on_target else diagnosis.draft
    match diagnosis.rule:
        case Rule.DRAFT_SMALLER:
            names = {"target": diagnosis.target_name, "draft": diagnosis.draft_name}
            return (Phrase(_LARGER, names),)
        case Rule.WRITES_TEXT:
            return (Phrase(_EMBEDDING, {"name": name}),)
        case Rule.OWN_MODELS if facts is not None:
            if on_target and facts.role.is_drafter:
                return (Phrase(_NO_TARGET, {"name": name}),)
            return (Phrase(_HEADS.get(facts.role, _NO_MODEL), {"name": name}),)
        case Rule.KNOWN_MODELS if diagnosis.trouble is not None:
            return Phrase(_UNUSABLE, {"name": name}), _said(diagnosis.trouble)
        case _:
            trouble = diagnosis.trouble or AppError(ErrorCode.MODEL_UNSUPPORTED, name)
            return (_said(trouble),)


def _said(trouble: AppError) -> Phrase:
    return Phrase(template(trouble.code), {"detail": trouble.detail}, "Errors")
