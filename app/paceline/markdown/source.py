"""A stretch of Markdown source, and what stands where in it; offsets are those of the whole text.

pulldown-cmark counts in bytes of UTF-8, everything else here in characters of the Python string.
"""

import re
from collections.abc import Iterator
from typing import Final

import numpy as np

from paceline.markdown.formulas import Formula, find, masked

_UNWANTED: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\ufdd0-\ufdef\ufffc\ufffe\uffff\ud800-\udfff]"
)


def _replacement(code: int) -> str:
    if code == ord("\r"):
        return " "
    if code < 0x20:
        return chr(0x2400 + code)
    return "␡" if code == 0x7F else "\ufffd"


_VISIBLE: Final = {
    code: _replacement(code)
    for stretch in (
        range(0x20),
        range(0x7F, 0xA0),
        range(0x2028, 0x202F),
        range(0xFDD0, 0xFDF0),
        (0xFFFC, 0xFFFE, 0xFFFF),
        range(0xD800, 0xE000),
    )
    for code in stretch
    if code not in {ord("\t"), ord("\n")}
}


def visible(text: str) -> str:
    """The text, as long as before, with a visible sign for every character that acts unseen.

    Those are control characters, overrides of the writing direction, and characters that a text
    document uses for its own structure.
    """
    return text.translate(_VISIBLE) if _UNWANTED.search(text) else text


class Source:
    """A stretch of text that begins at `offset` of the whole, without its first `hidden` ones.

    The hidden characters are a made-up beginning (an opening fence, the head of a table) that lets
    a stretch be read as what it continues; they stand at no place of the whole text.
    """

    def __init__(self, text: str, offset: int = 0, *, hidden: int = 0) -> None:
        self.text = text
        self.shift = offset - hidden
        self.formulas: list[Formula] = find(text)
        self.masked = masked(text, self.formulas)
        self._characters: list[int] | None = None
        if not text.isascii():
            octets = np.frombuffer(self.masked.encode(), dtype=np.uint8)
            starts = (octets & 0xC0) != 0x80
            self._characters = [*(np.cumsum(starts) - 1).tolist(), len(text)]

    def place(self, octet: int) -> int:
        """The character of this stretch that begins at, or holds, a byte of the masked text."""
        return octet if self._characters is None else self._characters[octet]

    def aligned(self, text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Stretches of the source, in order, that together say `text` (masked), newlines as blanks.

        What stands between them in the source is not seen: a container's prefix, an escape.
        """
        source = self.masked
        position = begun = start
        for character in text:
            while position < end and not _same(source[position], character):
                if position > begun:
                    yield begun, position
                position = begun = position + 1
            position += 1
        if min(position, end) > begun:
            yield begun, min(position, end)


def _same(source: str, said: str) -> bool:
    return source == said or (source == "\n" and said == " ")
