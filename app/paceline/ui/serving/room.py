"""How much more memory a local server takes, and whether it may be started. Reads headers alone.

Its models are read a second time, beside those of the chat: what llama.cpp rearranges for the
processor is not shared between processes. So the weights are counted as a whole.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from paceline.errors import AppError, ErrorCode
from paceline.library.doctor.chart import Chart, read_chart
from paceline.library.doctor.diagnosis import LocalFile
from paceline.library.gguf.facts import ModelFacts
from paceline.library.memory_fit import Fit, MachineMemory, fit, pair_need
from paceline.ui.pair_source import PairFiles

USUAL_CONTEXT: Final = 4096
"""Tokens, as the engine takes them where nothing else is wished."""


@dataclass(frozen=True, slots=True)
class Room:
    """Bytes that a server takes, and how they fit beside all that runs."""

    need: int
    available: int
    judged: Fit


def need_of(files: PairFiles, context_length: int | None, seats: int) -> int:
    """Return the bytes that the models take, with a context for each seat; raises `AppError`."""
    target = _read(files.target)
    facts = _facts(target)
    length = context_length or min(USUAL_CONTEXT, facts.trained_context or USUAL_CONTEXT)
    if files.draft is None:
        return pair_need(facts, None, length * seats).total
    draft = _read(files.draft)
    small = facts if draft.is_same_file(target) else _facts(draft)
    return pair_need(facts, small, length * seats).total


def judge_room(need: int, machine: MachineMemory, held: int, graphics: int = 0) -> Room:
    """Judge a need beside the `held` bytes that the pair in the window has taken already.

    `graphics` are the bytes of the largest graphics processor.
    """
    judged = fit(need, machine, graphics)
    if judged is Fit.TIGHT and fit(need + held, machine) is Fit.TOO_LARGE:
        judged = Fit.TOO_LARGE
    return Room(need, machine.available, judged)


def _read(file: Path) -> Chart:
    return read_chart(LocalFile(file))


def _facts(chart: Chart) -> ModelFacts:
    if chart.facts is None:
        raise chart.trouble or AppError(ErrorCode.FILE_NOT_GGUF, chart.name)
    return chart.facts
