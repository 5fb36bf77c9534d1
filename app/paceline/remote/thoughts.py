"""Tells what a server's model thinks aloud from what it answers. Pure.

Some servers send thoughts in a field of their own; others leave them in the text, between the tags
of the model. In a chat both look alike: thoughts stand between tags, and every piece says which it
is.
"""

from collections.abc import Iterator
from typing import Final

OPENING: Final = "<think>"
CLOSING: Final = "</think>"


class Thoughts:
    """Turns what a server sends into stretches of text, each a thought or not."""

    def __init__(self) -> None:
        self._apart = False
        """Whether a thought is open that came in a field of its own."""
        self._held: str | None = ""
        """The beginning of the text, while it is not clear whether it is a tag; then None."""
        self._inside = False
        self._tail = ""

    def thought(self, text: str) -> Iterator[tuple[str, bool]]:
        """Take a thought that came apart from the answer."""
        opening = "" if self._apart else f"{OPENING}\n"
        self._apart = True
        self._held = None
        yield opening + text, True

    def answer(self, text: str) -> Iterator[tuple[str, bool]]:
        """Take a piece of the text itself."""
        if self._apart:
            self._apart = False
            yield f"\n{CLOSING}\n\n", True
        if self._held is not None:
            begun = self._held + text
            bare = begun.lstrip()
            if len(bare) < len(OPENING) and OPENING.startswith(bare):
                self._held = begun
                return
            self._held, text = None, begun
            self._inside = bare.startswith(OPENING)
        if not self._inside:
            yield text, False
            return
        before = len(self._tail)
        seen = self._tail + text
        end = seen.find(CLOSING)
        if end < 0:
            self._tail = seen[-len(CLOSING) + 1 :]
            yield text, True
            return
        self._inside = False
        cut = end + len(CLOSING) - before
        yield text[:cut], True
        if text[cut:]:
            yield text[cut:], False

    def end(self) -> Iterator[tuple[str, bool]]:
        """Give what is held back, and close a thought that nothing followed."""
        if self._apart:
            self._apart = False
            yield f"\n{CLOSING}\n", True
        if self._held:
            held, self._held = self._held, None
            yield held, False
