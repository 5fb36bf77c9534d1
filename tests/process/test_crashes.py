"""A worker that dies: the reply in flight fails, the window learns why, and Restart works."""

import os
import signal
import sys
from pathlib import Path

import pytest

from paceline.client.engine_client import EngineState
from paceline.errors import ErrorCode
from process.conftest import SessionMaker
from process.journal import LOADED, OPENED

PROMPT = ["state: generating", "prompt 2: 10/20", "prompt 2: 20/20"]
LOST = ["state: crashed", "failed 2: engine-crashed", "lost: engine-crashed"]

DEEDS = [
    ("segv", "SIGSEGV: it touched memory that is not its own"),
    ("abort", "SIGABRT: llama.cpp gave up on an inner fault"),
    ("exit", "it ended by itself with exit status 3"),
    ("exit-0", "it ended by itself with exit status 0"),
    ("half-line", "SIGSEGV: it touched memory that is not its own"),
]


@pytest.mark.parametrize(("deed", "detail"), DEEDS)
def test_death_in_the_middle_of_a_reply(
    session: SessionMaker, target: Path, draft: Path, deed: str, detail: str
) -> None:
    one = session("--do", deed, "--at", "round", "--rounds-before", "2")
    one.open(target, draft)
    one.generate()
    one.wait_for("lost: engine-crashed")
    one.rest()
    assert one.journal == [*OPENED, *PROMPT, "round 2", "round 2", *LOST]
    assert one.client.state is EngineState.CRASHED
    assert one.client.pair is None
    assert one.outcomes[0].failure.detail == detail
    assert one.outcomes[0].sentence() == (
        f"The engine stopped unexpectedly ({detail}). Your text is safe: press Restart to go on."
    )


@pytest.mark.parametrize("moment", ["prefill", "cancel"])
def test_death_before_and_after_the_rounds(
    session: SessionMaker, target: Path, draft: Path, moment: str
) -> None:
    one = session("--do", "segv", "--at", moment, "--repeat", "1000", "--pace-ms", "10")
    one.open(target, draft)
    one.generate()
    if moment == "cancel":
        one.wait_for("round 2")
        one.client.cancel(2)
    one.wait_for("lost: engine-crashed")
    before = PROMPT[:2] if moment == "prefill" else [*PROMPT, "round 2"]
    assert one.outline() == [*OPENED, *before, *LOST]
    assert one.outcomes[0].signal_name == "SIGSEGV"
    assert one.outcomes[0].exit_code is None


def test_death_fails_what_waits_too(session: SessionMaker, draft: Path) -> None:
    one = session("--do", "segv", "--at", "load")
    one.client.start()
    one.load(Path("/models/bad.gguf"), draft)
    one.generate()
    one.wait_for("lost: engine-crashed")
    assert one.journal == [
        *OPENED[:5],
        "state: crashed",
        "failed 1: engine-crashed",
        "failed 2: engine-crashed",
        "lost: engine-crashed",
    ]


def test_death_while_idle(session: SessionMaker, target: Path, draft: Path) -> None:
    one = session("--do", "exit", "--at", "end")
    one.open(target, draft)
    one.wait_for("lost: engine-crashed")
    assert one.journal == [*OPENED, "state: crashed", "lost: engine-crashed"]
    assert one.outcomes[0].exit_code == 3
    assert one.outcomes[0].signal_name is None


def test_a_crashed_engine_refuses_with_the_reason(
    session: SessionMaker, target: Path, draft: Path
) -> None:
    one = session("--do", "exit", "--at", "end")
    one.open(target, draft)
    one.wait_for("lost: engine-crashed")
    one.generate()
    one.wait_for("failed 2: engine-crashed")


def test_restart_loads_the_pair_that_was_in_use(
    session: SessionMaker, target: Path, draft: Path
) -> None:
    one = session("--do", "segv", "--at", "load", "--only", "bad")
    one.open(target, draft)
    one.load(Path("/models/bad.gguf"))
    one.wait_for("lost: engine-crashed")
    assert one.restart() == 3
    one.wait_for("finished 3")
    one.generate(max_tokens=4)
    one.wait_for("finished 4")
    assert one.journal == [
        *OPENED,
        "state: loading",
        "loading 2: target 0.5",
        *LOST,
        *OPENED[:4],
        *[line.replace("1:", "3:").replace("finished 1", "finished 3") for line in LOADED],
        "state: generating",
        "prompt 4: 10/20",
        "prompt 4: 20/20",
        "round 4",
        "state: idle",
        "finished 4",
    ]
    assert len(one.pids) == 2


