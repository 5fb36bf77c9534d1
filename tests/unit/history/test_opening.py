"""A history that is new, old, newer, damaged, in use, or not to be written."""

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from fakes.many_chats import conversations
from paceline.chat import Role
from paceline.errors import AppError, ErrorCode
from paceline.history import migrations
from paceline.history.records import ChatSetup, MessageState
from paceline.history.store import History
from ui.replies import long_reply

PAGE = 4096


def file_of(folder: Path) -> Path:
    return folder / "chats.db"


def filled(folder: Path, amount: int = 12) -> None:
    history = History.open(folder)
    history.take_in(conversations(amount))
    history.close()


def contents(folder: Path) -> set[str]:
    history = History.open(folder)
    said = {
        message.content for each in history.conversations() for message in history.messages(each.id)
    }
    history.close()
    return said


def spoil(file: Path, place: int, length: int = PAGE) -> None:
    """Overwrite a piece of a file, as a dying disk does."""
    with file.open("r+b") as opened:
        opened.seek(place)
        opened.write(b"\xa5" * length)


def made_with_version(folder: Path, version: int) -> None:
    """A database as the program of that time left it."""
    folder.mkdir()
    with closing(sqlite3.connect(file_of(folder), isolation_level=None)) as db:
        db.create_function("searchable", 1, lambda text: text)
        migrations.migrate(db, until=version)
        db.execute(
            "INSERT INTO conversation (id, title, created, changed, leaf, messages, setup)"
            " VALUES (1, 'Old chat', 1000000, 2000000, 2, 2, '{}')"
        )
        for id_, parent, role in ((1, None, "user"), (2, 1, "assistant")):
            db.execute(
                "INSERT INTO message (id, conversation, parent, role, content, state, created)"
                " VALUES (?, 1, ?, ?, ?, 'complete', 1500000)",
                (id_, parent, role, f"ancient words {id_}"),
            )


@pytest.mark.parametrize("version", range(1, migrations.NEWEST + 1))
def test_every_older_database_is_brought_to_today(tmp_path: Path, version: int) -> None:
    made_with_version(tmp_path / "h", version)
    history = History.open(tmp_path / "h")
    (chat,) = history.conversations()
    assert chat.title == "Old chat"
    assert [each.content for each in history.path(chat.id)] == [
        "ancient words 1",
        "ancient words 2",
    ]
    assert {each.message for each in history.search("ancient")} == {1, 2}
    reply = history.begin_reply(chat.id, 2, "")
    history.append_rounds(reply.id, said := long_reply())
    history.finish_reply(reply.id, MessageState.COMPLETE)
    assert history.rounds(reply.id) == tuple(said)
    history.close()


def test_before_a_step_the_database_is_copied_and_the_last_copies_are_kept(tmp_path: Path) -> None:
    folder = tmp_path / "h"
    for _ in range(5):
        shutil.rmtree(folder / "x", ignore_errors=True)
        made_with_version(folder / "x", 1) if folder.exists() else made_with_version(folder, 1)
        if (folder / "x").exists():
            file_of(folder / "x").replace(file_of(folder))
        History.open(folder).close()
    copies = sorted((folder / "backups").iterdir())
    assert len(copies) == 3
    with closing(sqlite3.connect(copies[-1])) as db:
        assert migrations.version(db) == 1
        assert db.execute("SELECT count(*) FROM message").fetchone() == (2,)


def test_a_history_of_today_is_not_copied(tmp_path: Path) -> None:
    filled(tmp_path)
    History.open(tmp_path).close()
    assert not (tmp_path / "backups").exists()


def test_a_newer_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    filled(tmp_path)
    with closing(sqlite3.connect(file_of(tmp_path))) as db:
        db.execute(f"PRAGMA user_version = {migrations.NEWEST + 1}")
    before = file_of(tmp_path).read_bytes()
    with pytest.raises(AppError, match="newer version") as raised:
        History.open(tmp_path)
    assert raised.value.code is ErrorCode.HISTORY_NEWER
    assert file_of(tmp_path).read_bytes() == before


def test_a_reply_that_was_being_written_is_interrupted_and_can_be_found(tmp_path: Path) -> None:
    history = History.open(tmp_path)
    chat = history.create(ChatSetup()).id
    reply = history.begin_reply(chat, None, "")
    history.append_rounds(reply.id, said := long_reply())
    history.close()
    again = History.open(tmp_path)
    (message,) = again.path(chat)
    assert message.state is MessageState.INTERRUPTED
    assert message.content.startswith("A binary search tree is")
    assert again.rounds(reply.id) == tuple(said)
    assert [each.message for each in again.search("binary")] == [reply.id]
    again.resume_reply(reply.id)
    again.append_rounds(reply.id, long_reply())
    assert again.finish_reply(reply.id, MessageState.COMPLETE).content == message.content * 2
    again.close()


