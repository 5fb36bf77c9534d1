"""The job: wires a server together, and ends it at a signal or with its parent.

The engine runs in a child process, so nothing here loads llama.cpp.
"""

import asyncio
import os
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from socket import socket
from typing import Final

from paceline.cli.arguments.options import Options
from paceline.cli.arguments.serve import DEFAULT_SEATS
from paceline.cli.model_choice import (
    PRACTICE,
    chosen_files,
    sampling_of,
    speculation_of,
    wishes_of,
)
from paceline.cli.serve.key import KEY_VARIABLE, given_key, made_key
from paceline.cli.serve.telling import for_people, for_programs
from paceline.cli.terminal import disarmed, discard_broken_pipes, prepare_streams
from paceline.errors import AppError, sentence
from paceline.library.installed.uses import note_use
from paceline.options import Sampling
from paceline.protocol.messages import LoadPair
from paceline.protocol.server_lines import AnyServerLine, Stopped
from paceline.server.asking import Defaults
from paceline.server.listening import address_of, bind, is_loopback
from paceline.server.serving import Access, Serving

DONE: Final = 0
FAILED: Final = 2
INTERRUPTED: Final = 130
"""What shells report of a program that Ctrl+C ended."""

_SIGNALS: Final = ("SIGINT", "SIGTERM", "SIGBREAK")


def serve(options: Options, own_command: Callable[..., Sequence[str]]) -> int:
    """Run the job and return its exit status."""
    prepare_streams()
    tell = for_programs if options.json else for_people()
    status = DONE
    end = Stopped()
    try:
        status = asyncio.run(_serve(options, own_command("worker"), tell))
    except AppError as error:
        print("paceline:", disarmed(" ".join(str(error).splitlines())), file=sys.stderr)
        status, end = FAILED, Stopped(error.code, error.detail, sentence(error.code, error.detail))
    except KeyboardInterrupt:
        status = INTERRUPTED
    try:
        tell(end)
    except BrokenPipeError:
        discard_broken_pipes()
    return status


def model_name(options: Options) -> str:
    """Return the name that clients ask for."""
    if options.starter:
        return "starter"
    if options.target is not None:
        return options.target.stem.encode("utf-8", "replace").decode()
    return options.pair or PRACTICE


async def _serve(
    options: Options, command: Sequence[str], tell: Callable[[AnyServerLine], None]
) -> int:
    access, listener = _open(options)
    serving: Serving

    def tell_or_stop(line: AnyServerLine) -> None:
        try:
            tell(line)
        except BrokenPipeError:  # whoever wanted to know is gone
            discard_broken_pipes()
            serving.stop()

    names = (model_name(options), *((options.alias,) if options.alias else ()))
    sampling = sampling_of(options, temperature=Sampling().temperature)
    serving = Serving(
        listener,
        command,
        {name: value for name, value in os.environ.items() if name != KEY_VARIABLE},
        Defaults(names, sampling, speculation_of(options), options.max_tokens),
        access,
        tell_or_stop,
        most_waiting=options.queue,
        may_shrink=options.seats is None,
    )
    interrupted = _stop_at_signals(serving.stop)
    if options.with_parent:
        _stop_with_parent(serving.stop)
    await serving.run(lambda building, cancelled: _load(options, building, cancelled))
    return INTERRUPTED if interrupted() else DONE


def _open(options: Options) -> tuple[Access, socket]:
    key = given_key(options)
    listener = bind(options.host, options.port)
    made = None
    if key is None and not is_loopback(address_of(listener)[0]):
        key = made = made_key()
    return Access(key, made, tuple(options.allowed_origins)), listener


def _load(
    options: Options, building: Callable[[float], None], cancelled: Callable[[], bool]
) -> LoadPair:
    target, draft = chosen_files(options, building, cancelled)
    note_use(target, *((draft,) if draft else ()))
    return LoadPair(
        request_id=0,
        target=str(target.absolute()),
        draft=str(draft.absolute()) if draft else None,
        context_length=options.context,
        threads=options.threads,
        wishes=wishes_of(options),
        seats=options.seats or DEFAULT_SEATS,
    )


def _stop_at_signals(stop: Callable[[], None]) -> Callable[[], bool]:
    """Let signals stop the server; returns what tells whether Ctrl+C was one of them."""
    loop = asyncio.get_running_loop()
    interrupted = False

    def hear(number: int) -> None:
        nonlocal interrupted
        interrupted = interrupted or number == signal.SIGINT
        stop()

    for name in _SIGNALS:
        if (number := getattr(signal, name, None)) is None:
            continue
        try:
            loop.add_signal_handler(number, hear, number)
        except NotImplementedError:  # on Windows
            signal.signal(number, lambda heard, _frame: loop.call_soon_threadsafe(hear, heard))
    return lambda: interrupted


def _stop_with_parent(stop: Callable[[], None]) -> None:
    """Stop once standard input ends, as it does with the program that started this one."""
    loop = asyncio.get_running_loop()

    def wait() -> None:
        with suppress(OSError):
            while os.read(0, 4096):
                pass
        with suppress(RuntimeError):  # the loop has ended by itself
            loop.call_soon_threadsafe(stop)

    threading.Thread(target=wait, name="parent", daemon=True).start()
