"""Puts messages of foreign files together as the tree of a conversation. Pure."""

import math
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final

import msgspec

from paceline.chat import Role
from paceline.history.archive import ArchivedConversation, ArchivedMessage, Place
from paceline.history.records import ChatSetup

MOST_MESSAGES: Final = 200_000
"""In one file; more than a person says in a life."""
TITLE_LENGTH: Final = 200

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_LATEST_S: Final = 200_000_000_000  # the year 8307: what is later is no time


def moment(seconds: float | None, fallback: datetime) -> datetime:
    """The time so many seconds after 1970, or the other one where that makes no sense."""
    if seconds is None or not math.isfinite(seconds) or not 0 < seconds < _LATEST_S:
        return fallback
    return _EPOCH + timedelta(seconds=seconds)


@dataclass(slots=True)
class Tree:
    """A conversation as it grows; messages are named by their places."""

    title: str
    created: datetime
    changed: datetime
    pinned: bool = False
    system_prompt: str = ""
    messages: list[ArchivedMessage] = field(default_factory=list)
    followed: set[Place] = field(default_factory=set)

    def add(
        self,
        parent: Place | None,
        role: Role,
        content: str,
        created: datetime,
        *,
        speaker: str = "",
        alone: bool,
    ) -> Place:
        """Hang a message behind its parent and return its place.

        What an assistant says in several pieces becomes one message, where nothing else (`alone`)
        stands behind the piece before.
        """
        if alone and parent is not None and parent not in self.followed:
            before = self.messages[parent]
            if before.role is role is Role.ASSISTANT:
                joined = f"{before.content}\n\n{content}"
                self.messages[parent] = msgspec.structs.replace(before, content=joined)
                return parent
        if parent is not None:
            self.followed.add(parent)
        self.messages.append(
            ArchivedMessage(
                parent=parent, role=role, content=content, created=created, speaker=speaker
            )
        )
        return len(self.messages) - 1

    def conversation(self, leaf: Place | None) -> ArchivedConversation:
        """The conversation, with this message as the last in view."""
        return ArchivedConversation(
            title=" ".join(self.title.split())[:TITLE_LENGTH],
            created=self.created,
            changed=self.changed,
            messages=tuple(self.messages),
            leaf=leaf,
            titled=bool(self.title.strip()),
            pinned=self.pinned,
            setup=ChatSetup(system_prompt=self.system_prompt),
        )
