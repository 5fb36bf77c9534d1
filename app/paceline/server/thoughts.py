"""What a model thinks aloud, apart from what it answers, as clients expect it.

The engine marks the tokens of the block, its tags included. Tags are left out here, and so is the
white space around the block.
"""

from collections.abc import Iterable
from typing import Final

from paceline.provenance import Token

_TAGS: Final = frozenset({"<think>", "</think>", "[THINK]", "[/THINK]"})
"""Those that models say as one token; others stay in the text."""


class Parting:
    """Reads the tokens of one reply in order."""

    def __init__(self) -> None:
        self._thinks = False
        self._answers = False
        self._space = ""

    def read(self, tokens: Iterable[Token]) -> tuple[str, str]:
        """Return what these add to the thought and to the answer."""
        thought, answer = "", ""
        for token in tokens:
            if token.reasoning:
                thought += self._think(token.text)
            else:
                answer += self._answer(token.text)
        return thought, answer

    def _think(self, text: str) -> str:
        if text.strip() in _TAGS:
            return ""
        if not self._thinks:
            text = text.lstrip("\n")
        said = self._space + text
        kept = said.rstrip("\n")
        self._space = said[len(kept) :]  # told once more follows
        self._thinks = self._thinks or bool(kept)
        return kept

    def _answer(self, text: str) -> str:
        if self._thinks and not self._answers:
            text = text.lstrip("\n")
        self._answers = self._answers or bool(text)
        return text
