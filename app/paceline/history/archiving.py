"""Moves conversations between the database and `archive`. Only `store` uses it."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import count, islice
from typing import Final, cast

from paceline.history import rows
from paceline.history.archive import ArchivedConversation, ArchivedMessage
from paceline.history.database import Database, Row
from paceline.history.packing import pack
from paceline.history.records import Conversation, ConversationId, Message, MessageState
from paceline.history.replies import BLOCK_TOKENS
from paceline.history.rows import stamp, storable
from paceline.provenance import Round

_ROUNDS_IN_A_BLOCK: Final = BLOCK_TOKENS // 2


def take_in(
    database: Database, conversations: Iterable[ArchivedConversation]
) -> tuple[ConversationId, ...]:
    """Add conversations, all or none, and return their new numbers."""
    with database.transaction():
        return tuple(_take_in(database, each) for each in conversations)


def give_out(
    conversation: Conversation,
    messages: Sequence[Message],
    rounds: Sequence[tuple[Round, ...]],
    *,
    brought: rows.Brought,
) -> ArchivedConversation:
    """Make a value of a conversation; `rounds` are those of each message."""
    places = {message.id: place for place, message in enumerate(messages)}
    return ArchivedConversation(
        title=conversation.title,
        created=conversation.created,
        changed=conversation.changed,
        messages=tuple(
            ArchivedMessage(
                parent=None if message.parent is None else places[message.parent],
                role=message.role,
                content=message.content,
                created=message.created,
                state=_ended(message.state),
                speaker=message.speaker,
                attachments=message.attachments,
                summary=message.summary,
                rounds=said,
            )
            for message, said in zip(messages, rounds, strict=True)
        ),
        leaf=None if conversation.leaf is None else places.get(conversation.leaf),
        titled=conversation.titled,
        pinned=conversation.pinned,
        draft=brought.draft,
        setup=brought.setup,
    )


def _take_in(database: Database, conversation: ArchivedConversation) -> ConversationId:
    own = database.run(
        "INSERT INTO conversation"
        " (title, titled, pinned, created, changed, messages, setup, draft)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        storable(conversation.title),
        conversation.titled,
        conversation.pinned,
        stamp(conversation.created),
        stamp(conversation.changed),
        len(conversation.messages),
        rows.json_of_setup(conversation.setup),
        storable(conversation.draft),
    )
    (used,) = database.one(
        "SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'message'"
    )
    first = 1 + cast("int", used)
    database.run_each(
        "INSERT INTO message (id, conversation, parent, role, content, state, created, speaker,"
        " attachments, summary) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            _row(first + place, own, first, message)
            for place, message in enumerate(conversation.messages)
        ),
    )
    database.run_each(
        "INSERT INTO round_block (message, number, packed) VALUES (?, ?, ?)",
        (
            (first + place, number, pack(block))
            for place, message in enumerate(conversation.messages)
            for number, block in zip(count(), _blocks(message.rounds), strict=False)
        ),
    )
    if conversation.messages:
        leaf = conversation.leaf
        shown = first + (len(conversation.messages) - 1 if leaf is None else leaf)
        database.run("UPDATE conversation SET leaf = ? WHERE id = ?", shown, own)
    return own


def _row(id_: int, conversation: int, first: int, message: ArchivedMessage) -> Row:
    content = storable(message.content)
    return (
        id_,
        conversation,
        None if message.parent is None else first + message.parent,
        message.role,
        content,
        _ended(message.state),
        stamp(message.created),
        storable(message.speaker),
        rows.json_of_attachments(message.attachments),
        rows.json_of_summary(message.summary, content),
    )


def _ended(state: MessageState) -> MessageState:
    """A reply that is being written goes nowhere else: what there is of it was interrupted."""
    return MessageState.INTERRUPTED if state is MessageState.STREAMING else state


def _blocks(rounds: Sequence[Round]) -> Iterator[tuple[Round, ...]]:
    remaining = iter(rounds)
    while block := tuple(islice(remaining, _ROUNDS_IN_A_BLOCK)):
        yield block
