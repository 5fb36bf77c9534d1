"""Entry point of the engine process; started by the client, never by a person."""

import faulthandler
import os
import signal
import sys
import traceback
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

from paceline.worker.streams import Inbox, Outbox


def run_worker(measured: Path | None = None) -> int:
    """Serve commands from standard input until told to stop; returns the exit status.

    What is measured about pairs is kept in the folder `measured`, if one is given.
    """
    outbox = Outbox()  # first of all: native code must not reach the protocol
    faulthandler.enable()
    _forbid_core_dumps()
    if sys.platform != "win32":
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C in a terminal is for the window
    from paceline.engine.llama.native import AbortFlag  # noqa: PLC0415 - loads native code
    from paceline.engine.pair import Pair  # noqa: PLC0415 - loads native code
    from paceline.worker.engine_worker import EngineWorker  # noqa: PLC0415 - as above

    abort = AbortFlag()
    inbox = Inbox(sys.stdin.buffer, abort.set)
    inbox.start()
    try:
        EngineWorker(inbox, outbox, abort, open_pair=Pair, measured=measured).run()
    except BrokenPipeError:
        _end_at_once()
    except Exception:
        traceback.print_exc(file=sys.stderr)
        _end_at_once()
    return 1 if inbox.failed else 0


def _end_at_once() -> NoReturn:
    """Exit past the interpreter's own end, which aborts while a thread reads standard input."""
    with suppress(OSError):
        sys.stderr.flush()
    os._exit(1)


def _forbid_core_dumps() -> None:
    """A dump of this process would hold the chat, and writing a whole model takes seconds."""
    if sys.platform != "win32":
        import resource  # noqa: PLC0415 - there is none on Windows

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
