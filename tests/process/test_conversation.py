"""A worker that behaves: requests follow one another and each ends exactly once."""

from pathlib import Path

import pytest

from fakes.fake_worker import TEXT
from paceline.chat import TokenCount
from paceline.client.engine_client import EngineState
from paceline.provenance import Origin, StopReason
from process.conftest import SessionMaker
from process.journal import DRAFTING, LOADED, OPENED, PLAIN, Session

PROMPT = ["state: generating", "prompt 2: 10/20", "prompt 2: 20/20"]


def test_a_reply_from_start_to_close(session: SessionMaker, target: Path, draft: Path) -> None:
    one: Session = session()
    assert one.client.state is EngineState.STOPPED
    one.open(target, draft)
    assert one.client.pair is not None
    assert one.client.pair.context_length == 4096
    one.generate()
    one.wait_for("finished 2")
    one.client.close()
    assert one.outline() == [
        *OPENED,
        *PROMPT,
        "round 2",
        "state: idle",
        "finished 2",
        "state: stopped",
    ]
    assert one.text() == TEXT == one.replies[0].text
    assert one.client.pair is None


@pytest.mark.parametrize("flags", [["--split-ms", "3"], ["--ready-delay-ms", "150"]])
def test_pieces_and_delays_change_nothing(
    session: SessionMaker, target: Path, draft: Path, flags: list[str]
) -> None:
    one = session(*flags)
    one.client.start()
    one.load(target, draft)
    one.generate()
    one.wait_for("finished 2")
    assert one.outline() == [*OPENED, *PROMPT, "round 2", "state: idle", "finished 2"]
    assert one.text() == TEXT


def test_requests_before_ready_wait_in_order(
    session: SessionMaker, target: Path, draft: Path
) -> None:
    one = session("--ready-delay-ms", "100")
    one.client.start()
    one.load(target, draft)
    one.generate(max_tokens=4)
    assert one.journal == ["state: starting"]
    one.wait_for("finished 2")
    assert one.journal == [*OPENED, *PROMPT, "round 2", "state: idle", "finished 2"]
    assert one.replies[0].stop_reason is StopReason.LENGTH
    assert one.replies[0].tokens == 4


def test_a_request_without_a_worker_fails_at_once(session: SessionMaker, target: Path) -> None:
    one = session()
    one.load(target)
    assert one.journal == []  # never before the caller knows the id
    one.wait_for("failed 1: engine-not-started")


def test_a_second_reply_beside_the_first_is_refused(
    session: SessionMaker, target: Path, draft: Path
) -> None:
    one = session()
    one.open(target, draft)
    one.generate()
    one.generate()
    one.wait_for("finished 2")
    assert one.outline() == [
        *OPENED,
        "state: generating",
        "failed 3: engine-busy",
        *PROMPT[1:],
        "round 2",
        "state: idle",
        "finished 2",
    ]


def test_cancel_keeps_what_was_said(session: SessionMaker, target: Path, draft: Path) -> None:
    one = session("--repeat", "1000", "--pace-ms", "5")
    one.open(target, draft)
    one.generate()
    one.wait_for("round 2", times=2)
    one.client.cancel(2)
    one.client.cancel(2)
    one.wait_for("cancelled 2")
    one.client.cancel(2)
    one.rest()
    assert one.outline() == [*OPENED, *PROMPT, "round 2", "state: idle", "cancelled 2"]
    assert one.replies[0].stop_reason is StopReason.CANCELLED
    assert one.replies[0].text == one.text()


def test_regenerate_follows_a_cancelled_reply(
    session: SessionMaker, target: Path, draft: Path
) -> None:
    one = session("--repeat", "1000", "--pace-ms", "5")
    one.open(target, draft)
    one.generate()
    one.wait_for("round 2")
    one.client.cancel(2)
    one.generate(max_tokens=3)
    one.wait_for("finished 3")
    assert one.outline() == [
        *OPENED,
        *PROMPT,
        "round 2",
        "state: idle",
        "cancelled 2",
        "state: generating",
        "prompt 3: 10/20",
        "prompt 3: 20/20",
        "round 3",
        "state: idle",
        "finished 3",
    ]


def test_cancel_of_a_waiting_request(session: SessionMaker, target: Path, draft: Path) -> None:
    one = session()
    one.client.start()
    one.load(target, draft)
    one.generate()
    one.client.cancel(2)
    one.wait_for("finished 1")
    one.rest()
    assert one.journal == ["state: starting", "cancelled 2", *OPENED[1:]]
    assert one.replies == []


def test_loading_while_generating_cancels_the_reply(
    session: SessionMaker, target: Path, draft: Path
) -> None:
    one = session("--repeat", "1000", "--pace-ms", "5")
    one.open(target, draft)
    one.generate()
    one.wait_for("round 2")
    one.load(target)
    one.wait_for("finished 3")
    assert one.outline() == [
        *OPENED,
        *PROMPT,
        "round 2",
        "state: idle",
        "cancelled 2",
        "state: loading",
        "loading 3: target 0.5",
        "loading 3: target 1",
        "loaded 3: target",
        "state: idle",
        "finished 3",
    ]


