"""From the command line's choice of models to a loaded session."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.progress import BarColumn, Progress, TextColumn

from paceline import paths
from paceline.cli.arguments.options import Options
from paceline.cli.interruption import interrupt_aborts
from paceline.cli.job import end_when_a_node_is_lost
from paceline.cli.memory import memory_lines, placement_lines
from paceline.cli.model_choice import chosen_files, wishes_of
from paceline.cli.terminal import remark, screen
from paceline.engine.llama.native import AbortFlag
from paceline.engine.pair import Pair
from paceline.engine.plan import PairSpec
from paceline.engine.session import Session
from paceline.errors import AppError, Cancelled, ErrorCode
from paceline.library.installed.uses import note_use
from paceline.options import DrafterChoice
from paceline.settings import load_settings


@contextmanager
def open_pair(options: Options, abort: AbortFlag, *, learned: Path | None = None) -> Iterator[Pair]:
    """Load what the options name, and free it in the end.

    Learns from replies in the folder `learned`, if one is given.
    Ctrl+C while it loads raises `Cancelled`; afterwards it is again the caller's affair.
    """
    end_when_a_node_is_lost()
    with interrupt_aborts(abort):
        pair = _load(options, abort, learned)
    try:
        if abort.is_set:
            raise Cancelled
        _require_drafter(options, pair.drafters.names)
        for note in pair.notes:
            remark(f"Note: {note}")
        if options.verbose:
            for line in (*placement_lines(pair.plan), *memory_lines(pair.memory)):
                remark(line)
        yield pair
    finally:
        pair.close()


@contextmanager
def open_session(
    options: Options, abort: AbortFlag, *, learned: Path | None = None
) -> Iterator[Session]:
    """Load what the options name, ready to chat; see `open_pair`."""
    with open_pair(options, abort, learned=learned) as pair:
        session = Session(pair, pair.memory_in(paths.measured_folder()))
        session.calibrate()
        yield session


def learning_folder(options: Options) -> Path | None:
    """Return where to learn from the chat, None where the person wants nothing learned."""
    if not options.learning:
        return None
    try:
        settings = load_settings(paths.settings_file())
    except AppError as error:
        remark(f"{error} Nothing is learned from this chat.")
        return None
    return paths.learned_folder() if settings.learn_from_chats else None


def _load(options: Options, abort: AbortFlag, learned: Path | None) -> Pair:
    """Build and load with progress on standard error; raises `AppError` or `Cancelled`."""
    console = screen(error=True)
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

        spec = pair_spec(options, abort, lambda fraction: report("build", fraction), learned)
        pair = Pair(spec, abort=abort, progress=report)
    for path in (spec.target, spec.draft):
        if path is not None:
            note_use(path)
    return pair


def pair_spec(
    options: Options,
    abort: AbortFlag,
    building: Callable[[float], None] = lambda _: None,
    learned: Path | None = None,
) -> PairSpec:
    """Return what the options ask to load; `building` is told how far the practice target is."""
    target, draft = chosen_files(options, building, lambda: abort.is_set)
    return PairSpec(
        target,
        draft,
        options.context,
        options.threads,
        options.fixed_threads,
        learned=learned,
        wishes=wishes_of(options),
    )


def _require_drafter(options: Options, loaded: tuple[str, ...]) -> None:
    """Refuse a drafter that these models do not have; another one would take its place unsaid."""
    if options.speculation and options.drafter not in (DrafterChoice.AUTO, *loaded):
        raise AppError(ErrorCode.DRAFTER_MISSING, options.drafter)
