"""From the command line's choice of models to a loaded session."""

import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn

from paceline.cli.arguments import Options
from paceline.engine.llama.native import AbortFlag
from paceline.engine.pair import Pair, PairSpec
from paceline.engine.session import Session
from paceline.errors import AppError
from paceline.library.practice import ensure_practice_target
from paceline.library.starter import find_starter
from paceline.options import DrafterChoice, Sampling, Speculation

_INTERRUPTED: Final = bytes([signal.SIGINT])


@contextmanager
def open_session(options: Options, abort: AbortFlag) -> Iterator[Session]:
    """Load what the options name, with progress on standard error, and free it in the end."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:.0f} %"))
    with Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal
    ) as bar:
        tasks = {
            part: bar.add_task(text, total=1.0, visible=False)
            for part, text in (
                ("build", "Building the practice target"),
                ("target", "Loading the target"),
                ("draft", "Loading the draft"),
            )
        }

        def report(part: str, fraction: float) -> None:
            bar.update(tasks[part], completed=fraction, visible=True)

        target, draft = _files(options, lambda fraction: report("build", fraction))
        spec = PairSpec(target, draft, options.context, options.threads)
        pair = Pair(spec, abort=abort, progress=report)
    try:
        for note in pair.notes:
            console.print(f"Note: {note}", style="dim")
        yield Session(pair)
    finally:
        pair.close()


def pair_name(options: Options) -> str:
    """Return how this choice of models is called in reports."""
    if options.starter:
        return "starter"
    if options.target:
        return " + ".join(path.name for path in (options.target, options.draft) if path)
    return options.pair or "practice"


def sampling_of(options: Options, *, temperature: float) -> Sampling:
    """Return the sampler settings asked for, with this default temperature."""
    default = Sampling()
    return Sampling(
        temperature=temperature if options.temperature is None else options.temperature,
        top_k=default.top_k if options.top_k is None else options.top_k,
        top_p=default.top_p if options.top_p is None else options.top_p,
        min_p=default.min_p if options.min_p is None else options.min_p,
        repeat_penalty=options.repeat_penalty or default.repeat_penalty,
        seed=options.seed,
    )


def speculation_of(options: Options) -> Speculation:
    """Return how to speculate as asked for."""
    return Speculation(
        enabled=options.speculation,
        drafter=DrafterChoice(options.drafter),
        draft_length=options.draft_length,
    )


def fail(error: AppError) -> int:
    """Tell the person what went wrong; returns the exit status for it."""
    print(f"paceline: {error}", file=sys.stderr)
    return 2


@contextmanager
def interrupt_aborts(abort: AbortFlag) -> Iterator[None]:
    """Let Ctrl+C stop the reply that is being written, also in the middle of a decode.

    Python runs signal handlers only between two native calls of the main thread, and reading a
    long prompt is one such call; but it writes to the wakeup socket at once.
    """
    waker, sleeper = socket.socketpair()
    waker.settimeout(0)

    def wait() -> None:
        while sleeper.recv(1) == _INTERRUPTED:
            abort.set()

    watcher = threading.Thread(target=wait, name="interrupt", daemon=True)
    watcher.start()
    old_handler = signal.signal(signal.SIGINT, lambda _number, _frame: None)
    old_wakeup = signal.set_wakeup_fd(waker.fileno())
    try:
        yield
    finally:
        signal.set_wakeup_fd(old_wakeup)
        signal.signal(signal.SIGINT, old_handler)
        waker.close()
        watcher.join()
        sleeper.close()


def _files(options: Options, progress: Callable[[float], None]) -> tuple[Path, Path | None]:
    """Return target and draft; the practice pair is the default and built on first use."""
    if options.target is not None:
        return options.target, options.draft
    starter = find_starter()
    if options.starter:
        return starter, None
    return ensure_practice_target(starter=starter, progress=progress), starter
