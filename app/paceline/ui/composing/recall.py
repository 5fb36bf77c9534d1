"""Going back to what one wrote before, with Up in an empty box. Knows no Qt."""

from collections.abc import Sequence


class Recall:
    """A place in the person's own messages; the newest is the last."""

    def __init__(self) -> None:
        self._messages: tuple[str, ...] = ()
        self._place = 0

    def set_messages(self, messages: Sequence[str]) -> None:
        """Take these from now on, and stand behind the newest."""
        self._messages = tuple(messages)
        self._place = len(self._messages)

    def older(self, written: str) -> str | None:
        """Return the message before, None at the oldest, or where something else is written."""
        if not self._may_replace(written) or self._place == 0:
            return None
        self._place -= 1
        return self._messages[self._place]

    def newer(self, written: str) -> str | None:
        """Return the message behind; an empty text behind the newest."""
        if not self._may_replace(written) or self._place >= len(self._messages):
            return None
        self._place += 1
        return self._messages[self._place] if self._place < len(self._messages) else ""

    def _may_replace(self, written: str) -> bool:
        """Nothing that the person has begun or changed is ever overwritten."""
        if not written:
            self._place = len(self._messages)
            return True
        return self._place < len(self._messages) and written == self._messages[self._place]
