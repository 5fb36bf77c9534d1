"""What tuning found, in a record and in sentences."""

from collections.abc import Iterator, Sequence
from typing import Final

import msgspec

from paceline.cli.policy_names import OFF
from paceline.cli.tune.contest import CLEAR_GAIN, Standing
from paceline.engine.governor.tuned import Tuned
from paceline.machine import Machine

REJECTION: Final = "rejection"
"""The governor with the other way of checking guesses."""


class Findings(msgspec.Struct, frozen=True):
    """The result for one pair; `kept` is what auto means from now on, None for the governor."""

    pair: str
    machine: Machine
    temperature: float
    heats: int
    standings: list[Standing]
    kept: Tuned | None
    sentences: list[str]


def sentences(
    standings: Sequence[Standing], winner: Standing | None, temperature: float
) -> Iterator[str]:
    """Say what was found and what follows from it."""
    known = {each.name: each for each in standings}
    if OFF in known:
        yield _against_plain(known[OFF])
    challengers = [each for each in standings if each.name not in (OFF, REJECTION)]
    if winner is not None:
        yield (
            f"{winner.name} was {_times(winner)} as fast as the governor. From now on this pair is "
            "drafted so wherever drafter and draft length are left open; `paceline tune --reset` "
            "gives them back to the governor."
        )
    elif challengers:
        yield (
            f"The governor is the best choice: of {len(challengers)} pinned choices none was at "
            f"least {CLEAR_GAIN - 1:.0%} faster in three of four heats. The fastest was "
            f"{challengers[0].name}, {_times(challengers[0])} as fast. Nothing is pinned."
        )
    else:
        yield "These models have no drafter to choose."
    if REJECTION in known:
        yield _about_rejection(known[REJECTION], temperature)


def _against_plain(plain: Standing) -> str:
    gain = 1 / plain.ratio.median
    if gain > 1:
        return f"The governor was {gain:.2f} times as fast as plain decoding."
    return f"Speculation does not pay here: with it replies came {gain:.2f} times as fast."


def _about_rejection(found: Standing, temperature: float) -> str:
    start = (
        f"At temperature {temperature:g} rejection sampling was {_times(found)} as fast as "
        "comparing what both would say"
    )
    if found.ratio.lower > CLEAR_GAIN:
        return (
            f"{start}. Choose it with `--verification rejection`; one seed then says another text "
            "with speculation on than off, with the same probabilities."
        )
    return f"{start}, so it stays a matter of taste."


def _times(found: Standing) -> str:
    ratio, heats = found.ratio, found.heats
    return f"{ratio.median:.2f} times ({ratio.lower:.2f} to {ratio.upper:.2f} in {heats} heats)"
