"""The real worker with a real pair: killed, cancelled and closed at every moment."""

import os
import signal
import sys
from pathlib import Path

import pytest

from paceline.client.engine_client import EngineState
from paceline.provenance import Origin, StopReason
from process.journal import DRAFTING, PLAIN, Session

pytestmark = pytest.mark.model

STORY = "Write a very long story about a lighthouse keeper who learns to sail."
LONG_PROMPT = "The quick brown fox jumps over the lazy dog. " * 180
"""Some 1,800 tokens: a prefill of seconds."""

KILLS = 5
"""The whole program is put through twenty, in `model/test_whole_program.py`."""

CANCEL_SECONDS = 1.0
"""The promise is 0.1 s on an idle CPU; the rest is patience with a busy machine."""

Pair = tuple[Path, Path]


def test_a_reply_from_start_to_close(real_session: Session, practice_pair: Pair) -> None:
    one = real_session
    one.open(*practice_pair)
    assert one.client.pair is not None
    assert one.client.pair.draft is not None
    names = f"{one.client.pair.target.name} with {one.client.pair.draft.name}"
    one.generate(DRAFTING, max_tokens=32)
    one.wait_for("finished 2")
    one.client.close()
    outline = [line for line in one.outline() if not line.startswith(("loading", "prompt"))]
    assert outline == [
        "state: starting",
        "state: idle",
        "ready",
        "state: loading",
        f"loaded 1: {names}",
        "state: idle",
        "finished 1",
        "state: generating",
        "round 2",
        "state: idle",
        "finished 2",
        "state: stopped",
    ]
    reply = one.replies[0]
    assert reply.text == one.text()
    assert reply.tokens == sum(reply.origins.values()) == 32
    assert reply.stop_reason is StopReason.LENGTH
    assert reply.origins[Origin.DRAFTED] > reply.origins[Origin.CORRECTED]


@pytest.mark.skipif(sys.platform == "win32", reason="kills with signals of Unix")
def test_kills_in_the_middle_of_a_reply(real_session: Session, practice_pair: Pair) -> None:
    one = real_session
    one.open(*practice_pair)
    for number in range(1, KILLS + 1):
        request_id = one.generate(content=STORY)
        one.wait_for(f"round {request_id}", times=1 + number % 4)
        said = one.text()
        assert one.client.worker_pid is not None
        os.kill(one.client.worker_pid, signal.SIGSEGV)
        one.wait_for("lost: engine-crashed", times=number)
        assert one.journal[-3:] == [
            "state: crashed",
            f"failed {request_id}: engine-crashed",
            "lost: engine-crashed",
        ]
        assert one.outcomes[-1].signal_name == "SIGSEGV"
        assert one.text().startswith(said)
        load_id = one.restart()
        one.wait_for(f"finished {load_id}")
    request_id = one.generate(max_tokens=8)
    one.wait_for(f"finished {request_id}")
    assert len(one.pids) == KILLS + 1


@pytest.mark.parametrize(
    "moment", ["starting", "ready", "loading", "idle", "prefill", "generating", "cancelled"]
)
def test_close_leaves_no_process(
    real_session: Session, practice_pair: Pair, moment: str, caplog: pytest.LogCaptureFixture
) -> None:
    """In every state, by the worker's own exit; the fixture looks for what is left."""
    one = real_session
    one.client.start()
    if moment != "starting":
        one.wait_for("ready")
    if moment not in {"starting", "ready"}:
        one.load(*practice_pair)
        one.wait_until(lambda: any(line.startswith("loading") for line in one.journal))
    if moment in {"idle", "prefill", "generating", "cancelled"}:
        one.wait_for("finished 1")
    if moment == "prefill":
        one.generate(content=LONG_PROMPT)
        one.wait_until(lambda: any(line.startswith("prompt 2") for line in one.journal))
    if moment in {"generating", "cancelled"}:
        one.generate(content=STORY)
        one.wait_for("round 2", times=3)
    if moment == "cancelled":
        one.client.cancel(2)
    one.client.close()
    assert one.client.state is EngineState.STOPPED
    assert not [line for line in one.journal if line.startswith(("failed", "lost"))]
    assert not caplog.records  # neither a crash at the exit nor a need to kill


