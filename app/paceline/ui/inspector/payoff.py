"""Whether speculation pays: the net gain, and the acceptance at which there would be none."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QCoreApplication

from paceline.provenance import Origin
from paceline.ui.inspector.recording import Recording
from paceline.ui.numbers import decimal
from paceline.ui.reply_summary import EVEN

translate = QCoreApplication.translate

_HALVINGS: Final = 40
"""Steps of the bisection; the result is then exact to 1e-12."""


@dataclass(frozen=True, slots=True)
class Payoff:
    """What guessing brings; None where it has not been measured.

    `break_even` is the acceptance from which on it pays, 0 to 1; `hopeless` says that there is
    none, because even full acceptance would not make up for the cost.
    """

    net_gain: float | None = None
    acceptance: float | None = None
    break_even: float | None = None
    hopeless: bool = False
    guessed: bool = False
    unreported: bool = False

    @classmethod
    def of(cls, recording: Recording) -> "Payoff":
        """Read it off a reply."""
        tally = recording.tally
        if tally.origins[Origin.UNREPORTED]:
            return cls(unreported=True)
        if not tally.drafted:
            return cls()
        plain = tally.plain_rate
        even = break_even(recording.lengths, recording.guessing_ms, 1000 / plain) if plain else None
        return cls(
            net_gain=tally.net_gain,
            acceptance=tally.acceptance,
            break_even=even,
            hopeless=plain is not None and even is None,
            guessed=True,
        )


def break_even(lengths: Mapping[int, int], cost_ms: float, plain_ms: float) -> float | None:
    """Return the acceptance at which these passes cost what plain decoding of their text would.

    `lengths` counts passes by the number of their guesses, `cost_ms` is the time of all of them,
    `plain_ms` that of a pass without guesses. A pass of k guesses, each accepted with the chance
    a, says 1 + a + ... + a^k tokens (Leviathan et al. 2023), each worth one plain pass. None if
    even a = 1 does not bring in the cost.
    """
    if _worth(lengths, 1.0) * plain_ms < cost_ms:
        return None
    low, high = 0.0, 1.0
    if _worth(lengths, low) * plain_ms >= cost_ms:
        return low
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if _worth(lengths, middle) * plain_ms < cost_ms:
            low = middle
        else:
            high = middle
    return high


def payoff_sentence(payoff: Payoff) -> str:
    """Say in one sentence what the meter means."""
    if payoff.unreported:
        return translate("Payoff", "The server does not report what guessing gained.")
    if not payoff.guessed:
        return translate("Payoff", "Nothing has been guessed, so there is nothing to gain or lose.")
    if payoff.net_gain is None:
        return translate(
            "Payoff", "The gain is not known until the target has run without a draft once."
        )
    return f"{_effect(payoff.net_gain)} {_condition(payoff)}".strip()


def _worth(lengths: Mapping[int, int], acceptance: float) -> float:
    """Return the expected tokens of these passes."""
    return sum(
        count * sum(acceptance**power for power in range(length + 1))
        for length, count in lengths.items()
    )


def _effect(gain: float) -> str:
    if gain >= 1 + EVEN:
        return translate("Payoff", "Speculation makes this reply {gain} times as fast.").format(
            gain=decimal(gain, 1)
        )
    if gain > 1 - EVEN:
        return translate("Payoff", "Speculation makes no difference to this reply's speed.")
    return translate(
        "Payoff", "Speculation slows this reply down, to {percent} % of plain decoding."
    ).format(percent=f"{100 * gain:.0f}")


def _condition(payoff: Payoff) -> str:
    if payoff.hopeless:
        return translate("Payoff", "Even guesses that are always right would cost too much here.")
    if payoff.break_even is None or payoff.acceptance is None:
        return ""
    return translate(
        "Payoff", "It pays from {even} % acceptance on; now {acceptance} % are accepted."
    ).format(even=f"{100 * payoff.break_even:.0f}", acceptance=f"{100 * payoff.acceptance:.0f}")
