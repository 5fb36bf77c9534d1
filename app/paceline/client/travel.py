"""What can be sent to another process: file names and texts that are whole."""

from collections.abc import Sequence
from pathlib import Path

from paceline.chat import ChatMessage


def can_travel(path: Path | None) -> bool:
    """Whether there is a name to send: on Unix it may hold bytes that are no character."""
    if path is None:
        return False
    try:
        str(path).encode()
    except UnicodeEncodeError:
        return False
    return True


def whole_messages(messages: Sequence[ChatMessage]) -> tuple[ChatMessage, ...]:
    """Return the messages with whole characters only, as UTF-8 wants them."""
    return tuple(
        ChatMessage(message.role, _whole_characters(message.content)) for message in messages
    )


def _whole_characters(text: str) -> str:
    """Join halves of characters, which Qt may hand out; U+FFFD stands for a half left over."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
