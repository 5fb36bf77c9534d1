"""Everything that was said, kept in one SQLite file; the window's process owns it.

A `History` belongs to the thread that opened it, which is the window's main thread: SQLite refuses
every other. Its writes are short enough for an event loop: a commit waits for no disk.

Three kinds of failure: `AppError` for what a person can mend (a full or read-only disk, a file
that is in use or damaged); what was stored stays, and a later write works again. `KeyError` for an
id that does not exist, which is the caller's bug.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Self, cast

from paceline.chat import Role
from paceline.errors import AppError
from paceline.history import archiving, findings, opening, rows
from paceline.history.archive import ArchivedConversation
from paceline.history.checkpoints import Checkpoints
from paceline.history.database import Database, Row
from paceline.history.records import (
    Attachment,
    ChatSetup,
    Conversation,
    ConversationId,
    Found,
    Message,
    MessageId,
    MessageState,
)
from paceline.history.replies import Replies
from paceline.history.rows import stamp, storable
from paceline.provenance import ReplySummary, Round

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """The time that messages are stamped with."""
    return datetime.now(UTC)


class History:
    """Conversations with their messages as trees, and what is known of each reply."""

    def __init__(
        self,
        database: Database,
        checkpoints: Checkpoints,
        notices: Sequence[AppError] = (),
        clock: Clock = utc_now,
    ) -> None:
        self._database = database
        self._checkpoints = checkpoints
        self._replies = Replies(database)
        self._now = clock
        self.is_kept = True
        """Whether what is said outlives the program."""
        self.notices = tuple(notices)
        """What happened while the history was opened and a person should know."""
        self._replies.interrupt_all()

    @classmethod
    def open(cls, folder: Path, *, clock: Clock = utc_now) -> Self:
        """Open the history in `folder`, made if need be; a reply left unfinished is interrupted.

        Raises `AppError` HISTORY_NEWER, HISTORY_BUSY, DISK_FULL or FILE_UNWRITABLE.
        """
        opened = opening.open_file(folder)
        try:
            return cls(opened.database, Checkpoints(opened.path), opened.notices, clock)
        except AppError:
            opened.database.close()
            raise

    @classmethod
    def in_memory(cls, *, copied: Path | None = None, clock: Clock = utc_now) -> Self:
        """Open a history that ends with the program, for when no file can be had.

        It begins with a copy of what can be read in the folder `copied`.
        """
        history = cls(opening.open_memory(copied), Checkpoints(None), clock=clock)
        history.is_kept = False
        return history

    def close(self) -> None:
        """Leave the file tidy; the history cannot be used any more."""
        self._checkpoints.wait()
        self._database.close()

    def is_sound(self) -> bool:
        """Whether SQLite finds no damage in the whole file; takes seconds for a large one."""
        return self._database.rows("PRAGMA integrity_check (1)") == [("ok",)]

    # Conversations

    def conversations(self) -> tuple[Conversation, ...]:
        """All that are not deleted: pinned ones first, then those that changed last."""
        found = self._database.rows(
            f"SELECT {rows.CONVERSATION} FROM conversation WHERE deleted IS NULL "
            "ORDER BY pinned DESC, changed DESC, id DESC"
        )
        with self._database.reading():
            return tuple(map(rows.conversation, found))

    def conversation(self, conversation_id: ConversationId) -> Conversation:
        """One of them, be it deleted."""
        row = self._database.one(
            f"SELECT {rows.CONVERSATION} FROM conversation WHERE id = ?", conversation_id
        )
        with self._database.reading():
            return rows.conversation(row)

    def create(self, setup: ChatSetup) -> Conversation:
        """Begin an empty conversation."""
        now = stamp(self._now())
        created = self._database.run(
            "INSERT INTO conversation (created, changed, setup) VALUES (?, ?, ?)",
            now,
            now,
            rows.json_of_setup(setup),
        )
        return self.conversation(created)

    def rename(self, conversation_id: ConversationId, title: str) -> None:
        """Give it the person's title, which no automatic one replaces."""
        self._set(conversation_id, "title = ?, titled = 1", storable(title))

    def set_title(self, conversation_id: ConversationId, title: str) -> None:
        """Give it an automatic title, unless the person gave one."""
        self._set(conversation_id, "title = iif(titled, title, ?)", storable(title))

    def pin(self, conversation_id: ConversationId, *, pinned: bool) -> None:
        """Keep it at the top of the list, or no longer."""
        self._set(conversation_id, "pinned = ?", int(pinned))

    def delete(self, conversation_id: ConversationId) -> None:
        """Take it out of the list and of the search; `restore` brings it back until `purge`."""
        self._set(conversation_id, "deleted = ?", stamp(self._now()))

    def restore(self, conversation_id: ConversationId) -> None:
        """Undo `delete`."""
        self._set(conversation_id, "deleted = NULL")

    def purge(self) -> None:
        """Remove for good what is deleted, and give some of its room back to the disk.

        Its pages are overwritten at once; single words may stay in the index of the search until
        that is merged in the course of writing.
        """
        if not self._database.rows("SELECT 1 FROM conversation WHERE deleted IS NOT NULL LIMIT 1"):
            return
        with self._database.overwriting(), self._database.transaction():
            self._database.run("DELETE FROM conversation WHERE deleted IS NOT NULL")
        self._database.shrink()
        self._checkpoints.run()

    def setup(self, conversation_id: ConversationId) -> ChatSetup:
        """What the conversation brings along."""
        return self._brought(conversation_id).setup

    def keep_setup(self, conversation_id: ConversationId, setup: ChatSetup) -> None:
        """Replace it."""
        self._set(conversation_id, "setup = ?", rows.json_of_setup(setup))

    def draft(self, conversation_id: ConversationId | None) -> str:
        """What was typed and not sent, in a conversation or (None) before there is one."""
        if conversation_id is None:
            found = self._database.rows("SELECT text FROM unsent")
            return cast("str", found[0][0]) if found else ""
        return self._brought(conversation_id).draft

    def keep_draft(self, conversation_id: ConversationId | None, text: str) -> None:
        """Replace it."""
        if conversation_id is None:
            self._database.run("REPLACE INTO unsent (id, text) VALUES (0, ?)", storable(text))
        else:
            self._set(conversation_id, "draft = ?", storable(text))

    # Messages

    def path(self, conversation_id: ConversationId) -> tuple[Message, ...]:
        """The messages in view, the first one first."""
        return self._messages(rows.PATH, conversation_id)

    def messages(self, conversation_id: ConversationId) -> tuple[Message, ...]:
        """The messages of all branches, in the order in which they came."""
        return self._messages(rows.TREE, conversation_id)

    def message(self, message_id: MessageId) -> Message:
        """One message."""
        for found in self._messages(rows.ONE, message_id):
            return found
        raise KeyError(message_id)

    def add_message(
        self,
        conversation_id: ConversationId,
        parent: MessageId | None,
        role: Role,
        content: str,
        attachments: Sequence[Attachment] = (),
    ) -> Message:
        """Store a message behind `parent`, or at the beginning, and show it."""
        with self._database.transaction():
            message = self._insert(
                conversation_id,
                parent,
                role,
                MessageState.COMPLETE,
                content=content,
                attachments=rows.json_of_attachments(attachments),
            )
        return self.message(message)

    def begin_reply(
        self, conversation_id: ConversationId, parent: MessageId | None, speaker: str
    ) -> Message:
        """Add an empty reply that takes rounds until it is finished, and show it."""
        with self._database.transaction():
            message = self._insert(
                conversation_id, parent, Role.ASSISTANT, MessageState.STREAMING, speaker=speaker
            )
        self._replies.begin(message)
        return self.message(message)

    def resume_reply(self, message_id: MessageId) -> Message:
        """Let a reply that ended take further rounds."""
        self._database.run(
            "UPDATE message SET state = ? WHERE id = ?", MessageState.STREAMING, message_id
        )
        self._replies.begin(message_id)
        return self.message(message_id)

    def append_rounds(self, message_id: MessageId, rounds: Sequence[Round]) -> None:
        """Store rounds of a reply that is being written, and the text they said.

        What a failing disk did not take is kept in memory and goes with the next call.
        """
        self._replies.append(message_id, rounds)
        self._checkpoints.run_if_long()

    def finish_reply(
        self, message_id: MessageId, state: MessageState, summary: ReplySummary | None = None
    ) -> Message:
        """End a reply; after a failure it may be ended again."""
        with self._database.transaction():
            content, conversation = self._database.one(
                "SELECT content, conversation FROM message WHERE id = ?", message_id
            )
            text = self._replies.finish(message_id, cast("str", content))
            self._database.run(
                "UPDATE message SET content = ?, state = ?, summary = ? WHERE id = ?",
                text,
                state,
                rows.json_of_summary(summary, text),
                message_id,
            )
            self._set(cast("int", conversation), "changed = ?", stamp(self._now()))
        self._replies.forget(message_id)
        self._checkpoints.run()
        return self.message(message_id)

    def rounds(self, message_id: MessageId) -> tuple[Round, ...]:
        """The rounds that wrote a reply; none for what a person typed."""
        return self._replies.rounds(message_id)

    def show_message(self, message_id: MessageId) -> None:
        """Bring a message into view, and below it the branch that was added last."""
        self._database.run(
            "UPDATE conversation SET leaf = ("
            "  WITH RECURSIVE below (id) AS ("
            "    VALUES (?1) UNION ALL"
            "    SELECT m.id FROM below JOIN message m ON m.parent = below.id"
            "  ) SELECT max(id) FROM below"
            ") WHERE id = (SELECT conversation FROM message WHERE id = ?1)",
            message_id,
        )

    def siblings(self, message_id: MessageId) -> tuple[MessageId, ...]:
        """The message and those that stand beside it, in the order in which they came."""
        found = self._database.rows(
            "SELECT s.id FROM message m JOIN message s"
            " ON s.conversation = m.conversation AND s.parent IS m.parent"
            " WHERE m.id = ? ORDER BY s.id",
            message_id,
        )
        return tuple(cast("int", id_) for (id_,) in found)

    # Search

    def search(self, words: str, limit: int = 50) -> tuple[Found, ...]:
        """Titles, then messages, in which all the words occur; newest first.

        The last word may be the beginning of one. Case and accents do not matter.
        """
        with self._database.reading():
            return findings.search(self._database, words, limit)

    # Export and import

    def give_out(self, conversation_id: ConversationId) -> ArchivedConversation:
        """Everything about a conversation, as a value that stands alone."""
        messages = self.messages(conversation_id)
        return archiving.give_out(
            self.conversation(conversation_id),
            messages,
            [self.rounds(message.id) for message in messages],
            brought=self._brought(conversation_id),
        )

    def take_in(self, conversations: Iterable[ArchivedConversation]) -> tuple[ConversationId, ...]:
        """Add conversations as they were given out, all or none; returns their numbers here."""
        taken = archiving.take_in(self._database, conversations)
        self._checkpoints.run()
        return taken

    def _brought(self, conversation_id: ConversationId) -> rows.Brought:
        row = self._database.one(
            "SELECT setup, draft FROM conversation WHERE id = ?", conversation_id
        )
        with self._database.reading():
            return rows.brought(row)

    def _messages(self, sql: str, id_: int) -> tuple[Message, ...]:
        found = self._database.rows(sql, id_)
        with self._database.reading():
            return tuple(rows.message(row, self._fresh_text(row)) for row in found)

    def _fresh_text(self, row: Row) -> str:
        """What a reply that is being written has said since it began or was resumed."""
        streaming = row[5] == MessageState.STREAMING
        return self._replies.fresh_text(cast("int", row[0])) if streaming else ""

    def _insert(
        self,
        id_: ConversationId,
        parent: MessageId | None,
        role: Role,
        state: MessageState,
        *,
        content: str = "",
        speaker: str = "",
        attachments: str | None = None,
    ) -> MessageId:
        """Add a message inside a transaction, and show it."""
        if parent is not None:
            (home,) = self._database.one("SELECT conversation FROM message WHERE id = ?", parent)
            if home != id_:
                raise ValueError(f"message {parent} belongs to another conversation")
        now = stamp(self._now())
        message = self._database.run(
            "INSERT INTO message"
            " (conversation, parent, role, content, state, created, speaker, attachments)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            id_,
            parent,
            role,
            storable(content),
            state,
            now,
            storable(speaker),
            attachments,
        )
        self._set(id_, "leaf = ?, changed = ?, messages = messages + 1", message, now)
        return message

    def _set(self, id_: ConversationId, assignments: str, *values: str | int) -> None:
        self._database.run(
            f"UPDATE conversation SET {assignments} WHERE id = ?",
            *values,
            id_,
        )