def test_a_file_that_is_no_database_is_kept_and_a_new_one_begun(tmp_path: Path) -> None:
    file_of(tmp_path).write_bytes(b"not a database at all " * 1000)
    history = History.open(tmp_path)
    (notice,) = history.notices
    assert notice.code is ErrorCode.HISTORY_RECOVERED
    assert "Nothing in it could be read" in str(notice)
    assert history.conversations() == ()
    history.close()
    (aside,) = tmp_path.glob("chats.damaged-*.db")
    assert aside.read_bytes().startswith(b"not a database")
    again = History.open(tmp_path)
    assert again.notices == ()
    again.close()


@pytest.mark.parametrize("part", [0.15, 0.3, 0.45, 0.6, 0.75, 0.9])
def test_of_a_damaged_file_everything_but_the_damaged_page_is_saved(
    tmp_path: Path, part: float
) -> None:
    filled(tmp_path, 60)
    before = contents(tmp_path)
    file = file_of(tmp_path)
    spoil(file, int(file.stat().st_size * part) // PAGE * PAGE)
    history = History.open(tmp_path)
    (notice,) = history.notices
    history.close()
    after = contents(tmp_path)
    assert len(after & before) >= 0.95 * len(before)
    assert f"{len(after):,}" in str(notice) or len(after) != 480
    with closing(sqlite3.connect(file)) as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    history = History.open(tmp_path)
    assert history.search("the")
    for chat in history.conversations():
        assert history.path(chat.id)
        assert len(history.messages(chat.id)) == chat.messages
    history.close()


def test_any_page_may_be_damaged(tmp_path: Path) -> None:
    filled(tmp_path / "whole", 4)
    before = contents(tmp_path / "whole")
    size = file_of(tmp_path / "whole").stat().st_size
    kept = []
    for page in range(1, size // PAGE, 3):
        folder = tmp_path / f"{page}"
        shutil.copytree(tmp_path / "whole", folder)
        spoil(file_of(folder), page * PAGE)
        kept.append(len(contents(folder) & before))
    print(f"\nof {len(before)} messages at least {min(kept)} were saved, mostly {max(kept)}")
    assert max(kept) == len(before)
    assert sum(kept) >= 0.7 * len(before) * len(kept)


def test_a_page_of_the_schema_cannot_be_replaced_but_a_backup_can_stand_in(tmp_path: Path) -> None:
    made_with_version(tmp_path / "h", 1)
    History.open(tmp_path / "h").close()
    spoil(file_of(tmp_path / "h"), 0)
    history = History.open(tmp_path / "h")
    (notice,) = history.notices
    assert "from a backup" in str(notice)
    assert [each.title for each in history.conversations()] == ["Old chat"]
    history.close()


@pytest.mark.parametrize("version", [0, -1])
def test_a_version_that_cannot_be_is_damage(tmp_path: Path, version: int) -> None:
    filled(tmp_path)
    before = contents(tmp_path)
    with closing(sqlite3.connect(file_of(tmp_path))) as db:
        db.execute(f"PRAGMA user_version = {version}")
    history = History.open(tmp_path)
    assert [notice.code for notice in history.notices] == [ErrorCode.HISTORY_RECOVERED]
    history.close()
    assert contents(tmp_path) == before


def test_damage_that_is_found_while_chatting_is_mended_at_the_next_start(tmp_path: Path) -> None:
    history = History.open(tmp_path)
    history.take_in(conversations(450, words=600))
    history.close()
    size = file_of(tmp_path).stat().st_size
    assert size > 16 * 2**20, "a smaller file is looked through at every start"
    for place in range(size // 3, size // 2, 9 * PAGE):
        spoil(file_of(tmp_path), place // PAGE * PAGE)
    history.close()
    history = History.open(tmp_path)
    chats = [chat.id for chat in history.conversations()]
    with pytest.raises(AppError) as raised:
        list(map(history.messages, chats))
    assert raised.value.code is ErrorCode.HISTORY_DAMAGED
    history.close()
    history = History.open(tmp_path)
    (notice,) = history.notices
    assert notice.code is ErrorCode.HISTORY_RECOVERED
    for chat in history.conversations():
        history.messages(chat.id)
    assert history.search("the")
    history.close()


def test_a_recovery_that_was_cut_off_is_ended(tmp_path: Path) -> None:
    filled(tmp_path)
    before = contents(tmp_path)
    file_of(tmp_path).rename(tmp_path / "chats.db.recovered")
    (tmp_path / "chats.db-wal").write_bytes(b"the damaged file's")
    assert contents(tmp_path) == before
    assert not (tmp_path / "chats.db.recovered").exists()


def test_where_the_file_cannot_be_had_a_copy_in_memory_shows_what_was_said(tmp_path: Path) -> None:
    filled(tmp_path)
    in_use = History.open(tmp_path)
    newest = in_use.create(ChatSetup()).id
    in_use.add_message(newest, None, Role.USER, "only in the log so far")
    copy = History.in_memory(copied=tmp_path)
    assert len(copy.conversations()) == 13
    assert [each.conversation.id for each in copy.search("log so far")] == [newest]
    copy.add_message(newest, None, Role.USER, "in memory only")
    copy.close()
    assert in_use.conversation(newest).messages == 1
    in_use.close()


@pytest.mark.parametrize("content", [None, b"", b"no database " * 999])
def test_what_cannot_be_copied_leaves_an_empty_history(
    tmp_path: Path, content: bytes | None
) -> None:
    if content is not None:
        file_of(tmp_path).write_bytes(content)
    copy = History.in_memory(copied=tmp_path)
    assert copy.conversations() == ()
    copy.create(ChatSetup())
    copy.close()
    assert content is None or file_of(tmp_path).read_bytes() == content


def test_a_newer_history_is_not_copied(tmp_path: Path) -> None:
    filled(tmp_path)
    with closing(sqlite3.connect(file_of(tmp_path))) as db:
        db.execute(f"PRAGMA user_version = {migrations.NEWEST + 1}")
    copy = History.in_memory(copied=tmp_path)
    assert copy.conversations() == ()
    copy.close()


def test_a_history_in_use_is_said_to_be(tmp_path: Path) -> None:
    filled(tmp_path)
    history = History.open(tmp_path)
    with closing(sqlite3.connect(file_of(tmp_path), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(AppError) as raised:
            history.create(ChatSetup())
        assert raised.value.code is ErrorCode.HISTORY_BUSY
        assert history.conversations()
        with pytest.raises(AppError) as raised:
            History.open(tmp_path)
        assert raised.value.code is ErrorCode.HISTORY_BUSY
        other.execute("ROLLBACK")
    history.create(ChatSetup())
    history.close()


@pytest.fixture
def read_only(tmp_path: Path) -> Iterator[Path]:
    """A folder of chats on a disk that cannot be written."""
    folder = tmp_path / "disk"
    folder.mkdir()
    yield from mounted(folder, "size=8m")


def mounted(folder: Path, options: str) -> Iterator[Path]:
    mount = shutil.which("mount")
    made = mount and subprocess.run(
        [mount, "-t", "tmpfs", "-o", options, "paceline-test", str(folder)],
        check=False, capture_output=True,
    )  # fmt: skip
    if not made or made.returncode:
        pytest.skip("a file system of its own needs rights that this test does not have")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_disk_that_cannot_be_written_is_met_with_a_sentence(read_only: Path) -> None:
    filled(read_only)
    before = file_of(read_only).read_bytes()
    subprocess.run(["mount", "-o", "remount,ro", str(read_only)], check=True)
    for folder in (read_only, read_only / "new"):
        with pytest.raises(AppError, match="could not be written") as raised:
            History.open(folder)
        assert raised.value.code is ErrorCode.FILE_UNWRITABLE
    assert file_of(read_only).read_bytes() == before
    copy = History.in_memory(copied=read_only)
    assert len(copy.conversations()) == 12
    copy.create(ChatSetup())
    copy.close()
    subprocess.run(["mount", "-o", "remount,rw", str(read_only)], check=True)
    assert contents(read_only)


def test_a_disk_that_becomes_full_costs_nothing_that_was_stored(read_only: Path) -> None:
    history = History.open(read_only)
    chat = history.create(ChatSetup()).id
    reply = history.begin_reply(chat, None, "").id
    history.append_rounds(reply, long_reply())
    filler = read_only / "filler"
    free = shutil.disk_usage(read_only).free
    filler.write_bytes(bytes(free))
    with pytest.raises(AppError) as raised:
        history.add_message(chat, reply, Role.USER, os.urandom(200_000).hex())
    assert raised.value.code is ErrorCode.DISK_FULL
    refused = 0
    while refused < 3:
        try:
            history.append_rounds(reply, long_reply())
        except AppError:
            refused += 1
    stored = history.rounds(reply)
    assert len(history.path(chat)) == 1
    filler.unlink()
    history.append_rounds(reply, [])
    assert len(history.rounds(reply)) == len(stored) + 3 * len(long_reply())
    ended = history.finish_reply(reply, MessageState.COMPLETE)
    assert ended.content.startswith("A binary search tree is")
    history.close()
    with closing(sqlite3.connect(file_of(read_only))) as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_limited_file_size_is_a_full_disk(tmp_path: Path) -> None:
    script = """
import resource, signal, sys
from pathlib import Path
from paceline.chat import Role
from paceline.errors import AppError
from paceline.history.records import ChatSetup
from paceline.history.store import History
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
history = History.open(Path(sys.argv[1]))
chat = history.create(ChatSetup()).id
history.add_message(chat, None, Role.USER, "kept")
resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, resource.RLIM_INFINITY))
try:
    history.add_message(chat, None, Role.USER, "x" * 1_000_000)
except AppError as error:
    print(error.code)
print([each.content for each in history.messages(chat)])
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
print(len(history.add_message(chat, None, Role.USER, "x" * 1_000_000).content))
history.close()
"""
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)],
        check=True, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    code, kept, written = done.stdout.splitlines()
    assert code in {ErrorCode.DISK_FULL, ErrorCode.FILE_UNWRITABLE}
    assert (kept, written) == ("['kept']", "1000000")
