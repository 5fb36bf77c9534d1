"""Whether chats can be stored and found."""

import tempfile
from pathlib import Path

from paceline.chat import Role
from paceline.cli.selftest.report import Broken

_SAID = "Früher guesses the quick draft, später decides the slow target."
_SOUGHT = "spater targ"


def store() -> str:
    """Write a chat into a history of its own, open it again, and search it."""
    from paceline.history.records import ChatSetup  # noqa: PLC0415 - may be what is broken
    from paceline.history.store import History  # noqa: PLC0415 - as above

    with tempfile.TemporaryDirectory(prefix="paceline-", ignore_cleanup_errors=True) as name:
        folder = Path(name) / "history"
        history = History.open(folder)
        try:
            chat = history.create(ChatSetup())
            history.add_message(chat.id, None, Role.USER, _SAID)
        finally:
            history.close()
        history = History.open(folder)
        try:
            if history.notices:
                raise Broken(str(history.notices[0]))
            if not history.is_sound():
                raise Broken("SQLite finds damage in a file that was just written.")
            if [message.content for message in history.path(chat.id)] != [_SAID]:
                raise Broken("A message did not come back as it was stored.")
            found = history.search(_SOUGHT)
        finally:
            history.close()
    if len(found) != 1:
        raise Broken(f"The search found {len(found)} messages instead of one.")
    return "written, sound and found"
