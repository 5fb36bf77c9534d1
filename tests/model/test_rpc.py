"""A target over two nodes says what it says on one machine; a node does what its command says."""

import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from model.test_replies import NEAR_TIE_LOGITS, QUESTIONS, ask, run, tokens_in
from model.test_whole_program import STORY, shown
from paceline.client.engine_client import EngineState
from paceline.engine.llama.native import AbortFlag
from paceline.engine.pair import Pair
from paceline.engine.plan import PairSpec
from paceline.engine.session import Session
from paceline.errors import AppError, ErrorCode, sentence
from paceline.loading import CacheType, LoadingWishes
from paceline.node_check import PROTOCOL, ask_node
from paceline.nodes import NodeAddress
from paceline.options import Sampling, Speculation
from paceline.provenance import Origin, Token
from paceline.settings import Settings
from paceline.ui.line_edit import LineEdit
from process.nodes import Node, running

GREEDY = Sampling(temperature=0)


@pytest.fixture(scope="module")
def nodes() -> Iterator[list[Node]]:
    with running(2) as found:
        yield found


def spec(target: Path, draft: Path | None, *addresses: str, length: int = 512) -> PairSpec:
    """Both ways with the same cache, for bfloat16 is this machine's choice alone."""
    wishes = LoadingWishes(nodes=addresses, key_type=CacheType.F16, value_type=CacheType.F16)
    return PairSpec(target, draft, length, wishes=wishes)


def replies(pair: Pair, count: int = 2) -> list[list[Token]]:
    session = Session(pair)
    fixed = Speculation(draft_length=4)
    return [
        tokens_in(run(session.reply(ask(question), GREEDY, fixed, max_tokens=24))[0])
        for question in QUESTIONS[:count]
    ]


def test_greedy_text_over_two_nodes_is_that_of_one_machine(
    nodes: list[Node], practice_target: Path, starter: Path
) -> None:
    here = Pair(spec(practice_target, starter), abort=AbortFlag())
    expected = replies(here)
    here.close()
    there = Pair(
        spec(practice_target, starter, *(node.address for node in nodes)), abort=AbortFlag()
    )
    try:
        placement, draft = there.plan.target, there.plan.draft
        assert [each.device for each in placement.offloaded] == [
            f"RPC0[{node.address}]" for node in nodes
        ]
        assert placement.gpu_layers == placement.layers
        assert draft is not None
        assert draft.offloaded == ()
        for use in there.memory.estimated:
            if use.device.startswith("RPC"):
                (taken,) = (
                    it
                    for it in there.memory.taken
                    if (it.model, it.device) == (use.model, use.device)
                )
                assert use.buffers == pytest.approx(taken.buffers, rel=0.05)
        said = replies(there)
    finally:
        there.close()
    assert any(token.origin is Origin.DRAFTED for tokens in said for token in tokens)
    for mine, theirs in zip(expected, said, strict=True):
        for one, other in zip(mine, theirs, strict=False):
            if one.id != other.id:
                assert one.margin is not None
                assert other.margin is not None
                assert min(one.margin, other.margin) < NEAR_TIE_LOGITS
                break
        else:
            assert len(mine) == len(theirs)


def test_layers_that_the_person_keeps_here_stay(nodes: list[Node], practice_target: Path) -> None:
    wishes = LoadingWishes(nodes=(nodes[0].address,), gpu_layers=7)
    wanted = PairSpec(practice_target, None, 256, fixed_threads=(1, 1), wishes=wishes)
    pair = Pair(wanted, abort=AbortFlag())
    try:
        assert [(it.device, it.layers) for it in pair.plan.target.offloaded] == [
            (f"RPC0[{nodes[0].address}]", 7)
        ]
        assert len(replies(pair, 1)[0]) == 24
    finally:
        pair.close()


def test_a_node_in_use_lets_others_wait_and_is_free_again_afterwards(
    nodes: list[Node], starter: Path
) -> None:
    address = NodeAddress.parse(nodes[0].address)
    pair = Pair(spec(starter, None, nodes[0].address), abort=AbortFlag())
    with pytest.raises(AppError) as caught:
        ask_node(address, answer_timeout=0.2)
    assert caught.value.code == ErrorCode.NODE_BUSY
    pair.close()
    ask_node(address)


def test_two_pairs_of_one_process_share_the_connection(nodes: list[Node], starter: Path) -> None:
    one = Pair(spec(starter, None, nodes[0].address, length=256), abort=AbortFlag())
    other = Pair(spec(starter, None, nodes[0].address, length=256), abort=AbortFlag())
    assert replies(one, 1)[0]
    one.close()
    assert replies(other, 1)[0]
    other.close()


