"""Rows of the database as values of `records`, and the path in view. Only this package uses it."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Final, cast

import msgspec

from paceline.chat import Role
from paceline.history.database import Row
from paceline.history.records import Attachment, ChatSetup, Conversation, Message, MessageState
from paceline.provenance import ReplySummary

CONVERSATION: Final = "id, title, titled, pinned, created, changed, leaf, messages"
"""The columns that `conversation` reads."""

_STORED: Final = """
    m.id, m.conversation, m.parent, m.role, m.content, m.state, m.created, m.speaker,
    m.attachments, m.summary
"""
_MESSAGE: Final = f"""
    {_STORED},
    (SELECT count(*) FROM message s
        WHERE s.conversation = m.conversation AND s.parent IS m.parent AND s.id < m.id),
    (SELECT count(*) FROM message s WHERE s.conversation = m.conversation AND s.parent IS m.parent)
"""

PATH: Final = f"""
    WITH RECURSIVE path (id, parent, depth) AS (
        SELECT id, parent, 0 FROM message
            WHERE id = (SELECT leaf FROM conversation WHERE id = ?)
        UNION ALL
        SELECT m.id, m.parent, depth + 1 FROM path JOIN message m ON m.id = path.parent
    )
    SELECT {_MESSAGE} FROM path JOIN message m ON m.id = path.id ORDER BY depth DESC
"""
"""The messages in view of a conversation, the first one first."""

TREE: Final = f"""
    SELECT {_STORED},
        row_number() OVER (PARTITION BY m.parent ORDER BY m.id) - 1,
        count(*) OVER (PARTITION BY m.parent)
    FROM message m WHERE m.conversation = ? ORDER BY m.id
"""
"""The messages of all branches, parents before their children; counted in one go, for a foreign
file may hold thousands of branches at one place."""

ONE: Final = f"SELECT {_MESSAGE} FROM message m WHERE m.id = ?"

LATEST: Final = 250_000_000_000_000_000
"""The latest time that is stored, in microseconds since 1970: the year 9892."""

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)


class Brought(msgspec.Struct, frozen=True):
    """What belongs to a conversation and is not in the list of chats."""

    setup: ChatSetup
    draft: str


_attachments: Final = msgspec.json.Decoder(tuple[Attachment, ...])
_summary: Final = msgspec.json.Decoder(ReplySummary)
_setup: Final = msgspec.json.Decoder(ChatSetup)
_encode: Final = msgspec.json.Encoder().encode


def stamp(time: datetime) -> int:
    """Microseconds since 1970, from 0 to `LATEST` whatever a foreign file says.

    So `moment` can always make a time of it, wherever on Earth that is shown.
    """
    return min(max(0, (time - _EPOCH) // _MICROSECOND), LATEST)


def moment(stamped: int) -> datetime:
    """The time that `stamp` made a number of."""
    return _EPOCH + timedelta(microseconds=stamped)


def storable(text: str) -> str:
    """Return the text with lone surrogates replaced, which no encoding of a file can hold."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def json_of_attachments(attachments: Sequence[Attachment]) -> str | None:
    """None where there are none."""
    if not attachments:
        return None
    safe = [Attachment(storable(each.name), storable(each.text)) for each in attachments]
    return _encode(safe).decode()


def json_of_summary(summary: ReplySummary | None, content: str) -> str | None:
    """A summary whose text is the message's is stored without it: nothing lies there twice."""
    if summary is None:
        return None
    text = storable(summary.text)
    return _encode(msgspec.structs.replace(summary, text="" if text == content else text)).decode()


def json_of_setup(setup: ChatSetup) -> str:
    """What a conversation brings along."""
    return _encode(
        msgspec.structs.replace(setup, system_prompt=storable(setup.system_prompt))
    ).decode()


def brought(row: Row) -> Brought:
    """Read the columns setup and draft."""
    setup, draft = cast("tuple[str, str]", row)
    return Brought(_setup.decode(setup), draft)


def conversation(row: Row) -> Conversation:
    """Read the columns `CONVERSATION`."""
    id_, title, titled, pinned, created, changed, leaf, messages = cast(
        "tuple[int, str, int, int, int, int, int | None, int]", row
    )
    return Conversation(
        id_, title, bool(titled), bool(pinned), moment(created), moment(changed), leaf, messages
    )


def message(row: Row, fresh: str = "") -> Message:
    """Read a row of `PATH`, `TREE` or `ONE`; `fresh` is the text that is not yet part of it."""
    (
        id_, conversation_id, parent, role, content, state, created, speaker,
        attachments, summary, branch, branches,
    ) = cast(
        "tuple[int, int, int | None, str, str, str, int, str, str | None, str | None, int, int]",
        row,
    )  # fmt: skip
    said = content + fresh
    return Message(
        id=id_,
        conversation=conversation_id,
        parent=parent,
        role=Role(role),
        content=said,
        state=MessageState(state),
        created=moment(created),
        speaker=speaker,
        attachments=_attachments.decode(attachments) if attachments else (),
        summary=_read_summary(summary, said) if summary else None,
        branch=branch,
        branches=branches,
    )


def _read_summary(stored: str, content: str) -> ReplySummary:
    summary = _summary.decode(stored)
    return summary if summary.text else msgspec.structs.replace(summary, text=content)
