"""What the doctor found, as programs read it."""

import msgspec

from paceline.library.doctor.diagnosis import (
    Caution,
    Diagnosis,
    ExpectedGain,
    GainBasis,
    Rule,
    Verdict,
)
from paceline.library.doctor.drafts import DraftCandidate, Origin
from paceline.library.doctor.wording import rules_passed, sentence
from paceline.library.file_names import Role
from paceline.library.gguf.facts import ModelFacts
from paceline.library.memory_fit import Fit
from paceline.vocabulary import Mismatch, VocabularyRule


class ModelReport(msgspec.Struct, frozen=True):
    """A file and what its header says."""

    file: str
    name: str
    architecture: str
    role: Role
    parameters: int
    quantization: str
    tensor_bytes: int
    trained_context: int
    vocabulary_size: int
    has_chat_template: bool
    is_recurrent: bool


class MismatchReport(msgspec.Struct, frozen=True):
    """What stands on either side of the rule for vocabularies that is broken."""

    rule: VocabularyRule
    target: str
    draft: str
    token: int | None
    differing: int


class MemoryReport(msgspec.Struct, frozen=True):
    """Bytes of what would be loaded, together."""

    context_length: int
    weights: int
    kv_cache: int
    compute: int
    total: int
    fit: Fit | None


class GainReport(msgspec.Struct, frozen=True):
    """How many times as fast as plain decoding."""

    low: float
    high: float
    draft_length: int
    basis: GainBasis


class PairReport(msgspec.Struct, frozen=True):
    """All that was found out. `rules` tells which hold, None for what was not reached."""

    verdict: Verdict
    sentence: str
    rule: Rule | None
    rules: dict[Rule, bool | None]
    mismatch: MismatchReport | None
    warnings: tuple[Caution, ...]
    target: ModelReport | None
    draft: ModelReport | None
    memory: MemoryReport | None
    gain: GainReport | None
    bytes_read: int


class DraftReport(msgspec.Struct, frozen=True):
    """A draft that suits; `path` is where it is, `wanted` what would have to be fetched."""

    title: str
    origin: Origin
    size: int | None
    verdict: Verdict | None
    reason: str
    path: str | None
    wanted: tuple[str, ...]


def pair_report(diagnosis: Diagnosis) -> PairReport:
    """Return it for programs."""
    return PairReport(
        verdict=diagnosis.verdict,
        sentence=sentence(diagnosis),
        rule=diagnosis.rule,
        rules=dict(rules_passed(diagnosis)),
        mismatch=_mismatch(diagnosis.mismatch),
        warnings=diagnosis.warnings,
        target=_model(diagnosis.target_name, diagnosis.target),
        draft=_model(diagnosis.draft_name, diagnosis.draft),
        memory=_memory(diagnosis),
        gain=_gain(diagnosis.gain),
        bytes_read=diagnosis.bytes_read,
    )


def draft_report(candidate: DraftCandidate) -> DraftReport:
    """Return it for programs."""
    return DraftReport(
        candidate.title,
        candidate.origin,
        candidate.size,
        candidate.verdict,
        str(candidate.reason),
        str(candidate.installed.path) if candidate.installed else None,
        tuple(f"{each.repository}/{each.path}" for each in candidate.wanted),
    )


def _model(file: str, facts: ModelFacts | None) -> ModelReport | None:
    if facts is None:
        return None
    return ModelReport(
        file=file,
        name=facts.name,
        architecture=facts.architecture,
        role=facts.role,
        parameters=facts.parameters,
        quantization=facts.quantization,
        tensor_bytes=facts.tensor_bytes,
        trained_context=facts.trained_context,
        vocabulary_size=len(facts.vocabulary.texts),
        has_chat_template=facts.has_chat_template,
        is_recurrent=facts.is_recurrent,
    )


def _memory(diagnosis: Diagnosis) -> MemoryReport | None:
    need = diagnosis.memory
    if need is None:
        return None
    return MemoryReport(
        diagnosis.context_length,
        need.weights,
        need.kv_cache,
        need.compute,
        need.total,
        diagnosis.fit,
    )


def _mismatch(found: Mismatch | None) -> MismatchReport | None:
    if found is None:
        return None
    return MismatchReport(found.rule, found.target, found.draft, found.token, found.differing)


def _gain(expected: ExpectedGain | None) -> GainReport | None:
    if expected is None:
        return None
    return GainReport(expected.low, expected.high, expected.draft_length, expected.basis)
