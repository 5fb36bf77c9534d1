"""The standard streams of a job: any text in, exact text out, remarks on standard error."""

import json
import os
import re
import sys
from collections.abc import Iterator
from io import TextIOWrapper
from typing import Final

import msgspec
from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment

_SURROGATES: Final = re.compile(r"[\ud800-\udfff]")
_OBEYED: Final = {*range(32), *range(127, 160)} - {ord("\t"), ord("\n")}
_MARKS: Final = dict.fromkeys(_OBEYED, "\N{REPLACEMENT CHARACTER}")


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


def print_json(value: object) -> None:
    """Print a value for programs; of names that are no text the odd bytes stand as escapes."""
    text = json.dumps(msgspec.to_builtins(value), ensure_ascii=False, indent=2)
    print(_SURROGATES.sub(lambda found: f"\\u{ord(found[0]):04x}", text))


def disarmed(text: str) -> str:
    """Return a text with marks for what a terminal would obey.

    Names of files and tokens of models come from strangers and may hold anything.
    """
    return text.translate(_MARKS)


def takes_colours() -> bool:
    """Whether standard output is a screen that understands colour codes and may have them."""
    if not sys.stdout.isatty():
        return False
    console = screen()
    return console.color_system not in (None, "windows") and not console.no_color


class _Screen(Console):
    """Rich would let texts command the terminal, and exit by itself where nobody reads any more."""

    def render(
        self, renderable: RenderableType, options: ConsoleOptions | None = None
    ) -> Iterator[Segment]:
        for text, style, control in super().render(renderable, options):
            yield Segment(text if control else disarmed(text), style, control)

    def on_broken_pipe(self) -> None:
        raise BrokenPipeError
