"""How every job of the command line begins and ends."""

import os
import sys
from collections.abc import Callable
from typing import Final, NoReturn

from paceline.cli.terminal import disarmed, discard_broken_pipes, prepare_streams
from paceline.engine.llama.native import AbortFlag
from paceline.engine.llama.rpc import when_lost
from paceline.errors import AppError, Cancelled, ErrorCode

DONE: Final = 0
FAILED: Final = 2
INTERRUPTED: Final = 130
"""What shells report of a program that Ctrl+C ended."""
UNREAD: Final = 141
"""What shells report of a program whose reader went away, as `head` does."""


Work = Callable[[AbortFlag], int | None]
"""What a job does; it may return an exit status of its own."""


def run_job(work: Work) -> int:
    """Do the work and return the exit status."""
    prepare_streams()
    try:
        status = _attempt(work)
        print(end="", flush=True)
    except BrokenPipeError:
        discard_broken_pipes()
        return UNREAD
    return status


def fail(error: AppError) -> int:
    """Tell the person on one line what went wrong; returns the exit status for it."""
    print("paceline:", disarmed(" ".join(str(error).splitlines())), file=sys.stderr)
    return FAILED


def end_when_a_node_is_lost() -> None:
    """Let a lost node end this process with a sentence; llama.cpp would end it without one."""

    def end(nodes: str) -> NoReturn:
        fail(AppError(ErrorCode.NODE_LOST, nodes))
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(FAILED)

    when_lost(end)


def _attempt(work: Work) -> int:
    try:
        status = work(AbortFlag())
    except AppError as error:
        return fail(error)
    except (Cancelled, KeyboardInterrupt):
        return INTERRUPTED
    return DONE if status is None else status
