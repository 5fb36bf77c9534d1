"""What the palette offers, and which of it fits what was typed. Pure."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

START_OF_WORD: Final = 8.0
IN_A_ROW: Final = 5.0
PER_GAP: Final = 0.4
"""Lost for each character that is skipped between two that fit."""
PER_LENGTH: Final = 0.05
"""Lost for each character of the text, so that of two that fit equally the shorter wins."""
IN_TITLE: Final = 12.0
RECENT: Final = 6.0
"""Gained by what was chosen last; those before it gain less."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Something to choose; `id` is the same at the next start."""

    id: str
    title: str
    detail: str
    run: Callable[[], object]
    key: str = ""


Source = Callable[[], Iterable[Entry]]
"""Gives what can be chosen now."""


def score(typed: str, text: str) -> float | None:
    """How well a text fits what was typed, None where its letters do not occur in this order.

    Starts of words and letters in a row count most, so that "nc" finds "New chat".
    """
    wanted, given = typed.casefold(), text.casefold()
    total, place, last = -PER_LENGTH * len(given), 0, -1
    for letter in wanted:
        if letter.isspace():
            continue
        found = _place(letter, given, place, after=last)
        if found is None:
            return None
        if found == 0 or not given[found - 1].isalnum():
            total += START_OF_WORD
        if last >= 0 and found == last + 1:
            total += IN_A_ROW
        total -= PER_GAP * (found - last - 1 if last >= 0 else 0)
        place, last = found + 1, found
    return total


def _fit(typed: str, entry: Entry) -> float | None:
    """Letters that occur in the title alone are meant more likely."""
    alone = score(typed, entry.title)
    return alone + IN_TITLE if alone is not None else score(typed, f"{entry.title} {entry.detail}")


def _place(letter: str, text: str, start: int, *, after: int) -> int | None:
    """Where a letter is taken: right after the last one, else where a word begins, else first."""
    first = text.find(letter, start)
    if first < 0:
        return None
    if after >= 0 and first == after + 1:
        return first
    words = (
        place
        for place in range(first, len(text))
        if text[place] == letter and (place == 0 or not text[place - 1].isalnum())
    )
    return next(words, first)


def ranked(entries: Iterable[Entry], typed: str, recent: Sequence[str]) -> list[Entry]:
    """Those that fit, the best first; with nothing typed the recent ones come before the rest."""
    gains = {id_: RECENT / (place + 1) for place, id_ in enumerate(recent)}
    fitting = []
    for order, entry in enumerate(entries):
        found = _fit(typed, entry)
        if found is not None:
            gain = gains.get(entry.id, 0.0)
            value = found + gain if typed.strip() else gain
            fitting.append((-value, order, entry))
    return [entry for _, _, entry in sorted(fitting, key=lambda each: each[:2])]