def test_the_last_choice_of_a_pair_wins(session: SessionMaker, target: Path, draft: Path) -> None:
    one = session("--pace-ms", "50")
    one.client.start()
    one.load(Path("/models/first.gguf"))
    one.wait_for("loading 1: target 0.5")
    one.load(Path("/models/second.gguf"))
    one.load(target, draft)
    one.wait_for("finished 3")
    assert one.journal == [
        *OPENED[:5],
        "cancelled 2",
        "state: idle",
        "cancelled 1",
        "state: loading",
        *[line.replace("1:", "3:").replace("finished 1", "finished 3") for line in LOADED],
    ]
    assert one.client.pair is not None
    assert one.client.pair.target.name == "target"


def test_a_failed_load_leaves_the_pair(session: SessionMaker, target: Path, draft: Path) -> None:
    one = session("--do", "fail", "--at", "load", "--only", "broken")
    one.open(target, draft)
    one.load(Path("/models/broken.gguf"))
    one.wait_for("failed 2: file-not-gguf")
    assert one.client.pair is not None
    assert one.client.pair.target.name == "target"
    one.generate(max_tokens=4)
    one.wait_for("finished 3")


def test_unload_frees_the_pair(session: SessionMaker, target: Path, draft: Path) -> None:
    one = session()
    one.open(target, draft)
    one.unload()
    one.wait_for("finished 2")
    one.generate()
    one.wait_for("failed 3: no-pair")
    assert one.client.pair is None
    assert one.journal == [
        *OPENED,
        "state: loading",
        "state: idle",
        "finished 2",
        "state: generating",
        "state: idle",
        "failed 3: no-pair",
    ]


def test_configure_acts_from_the_next_round(
    session: SessionMaker, target: Path, draft: Path
) -> None:
    one = session("--repeat", "1000", "--pace-ms", "20")
    one.open(target, draft)
    one.generate(DRAFTING)
    one.wait_for("round 2", times=4)
    one.client.configure(PLAIN)
    asked = len(one.rounds)
    one.wait_for("round 2", times=asked + 4)
    one.client.cancel(2)
    one.wait_for("cancelled 2")
    origins = one.origins()
    assert all(Origin.PLAIN not in said for said in origins[:asked])
    # One round may have been under way.
    assert all(said == {Origin.PLAIN} for said in origins[asked + 1 :])


def test_configure_reaches_a_reply_that_waits(
    session: SessionMaker, target: Path, draft: Path
) -> None:
    one = session()
    one.client.start()
    one.load(target, draft)
    one.generate(DRAFTING)
    one.client.configure(PLAIN)
    one.wait_for("finished 2")
    assert all(said == {Origin.PLAIN} for said in one.origins())


def test_a_slot_may_ask_for_the_next_thing(
    session: SessionMaker, target: Path, draft: Path
) -> None:
    one = session()

    def go_on(_: object) -> None:
        if len(one.requests) < 4:
            one.generate(max_tokens=2)

    one.client.request_finished.connect(go_on)
    one.open(target, draft)
    one.wait_for("finished 4")
    assert one.ends() == {1: 1, 2: 1, 3: 1, 4: 1}


def test_a_name_that_is_no_text_is_refused(session: SessionMaker) -> None:
    one = session()
    one.client.start()
    one.load(Path("/models/caf\udce9.gguf"))
    one.wait_for("failed 1: file-unreadable")
    one.wait_for("ready")


def test_half_a_character_does_not_harm_a_message(
    session: SessionMaker, target: Path, draft: Path
) -> None:
    one = session()
    one.open(target, draft)
    one.generate(content="\ud83d\ude00 and \ud83d")
    one.wait_for("finished 2")


def test_a_draft_message_is_counted_while_a_reply_is_written(
    session: SessionMaker, target: Path, draft: Path
) -> None:
    one = session("--pace-ms", "5", "--repeat", "20")
    one.open(target, draft)
    one.generate()
    one.wait_for("round 2")
    one.count("How many words", "are in here")
    one.wait_for("finished 3")
    assert one.counts == [TokenCount(prompt=6, message=3, room=4090)]
    assert one.client.state is EngineState.GENERATING
    assert "finished 2" not in one.journal
    one.client.cancel(2)
    one.wait_for("cancelled 2")
    one.count("once more")
    one.wait_for("finished 4")
    assert one.journal[-3:] == ["state: idle", "cancelled 2", "finished 4"]
    assert one.ends() == {1: 1, 2: 1, 3: 1, 4: 1}


def test_a_count_without_a_pair_fails_and_one_in_flight_ends_with_the_worker(
    session: SessionMaker, target: Path, draft: Path
) -> None:
    one = session()
    one.count("too early")
    assert one.journal == []  # never before the caller knows the id
    one.wait_for("failed 1: no-pair")
    one.client.start()
    one.load(target, draft)
    one.wait_for("finished 2")
    one.count("too late")
    one.client.close()
    assert one.ends() == {1: 1, 2: 1, 3: 1}


def test_forgetting_is_a_request_that_no_load_cancels(
    session: SessionMaker, target: Path, draft: Path, tmp_path: Path
) -> None:
    one = session("--ready-delay-ms", "100")
    one.client.start()
    forgetting = one.forget(tmp_path)
    one.load(target, draft)
    one.wait_for("finished 2")
    assert forgetting == 1
    assert one.journal[-len(OPENED) :][-1] == "finished 2"
    assert one.journal.count("finished 1") == 1
    one.client.close()


def test_without_a_worker_forgetting_fails(session: SessionMaker, tmp_path: Path) -> None:
    one = session()
    one.forget(tmp_path)
    one.wait_for("failed 1: engine-not-started")
