"""A conversation with a real worker, started as the window starts it, without Qt.

Native code may end the process that runs it, as on a processor that a build is too new for; so the
self-test leaves all of it to children and says how they ended.
"""

import os
import queue
import subprocess
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from paceline.cli.selftest.report import Broken
from paceline.client.outcome import describe_exit, describe_signal
from paceline.errors import sentence
from paceline.protocol.codec import ProtocolError, decode_event, encode
from paceline.protocol.messages import (
    PROTOCOL_VERSION,
    Command,
    Event,
    Failed,
    Finished,
    Generate,
    LoadPair,
    Ready,
    Shutdown,
)

ANSWER_SECONDS: Final = 60.0
"""From a question to each of its answers, `Ready` included: libraries may come from a cold disk,
past a virus scanner."""

END_SECONDS: Final = 10.0
"""From `Shutdown` to the end of the process, which frees some hundred kilobytes."""

_LAST_WORDS: Final = 200  # characters of what a child wrote to stderr
_OF_THE_BUNDLE: Final = "[PYI-"
"""What the starter of a bundle adds, when the error itself has been told."""


class Worker:
    """A running worker that has said `Ready`; every method raises `Broken` where it does not do."""

    def __init__(self, command: Sequence[str], home: Path) -> None:
        """Start it; it keeps below `home` what it would keep in the person's folders."""
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the worker
        try:
            self._process = subprocess.Popen(
                command,
                env=_environment(home),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._errors,
            )
        except OSError as error:
            self._errors.close()
            raise Broken(f"{command[0]} could not be started: {error.strerror}.") from error
        self._lines: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        threading.Thread(target=self._read, name="worker answers", daemon=True).start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.kill()
        self._process.wait()
        assert self._process.stdin is not None
        with suppress(OSError):  # what a dead worker did not take
            self._process.stdin.close()
        self._errors.close()

    def greet(self) -> Ready:
        """Return its first word."""
        first = self._next()
        if not isinstance(first, Ready):
            raise Broken(f"The worker said {type(first).__name__} before it was ready.")
        if first.protocol_version != PROTOCOL_VERSION:
            raise Broken(
                f"The worker is of another version: it speaks protocol {first.protocol_version}, "
                f"and this program {PROTOCOL_VERSION}."
            )
        return first

    def answers(self, request: LoadPair | Generate) -> Iterator[Event]:
        """Ask for something and yield all that comes, with its end last."""
        self._send(request)
        while True:
            event = self._next()
            if isinstance(event, Failed):
                raise Broken(sentence(event.code, event.detail))
            yield event
            if isinstance(event, Finished):
                return

    def shut_down(self) -> None:
        """Let it end by itself."""
        self._send(Shutdown())
        try:
            status = self._process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            raise Broken(f"The worker did not end within {END_SECONDS:g} s.") from None
        if status:
            raise Broken(f"The worker ended badly: {ending(status)}.{self._last_words()}")

    def _send(self, command: Command) -> None:
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(encode(command))
            self._process.stdin.flush()
        except OSError:
            raise self._lost() from None

    def _next(self) -> Event:
        try:
            line = self._lines.get(timeout=ANSWER_SECONDS)
        except queue.Empty:
            raise Broken(f"The worker was silent for {ANSWER_SECONDS:g} s.") from None
        if not line:
            raise self._lost()
        try:
            return decode_event(line)
        except ProtocolError as error:
            raise Broken(f"The worker sent what is no message: {error}.") from error

    def _lost(self) -> Broken:
        try:
            how = ending(self._process.wait(END_SECONDS))
        except subprocess.TimeoutExpired:
            how = "it closed its output"
        return Broken(f"The worker was lost: {how}.{self._last_words()}")

    def _last_words(self) -> str:
        self._errors.seek(0)
        return last_words(self._errors.read())

    def _read(self) -> None:
        assert self._process.stdout is not None
        with self._process.stdout as stream:
            for line in stream:
                self._lines.put(line)
        self._lines.put(b"")


@contextmanager
def started(command: Sequence[str]) -> Iterator[tuple[Worker, Path]]:
    """Yield a worker before it is ready, and a folder that is deleted with it."""
    with (
        tempfile.TemporaryDirectory(prefix="paceline-", ignore_cleanup_errors=True) as folder,
        Worker(command, Path(folder) / "home") as worker,
    ):
        yield worker, Path(folder)


def ending(status: int) -> str:
    """Return how a process ended that should not have ended so."""
    crashed = status < 0 or status > 0xC0000000  # as Windows numbers its exceptions
    return describe_signal(abs(status)) if crashed else describe_exit(status)


def last_words(errors: bytes) -> str:
    """Return the last line that a process wrote to stderr, as a sentence to be appended."""
    lines = [line.strip() for line in errors.decode("utf-8", "replace").splitlines()]
    said = [line for line in lines if line and not line.startswith(_OF_THE_BUNDLE)]
    return f" It said: {said[-1][:_LAST_WORDS].rstrip('.!')}." if said else ""


def _environment(home: Path) -> Mapping[str, str]:
    return os.environ | {"PACELINE_HOME": str(home)}
