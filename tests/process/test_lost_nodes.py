"""Nodes that go away in every manner: a sentence, what was said stays, and life goes on."""

import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from pytestqt.qtbot import QtBot

from paceline.client.engine_client import EngineClient, EngineState
from paceline.client.timeouts import Timeouts
from paceline.errors import ErrorCode
from paceline.loading import LoadingWishes
from process.conftest import close_and_check
from process.journal import DRAFTING, Session
from process.nodes import Node, far_node, namespaces_missing, pull_cable, running

pytestmark = [
    pytest.mark.model,
    pytest.mark.skipif(sys.platform == "win32", reason="kills with signals of Unix"),
]

STORY = "Write a very long story about a lighthouse keeper who learns to sail."
PATIENCE_MS = 90_000
"""Every round waits for several processes, and a cable's end takes the system 15 s to believe."""

SOON = Timeouts(cancel_ms=500, terminate_ms=500)

Pair = tuple[Path, Path | None]


@pytest.fixture
def one(qtbot: QtBot) -> Iterator[Session]:
    """A session with the real worker, which is cancelled in earnest after half a second."""
    command = ["-m", "paceline", "worker"]
    session = Session(EngineClient(sys.executable, command, timeouts=SOON), qtbot, PATIENCE_MS)
    yield session
    session.client.close()
    assert not [pid for pid in session.pids if psutil.pid_exists(pid)]


@pytest.fixture(scope="module")
def light(starter: Path) -> Pair:
    """What is soon sent to a node."""
    return starter, None


def load(one: Session, pair: Pair, *nodes: Node) -> int:
    wishes = LoadingWishes(nodes=tuple(node.address for node in nodes))
    target, draft = pair
    request_id = one.client.load_pair(target, draft, context_length=512, threads=1, wishes=wishes)
    one.requests.append(request_id)
    return request_id


def open_over(one: Session, pair: Pair, *nodes: Node) -> None:
    one.client.start()
    one.wait_for(f"finished {load(one, pair, *nodes)}")


def loss(one: Session) -> str:
    """Wait for the loss, and return the sentence that a person reads."""
    one.wait_until(lambda: bool(one.outcomes))
    (outcome,) = one.outcomes
    assert outcome.failure.code == ErrorCode.NODE_LOST
    assert one.client.state is EngineState.CRASHED
    return outcome.sentence()


def test_a_node_killed_in_a_reply_costs_its_end_and_a_pair_here_loads_afterwards(
    one: Session, practice_pair: Pair, light: Pair
) -> None:
    with running(2) as nodes:
        open_over(one, practice_pair, *nodes)
        reply = one.generate(DRAFTING, content=STORY)
        one.wait_for(f"round {reply}", times=3)
        nodes[1].kill()
        assert nodes[1].address in loss(one)
        assert nodes[0].address not in loss(one)
        assert one.journal.count(f"failed {reply}: {ErrorCode.NODE_LOST}") == 1
        assert one.text()
        again = one.restart()
        one.wait_for(f"failed {again}: {ErrorCode.NODE_UNREACHABLE}")
        one.wait_for(f"finished {load(one, light, nodes[0])}")
        one.wait_for(f"finished {load(one, light)}")
        reply = one.generate(DRAFTING, max_tokens=8)
        one.wait_for(f"finished {reply}")
    close_and_check(one)


def test_a_node_that_hangs_does_not_keep_a_reply_from_being_stopped(
    one: Session, light: Pair
) -> None:
    with running(1) as nodes:
        open_over(one, light, *nodes)
        reply = one.generate(DRAFTING, content=STORY)
        one.wait_for(f"round {reply}", times=2)
        nodes[0].freeze()
        one.client.cancel(reply)
        assert nodes[0].address in loss(one)


def test_a_pair_whose_node_went_while_nobody_asked_gives_way_to_one_here(
    one: Session, light: Pair
) -> None:
    with running(1) as nodes:
        open_over(one, light, *nodes)
        nodes[0].kill()
        one.wait_for(f"finished {load(one, light)}")
        assert one.outcomes == []
        assert len(one.pids) == 1


@pytest.mark.skipif(namespaces_missing() is not None, reason=str(namespaces_missing()))
def test_a_pulled_cable_ends_a_reply_by_itself(one: Session, light: Pair) -> None:
    with far_node() as node:
        open_over(one, light, node)
        reply = one.generate(DRAFTING, content=STORY)
        one.wait_for(f"round {reply}", times=2)
        pull_cable()
        assert node.address in loss(one)
        assert one.text()
