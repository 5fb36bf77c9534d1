"""What a search finds: titles, then messages, newest first. Only `store` uses it."""

from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import Final, cast

from paceline.history import rows
from paceline.history.database import Database
from paceline.history.records import ConversationId, Found
from paceline.history.words import excerpt, query, words_of

MOST_PER_CONVERSATION: Final = 3
"""Messages of one conversation, so that a long one does not hide all others."""
_MOST_LOOKED_AT: Final = 2000  # messages that are passed over because of that

_columns: Final = ", ".join(f"c.{name.strip()}" for name in rows.CONVERSATION.split(","))

_TITLES: Final = (
    f"SELECT {_columns} FROM conversation_words w JOIN conversation c ON c.id = w.rowid"
    " WHERE conversation_words MATCH ? AND c.deleted IS NULL ORDER BY w.rowid DESC LIMIT ?"
)
# Newest first is the order of the index itself, so that a common word costs no more than a rare
# one: nothing is ranked, and reading stops when enough was found.
_MESSAGES: Final = (
    "SELECT m.conversation, m.id FROM message_words w JOIN message m ON m.id = w.rowid"
    " JOIN conversation c ON c.id = m.conversation"
    " WHERE message_words MATCH ? AND c.deleted IS NULL ORDER BY w.rowid DESC"
)


def search(database: Database, typed: str, limit: int) -> tuple[Found, ...]:
    """Find titles and messages in which all the words occur."""
    words = words_of(rows.storable(typed))
    if not words:
        return ()
    wanted = query(words)
    found = [
        Found(conversation, None, *excerpt(conversation.title, words))
        for row in database.rows(_TITLES, wanted, limit)
        for conversation in (rows.conversation(row),)
    ]
    for conversation_id, message in islice(_hits(database, wanted), limit - len(found)):
        conversation = rows.conversation(
            database.one(
                f"SELECT {rows.CONVERSATION} FROM conversation WHERE id = ?",
                conversation_id,
            )
        )
        (content,) = database.one("SELECT content FROM message WHERE id = ?", message)
        found.append(Found(conversation, message, *excerpt(cast("str", content), words)))
    return tuple(found)


def _hits(database: Database, wanted: str) -> Iterator[tuple[ConversationId, int]]:
    """Messages with the words, newest first, only some of each conversation."""
    taken: Counter[ConversationId] = Counter()
    for row in islice(database.each(_MESSAGES, wanted), _MOST_LOOKED_AT):
        conversation, message = cast("tuple[int, int]", row)
        taken[conversation] += 1
        if taken[conversation] <= MOST_PER_CONVERSATION:
            yield conversation, message
