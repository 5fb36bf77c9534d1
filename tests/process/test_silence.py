"""A worker that does not answer: it is asked, terminated and killed, each within its grace."""

from dataclasses import replace
from pathlib import Path
from time import monotonic

import pytest

from process.conftest import SHORT, SessionMaker
from process.journal import OPENED

PROMPT = ["state: generating", "prompt 2: 10/20", "prompt 2: 20/20"]
SILENT = ["state: crashed", "failed 2: engine-silent", "lost: engine-silent"]
BRIEF = replace(SHORT, cancel_ms=150, close_ms=150)


@pytest.mark.parametrize("deaf_to_sigterm", [False, True])
def test_a_reply_that_cannot_be_cancelled(
    session: SessionMaker, target: Path, draft: Path, *, deaf_to_sigterm: bool
) -> None:
    deafness = ["cancel", *(["sigterm"] if deaf_to_sigterm else [])]
    one = session("--repeat", "1000", "--ignore", *deafness, timeouts=BRIEF)
    one.open(target, draft)
    one.generate()
    one.wait_for("round 2")
    one.client.cancel(2)
    one.wait_for("lost: engine-silent")
    assert one.outline() == [*OPENED, *PROMPT, "round 2", *SILENT]
    assert one.outcomes[0].signal_name == ("SIGKILL" if deaf_to_sigterm else "SIGTERM")
    assert one.outcomes[0].sentence() == (
        "The engine did not answer and was stopped (it did not stop within 0.15 s). "
        "Your text is safe: press Restart to go on."
    )


def test_a_prompt_that_hangs(session: SessionMaker, target: Path, draft: Path) -> None:
    one = session("--do", "hang", "--at", "prefill", timeouts=BRIEF)
    one.open(target, draft)
    one.generate()
    one.wait_for("prompt 2: 10/20")
    one.client.cancel(2)
    one.wait_for("lost: engine-silent")
    assert one.journal == [*OPENED, *PROMPT[:2], *SILENT]


def test_a_load_that_hangs_gives_way_to_the_next(
    session: SessionMaker, target: Path, draft: Path
) -> None:
    one = session("--do", "hang", "--at", "load", "--only", "bad", timeouts=BRIEF)
    one.open(target, draft)
    one.load(Path("/models/bad.gguf"))
    one.wait_for("loading 2: target 0.5")
    one.load(target)
    one.wait_for("lost: engine-silent")
    assert one.journal == [
        *OPENED,
        "state: loading",
        "loading 2: target 0.5",
        "state: crashed",
        "failed 2: engine-silent",
        "failed 3: engine-silent",
        "lost: engine-silent",
    ]
    one.restart()
    one.wait_for("finished 4")


def test_an_answer_within_the_grace_stops_the_clock(
    session: SessionMaker, target: Path, draft: Path
) -> None:
    one = session("--repeat", "1000", "--pace-ms", "60", timeouts=BRIEF)
    one.open(target, draft)
    one.generate()
    one.wait_for("round 2")
    one.client.cancel(2)
    one.wait_for("cancelled 2")
    one.rest(BRIEF.cancel_ms * 2)
    assert one.journal[-1] == "cancelled 2"


def test_a_worker_that_never_gets_ready(session: SessionMaker, target: Path) -> None:
    one = session("--do", "hang", "--at", "start", timeouts=replace(SHORT, start_ms=300))
    one.client.start()
    one.load(target)
    one.wait_for("lost: engine-not-started")
    assert one.journal == [
        "state: starting",
        "state: crashed",
        "failed 1: engine-not-started",
        "lost: engine-not-started",
    ]
    assert "it was not ready within 0.3 s" in one.outcomes[0].sentence()


def test_a_start_timeout_does_not_outlive_ready(session: SessionMaker) -> None:
    one = session(timeouts=replace(SHORT, start_ms=3000))
    one.client.start()
    one.wait_for("ready")
    one.rest(3200)
    assert one.journal == ["state: starting", "state: idle", "ready"]


def test_a_worker_that_stops_talking(session: SessionMaker, target: Path, draft: Path) -> None:
    one = session("--do", "close-stdout", "--at", "round", timeouts=BRIEF)
    one.open(target, draft)
    one.generate()
    one.wait_for("round 2", times=2)
    one.client.cancel(2)
    one.wait_for("lost: engine-silent")
    assert one.journal == [*OPENED, *PROMPT, "round 2", "round 2", *SILENT]


