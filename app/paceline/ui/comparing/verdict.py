"""What a comparison of two settings comes to, in sentences. Knows no widgets."""

from dataclasses import dataclass
from itertools import takewhile
from typing import Final

from PySide6.QtCore import QCoreApplication

from paceline.provenance import ReplySummary
from paceline.ui.comparing.question import Answer
from paceline.ui.figures import UNKNOWN
from paceline.ui.numbers import decimal, whole

translate = QCoreApplication.translate

EVEN: Final = 0.05
"""Rates this close differ by less than a machine does from one reply to the next."""


@dataclass(frozen=True, slots=True)
class Row:
    """One figure of both replies, ready to be displayed."""

    name: str
    left: str
    right: str


def verdict(left: Answer, right: Answer) -> str:
    """Return which was faster by how much, and whether the texts are the same."""
    return f"{_speed(left.summary, right.summary)} {_texts(left, right)}"


def figures(left: ReplySummary, right: ReplySummary) -> tuple[Row, ...]:
    """Return the figures of both, the most telling first."""
    return tuple(
        Row(name, one, other)
        for (name, one), (_, other) in zip(_figures(left), _figures(right), strict=True)
    )


def _speed(left: ReplySummary, right: ReplySummary) -> str:
    one, other = left.tokens_per_second, right.tokens_per_second
    if not one or not other:
        return translate("Verdict", "There is nothing to compare: one of them said nothing.")
    names = ("A", "B")
    if other < one:
        one, other, names = other, one, ("B", "A")
    ratio = other / one
    if ratio < 1 + EVEN:
        return translate("Verdict", "A and B were equally fast.")
    return translate("Verdict", "{faster} was {ratio} times as fast as {slower}.").format(
        faster=names[1], slower=names[0], ratio=decimal(ratio, 2)
    )


def _texts(left: Answer, right: Answer) -> str:
    one, other = _spelled(left), _spelled(right)
    if one == other:
        return translate("Verdict", "Both said the same text, token by token.")
    pairs = zip(one, other, strict=False)
    shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
    if (left.cancelled or right.cancelled) and shared == min(len(one), len(other)):
        return translate("Verdict", "As far as both were written they say the same.")
    return translate(
        "Verdict", "They say the same for {count} tokens, and different things from there on."
    ).format(count=whole(shared))


def _spelled(answer: Answer) -> list[str]:
    """Return what each token writes; some write nothing, as the end of a reply."""
    return [token.text for token in answer.tokens if token.text]


def _figures(summary: ReplySummary) -> tuple[tuple[str, str], ...]:
    first = summary.time_to_first_token_ms
    acceptance = summary.acceptance
    return (
        (translate("Verdict", "Tokens per second"), _number(summary.tokens_per_second, 1)),
        (translate("Verdict", "Net gain"), _number(summary.net_gain, 2, "x")),
        (
            translate("Verdict", "Acceptance"),
            UNKNOWN if acceptance is None else f"{100 * acceptance:.0f} %",
        ),
        (translate("Verdict", "Tokens per pass"), _number(summary.tokens_per_pass, 2)),
        (
            translate("Verdict", "First token"),
            UNKNOWN if first is None else decimal(first / 1000, 2) + " s",
        ),
        (translate("Verdict", "Tokens"), whole(summary.tokens)),
    )


def _number(value: float | None, places: int, unit: str = "") -> str:
    return UNKNOWN if value is None else f"{value:.{places}f}{unit}"
