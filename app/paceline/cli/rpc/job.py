"""The job: starts the process that computes, tells of it, and ends it at once when asked.

llama.cpp's loop cannot be told to stop and ends its process over a bad request; so it runs in a
child, and this process only watches.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import IO, Final

import msgspec

from paceline import paths
from paceline.cli.arguments.options import Options
from paceline.cli.arguments.rpc import OWN_FOLDER
from paceline.cli.job import run_job
from paceline.cli.rpc.listening import EVERYWHERE, LOOPBACK, Place, find_place
from paceline.cli.rpc.telling import ClientCame, ClientLeft, Event, lines, listening
from paceline.engine.llama.native import AbortFlag
from paceline.engine.llama.rpc import rpc_function
from paceline.engine.llama.rpc_node import offered_devices
from paceline.errors import AppError, ErrorCode
from paceline.node_check import NodeOffer, ask_node
from paceline.nodes import NodeAddress

START_TIMEOUT_S: Final = 60.0
"""From launch until it listens: libraries from a cold disk, and drivers of graphics processors."""

END_TIMEOUT_S: Final = 5.0
"""From SIGTERM, on which the process ends wherever it is, until SIGKILL."""

_PAUSE_S: Final = 0.05
_CAME: Final = b"Accepted client connection"
_LEFT: Final = b"Client connection closed"

OwnCommand = Callable[..., Sequence[str]]
"""Returns the command that starts this program with the given arguments."""


def rpc(options: Options, own_command: OwnCommand) -> int:
    """Run the job and return its exit status; to be ended is its usual end."""
    if options.native:
        from paceline.cli.rpc.native import serve_natively  # noqa: PLC0415 - another process's

        return serve_natively(options)
    return run_job(partial(_rpc, options, own_command))


def _rpc(options: Options, own_command: OwnCommand, _abort: AbortFlag) -> None:
    rpc_function("ggml_backend_rpc_start_server")
    names = offered_devices(options.device)
    place = find_place(options.host, options.port)
    command = own_command(*_arguments(options, place))
    with _ended_by_signals(), _child(command) as child:
        try:
            _watch(child, place, names, as_json=options.json)
        except KeyboardInterrupt:
            return


def _watch(
    child: "subprocess.Popen[bytes]", place: Place, names: tuple[str, ...], *, as_json: bool
) -> None:
    """Tell what the child does until it ends, which it never should."""
    assert child.stdout is not None
    offer = _wait_until_it_listens(child, place)
    heard = _events(child.stdout)
    next((event for event in heard if isinstance(event, ClientLeft)), None)  # that was us
    _tell(listening(place, names, offer.devices, os.getpid()), place, as_json=as_json)
    for event in heard:
        _tell(event, place, as_json=as_json)
    raise AppError(ErrorCode.NODE_STOPPED, _describe(child.wait()))


def _tell(event: Event, place: Place, *, as_json: bool) -> None:
    told = [msgspec.json.encode(event).decode()] if as_json else lines(event, place)
    for line in told:
        print(line, flush=True)


def _events(stream: IO[bytes]) -> Iterator[ClientCame | ClientLeft]:
    for line in stream:
        if line.startswith(_CAME):
            yield ClientCame()
        elif line.startswith(_LEFT):
            yield ClientLeft()


def _arguments(options: Options, place: Place) -> Iterator[str]:
    """Yield the arguments of the child."""
    yield from ("rpc", "--native", "--host", place.ip, "--port", str(place.port))
    if options.device is not None:
        yield from ("--device", options.device)
    if options.threads is not None:
        yield from ("--threads", str(options.threads))
    if options.memory is not None:
        yield from ("--memory", str(options.memory / 1e9))
    if options.tensor_cache is not None:
        yield from ("--cache", str(_cache_folder(options.tensor_cache)))


def _cache_folder(wanted: str) -> Path:
    folder = paths.cache_folder() / "rpc" if wanted == OWN_FOLDER else Path(wanted).absolute()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise AppError(ErrorCode.FILE_UNWRITABLE, str(folder)) from error
    return folder


def _wait_until_it_listens(child: "subprocess.Popen[bytes]", place: Place) -> NodeOffer:
    deadline = time.monotonic() + START_TIMEOUT_S
    address = NodeAddress(LOOPBACK if place.ip == EVERYWHERE else place.ip, place.port)
    while True:
        if (status := child.poll()) is not None:
            raise AppError(ErrorCode.NODE_STOPPED, _describe(status))
        try:
            return ask_node(address)
        except AppError as error:
            if error.code != ErrorCode.NODE_UNREACHABLE or time.monotonic() > deadline:
                raise
        time.sleep(_PAUSE_S)


@contextmanager
def _child(command: Sequence[str]) -> "Iterator[subprocess.Popen[bytes]]":
    """Run the process that computes; its standard input ends with this process."""
    child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    try:
        yield child
    finally:
        child.terminate()
        try:
            child.wait(END_TIMEOUT_S)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
        for stream in (child.stdin, child.stdout):
            if stream is not None:
                stream.close()


@contextmanager
def _ended_by_signals() -> Iterator[None]:
    """Let SIGTERM end the job as Ctrl+C does."""

    def stop(_number: int, _frame: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _describe(status: int) -> str:
    if status < 0 and sys.platform != "win32":
        return signal.Signals(-status).name
    return f"exit status {status}"
