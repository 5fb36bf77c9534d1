"""What a conversation is made of, for every package that handles one."""

from enum import StrEnum

import msgspec


class Role(StrEnum):
    """Who speaks in a message."""

    SYSTEM = "system"
    USER = "user"
    ASSISTANT = "assistant"


class ChatMessage(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One message of a conversation."""

    role: Role
    content: str


class TokenCount(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a conversation takes of the context, in tokens.

    `prompt` is all that the model would read, `message` the last message's text alone, `room` what
    is left for the reply; negative where the conversation is longer than the context.
    """

    prompt: int
    message: int
    room: int