def test_restart_without_a_pair_only_starts(session: SessionMaker) -> None:
    one = session("--do", "exit", "--at", "ready")
    one.client.start()
    one.wait_for("lost: engine-crashed")
    assert one.restart() is None
    one.wait_for("ready", times=2)


def test_restart_of_a_living_worker(session: SessionMaker, target: Path, draft: Path) -> None:
    one = session("--repeat", "1000")
    one.open(target, draft)
    one.generate()
    one.wait_for("round 2")
    assert one.restart() == 3
    one.wait_for("finished 3")
    assert one.outline() == [
        *OPENED,
        *PROMPT,
        "round 2",
        "state: idle",
        "cancelled 2",
        "state: stopped",
        *OPENED[:4],
        *[line.replace("1:", "3:").replace("finished 1", "finished 3") for line in LOADED],
    ]
    assert one.replies[0].text == one.text()  # the worker's own end, not one made for it


def test_restart_from_the_signal_that_tells_of_the_loss(
    session: SessionMaker, target: Path, draft: Path
) -> None:
    one = session("--do", "segv", "--at", "load", "--only", "bad")
    one.client.worker_lost.connect(lambda _: one.restart())
    one.open(target, draft)
    one.load(Path("/models/bad.gguf"))
    one.wait_for("finished 3")
    assert one.ends() == {1: 1, 2: 1, 3: 1}


def test_twenty_kills_in_a_row(session: SessionMaker, target: Path, draft: Path) -> None:
    one = session("--repeat", "1000", "--pace-ms", "1")
    one.open(target, draft)
    for number in range(1, 21):
        request_id = one.generate()
        one.wait_for(f"round {request_id}")
        assert one.client.worker_pid is not None
        os.kill(one.client.worker_pid, signal.SIGSEGV)
        one.wait_for("lost: engine-crashed", times=number)
        assert one.journal[-3:] == [
            "state: crashed",
            f"failed {request_id}: engine-crashed",
            "lost: engine-crashed",
        ]
        load_id = one.restart()
        one.wait_for(f"finished {load_id}")
    assert len(one.pids) == 21


def test_sigkill_from_outside_hints_at_memory(
    session: SessionMaker, target: Path, draft: Path
) -> None:
    one = session()
    one.open(target, draft)
    assert one.client.worker_pid is not None
    os.kill(one.client.worker_pid, signal.SIGKILL)
    one.wait_for("lost: engine-crashed")
    assert "memory ran out" in one.outcomes[0].sentence()


def test_the_last_words_are_kept(session: SessionMaker) -> None:
    one = session("--stderr-lines", "1000", "--do", "abort", "--at", "ready")
    one.client.start()
    one.wait_for("lost: engine-crashed")
    tail = one.outcomes[0].stderr_tail
    assert len(tail) == 200
    assert tail[-1] == "line 999 of the engine's own words"


def test_a_program_that_does_not_exist(session: SessionMaker, target: Path) -> None:
    one = session(program="/no/such/paceline")
    one.client.start()
    one.load(target)
    one.wait_for("lost: engine-not-started")
    assert one.journal == [
        "state: starting",
        "state: crashed",
        "failed 1: engine-not-started",
        "lost: engine-not-started",
    ]
    assert "/no/such/paceline" in one.outcomes[0].sentence()


def test_a_program_that_ends_before_it_is_ready(session: SessionMaker, target: Path) -> None:
    one = session("--do", "exit", "--at", "start")
    one.client.start()
    one.load(target)
    one.wait_for("lost: engine-not-started")
    assert one.journal[2:] == ["failed 1: engine-not-started", "lost: engine-not-started"]
    assert one.outcomes[0].failure.code is ErrorCode.ENGINE_NOT_STARTED


@pytest.mark.skipif(sys.platform == "win32", reason="names signals of Unix")
def test_a_python_error_at_the_start_is_kept(session: SessionMaker) -> None:
    one = session("--no-such-flag")
    one.client.start()
    one.wait_for("lost: engine-not-started")
    assert "unrecognized arguments: --no-such-flag" in "\n".join(one.outcomes[0].stderr_tail)
