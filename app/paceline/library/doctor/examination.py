"""Examines a pair: reads both headers, whether on disk or on the Hub, and says what it is worth.

It blocks, some seconds for files on the Hub, so a window calls it in the background.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Final

from paceline.library.doctor.chart import Chart, HubReader, read_chart
from paceline.library.doctor.diagnosis import (
    Caution,
    Diagnosis,
    ExpectedGain,
    Part,
    Patient,
    Verdict,
)
from paceline.library.doctor.gain import expected_gain
from paceline.library.doctor.rules import Breach, find_breach
from paceline.library.gguf.facts import ModelFacts
from paceline.library.memory_fit import Fit, MachineMemory, MemoryNeed, fit, pair_need
from paceline.measured_pairs import MeasuredFile, MeasuredPair

USUAL_CONTEXT: Final = 4096
"""Tokens; what the engine takes where nothing is asked for, less if the target was trained on
fewer."""

_LARGE_DRAFT: Final = 0.4
"""Of the target's bytes; even a draft that is mostly right then gains little."""

HeaderProgressed = Callable[[Part, int], None]
"""Told whose header is being read, and how many bytes of it have come from the Hub."""


def examine(
    target: Patient,
    draft: Patient,
    *,
    hub: HubReader | None = None,
    context_length: int | None = None,
    machine: MachineMemory | None = None,
    graphics_bytes: int = 0,
    measured: Sequence[MeasuredPair] = (),
    progress: HeaderProgressed = lambda _part, _bytes: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Diagnosis:
    """Read both headers and say whether the pair works.

    Without a `context_length` the engine's usual one is taken. `machine` is the memory that the
    pair must fit into, unless it does into that of a graphics processor. `measured` is what is
    known of pairs here.

    A file that is broken or of the wrong kind is a finding; one that cannot be reached raises its
    `AppError`, and `Cancelled` is raised between two reads.
    """
    charts = (
        read_chart(patient, hub, partial(progress, part), cancelled)
        for part, patient in ((Part.TARGET, target), (Part.DRAFT, draft))
    )
    return diagnose(
        *charts,
        context_length=context_length,
        machine=machine,
        graphics_bytes=graphics_bytes,
        measured=measured,
    )


def diagnose(
    target: Chart,
    draft: Chart,
    *,
    context_length: int | None = None,
    machine: MachineMemory | None = None,
    graphics_bytes: int = 0,
    measured: Sequence[MeasuredPair] = (),
) -> Diagnosis:
    """Say whether a pair works whose headers have been read."""
    breach = find_breach(target, draft)
    context_length = context_length or _usual_context(target.facts)
    verdict = verdict_of(target, draft, breach)
    memory = _memory(target, draft, verdict, context_length)
    return Diagnosis(
        verdict=verdict,
        rule=breach.rule if breach else None,
        part=breach.part if breach else None,
        mismatch=breach.mismatch if breach else None,
        trouble=breach.trouble if breach else None,
        warnings=tuple(_cautions(target, draft, verdict, context_length)),
        target_name=target.name,
        draft_name=draft.name,
        target=target.facts,
        draft=draft.facts,
        context_length=context_length,
        memory=memory,
        fit=_fit(memory, machine, graphics_bytes),
        gain=_gain(target, draft, measured) if verdict.loads else None,
        bytes_read=target.bytes_read + draft.bytes_read,
    )


def _usual_context(target: ModelFacts | None) -> int:
    return min(USUAL_CONTEXT, target.trained_context) if target else USUAL_CONTEXT


def verdict_of(target: Chart, draft: Chart, breach: Breach | None) -> Verdict:
    """Return what a pair is worth that breaks this rule, or none."""
    if breach is not None:
        return Verdict.THROUGH_TEXT if breach.mismatch else Verdict.IMPOSSIBLE
    same_size = _tokens(target.facts) == _tokens(draft.facts)
    return Verdict.COMPATIBLE if same_size else Verdict.PADDED


def _memory(
    target: Chart, draft: Chart, verdict: Verdict, context_length: int
) -> MemoryNeed | None:
    """Return what the engine would load: weights of one file once, a draft that fits only."""
    if target.facts is None:
        return None
    need = pair_need(target.facts, draft.facts if verdict.loads else None, context_length)
    if verdict.loads and target.is_same_file(draft):
        return replace(need, weights=target.facts.tensor_bytes)
    return need


def _fit(
    memory: MemoryNeed | None, machine: MachineMemory | None, graphics_bytes: int
) -> Fit | None:
    if memory is None or machine is None:
        return None
    return fit(memory.total, machine, graphics_bytes)


def _tokens(facts: ModelFacts | None) -> int:
    return 0 if facts is None else len(facts.vocabulary.texts)


def _cautions(
    target: Chart, draft: Chart, verdict: Verdict, context_length: int
) -> Iterator[Caution]:
    """Yield what a person should know, of the draft only where it would be loaded."""
    if target.facts is None or verdict is Verdict.IMPOSSIBLE:
        return
    trained = [target.facts.trained_context]
    if verdict.loads and draft.facts is not None:
        trained.append(draft.facts.trained_context)
        if target.is_same_file(draft):
            yield Caution.SAME_FILE
        elif draft.facts.tensor_bytes > _LARGE_DRAFT * target.facts.tensor_bytes:
            yield Caution.DRAFT_LARGE
        if draft.facts.is_recurrent:
            yield Caution.DRAFT_RECURRENT
    if target.facts.is_recurrent:
        yield Caution.TARGET_RECURRENT
    if not target.facts.has_chat_template:
        yield Caution.TEMPLATE_MISSING
    if context_length > min(trained):
        yield Caution.CONTEXT_BEYOND_TRAINING


def _gain(target: Chart, draft: Chart, measured: Sequence[MeasuredPair]) -> ExpectedGain | None:
    return expected_gain(
        MeasuredFile(target.name, target.file_bytes),
        MeasuredFile(draft.name, draft.file_bytes),
        measured,
    )
