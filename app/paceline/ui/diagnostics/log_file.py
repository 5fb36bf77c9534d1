"""The log of the window's process: small, rotating, and without a word of any chat.

No module logs what was said. Of an exception only its kind and the lines of code are kept, for its
message may quote what it was about.
"""

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from logging.handlers import RotatingFileHandler
from pathlib import Path
from traceback import format_tb
from types import TracebackType
from typing import Final

from paceline.ui.diagnostics.report import without_tokens

LARGEST_BYTES: Final = 256 * 1024
OLDER_FILES: Final = 2
TAIL_LINES: Final = 200

_log = logging.getLogger("paceline")

_ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None]
_NoExcInfo = tuple[None, None, None]


@contextmanager
def logging_to(file: Path) -> Iterator[None]:
    """Log to the file while this lasts, faults that nobody catches included.

    Without a log where the file cannot be written: that must not keep the window from opening.
    """
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handler = RotatingFileHandler(
            file, maxBytes=LARGEST_BYTES, backupCount=OLDER_FILES, encoding="utf-8"
        )
    except OSError:
        yield
        return
    handler.setFormatter(_WithoutMessages("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    hook, level = sys.excepthook, _log.level

    def log_fault(
        kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, Exception):
            _log.error("a fault of Paceline's own", exc_info=(kind, error, trace))
        hook(kind, error, trace)

    sys.excepthook = log_fault
    _log.addHandler(handler)
    _log.setLevel(logging.INFO)
    try:
        yield
    finally:
        sys.excepthook = hook
        _log.setLevel(level)
        _log.removeHandler(handler)
        handler.close()


def tail(file: Path) -> tuple[str, ...]:
    """The log's last lines, none where there is no log."""
    try:
        return tuple(file.read_text("utf-8", "replace").splitlines()[-TAIL_LINES:])
    except OSError:
        return ()


class _WithoutMessages(logging.Formatter):
    """Keeps the kind of an exception and where it was raised; hides what looks like a token."""

    def format(self, record: logging.LogRecord) -> str:
        return without_tokens(super().format(record))

    def formatException(self, ei: _ExcInfo | _NoExcInfo) -> str:
        kind, _, trace = ei
        return "".join([*format_tb(trace), kind.__qualname__ if kind else ""])
