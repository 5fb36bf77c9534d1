"""The numbers of the live strip as a person reads them. Pure."""

from dataclasses import dataclass

from paceline.tally import Tally
from paceline.ui.numbers import decimal

UNKNOWN = "—"


@dataclass(frozen=True, slots=True)
class Figures:
    """What the strip shows; every field is ready to be displayed."""

    now: str = UNKNOWN
    average: str = UNKNOWN
    acceptance: str = UNKNOWN
    tokens_per_pass: str = UNKNOWN
    net_gain: str = UNKNOWN

    @classmethod
    def of(cls, tally: Tally) -> "Figures":
        """Read them off a tally."""
        return cls(
            now=_number(tally.rate_now, 1),
            average=_number(tally.rate_average, 1),
            acceptance=UNKNOWN if tally.acceptance is None else f"{100 * tally.acceptance:.0f} %",
            tokens_per_pass=_number(tally.tokens_per_pass, 2),
            net_gain=UNKNOWN if tally.net_gain is None else decimal(tally.net_gain, 1) + "x",
        )


def _number(value: float | None, places: int) -> str:
    return UNKNOWN if value is None else decimal(value, places)
