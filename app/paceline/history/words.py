"""Words as the search sees them: in texts, in what a person types, and in excerpts. Pure.

SQLite's tokenizer parts words at spaces and signs and folds case and accents. Scripts that are
written without spaces would be one word per sentence to it; so their characters are parted here,
and a word of them is looked for as a phrase.
"""

import re
import unicodedata
from typing import Final

EXCERPT_LENGTH: Final = 120
"""Characters of a text that are shown of a finding."""
_BEFORE: Final = 36  # characters shown in front of the first mark
_MOST_WORDS: Final = 16  # a pasted page would be a query of hundreds of words
_MOST_MARKS: Final = 12

_UNSPACED: Final = re.compile(
    "([\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uac00-\ud7af\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff])"
)
_COMBINING: Final = "[\u0300-\u036f]*"


def searchable(text: str) -> str:
    """The text as it is indexed; also SQLite's function of this name."""
    if text.isascii():
        return text.replace("\0", " ")
    return _UNSPACED.sub(r" \1 ", text).replace("\0", " ")


def words_of(typed: str) -> tuple[str, ...]:
    """What to look for in what a person typed; signs alone are nothing to look for."""
    words = [word for word in typed.split() if any(char.isalnum() for char in word)]
    return tuple(words[:_MOST_WORDS])


def query(words: tuple[str, ...]) -> str:
    """Ask FTS5 for texts with all the words; the last may go on, for it is still being typed."""
    phrases = ['"' + searchable(word).replace('"', '""') + '"' for word in words]
    return " AND ".join(phrases) + " *"


def excerpt(text: str, words: tuple[str, ...]) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Return the text around the first of the words, on one line, and where words stand in it."""
    folded = fold(text)
    pattern = re.compile("|".join(map(_pattern, words)), re.IGNORECASE)
    first = pattern.search(folded)
    start = max(0, first.start() - _BEFORE) if first else 0
    if start:
        space = text.find(" ", start, start + _BEFORE // 2)
        start = space + 1 if space >= 0 else start
    end = min(len(text), start + EXCERPT_LENGTH)
    shown = re.sub(r"\s", " ", text[start:end])
    found = [match.span() for match in pattern.finditer(folded, start, end)]
    lead = "…" if start else ""
    shift = len(lead) - start
    marks = tuple((begin + shift, stop + shift) for begin, stop in found[:_MOST_MARKS])
    return lead + shown + ("…" if end < len(text) else ""), marks


def fold(text: str) -> str:
    """Without case and accents, each character still in its place."""
    return text.lower() if text.isascii() else text.translate(_FOLDED)


class _Folding(dict[int, str]):
    """Learns what a character folds to when it first meets it."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        base = unicodedata.normalize("NFD", char)[0].lower()
        self[code] = folded = base if len(base) == 1 else char
        return folded


_FOLDED: Final = _Folding()


def _pattern(word: str) -> str:
    """Where a word stands: signs inside it may be any signs, as for the index."""
    folded = fold(unicodedata.normalize("NFC", word))
    parts = re.findall(r"[^\W_]+", folded)
    inner = r"[\W_]+".join("".join(re.escape(char) + _COMBINING for char in part) for part in parts)
    starts_word = not _UNSPACED.match(word)
    return (r"(?<![^\W_])" if starts_word else "") + inner
