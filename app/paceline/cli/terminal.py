"""The standard streams of a job: any text in, exact text out, remarks on standard error."""

import os
import sys
from io import TextIOWrapper

from rich.console import Console


def prepare_streams() -> None:
    """Make the streams take every text; call it once, before anything is read or written.

    Input that is not UTF-8 reads as U+FFFD. Output is UTF-8 everywhere, with line breaks as the
    text has them, so that a program that reads it gets the same bytes on every system.
    """
    if isinstance(sys.stdin, TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="replace", newline="\n")


def discard_broken_pipes() -> None:
    """Point each stream that nobody reads any more at nothing, so that exiting flushes in peace."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except BrokenPipeError:
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, stream.fileno())
            os.close(nowhere)


def screen(*, error: bool = False) -> Console:
    """Return the rich console of a stream; a broken pipe is left to the job."""
    return _Screen(stderr=error, highlight=False, markup=False, emoji=False)


def remark(text: str) -> None:
    """Tell the person something beside the output, on a line of its own."""
    screen(error=True).print(text, style="dim", soft_wrap=True)


def takes_colours() -> bool:
    """Whether standard output is a screen that understands colour codes and may have them."""
    if not sys.stdout.isatty():
        return False
    console = screen()
    return console.color_system not in (None, "windows") and not console.no_color


class _Screen(Console):
    """Rich would exit with status 1 by itself where nobody reads any more."""

    def on_broken_pipe(self) -> None:
        raise BrokenPipeError
