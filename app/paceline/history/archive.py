"""Conversations as values that stand alone: what is exported, and what every import becomes.

Messages name each other by their place in the conversation, not by the numbers of one database.
Used by export and import; `store.History` takes them in and gives them out.
"""

from datetime import UTC, datetime
from typing import Annotated, Literal

import msgspec

from paceline.chat import Role
from paceline.history.records import Attachment, ChatSetup, MessageState
from paceline.provenance import ReplySummary, Round

Place = Annotated[int, msgspec.Meta(ge=0)]
Moment = Annotated[datetime, msgspec.Meta(tz=True)]


class ArchivedMessage(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """One message; `parent` is the place of the one before it, None at the beginning."""

    parent: Place | None
    role: Role
    content: str
    created: Moment
    state: MessageState = MessageState.COMPLETE
    speaker: str = ""
    attachments: tuple[Attachment, ...] = ()
    summary: ReplySummary | None = None
    rounds: tuple[Round, ...] = ()


class ArchivedConversation(
    msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True
):
    """One conversation with all its branches; parents stand before their children.

    `leaf` is the place of the last message in view; None shows the last branch. Raises
    `ValueError` where a place is none.
    """

    title: str
    created: Moment
    changed: Moment
    messages: tuple[ArchivedMessage, ...]
    leaf: Place | None = None
    titled: bool = False
    pinned: bool = False
    draft: str = ""
    setup: ChatSetup = ChatSetup()

    def __post_init__(self) -> None:
        if self.leaf is not None and self.leaf >= len(self.messages):
            raise ValueError("the message in view does not exist")
        for place, message in enumerate(self.messages):
            if message.parent is not None and message.parent >= place:
                raise ValueError("a message stands before the one that it answers")


class Archive(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a file of exported chats holds; a later `version` may mean something else."""

    format: Literal["paceline-chats"]
    version: Literal[1]
    exported: Moment
    conversations: tuple[ArchivedConversation, ...]


def archive_of(conversations: tuple[ArchivedConversation, ...]) -> Archive:
    """Put conversations together for a file."""
    return Archive("paceline-chats", 1, datetime.now(UTC), conversations)
