"""`paceline`: one program, several jobs; the only place that wires objects together.

Each job imports what it needs when it starts, so that the worker never loads Qt and the window
never loads llama.cpp.
"""

import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, assert_never

if TYPE_CHECKING:
    from paceline.cli.arguments.options import Options
    from paceline.errors import AppError
    from paceline.history.store import History
    from paceline.library.installed.places import Place
    from paceline.loading import PairChoice
    from paceline.ui.front_door import FrontDoor


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the job that the command line names; returns the exit status."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given == ["worker"]:
        from paceline import paths
        from paceline.worker.process import run_worker

        return run_worker(paths.measured_folder())
    from paceline.cli.arguments.parser import parse

    options = parse(given)
    return _job_of(options)(options)


def _job_of(options: "Options") -> "Callable[[Options], int]":  # noqa: C901, PLR0912 - one case each
    """Return what does the job that was asked for."""
    run: Callable[[Options], int]
    match options.job:
        case "chat":
            from paceline.cli.chat import chat

            run = chat
        case "bench":
            from paceline.cli.bench.job import bench

            run = bench
        case "parity":
            from paceline.cli.parity.job import parity

            run = parity
        case "tune":
            from paceline.cli.tune.job import tune

            run = tune
        case "learned":
            from paceline.cli.learned import learned

            run = learned
        case "devices":
            from paceline.cli.devices import devices

            run = devices
        case "models":
            from paceline.cli.models.job import models

            run = models
        case "doctor":
            from paceline.cli.doctor.job import doctor

            run = doctor
        case "selftest":
            run = _test_installation
        case "rpc":
            from paceline.cli.rpc.job import rpc

            run = partial(rpc, own_command=own_command)
        case "completion":
            from paceline.cli.completion import completion

            run = completion
        case "updates":
            from paceline.cli.updates import updates

            run = updates
        case "serve":
            run = _serve
        case "window":
            run = _open_window
        case _:
            assert_never(options.job)
    return run


def entry() -> int:
    """Run `main`; an interruption before a job could take care of it ends quietly."""
    try:
        return main()
    except KeyboardInterrupt:
        return 130


def window() -> int:
    """Open the window; the entry point of the graphical launcher."""
    return main(["window", *sys.argv[1:]])


def _open_window(options: "Options") -> int:
    """Wire settings, history, engine process and window together, and run them.

    Where a window has these chats already, it comes forward instead.
    """
    from paceline import paths
    from paceline.errors import AppError, ErrorCode
    from paceline.settings import Language
    from paceline.ui.application import make_application, say_at_the_start
    from paceline.ui.diagnostics.log_file import logging_to
    from paceline.ui.front_door import Entrance, FrontDoor, Knock, activation_token
    from paceline.ui.language import speak

    try:
        pair = _pair_choice(options)
    except AppError as error:
        print("paceline:", error, file=sys.stderr)
        return 2
    make_application()
    speak(Language.SYSTEM)
    door = FrontDoor(paths.data_folder())
    match door.enter(Knock(pair, activation_token())):
        case Entrance.ANSWERED:
            return 0
        case Entrance.SILENT:
            say_at_the_start(AppError(ErrorCode.WINDOW_SILENT, str(paths.data_folder())))
            return 1
        case Entrance.FIRST:
            try:
                with logging_to(paths.log_file()):
                    return _run_only_window(pair, door)
            finally:
                door.close()
        case entrance:
            assert_never(entrance)


def _run_only_window(pair: "PairChoice | None", door: "FrontDoor") -> int:
    from paceline import paths
    from paceline.client.engine_client import EngineClient
    from paceline.errors import AppError
    from paceline.settings import Settings, load_settings, save_settings
    from paceline.ui.application import run_window

    file = paths.settings_file()
    troubles: list[AppError] = []
    try:
        settings = load_settings(file)
    except AppError as error:
        settings = Settings()
        troubles.append(error)
    history = _open_history(troubles)
    program, arguments = worker_command()
    try:
        return run_window(
            lambda: EngineClient(program, arguments),
            settings,
            lambda changed: save_settings(file, changed),
            history,
            initial_pair=pair,
            startup_errors=troubles,
            door=door,
            serve_command=own_command("serve"),
        )
    finally:
        history.close()


def _open_history(troubles: "list[AppError]") -> "History":
    """Open the person's chats, or else a history that ends with the program; adds why."""
    from paceline import paths
    from paceline.errors import AppError, ErrorCode
    from paceline.history.store import History

    try:
        history = History.open(paths.history_folder())
    except AppError as error:
        troubles.append(AppError(ErrorCode.HISTORY_NOT_KEPT, str(error)))
        return History.in_memory(copied=paths.history_folder())
    troubles += history.notices
    return history


def worker_command() -> tuple[str, list[str]]:
    """Return the program and arguments that start the engine process."""
    program, *arguments = own_command("worker")
    return program, arguments


def own_command(*arguments: str) -> tuple[str, ...]:
    """Return the command that starts this program for another job.

    A bundle has two executables: the one for jobs of the engine alone lies beside the other, and
    starts sooner and smaller for want of Qt.
    """
    if not getattr(sys, "frozen", False):
        return sys.executable, "-m", "paceline", *arguments
    program = Path(sys.executable)
    if arguments[:1] == ("worker",) or arguments == ("selftest", "--native"):
        program = program.with_name("paceline-worker" + program.suffix)
    return str(program), *arguments


def _test_installation(options: "Options") -> int:
    from paceline.cli.selftest.job import selftest

    def translations() -> str:
        from paceline.ui.language import prove_translations  # may be what is broken

        return prove_translations()

    return selftest(options, own_command, translations)


def _serve(options: "Options") -> int:
    from paceline.cli.serve.job import serve

    return serve(options, own_command)


def _pair_choice(options: "Options") -> "PairChoice | None":
    """Return the pair that the command line names, None where it names none.

    Raises `AppError` where it names one of the catalogue that is not here.
    """
    from paceline.loading import PairChoice, PairKind

    if options.target is not None:
        draft = str(options.draft.absolute()) if options.draft else None
        return PairChoice(PairKind.FILES, str(options.target.absolute()), draft)
    if options.starter:
        return PairChoice(PairKind.STARTER)
    if options.pair in (None, "practice"):
        return PairChoice(PairKind.PRACTICE) if options.pair else None
    from paceline.library.pair_files import files_of_pair

    large, small = files_of_pair(options.pair, _places())
    return PairChoice(PairKind.FILES, str(large), str(small) if small else None)


def _places() -> "tuple[Place, ...]":
    """Where models may lie; damaged settings are told of and done without."""
    from paceline import paths
    from paceline.errors import AppError
    from paceline.library.installed.places import places
    from paceline.settings import load_settings

    try:
        own = load_settings(paths.settings_file()).library.model_folders
    except AppError as error:
        print("paceline:", error, file=sys.stderr)
        own = ()
    return places([Path(folder) for folder in own])


if __name__ == "__main__":
    sys.exit(entry())
