"""`paceline serve` as a person or a program starts it, without an engine worth the name."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from paceline.cli.serve.job import DONE, FAILED, INTERRUPTED
from paceline.protocol.server_lines import (
    AnyServerLine,
    Listening,
    Ready,
    Stopped,
    decode_line,
)

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals are those of Unix")

PATIENCE_SECONDS = 60

_FAKE = """
import sys
from pathlib import Path
sys.path.insert(0, {tests!r})
from paceline import __main__
from fakes import fake_worker
__main__.own_command = lambda *_: (sys.executable, *fake_worker.arguments())
sys.exit(__main__.entry())
"""


@contextmanager
def serving(*arguments: str, **variables: str) -> Iterator["subprocess.Popen[bytes]"]:
    """Run the command with a fake engine in the place of the real one."""
    code = _FAKE.format(tests=str(Path(__file__).parents[1]))
    with subprocess.Popen(
        [sys.executable, "-c", code, "serve", "--port", "0", *arguments],
        env=os.environ | variables,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


@pytest.fixture
def target(tmp_path: Path) -> str:
    file = tmp_path / "great-model.gguf"
    file.write_bytes(b"GGUF")
    return str(file)


def until_ready(process: "subprocess.Popen[bytes]") -> list[AnyServerLine]:
    """Return what it says until it can answer."""
    lines: list[AnyServerLine] = []
    assert process.stdout is not None
    while not lines or not isinstance(lines[-1], Ready):
        line = decode_line(process.stdout.readline())
        assert line is not None
        lines.append(line)
    return lines


@pytest.mark.parametrize(
    ("number", "status"), [(signal.SIGTERM, DONE), (signal.SIGINT, INTERRUPTED)]
)
def test_a_signal_ends_it_and_its_engine(target: str, number: int, status: int) -> None:
    with serving("--target", target, "--json") as process:
        first, *_, last = until_ready(process)
        assert isinstance(first, Listening)
        assert (first.key_required, first.reachable, first.made_key) == (False, False, None)
        assert isinstance(last, Ready)
        assert (last.model, last.seats) == ("great-model", 8)
        children = psutil.Process(process.pid).children(recursive=True)
        assert children
        process.send_signal(number)
        out, error = process.communicate(timeout=PATIENCE_SECONDS)
        assert decode_line(out.splitlines()[-1]) == Stopped()
        assert (process.returncode, error) == (status, b"")
        assert not psutil.wait_procs(children, timeout=PATIENCE_SECONDS)[1]


def test_it_ends_with_the_program_that_started_it(target: str) -> None:
    with serving("--target", target, "--json", "--with-parent") as process:
        until_ready(process)
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(PATIENCE_SECONDS) == DONE


def test_it_ends_where_nobody_reads_its_lines(target: str) -> None:
    with serving("--target", target, "--json") as process:
        until_ready(process)
        assert process.stdout is not None
        process.stdout.close()
        process.stdout = None
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE_SECONDS) == DONE


def test_a_key_is_made_for_other_computers_and_never_reaches_the_engine(target: str) -> None:
    with serving("--target", target, "--host", "0.0.0.0", "--json") as process:
        first = until_ready(process)[0]
        assert isinstance(first, Listening)
        assert first.reachable
        assert first.key_required
        assert first.made_key is not None
        assert len(first.made_key) >= 32
        assert "0.0.0.0" not in first.url, "a client could not use it"
    with serving(
        "--target", target, "--host", "0.0.0.0", "--json", PACELINE_API_KEY="open-sesame"
    ) as process:
        first = until_ready(process)[0]
        assert isinstance(first, Listening)
        assert (first.key_required, first.made_key) == (True, None)
        (child,) = psutil.Process(process.pid).children()
        assert "PACELINE_API_KEY" not in child.environ()


def test_a_person_reads_sentences(target: str) -> None:
    with serving("--target", target, "--host", "0.0.0.0") as process:
        assert process.stdout is not None
        lines: list[str] = []
        while not lines or not lines[-1].startswith("Ready: great-model"):
            lines.append(process.stdout.readline().decode())
        process.send_signal(signal.SIGTERM)
        assert process.stdout.read().decode().endswith("Stopped.\n")
    said = "".join(lines)
    assert "the base URL for clients" in said
    assert "told only here" in said
    assert "not encrypted" in said


def refused(*arguments: str, **variables: str) -> str:
    """Return the sentence of a server that cannot be."""
    with serving(*arguments, **variables) as process:
        _, error = process.communicate(timeout=PATIENCE_SECONDS)
        assert process.returncode == FAILED
    return error.decode()


def test_a_port_that_is_taken(target: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        error = refused("--target", target, "--port", port)
        assert f"Another program listens at 127.0.0.1:{port} already" in error


def test_an_address_that_is_not_ours(target: str) -> None:
    assert "cannot listen at 203.0.113.1:0" in refused("--target", target, "--host", "203.0.113.1")


def test_keys_that_cannot_be_used(target: str, tmp_path: Path) -> None:
    assert "in PACELINE_API_KEY" in refused("--target", target, PACELINE_API_KEY="two words")
    file = tmp_path / "key"
    assert "There is no file" in refused("--target", target, "--api-key-file", str(file))
    file.write_text("short\n")
    assert f"in {file}" in refused("--target", target, "--api-key-file", str(file))


def test_a_pair_that_is_not_here_ends_it_with_a_last_line() -> None:
    with serving("--pair", "qwen3-4b", "--json") as process:
        out, error = process.communicate(timeout=PATIENCE_SECONDS)
        assert process.returncode == FAILED
        last = json.loads(out.splitlines()[-1])
        assert (last["event"], last["code"]) == ("stopped", "pair-not-here")
        assert b"paceline models get qwen3-4b" in error


def test_the_server_loads_neither_qt_nor_llama_cpp() -> None:
    heavy = ("PySide6", "llama_cpp", "paceline.engine")
    code = (
        "import sys; import paceline.cli.serve.job; "
        f"print([name for name in {heavy} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
