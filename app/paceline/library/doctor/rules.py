"""The rules that a pair must satisfy, and the one that it breaks first.

The engine has the same ones (`engine/plan.py`), asked of llama.cpp; `tests/model` compares the two.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from paceline.errors import AppError, ErrorCode
from paceline.library.doctor.architectures import DIFFUSION, ENCODER_DECODERS, KNOWN
from paceline.library.doctor.chart import Chart
from paceline.library.doctor.diagnosis import Part, Rule
from paceline.library.file_names import Role
from paceline.library.gguf.facts import ModelFacts
from paceline.vocabulary import Mismatch, Vocabulary, VocabularyRule, find_mismatch

_BY_MISMATCH: Final = {
    VocabularyRule.KIND: Rule.TOKENIZER_KIND,
    VocabularyRule.BEGIN: Rule.TEXT_BEGIN,
    VocabularyRule.END: Rule.TEXT_END,
    VocabularyRule.SIZE: Rule.VOCABULARY_SIZE,
    VocabularyRule.TOKENS: Rule.VOCABULARY,
}


CompareVocabularies = Callable[[Vocabulary, Vocabulary], Mismatch | None]
"""Finds what two vocabularies differ in first, as `vocabulary.find_mismatch`."""


@dataclass(frozen=True, slots=True)
class Breach:
    """A rule that is broken: by which file, where it is one of them, and the details."""

    rule: Rule
    part: Part | None = None
    trouble: AppError | None = None
    mismatch: Mismatch | None = None


def find_breach(
    target: Chart, draft: Chart, compare: CompareVocabularies = find_mismatch
) -> Breach | None:
    """Return the first rule that a pair breaks, None for one that works."""
    charts = ((Part.TARGET, target), (Part.DRAFT, draft))
    for part, chart in charts:
        if chart.trouble is not None:
            unknown = chart.trouble.code == ErrorCode.MODEL_UNSUPPORTED
            rule = Rule.KNOWN_MODELS if unknown else Rule.WHOLE_FILES
            return Breach(rule, part, chart.trouble)
    for part, chart in charts:
        if chart.facts is not None:
            breach = _unusable(part, chart.facts)
            if breach is not None:
                return breach
    if target.facts is None or draft.facts is None or target.is_same_file(draft):
        return None
    if draft.file_bytes > target.file_bytes or draft.facts.parameters > target.facts.parameters:
        return Breach(Rule.DRAFT_SMALLER)
    mismatch = compare(target.facts.vocabulary, draft.facts.vocabulary)
    return None if mismatch is None else Breach(_BY_MISMATCH[mismatch.rule], mismatch=mismatch)


def _unusable(part: Part, facts: ModelFacts) -> Breach | None:
    if facts.role not in (Role.MODEL, Role.EMBEDDING):
        return Breach(Rule.OWN_MODELS, part)
    if facts.is_embedding:
        return Breach(Rule.WRITES_TEXT, part)
    unknown = _unknown_kind(facts)
    if unknown is not None:
        return Breach(Rule.KNOWN_MODELS, part, AppError(ErrorCode.MODEL_UNSUPPORTED, unknown))
    return None


def _unknown_kind(facts: ModelFacts) -> str | None:
    if facts.architecture not in KNOWN:
        return f"its architecture “{facts.architecture}” is not known"
    if facts.architecture in DIFFUSION:
        return "it is a diffusion model"
    if facts.architecture in ENCODER_DECODERS:
        return "it is an encoder-decoder model"
    if not facts.vocabulary.texts:
        return "it has no vocabulary"
    return None
