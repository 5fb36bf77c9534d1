"""The course of a reply as curves of bounded length: rate, acceptance, length of drafts.

Knows no Qt. However long the reply, there are at most `MOST` points: when they are full, two
neighbours become one. So drawing costs the same at the end of a reply as at its beginning.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from paceline.provenance import Decision, Round

MOST: Final = 320
"""Points of a curve; more than a narrow panel has pixels for."""
FIRST_SPAN_MS: Final = 50.0
"""Passes that lie closer together become one point at once."""
SMOOTHING_MS: Final = 1500.0
"""Each point is the mean of so much time, as the live strip's rate is."""


@dataclass(slots=True)
class _Stretch:
    """Sums over neighbouring passes."""

    wall_ms: float = 0.0
    said: int = 0
    passes: int = 0
    drafted: int = 0
    tested: int = 0
    accepted: int = 0

    def add(self, other: "_Stretch") -> None:
        self.wall_ms += other.wall_ms
        self.said += other.said
        self.passes += other.passes
        self.drafted += other.drafted
        self.tested += other.tested
        self.accepted += other.accepted

    def take(self, other: "_Stretch") -> None:
        self.wall_ms -= other.wall_ms
        self.said -= other.said
        self.passes -= other.passes
        self.drafted -= other.drafted
        self.tested -= other.tested
        self.accepted -= other.accepted


@dataclass(frozen=True, slots=True)
class Moment:
    """How it went around a time, in seconds from the first pass on.

    `rate` is in tokens per second; `acceptance`, 0 to 1, is None where nothing was tested;
    `length` is the mean number of guesses in a pass.
    """

    seconds: float
    rate: float
    acceptance: float | None
    length: float


@dataclass(frozen=True, slots=True)
class Mark:
    """A decision of the governor, and when it took effect."""

    seconds: float
    decision: Decision


class Pace:
    """Takes in rounds at a flat cost; `moments` are the curves."""

    def __init__(self, rounds: Iterable[Round] = ()) -> None:
        self.marks: list[Mark] = []
        self._stretches: list[_Stretch] = []
        self._span_ms = FIRST_SPAN_MS
        self._wall_ms = 0.0
        for round_ in rounds:
            self.append(round_)

    @property
    def seconds(self) -> float:
        """How long the reply has taken."""
        return self._wall_ms / 1000

    def append(self, round_: Round) -> None:
        """Add a round."""
        if round_.decision is not None:
            self.marks.append(Mark(self.seconds, round_.decision))
        self._wall_ms += round_.wall_ms
        stretch = _Stretch(
            round_.wall_ms,
            len(round_.tokens),
            1,
            round_.drafted,
            round_.tested,
            round_.accepted,
        )
        if self._stretches and self._stretches[-1].wall_ms < self._span_ms:
            self._stretches[-1].add(stretch)
        else:
            self._stretches.append(stretch)
        if len(self._stretches) > MOST:
            self._halve()

    def moments(self) -> Iterator[Moment]:
        """Yield the points of the curves, each averaged over the time that led to it."""
        recent = _Stretch()
        oldest = 0
        elapsed = 0.0
        for stretch in self._stretches:
            recent.add(stretch)
            elapsed += stretch.wall_ms
            while recent.wall_ms - self._stretches[oldest].wall_ms >= SMOOTHING_MS:
                recent.take(self._stretches[oldest])
                oldest += 1
            if recent.wall_ms > 0:
                yield Moment(
                    seconds=elapsed / 1000,
                    rate=1000 * recent.said / recent.wall_ms,
                    acceptance=recent.accepted / recent.tested if recent.tested else None,
                    length=recent.drafted / recent.passes,
                )

    def _halve(self) -> None:
        """Make one of every two neighbours, and of what comes from now on."""
        whole = self._stretches
        for first, second in zip(whole[::2], whole[1::2], strict=False):
            first.add(second)
        self._stretches = whole[::2]
        self._span_ms *= 2
