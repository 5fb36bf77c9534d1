"""Replies while they are written: rounds and text go to the disk in small, cheap steps.

An append costs the same however long the reply has become: its rounds make a small block, and its
text a row of its own. Whenever the small blocks hold some hundred tokens they are packed anew as
one, which is smaller; when the reply ends, its text becomes the message's. Rounds that could not
be written, as on a full disk, are kept here and go with the next step. Only `store` uses it.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, cast

from paceline.history.database import Database
from paceline.history.packing import pack, unpack
from paceline.history.records import MessageId, MessageState
from paceline.history.rows import storable
from paceline.provenance import Round

_log = logging.getLogger(__name__)

BLOCK_TOKENS: Final = 512
"""Tokens in a block, at least: packed in about a millisecond, and small per token."""


@dataclass(slots=True)
class _Writing:
    """A reply that is being written."""

    first: int  # number of the first block that is still small
    number: int  # of the next block
    loose: list[Round] = field(default_factory=list)  # what the small blocks hold
    unsaved: list[Round] = field(default_factory=list)


class Replies:
    """Writes the rounds of replies, several at once if need be, and reads them again."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._writing: dict[MessageId, _Writing] = {}

    def begin(self, message: MessageId) -> None:
        """From now on the message takes rounds, behind those that it has."""
        (last,) = self._database.one(
            "SELECT coalesce(max(number), -1) FROM round_block WHERE message = ?", message
        )
        following = cast("int", last) + 1
        self._writing[message] = _Writing(following, following)

    def append(self, message: MessageId, rounds: Sequence[Round]) -> None:
        """Store rounds and their text; raises `KeyError` for a message that takes none."""
        writing = self._writing[message]
        writing.unsaved.extend(rounds)
        if writing.unsaved:
            with self._database.transaction():
                whole = self._write(message, writing)
            _written(writing, whole=whole)

    def finish(self, message: MessageId, content: str) -> str:
        """Make one text of the message's `content` and of what came since, and return it.

        Belongs inside a transaction, after which `forget` is called.
        """
        writing = self._writing[message]
        self._write(message, writing, ended=True)
        text = content + self.fresh_text(message)
        self._database.run("DELETE FROM fresh_text WHERE message = ?", message)
        return text

    def forget(self, message: MessageId) -> None:
        """The reply has ended."""
        del self._writing[message]

    def fresh_text(self, message: MessageId) -> str:
        """Return what was written since the reply began or was resumed."""
        rows = self._database.rows(
            "SELECT text FROM fresh_text WHERE message = ? ORDER BY id", message
        )
        return "".join(cast("str", text) for (text,) in rows)

    def rounds(self, message: MessageId) -> tuple[Round, ...]:
        """Return all rounds of a reply that were stored."""
        rows = self._database.rows(
            "SELECT packed FROM round_block WHERE message = ? ORDER BY number", message
        )
        return tuple(each for (packed,) in rows for each in _read(cast("bytes", packed)))

    def interrupt_all(self) -> None:
        """End what a killed process left being written; for a database that was just opened."""
        left = self._database.rows("SELECT id, content FROM message WHERE state = 'streaming'")
        if not left:
            return
        with self._database.transaction():
            for id_, content in left:
                message = cast("int", id_)
                self._database.run(
                    "UPDATE message SET content = ?, state = ? WHERE id = ?",
                    cast("str", content) + self.fresh_text(message),
                    MessageState.INTERRUPTED,
                    message,
                )
            self._database.run("DELETE FROM fresh_text")

    def _write(self, message: MessageId, writing: _Writing, *, ended: bool = False) -> bool:
        """Write what is unsaved; returns whether all small blocks were made into a whole one."""
        loose = [*writing.loose, *writing.unsaved]
        whole = ended or sum(len(each.tokens) for each in loose) >= BLOCK_TOKENS
        if whole and writing.loose:
            self._database.run(
                "DELETE FROM round_block WHERE message = ? AND number >= ?", message, writing.first
            )
        block = loose if whole else writing.unsaved
        if block:
            self._database.run(
                "INSERT INTO round_block (message, number, packed) VALUES (?, ?, ?)",
                message,
                writing.first if whole else writing.number,
                pack(block),
            )
        text = "".join(token.text for each in writing.unsaved for token in each.tokens)
        if text:
            self._database.run(
                "INSERT INTO fresh_text (message, text) VALUES (?, ?)", message, storable(text)
            )
        return whole


def _read(packed: bytes) -> tuple[Round, ...]:
    """Read a block; one that a disk spoiled costs its rounds and not the reply."""
    try:
        return unpack(packed)
    except ValueError as error:
        _log.warning("a block of rounds cannot be read: %s", error)
        return ()


def _written(writing: _Writing, *, whole: bool) -> None:
    """All that was unsaved lies on the disk."""
    if whole:
        writing.first += 1
        writing.number = writing.first
        writing.loose = []
    else:
        writing.number += 1
        writing.loose += writing.unsaved
    writing.unsaved = []