def test_a_node_that_is_not_there_is_named(starter: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        nowhere = f"127.0.0.1:{server.getsockname()[1]}"
    with pytest.raises(AppError) as caught:
        Pair(spec(starter, None, nowhere), abort=AbortFlag())
    assert caught.value.code == ErrorCode.NODE_UNREACHABLE
    assert nowhere in str(caught.value)


def test_the_version_that_is_asked_for_is_the_library_s_own(nodes: list[Node]) -> None:
    host, _, port = nodes[0].address.partition(":")
    with socket.create_connection((host, int(port))) as talk:
        talk.sendall(b"\x0e" + (24).to_bytes(8, "little") + bytes(24))
        with talk.makefile("rb") as answer:  # its length may come in a packet of its own
            assert answer.read(8)
            assert tuple(answer.read(2)) == PROTOCOL


def test_a_node_offers_what_is_free_and_no_more_than_it_may() -> None:
    node = Node("--memory", "1.5")
    try:
        ((name, free, total),) = node.first["devices"]
        assert name == "CPU"
        assert 0 < free < total == 1_500_000_000
    finally:
        node.close()


def command(*arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "paceline", *arguments], capture_output=True, text=True, check=False
    )


def test_where_a_node_cannot_listen_it_says_so(nodes: list[Node]) -> None:
    port = nodes[0].first["port"]
    taken = command("rpc", "--port", str(port))
    assert (taken.returncode, taken.stdout) == (2, "")
    assert f"cannot listen at 127.0.0.1:{port}" in taken.stderr
    foreign = command("rpc", "--host", "198.51.100.7")
    assert foreign.returncode == 2
    assert "cannot listen at 198.51.100.7:50052" in foreign.stderr


def test_devices_lists_nodes_and_where_a_pair_would_go(
    nodes: list[Node], practice_target: Path
) -> None:
    named = [part for node in nodes for part in ("--node", node.address)]
    found = command("devices", "--target", str(practice_target), *named)
    assert found.returncode == 0, found.stderr
    for node in nodes:
        assert f"layers on RPC0[{node.address}]" in found.stdout
    assert "It fits." in found.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="signals of Unix")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_node_ends_at_once_when_asked_also_in_use(number: signal.Signals) -> None:
    node = Node()
    with socket.create_connection(("127.0.0.1", node.first["port"])):
        left = node.processes
        assert len(left) == 2
        node.process.send_signal(number)
        assert node.process.wait(20) == 0
    assert psutil.wait_procs(left, timeout=20)[1] == []
    node.close()


@pytest.mark.qt_log_ignore("This plugin does not support")  # offscreen
@pytest.mark.skipif(sys.platform == "win32", reason="kills with signals of Unix")
def test_a_node_that_is_lost_in_a_reply_leaves_window_and_text_and_a_pair_here_answers(
    qtbot: QtBot, practice_target: Path, starter: Path
) -> None:
    with running(2) as nodes:
        wishes = LoadingWishes(nodes=tuple(node.address for node in nodes))
        settings = Settings(loading=wishes, context_length=512, threads=1)
        with shown(qtbot, settings) as program:
            program.open(practice_target, starter)
            program.until_idle()
            program.send(STORY)
            program.until(lambda: len(program.rounds) >= 2)
            nodes[1].kill()
            program.until(lambda: program.client.state == EngineState.CRASHED)
            said = "".join(t.text for event in program.rounds for t in event.round.tokens)
            assert program.window.isVisible()
            assert said.strip().splitlines()[0] in program.text
            assert nodes[1].address in program.banner.text
            assert program.banner.text == sentence(ErrorCode.NODE_LOST, nodes[1].address)
            program.click("Restart engine")
            program.until(lambda: "could not be reached" in program.banner.text)
            assert nodes[1].address in program.banner.text
            QTest.keyClick(program.window, Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
            (line,) = (
                each
                for each in program.window.findChildren(LineEdit)
                if each.accessibleName() == "Nodes"
            )
            assert line.text() == ", ".join(wishes.nodes)
            line.clear()
            line.editingFinished.emit()
            program.open(practice_target, starter)
            program.until_idle()
            program.rounds.clear()
            program.send("And then?")
            program.until(lambda: len(program.rounds) >= 2)
            assert said.strip().splitlines()[0] in program.text
