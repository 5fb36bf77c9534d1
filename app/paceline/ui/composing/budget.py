"""What a message takes of the context, judged before it is sent. Knows no widgets."""

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QCoreApplication, QLocale

from paceline.chat import TokenCount
from paceline.options import Overflow

translate = QCoreApplication.translate


class Fit(StrEnum):
    """How a message fits into the context."""

    FITS = "fits"
    TIGHT = "tight"
    """The reply may be cut short."""
    OVERFLOWS = "overflows"


@dataclass(frozen=True, slots=True)
class Budget:
    """A short line for the eye, and the sentence behind it."""

    fit: Fit
    text: str
    explanation: str


def judge(count: TokenCount, *, reply: int, overflow: Overflow) -> Budget:
    """Judge a count; `reply` is how long the reply may become, in tokens."""
    locale = QLocale()
    context = count.prompt + count.room
    text = translate("Budget", "{used} of {context} tokens").format(
        used=locale.toString(count.prompt), context=locale.toString(context)
    )
    if count.room <= 0:
        return Budget(Fit.OVERFLOWS, text, _overflowing(max(1, -count.room), overflow))
    said = translate(
        "Budget", "This message takes {message} tokens; {room} are left for the reply."
    ).format(message=locale.toString(count.message), room=locale.toString(count.room))
    if count.room < reply and overflow is Overflow.STOP:
        cut = translate("Budget", "The reply ends there, even in the middle of a sentence.")
        return Budget(Fit.TIGHT, text, f"{said} {cut}")
    return Budget(Fit.FITS, text, said)


def _overflowing(excess: int, overflow: Overflow) -> str:
    over = translate(
        "Budget", "The conversation is {excess} tokens too long for the context."
    ).format(excess=QLocale().toString(excess))
    return f"{over} {_consequence(overflow)}"


def _consequence(overflow: Overflow) -> str:
    match overflow:
        case Overflow.STOP:
            return translate(
                "Budget",
                "It would be refused: shorten the message, remove a file, or start a new chat.",
            )
        case Overflow.ROLLING:
            return translate("Budget", "The model will forget the oldest messages to make room.")
        case Overflow.MIDDLE:
            return translate("Budget", "The model will forget messages in the middle to make room.")
