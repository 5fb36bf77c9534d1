"""How a worker came to its end, in words for a person and with the traces for a report."""

import signal
import sys
from dataclasses import dataclass
from typing import Final

from paceline.errors import ErrorCode, sentence

_SIGNAL_MEANINGS: Final = {
    "SIGSEGV": "it touched memory that is not its own",
    "SIGBUS": "a model file could not be read, or changed while in use",
    "SIGABRT": "llama.cpp gave up on an inner fault",
    "SIGILL": "this build needs a newer processor",
    "SIGFPE": "a calculation failed",
    "SIGKILL": "ended from outside, perhaps because memory ran out",
    "SIGTERM": "ended from outside",
}

_WINDOWS_EXCEPTIONS: Final = {
    0xC0000005: "access violation: it touched memory that is not its own",
    0xC000001D: "illegal instruction: this build needs a newer processor",
    0xC0000017: "memory ran out",
    0xC00000FD: "stack overflow",
    0xC0000135: "one of its libraries is missing",
    0xC0000409: "llama.cpp gave up on an inner fault",
}


@dataclass(frozen=True, slots=True)
class WorkerFailure:
    """Why the worker was lost, as code and detail of `errors.sentence`."""

    code: ErrorCode
    detail: str


@dataclass(frozen=True, slots=True)
class WorkerOutcome:
    """One lost worker: why, how its process ended, and the last lines it wrote to stderr.

    `signal_name` is set where a signal or a Windows exception ended it, `exit_code` where it
    exited by itself; neither where it never started or could not be killed.
    """

    failure: WorkerFailure
    exit_code: int | None
    signal_name: str | None
    stderr_tail: tuple[str, ...]

    def sentence(self) -> str:
        """What happened, why, and what to press next."""
        return sentence(self.failure.code, self.failure.detail)


def signal_name(number: int) -> str:
    """The name of a Unix signal, or of a Windows exception by its number."""
    if sys.platform == "win32":
        return f"0x{number & 0xFFFFFFFF:08X}"
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"


def describe_signal(number: int) -> str:
    """The signal's name and what it usually means for this program."""
    name = signal_name(number)
    meaning = _SIGNAL_MEANINGS.get(name) or _WINDOWS_EXCEPTIONS.get(number & 0xFFFFFFFF)
    return f"{name}: {meaning}" if meaning else name


def describe_exit(code: int) -> str:
    """An exit that nobody had asked for; after `abort()` Windows reports a plain 3."""
    return f"it ended by itself with exit status {code}"
