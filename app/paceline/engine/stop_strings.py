"""Finds strings in a text while it is written, and says how much of its end may belong to one.

An Aho-Corasick automaton (1975): every character is read once, however many strings there are. Its
depth is the length of the longest end of the text that begins one of them.
"""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Match:
    """A string that came up, behind `start` characters of the text."""

    start: int
    string: str

    @property
    def end(self) -> int:
        """Characters up to and with the string."""
        return self.start + len(self.string)


class StopStrings:
    """Reads a text in pieces and finds the string that is complete first.

    Of several that end at the same character the longest counts. How the text is cut into pieces
    makes no difference.
    """

    def __init__(self, strings: Iterable[str]) -> None:
        self._children: list[dict[str, int]] = [{}]
        self._depth = [0]
        self._complete: list[str | None] = [None]
        for string in strings:
            self._add(string)
        self._fallback = [0] * len(self._children)
        self._link()
        self._node = 0
        self._length = 0

    def __bool__(self) -> bool:
        """Whether there is anything to find."""
        return len(self._children) > 1

    @property
    def held(self) -> int:
        """Characters at the end of the text so far that may be the beginning of a string."""
        return self._depth[self._node]

    def read(self, text: str) -> Match | None:
        """Read on; returns the first match, behind which nothing more may be read."""
        children, fallback = self._children, self._fallback
        node = self._node
        for offset, character in enumerate(text, start=1):
            while node and character not in children[node]:
                node = fallback[node]
            node = children[node].get(character, 0)
            found = self._complete[node]
            if found is not None:
                return Match(self._length + offset - len(found), found)
        self._node = node
        self._length += len(text)
        return None

    def _add(self, string: str) -> None:
        node = 0
        for character in string:
            if character not in self._children[node]:
                self._children[node][character] = len(self._children)
                self._children.append({})
                self._depth.append(self._depth[node] + 1)
                self._complete.append(None)
            node = self._children[node][character]
        self._complete[node] = string

    def _link(self) -> None:
        """Let each node fall back to the longest other beginning that ends in the same way."""
        waiting = deque(self._children[0].values())
        while waiting:
            node = waiting.popleft()
            for character, child in self._children[node].items():
                back = self._fallback[node]
                while back and character not in self._children[back]:
                    back = self._fallback[back]
                self._fallback[child] = self._children[back].get(character, 0)
                waiting.append(child)
            if self._complete[node] is None:
                self._complete[node] = self._complete[self._fallback[node]]
