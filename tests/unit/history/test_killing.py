"""kill -9 of a program that writes its history, at random moments, again and again."""

import os
import random
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

from paceline.history.records import MessageState
from paceline.history.store import History

TIMES = 25
WRITER = Path(__file__).parents[2] / "fakes" / "relentless_writer.py"


def told_until_killed(folder: Path, moment: float) -> list[tuple[str, int, int]]:
    """What the writer said it had stored when it was killed, `moment` seconds after its start."""
    with subprocess.Popen(
        [sys.executable, str(WRITER), str(folder)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    ) as writer:
        assert writer.stdout is not None
        first = writer.stdout.readline()
        assert first, "the writer ended by itself"
        time.sleep(moment)
        writer.kill()
        lines = [first, *writer.stdout]
    whole = [line.split() for line in lines if line.endswith("\n")]
    return [(kind, int(message), int(length)) for kind, message, length in whole]


def test_what_was_stored_is_there_whenever_the_program_is_killed(tmp_path: Path) -> None:
    draw = random.Random(5)
    interrupted = commits = 0
    for _ in range(TIMES):
        told = told_until_killed(tmp_path, draw.uniform(0, 0.3))
        commits += len(told)
        with closing(sqlite3.connect(tmp_path / "chats.db")) as db:
            db.create_function("searchable", 1, lambda text: text)
            assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert db.execute("PRAGMA foreign_key_check").fetchall() == []
        history = History.open(tmp_path)
        assert history.notices == ()
        purged = 0
        for _, id_, length in {each[1]: each for each in told}.values():
            try:
                message = history.message(id_)
            except KeyError:
                purged += 1
                continue
            assert len(message.content) >= length
            said = "".join(token.text for each in history.rounds(id_) for token in each.tokens)
            assert said in {"", message.content}
            assert message.state is not MessageState.STREAMING
            interrupted += message.state is MessageState.INTERRUPTED
        assert purged % 8 == 0, "only whole conversations may be gone"
        for chat in history.conversations():
            assert len(history.messages(chat.id)) == chat.messages
            assert [each.id for each in history.path(chat.id)][-1:] == [chat.leaf][: chat.messages]
        history.close()
    print(f"\n{TIMES} kills among {commits} commits; {interrupted} replies were interrupted")
    assert interrupted >= TIMES // 4