def test_configure_acts_from_the_next_round(real_session: Session, practice_pair: Pair) -> None:
    one = real_session
    one.open(*practice_pair)
    one.generate(DRAFTING, content=STORY)
    one.wait_for("round 2", times=5)
    asked = len(one.rounds)
    one.client.configure(PLAIN)
    one.wait_for("round 2", times=asked + 6)
    asked_again = len(one.rounds)
    one.client.configure(DRAFTING)
    one.wait_for("round 2", times=asked_again + 6)
    one.client.cancel(2)
    one.wait_for("cancelled 2")
    drafted = [round_.drafted > 0 for round_ in one.rounds]
    # A wish meets a round under way, and one may be on the wire.
    assert any(drafted[:asked])
    assert not any(drafted[asked + 2 : asked_again])
    assert any(drafted[asked_again + 2 :])
    assert all(said == {Origin.PLAIN} for said in one.origins()[asked + 2 : asked_again])


def test_configure_while_the_prompt_is_read_acts_from_the_first_round(
    real_session: Session, practice_pair: Pair
) -> None:
    one = real_session
    one.open(*practice_pair)
    one.generate(DRAFTING, max_tokens=4, content=LONG_PROMPT[:1200])
    one.wait_until(lambda: any(line.startswith("prompt 2") for line in one.journal))
    one.client.configure(PLAIN)
    one.wait_for("finished 2")
    assert [round_.drafted for round_ in one.rounds] == [0, 0, 0, 0]


def test_cancel_in_the_middle_of_a_reply(real_session: Session, practice_pair: Pair) -> None:
    one = real_session
    one.open(*practice_pair)
    one.generate(content=STORY)
    one.wait_for("round 2", times=3)
    one.client.cancel(2)
    assert one.seconds_until("cancelled 2") < CANCEL_SECONDS
    assert one.replies[0].stop_reason is StopReason.CANCELLED
    assert one.replies[0].text == one.text()
    one.generate(max_tokens=4)
    one.wait_for("finished 3")


def test_cancel_in_the_middle_of_the_prompt(real_session: Session, practice_pair: Pair) -> None:
    one = real_session
    one.open(*practice_pair)
    one.generate(content=LONG_PROMPT)
    one.wait_until(lambda: any(line.startswith("prompt 2") for line in one.journal))
    one.client.cancel(2)
    assert one.seconds_until("cancelled 2") < CANCEL_SECONDS
    assert one.rounds == []
    one.generate(max_tokens=4)
    one.wait_for("finished 3")


def test_cancel_of_a_load_leaves_the_pair(real_session: Session, practice_pair: Pair) -> None:
    one = real_session
    one.open(*practice_pair)
    one.load(*practice_pair)
    one.client.cancel(2)
    assert one.seconds_until("cancelled 2") < CANCEL_SECONDS
    one.generate(max_tokens=4)
    one.wait_for("finished 3")


def test_a_bad_file_leaves_the_pair(
    real_session: Session, practice_pair: Pair, tmp_path: Path
) -> None:
    text = tmp_path / "text.gguf"
    text.write_text("This is no model.")
    one = real_session
    one.open(*practice_pair)
    one.load(text)
    one.wait_for("failed 2: file-not-gguf")
    one.generate(max_tokens=4)
    one.wait_for("finished 3")


def test_unload_and_load_again(real_session: Session, practice_pair: Pair) -> None:
    target, _ = practice_pair
    one = real_session
    one.open(*practice_pair)
    one.unload()
    one.generate()
    one.wait_for("failed 3: no-pair")
    one.load(target)
    one.generate(max_tokens=4)
    one.wait_for("finished 5")
    assert one.client.pair is not None
    assert one.client.pair.draft is None
