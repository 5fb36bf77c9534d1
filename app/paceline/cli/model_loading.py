"""From the command line's choice of models to a loaded session."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from rich.progress import BarColumn, Progress, TextColumn

from paceline import paths
from paceline.cli.arguments.options import Options
from paceline.cli.arguments.values import whole_text
from paceline.cli.interruption import interrupt_aborts
from paceline.cli.memory import memory_lines, placement_lines
from paceline.cli.terminal import remark, screen
from paceline.engine.llama.native import AbortFlag
from paceline.engine.pair import Pair
from paceline.engine.plan import PairSpec
from paceline.engine.session import Session
from paceline.errors import AppError, Cancelled, ErrorCode
from paceline.library.installed.places import Place, places
from paceline.library.installed.uses import note_use
from paceline.library.pair_files import files_of_pair
from paceline.library.practice import ensure_practice_target
from paceline.library.starter import find_starter
from paceline.loading import LoadingWishes
from paceline.options import DrafterChoice, Sampling, Speculation, Verification
from paceline.settings import load_settings

PRACTICE: Final = "practice"
"""The pair that is made on this machine; every other name is one of the catalogue."""


@contextmanager
def open_pair(options: Options, abort: AbortFlag, *, learned: Path | None = None) -> Iterator[Pair]:
    """Load what the options name, and free it in the end.

    Learns from replies in the folder `learned`, if one is given.
    Ctrl+C while it loads raises `Cancelled`; afterwards it is again the caller's affair.
    """
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


def pair_name(options: Options) -> str:
    """Return how this choice of models is called in reports."""
    if options.starter:
        return "starter"
    if options.target:
        files = [path for path in (options.target, options.draft) if path]
        return whole_text(" + ".join(path.name for path in files))
    return options.pair or PRACTICE


def sampling_of(options: Options, *, temperature: float) -> Sampling:
    """Return the sampler settings asked for, with this default temperature."""
    default = Sampling()
    return Sampling(
        temperature=temperature if options.temperature is None else options.temperature,
        top_k=default.top_k if options.top_k is None else options.top_k,
        top_p=default.top_p if options.top_p is None else options.top_p,
        min_p=default.min_p if options.min_p is None else options.min_p,
        repeat_penalty=options.repeat_penalty or default.repeat_penalty,
        frequency_penalty=options.frequency_penalty,
        presence_penalty=options.presence_penalty,
        seed=options.seed,
        stop=tuple(options.stop),
    )


def speculation_of(options: Options) -> Speculation:
    """Return how to speculate as asked for."""
    return Speculation(
        enabled=options.speculation,
        drafter=DrafterChoice(options.drafter),
        draft_length=options.draft_length,
        verification=Verification(options.verification),
    )


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
    target, draft = _files(options, building, abort)
    key_type, value_type = options.kv_type or (None, None)
    wishes = LoadingWishes(
        draft_context_length=options.draft_context,
        key_type=key_type,
        value_type=value_type,
        draft_cache_type=options.draft_kv_type,
        flash_attention=options.flash_attention,
        device=options.device,
        gpu_layers=options.gpu_layers,
        draft_gpu_layers=options.draft_gpu_layers,
        swa_full=options.swa_full,
    )
    return PairSpec(
        target,
        draft,
        options.context,
        options.threads,
        options.fixed_threads,
        learned=learned,
        wishes=wishes,
    )


def _files(
    options: Options, progress: Callable[[float], None], abort: AbortFlag
) -> tuple[Path, Path | None]:
    """Return target and draft; the practice pair is the default and built on first use."""
    if options.target is not None:
        return options.target, options.draft
    if options.pair not in (None, PRACTICE):
        return files_of_pair(options.pair, _places())
    starter = find_starter()
    if options.starter:
        return starter, None
    target = ensure_practice_target(
        starter=starter, progress=progress, cancelled=lambda: abort.is_set
    )
    return target, starter


def _places() -> tuple[Place, ...]:
    """Where models may lie; damaged settings are told of and done without."""
    try:
        own = load_settings(paths.settings_file()).library.model_folders
    except AppError as error:
        remark(str(error))
        own = ()
    return places([Path(folder) for folder in own])


def _require_drafter(options: Options, loaded: tuple[str, ...]) -> None:
    """Refuse a drafter that these models do not have; another one would take its place unsaid."""
    if options.speculation and options.drafter not in (DrafterChoice.AUTO, *loaded):
        raise AppError(ErrorCode.DRAFTER_MISSING, options.drafter)
