"""A window that is killed in the middle of a reply, and what its history says afterwards."""

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any, TypeVar

import psutil
import tomli_w

from paceline.chat import Role
from paceline.history.records import Message, MessageState
from paceline.history.store import History

PATIENCE_S = 60.0
"""For what takes a second on an idle machine."""
LONGEST_REPLY_S = 1.2
"""A reply is killed at a random moment up to here."""
WORKER_FLAGS = ("--pace-ms", "2", "--repeat", "400", "--prompt-passes", "1")
"""Up to about a thousand tokens in a second, for longer than any of them lives."""

T = TypeVar("T")


@dataclass(frozen=True)
class Outcome:
    """What one kill cost; `missing_ms` is the age of the oldest round that is not stored."""

    survived: float
    stored_characters: int
    missing_characters: int
    missing_ms: float


class KillScene:
    """Windows of one person, one after the other, on the same chats."""

    def __init__(self, home: Path, seed: int = 0) -> None:
        self._home = home
        self._random = random.Random(seed)
        self._numbers = count(1)
        config = home / "config"
        config.mkdir(parents=True)
        pair = {"kind": "files", "target": str(home / "target.gguf")}
        settings = {"pair": pair, "learn_from_chats": False, "max_tokens": 1_000_000}
        (config / "settings.toml").write_text(tomli_w.dumps(settings))

    def kill_window(self) -> Outcome:
        """Kill the window in the middle of a reply; returns what was lost."""
        return self._kill(lambda window: window.pid)

    def kill_worker(self) -> Outcome:
        """Kill the worker in the middle of a reply, and the window when it has noticed."""

        def worker_of(window: psutil.Process) -> int:
            (worker,) = window.children()
            return worker.pid

        return self._kill(worker_of)

    def _kill(self, victim_of: Callable[[psutil.Process], int]) -> Outcome:
        number = next(self._numbers)
        log, report = self._home / f"said-{number}.jsonl", self._home / f"window-{number}.json"
        script = Path(__file__).with_name("chatting_window.py")
        command = [sys.executable, str(script), str(report), *WORKER_FLAGS, "--log", str(log)]
        tests = str(Path(__file__).parents[1])
        environment = {
            **os.environ,
            "PACELINE_HOME": str(self._home),
            "PYTHONPATH": os.pathsep.join([tests, *filter(None, [os.environ.get("PYTHONPATH")])]),
            "QT_QPA_PLATFORM": "offscreen",
        }
        with (self._home / f"stderr-{number}.txt").open("w") as errors:
            window = subprocess.Popen(command, env=environment, stderr=errors)
        try:
            _wait_for(lambda: _said(log), window)
            self._check_start(number, report)
            survived = self._random.uniform(0, LONGEST_REPLY_S)
            time.sleep(survived)
            victim = victim_of(psutil.Process(window.pid))
            killed_at = time.monotonic()
            os.kill(victim, signal.SIGKILL)
            if victim != window.pid:
                _wait_for(lambda: self._last_state() is MessageState.INTERRUPTED, window)
        finally:
            window.kill()
            window.wait()
        return self._judge(_entries(log), killed_at, survived)

    def _check_start(self, number: int, report: Path) -> None:
        """After a kill the next window shows the chat and offers to go on."""
        if number > 1:
            found = json.loads(report.read_text())
            assert found["state"] == MessageState.INTERRUPTED, found
            assert found["can_continue"], found

    def _judge(self, log: list[dict[str, Any]], killed_at: float, survived: float) -> Outcome:
        """Compare what is stored with what was said; the database must be sound."""
        database = sqlite3.connect(self._home / "data" / "history" / "chats.db")
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        database.close()
        history = History.open(self._home / "data" / "history")
        assert history.notices == ()
        (chat,) = history.conversations()
        path = history.path(chat.id)
        rounds = "".join(t.text for r in history.rounds(path[-1].id) for t in r.tokens)
        history.close()
        asked = [entry["asked"] for entry in log if "asked" in entry]
        _check_messages(path, asked)
        assert path[-1].content == rounds
        return _outcome(path[-1].content, log, killed_at, survived)

    def _last_state(self) -> MessageState | None:
        """How far the last message has come, read beside the window."""
        database = sqlite3.connect(self._home / "data" / "history" / "chats.db")
        row = database.execute("SELECT state FROM message ORDER BY id DESC LIMIT 1").fetchone()
        database.close()
        return MessageState(row[0]) if row else None


def _check_messages(path: tuple[Message, ...], asked: list[str]) -> None:
    """Everything that the worker was asked is there, and the last reply shows that it was cut."""
    questions = [message.content for message in path if message.role is Role.USER]
    said = questions[-len(asked) :]
    # A question whose answer was killed before its first word is asked again with the next.
    assert all(prompt.endswith(question) for prompt, question in zip(asked, said, strict=True))
    assert path[-1].role is Role.ASSISTANT
    assert path[-1].state is MessageState.INTERRUPTED


def _outcome(stored: str, log: list[dict[str, Any]], killed_at: float, survived: float) -> Outcome:
    last_question = max(place for place, entry in enumerate(log) if "asked" in entry)
    said = [entry for entry in log[last_question + 1 :] if entry["at"] <= killed_at]
    text = "".join(entry["said"] for entry in said)
    if stored.startswith(text):  # what was sent in the last instant may have arrived too
        return Outcome(survived, len(stored), 0, 0.0)
    assert text.startswith(stored), "what is stored is not what was said"
    there = 0
    for entry in said:
        there += len(entry["said"])
        if there > len(stored):
            break
    missing_ms = 1000 * (killed_at - entry["at"])
    return Outcome(survived, len(stored), len(text) - len(stored), missing_ms)


def _entries(log: Path) -> list[dict[str, Any]]:
    """What the worker noted; the last line may have been cut."""
    lines = log.read_text().splitlines() if log.exists() else []
    entries = []
    for line in lines:
        try:
            entries.append(json.loads(line))
        except json.JSONDecodeError:
            break
    return entries


def _said(log: Path) -> bool:
    return any("said" in entry for entry in _entries(log))


def _wait_for(condition: Callable[[], bool], window: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not condition():
        assert window.poll() is None, f"the window ended with {window.returncode}"
        assert time.monotonic() < deadline, "the window did not get so far"
        time.sleep(0.02)