def test_a_worker_that_stops_listening(session: SessionMaker, target: Path, draft: Path) -> None:
    one = session("--do", "close-stdin", "--at", "ready", timeouts=replace(SHORT, cancel_ms=60_000))
    one.client.start()
    one.wait_for("ready")
    one.load(target, draft)
    one.rest(100)
    one.client.cancel(1)
    one.wait_for("lost: engine-crashed")
    assert one.journal == [
        *OPENED[:4],
        "state: crashed",
        "failed 1: engine-crashed",
        "lost: engine-crashed",
    ]
    assert "it stopped listening" in one.outcomes[0].sentence()


CLOSINGS = {
    "normal": [],
    "deaf": ["--ignore", "cancel", "shutdown"],
    "stubborn": ["--ignore", "cancel", "shutdown", "sigterm"],
}


@pytest.mark.parametrize("manner", CLOSINGS)
@pytest.mark.parametrize(
    "moment", ["starting", "idle", "loading", "prefill", "generating", "cancelled"]
)
def test_close_leaves_no_process(
    session: SessionMaker, target: Path, draft: Path, manner: str, moment: str
) -> None:
    """In every state and manner; that no process is left is checked by the fixture."""
    timeouts = BRIEF if manner != "normal" else SHORT
    pace = "200" if moment in {"loading", "prefill"} else "2"
    one = session("--repeat", "1000", "--pace-ms", pace, *CLOSINGS[manner], timeouts=timeouts)
    one.client.start()
    if moment != "starting":
        one.wait_for("ready")
    if moment == "loading":
        one.load(target, draft)
        one.wait_for("loading 1: target 0.5")
    elif moment not in {"starting", "idle"}:
        one.load(target, draft)
        one.generate()
        one.wait_for("round 2" if moment != "prefill" else "prompt 2: 10/20")
    if moment == "cancelled":
        one.client.cancel(2)
    begun = monotonic()
    one.client.close()
    graces = timeouts.close_ms + timeouts.terminate_ms + timeouts.kill_ms
    assert monotonic() - begun < graces / 1000
    assert one.journal.count("state: stopped") == 1
    assert not [line for line in one.journal if line.startswith(("failed", "lost"))]
    after = list(one.journal)
    one.rest()
    assert one.journal == after


@pytest.mark.parametrize("moment", ["segv", "hang", "exit"])
def test_close_of_a_worker_that_fails_to_go(
    session: SessionMaker, target: Path, draft: Path, moment: str
) -> None:
    one = session("--do", moment, "--at", "shutdown", timeouts=BRIEF)
    one.open(target, draft)
    one.client.close()
    assert one.journal == [*OPENED, "state: stopped"]


def test_close_ends_what_waits(session: SessionMaker, target: Path, draft: Path) -> None:
    one = session("--ready-delay-ms", "60000")
    one.client.start()
    one.load(target, draft)
    one.generate()
    one.client.close()
    assert one.journal == ["state: starting", "state: stopped", "cancelled 1", "cancelled 2"]


def test_close_during_the_escalation(session: SessionMaker, target: Path, draft: Path) -> None:
    timeouts = replace(BRIEF, cancel_ms=50, terminate_ms=1000)
    one = session(
        "--repeat", "1000", "--ignore", "cancel", "shutdown", "sigterm", timeouts=timeouts
    )
    one.open(target, draft)
    one.generate()
    one.wait_for("round 2")
    one.client.cancel(2)
    one.rest(200)
    one.client.close()
    assert one.journal[-2:] == ["state: stopped", "cancelled 2"]


def test_close_from_within_an_event(session: SessionMaker, target: Path, draft: Path) -> None:
    one = session("--repeat", "1000", "--pace-ms", "0")
    one.client.round_done.connect(lambda _: one.client.close())
    one.open(target, draft)
    one.generate()
    one.wait_for("state: stopped")
    one.rest()
    assert one.ends() == {1: 1, 2: 1}
    assert [round_.index for round_ in one.rounds] == list(range(len(one.rounds)))


def test_close_twice_and_before_any_start(session: SessionMaker) -> None:
    one = session()
    one.client.close()
    one.client.start()
    one.client.close()
    one.client.close()
    assert one.journal == ["state: starting", "state: stopped"]


def test_a_closed_client_can_start_again(session: SessionMaker, target: Path, draft: Path) -> None:
    one = session()
    one.open(target, draft)
    one.client.close()
    one.client.start()
    one.wait_for("ready", times=2)
    assert one.client.pair is None
