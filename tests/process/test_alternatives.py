"""Several replies at once, through the real client: they end exactly once, however they end."""

from pathlib import Path

import pytest

from fakes.fake_worker import TEXT
from paceline.provenance import StopReason
from process.conftest import SessionMaker
from process.journal import OPENED, Session

WORDS = len(TEXT.split())
PROMPT = ["state: generating", "prompt 2: 10/20", "prompt 2: 20/20"]
Pair = tuple[Path, Path]


def test_several_replies_from_start_to_end(
    session: SessionMaker, target: Path, draft: Path
) -> None:
    one: Session = session()
    one.open(target, draft)
    one.generate_alternatives(count=3)
    one.wait_for("finished 2")
    assert one.outline() == [*OPENED, *PROMPT, "said 2", "state: idle", "finished 2"]
    texts = ["".join(token.text for token in one.said[number]) for number in range(3)]
    assert texts == [reply.text for reply in one.replies]
    assert [reply.tokens for reply in one.replies] == [WORDS - 1, WORDS, WORDS + 1]
    assert [reply.seed for reply in one.replies] == [1, 2, 3]
    assert texts[2] == f"3: {TEXT}"


def test_cancelled_they_keep_what_they_said(
    session: SessionMaker, target: Path, draft: Path
) -> None:
    one = session("--repeat", "50")
    one.open(target, draft)
    one.generate_alternatives(max_tokens=1000)
    one.wait_for("said 2", times=3)
    one.client.cancel(2)
    one.wait_for("cancelled 2")
    assert {reply.stop_reason for reply in one.replies} == {StopReason.CANCELLED}
    assert one.replies[0].text == "".join(token.text for token in one.said[0])


def test_a_reply_beside_them_is_refused_and_one_behind_them_waits(
    session: SessionMaker, target: Path, draft: Path
) -> None:
    one = session()
    one.open(target, draft)
    one.generate_alternatives()
    one.generate()
    one.wait_for("failed 3: engine-busy")
    one.client.cancel(2)
    one.generate()
    one.wait_for("finished 4")
    assert one.ends() == {1: 1, 2: 1, 3: 1, 4: 1}


def test_counts_are_answered_beside_them(session: SessionMaker, target: Path, draft: Path) -> None:
    one = session("--repeat", "50")
    one.open(target, draft)
    one.generate_alternatives(max_tokens=1000)
    one.wait_for("said 2", times=2)
    one.count("one two three")
    one.wait_for("finished 3")
    assert "finished 2" not in one.journal
    assert one.counts[0].prompt == 3
    one.client.cancel(2)
    one.wait_for("cancelled 2")


@pytest.mark.parametrize("moment", ["prefill", "round"])
def test_a_worker_that_dies_among_them_fails_them_once(
    session: SessionMaker, target: Path, draft: Path, moment: str
) -> None:
    one = session("--do", "segv", "--at", moment)
    one.open(target, draft)
    one.generate_alternatives()
    one.wait_for("lost: engine-crashed")
    assert "failed 2: engine-crashed" in one.journal


def test_an_expected_failure_ends_them(session: SessionMaker, target: Path, draft: Path) -> None:
    one = session("--do", "fail", "--at", "round")
    one.open(target, draft)
    one.generate_alternatives()
    one.wait_for("failed 2: decode-failed")


@pytest.mark.model
def test_on_real_weights(real_session: Session, practice_pair: Pair) -> None:
    """They differ, they can be cancelled, and the next turn finds the prompt in the cache."""
    one = real_session
    one.open(*practice_pair)
    one.generate_alternatives(count=3, max_tokens=12, content="Write a story about the sea.")
    one.wait_for("finished 2")
    assert len({reply.text for reply in one.replies}) == 3
    one.generate_alternatives(count=2, max_tokens=400, content="Write a story about the sea.")
    one.wait_for("said 3", times=2)
    one.client.cancel(3)
    one.wait_for("cancelled 3")
    one.generate(max_tokens=1, content="Write a story about the sea.")
    one.wait_for("finished 4")
    assert one.replies[-1].prefill_tokens == 1
