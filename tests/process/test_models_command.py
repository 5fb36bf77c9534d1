"""`paceline models` as a process of its own: Ctrl+C, going on, and what other jobs say of pairs."""

import json
import os
import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from fakes.hub_stub.faults import Port, Slow
from fakes.hub_stub.stub import HubStub
from paceline.cli.job import DONE, FAILED, INTERRUPTED

SIZE = 6_000_000
CONTENT = random.Random(5).randbytes(SIZE)
NAME = "someone/model-GGUF"
PATIENCE_SECONDS = 60


@pytest.fixture
def hub() -> Iterator[HubStub]:
    with HubStub() as stub:
        stub.add_repository(NAME, {"model-Q4_K_M.gguf": CONTENT})
        yield stub


@pytest.fixture
def environment(tmp_path: Path, hub: HubStub) -> dict[str, str]:
    """An empty machine whose Hub is the stub."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HF_")}
    return kept | {
        "HF_ENDPOINT": hub.endpoint,
        "HF_HOME": str(tmp_path / "hf"),
        "HOME": str(tmp_path / "person"),
        "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
    }


def begin(environment: dict[str, str], *arguments: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "paceline", *arguments],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def run(environment: dict[str, str], *arguments: str) -> tuple[int, str, str]:
    with begin(environment, *arguments) as process:
        out, error = process.communicate(timeout=PATIENCE_SECONDS)
    return process.returncode, out, error


def test_ctrl_c_pauses_a_download_and_the_same_command_goes_on(
    hub: HubStub, environment: dict[str, str]
) -> None:
    hub.faults.add(Port.CDN, Slow(bytes_per_second=2_000_000), times=None)
    command = ("models", "get", NAME, "--json")
    with begin(environment, *command) as process:
        hub.journal.wait(lambda _asked: hub.journal.bytes_sent() > SIZE // 3)
        process.send_signal(signal.SIGINT)
        out, error = process.communicate(timeout=PATIENCE_SECONDS)
    assert process.returncode == INTERRUPTED
    assert f"paceline models get {NAME} --json" in error
    paused = json.loads(out.splitlines()[-1])
    assert paused["type"] == "paused"
    assert SIZE // 4 < paused["done"] < SIZE

    hub.faults.clear()
    status, out, _ = run(environment, *command)
    assert status == DONE
    arrived = json.loads(out.splitlines()[-1])
    assert Path(arrived["path"]).read_bytes() == CONTENT
    assert hub.journal.bytes_sent() < SIZE * 1.25, "what was kept is not fetched again"


@pytest.mark.parametrize("job", ["chat", "bench", "window"])
def test_a_pair_that_is_not_here_is_told_with_the_command_that_fetches_it(
    job: str, environment: dict[str, str], hub: HubStub
) -> None:
    status, out, error = run(environment, job, "--pair", "qwen3-4b")
    assert (status, out) == (FAILED, "")
    assert "paceline models get qwen3-4b" in error
    assert not hub.requests


def test_help_shows_how_to_begin(environment: dict[str, str]) -> None:
    status, out, _ = run(environment, "models", "--help")
    assert status == DONE
    for word in ("paceline models get qwen3-4b", "exit status", "search", "verify", "rm"):
        assert word in out
