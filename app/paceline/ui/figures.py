"""The numbers of the live strip as a person reads them. Pure."""

from dataclasses import dataclass

from paceline.provenance import Origin, ReplySummary
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
    unreported: bool = False
    """Whether a server wrote the reply, which does not say what is missing here."""

    @classmethod
    def of(cls, tally: Tally) -> "Figures":
        """Read them off a tally; pieces of text are counted for want of tokens."""
        if tally.origins[Origin.UNREPORTED]:
            return cls(
                now=_about(tally.rate_now), average=_about(tally.rate_average), unreported=True
            )
        return cls(
            now=_number(tally.rate_now, 1),
            average=_number(tally.rate_average, 1),
            acceptance=UNKNOWN if tally.acceptance is None else f"{100 * tally.acceptance:.0f} %",
            tokens_per_pass=_number(tally.tokens_per_pass, 2),
            net_gain=UNKNOWN if tally.net_gain is None else decimal(tally.net_gain, 1) + "x",
        )

    @classmethod
    def of_reply(cls, summary: ReplySummary) -> "Figures | None":
        """Read what a server itself said of a whole reply; None where it said nothing."""
        report = summary.report
        if report is None or report.tokens_per_second is None:
            return None
        gain, share = summary.net_gain, summary.acceptance
        return cls(
            average=_number(report.tokens_per_second, 1),
            acceptance=UNKNOWN if share is None else f"{100 * share:.0f} %",
            tokens_per_pass=_number(summary.tokens_per_pass, 2),
            net_gain=UNKNOWN if gain is None else decimal(gain, 1) + "x",
            unreported=True,
        )


def _about(value: float | None) -> str:
    return UNKNOWN if value is None else f"≈{decimal(value, 1)}"


def _number(value: float | None, places: int) -> str:
    return UNKNOWN if value is None else decimal(value, places)
