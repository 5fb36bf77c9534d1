"""Which recommended pairs suit this machine, best first, and why, in a sentence.

Anyone may call this. Two things decide: whether a pair fits into memory, and whether it writes at
least about as fast as a person reads. A token costs the reading of every weight that it uses, so
that follows from how many bytes those are, and from where they lie.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from paceline.library.catalog import CatalogPair
from paceline.library.memory_fit import Fit, MachineMemory, fit, lies_on_graphics, rough_need
from paceline.words import QT_TRANSLATE_NOOP

USUAL_CONTEXT: Final = 4096
"""Tokens of an ordinary chat, for which pairs are judged."""

_READ_ALONG_BYTES: Final = 6 * 10**9
"""What a token may read of main memory, which gives some 30 GB a second: five tokens a second."""

_BYTES_OF_A_PARAMETER: Final = 0.6
"""With four to five bits each, for pairs whose size is not known."""

_ORDER: Final = (Fit.FITS, Fit.TIGHT, Fit.TOO_LARGE)


class Reason(StrEnum):
    """Why a pair stands where it does."""

    ON_GRAPHICS = "on-graphics"
    QUICK = "quick"
    SLOW = "slow"
    TIGHT = "tight"
    TOO_LARGE = "too-large"


_SENTENCES: Final[dict[Reason, str]] = {
    Reason.ON_GRAPHICS: QT_TRANSLATE_NOOP(
        "Recommendation",
        "It fits onto the graphics processor as a whole, with about {need} of its {memory}.",
    ),
    Reason.QUICK: QT_TRANSLATE_NOOP(
        "Recommendation",
        "It takes about {need} of this machine's {memory} and should write at least as fast "
        "as you read.",
    ),
    Reason.SLOW: QT_TRANSLATE_NOOP(
        "Recommendation",
        "It takes about {need} of this machine's {memory}, but every token reads {read} of "
        "main memory: expect to wait for answers.",
    ),
    Reason.TIGHT: QT_TRANSLATE_NOOP(
        "Recommendation",
        "It takes about {need} of this machine's {memory}: close other programs first.",
    ),
    Reason.TOO_LARGE: QT_TRANSLATE_NOOP(
        "Recommendation", "It needs about {need}, and this machine has {memory}."
    ),
}


@dataclass(frozen=True, slots=True)
class Recommendation:
    """A pair judged for a machine; sizes in bytes.

    `memory` is that of what the pair would lie in, and `read` what one token reads of it.
    """

    pair: CatalogPair
    fit: Fit
    reason: Reason
    need: int
    memory: int
    read: int


def recommended(
    catalog: Sequence[CatalogPair],
    machine: MachineMemory,
    *,
    graphics_bytes: int = 0,
    needs: Mapping[str, int] | None = None,
) -> tuple[Recommendation, ...]:
    """Judge every pair and return all, best first.

    What fits comes before what is tight or too large, what is meant for as much memory before what
    is meant for more, what is quick before what is slow. Among quick ones the most capable comes
    first, among slow ones the fastest.

    `graphics_bytes` is the memory of the largest graphics processor of its own. `needs` gives, by
    the names of pairs, what they take where that is known better than from the sizes of files.
    """
    known = needs or {}
    judged = [_judge(pair, machine, graphics_bytes, known.get(pair.id)) for pair in catalog]
    return tuple(sorted(judged, key=_rank))


def template(reason: Reason) -> str:
    """The sentence with places for `{need}`, `{memory}` and `{read}`; context "Recommendation"."""
    return _SENTENCES[reason]


def sentence(judged: Recommendation) -> str:
    """Why the pair stands where it does, in English."""
    return template(judged.reason).format(
        need=_gigabytes(judged.need), memory=_gigabytes(judged.memory), read=_gigabytes(judged.read)
    )


def _judge(
    pair: CatalogPair, machine: MachineMemory, graphics_bytes: int, known_need: int | None
) -> Recommendation:
    files = pair.size or round(pair.parameters * 1e9 * _BYTES_OF_A_PARAMETER)
    need = known_need or rough_need(files)
    read = round(files * (pair.active or pair.parameters) / pair.parameters)
    if lies_on_graphics(need, graphics_bytes):
        return Recommendation(pair, Fit.FITS, Reason.ON_GRAPHICS, need, graphics_bytes, read)
    fitting = fit(need, machine)
    if fitting is Fit.FITS:
        reason = Reason.QUICK if read <= _READ_ALONG_BYTES else Reason.SLOW
    else:
        reason = Reason.TIGHT if fitting is Fit.TIGHT else Reason.TOO_LARGE
    return Recommendation(pair, fitting, reason, need, machine.total, read)


def _rank(judged: Recommendation) -> tuple[int, bool, bool, float]:
    """Smaller is better; equals keep the order of the catalogue."""
    oversized = judged.pair.memory_gb * 10**9 > judged.memory
    quick = judged.reason is Reason.ON_GRAPHICS or judged.read <= _READ_ALONG_BYTES
    capable_or_fast = -judged.pair.parameters if quick else judged.read
    return _ORDER.index(judged.fit), oversized, not quick, capable_or_fast


def _gigabytes(count: int) -> str:
    return f"{count / 1e9:.1f} GB"
