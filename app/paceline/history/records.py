"""What is remembered of chats, as values; `store.History` keeps them.

A conversation's messages form a tree: editing a message or asking for another reply adds a branch
beside it, and nothing that was said is ever lost. What is in view is the path from the root to
the conversation's leaf.
"""

from datetime import datetime
from enum import StrEnum
from typing import Annotated

import msgspec

from paceline.chat import Role
from paceline.loading import PairChoice
from paceline.options import Overflow, Sampling
from paceline.provenance import ReplySummary

ConversationId = int
MessageId = int


class ChatSetup(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a conversation brings along; None leaves a choice to the program's settings."""

    system_prompt: str = ""
    sampling: Sampling | None = None
    max_tokens: Annotated[int, msgspec.Meta(ge=1)] | None = None
    overflow: Overflow | None = None
    pair: PairChoice | None = None


class Conversation(msgspec.Struct, frozen=True):
    """One conversation as the list of chats shows it; times are in UTC.

    `titled` is whether the person gave the title. `leaf` is the last message in view, None in an
    empty conversation. `messages` counts those of all branches.
    """

    id: ConversationId
    title: str
    titled: bool
    pinned: bool
    created: datetime
    changed: datetime
    leaf: MessageId | None
    messages: int


class MessageState(StrEnum):
    """How far a message has come."""

    COMPLETE = "complete"
    STREAMING = "streaming"
    """A reply that is being written; found at the start of the program it was interrupted."""
    STOPPED = "stopped"
    """By the person."""
    INTERRUPTED = "interrupted"
    """By a crash, of the engine or of the window."""


class Attachment(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A text file that came with a message."""

    name: str
    text: str


class Message(msgspec.Struct, frozen=True):
    """One message of the tree.

    `content` is what was typed or written, attachments not included. `speaker` names the pair that
    wrote a reply. `branch` of `branches`, from 0, is its place among those with the same `parent`.
    `summary` is there once a reply has ended.
    """

    id: MessageId
    conversation: ConversationId
    parent: MessageId | None
    role: Role
    content: str
    state: MessageState
    created: datetime
    speaker: str = ""
    attachments: tuple[Attachment, ...] = ()
    summary: ReplySummary | None = None
    branch: int = 0
    branches: int = 1


class Found(msgspec.Struct, frozen=True):
    """A message, or a title, in which the words searched for occur.

    `excerpt` is the text around the first of them; `marks` are the ranges in it to highlight, in
    characters. `message` is None where the title was found.
    """

    conversation: Conversation
    message: MessageId | None
    excerpt: str
    marks: tuple[tuple[int, int], ...]
