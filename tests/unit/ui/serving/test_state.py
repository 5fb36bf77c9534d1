"""What a server's lines come to, and the sentences for it."""

import pytest
from pytestqt.qtbot import QtBot

from paceline.client.server_process import ServerEnd
from paceline.errors import ErrorCode
from paceline.protocol.server_lines import (
    AnyServerLine,
    Figures,
    Listening,
    Loading,
    Ready,
    Request,
    Trouble,
)
from paceline.ui.serving.addresses import address_for_clients
from paceline.ui.serving.examples import Language, example
from paceline.ui.serving.state import Phase, ServerState, after_end, after_line
from paceline.ui.serving.wording import figure_texts, indicator_text, state_sentence

URL = "http://127.0.0.1:8484/v1"
LISTENING = Listening(URL, key_required=False, reachable=False)
READY = Ready("smollm2", "t.gguf", "d.gguf", 4096, 4)


def after(*lines: AnyServerLine) -> ServerState:
    state = ServerState(Phase.LOADING)
    for line in lines:
        state = after_line(state, line)
    return state


def test_a_start_ends_ready() -> None:
    loading = after(LISTENING, Loading("draft", 0.4))
    assert (loading.phase, loading.part, loading.fraction) == (Phase.LOADING, "draft", 0.4)
    ready = after_line(loading, READY)
    assert (ready.phase, ready.listening, ready.ready) == (Phase.READY, LISTENING, READY)
    assert after_line(ready, Request(1, "/v1/models", 200, stream=False, seconds=0.1)) == ready


def test_an_engine_that_was_lost_is_told_and_comes_back() -> None:
    lost = after(LISTENING, READY, Trouble(ErrorCode.ENGINE_CRASHED, "signal 9", "", 1.0))
    assert lost.phase is Phase.READY
    assert lost.trouble is not None
    assert "signal 9" in lost.trouble.text
    again = after_line(lost, Loading("target", 0.1))
    assert (again.phase, again.listening) == (Phase.LOADING, LISTENING)
    assert after_line(again, READY).phase is Phase.READY


def test_a_server_that_is_stopping_stays_so() -> None:
    stopping = ServerState(Phase.STOPPING, listening=LISTENING)
    assert after_line(stopping, READY).phase is Phase.STOPPING
    assert after_line(stopping, Loading("target", 1.0)).phase is Phase.STOPPING


def test_an_end_that_was_asked_for_leaves_nothing() -> None:
    assert after_end(ServerEnd()) == ServerState()
    failed = after_end(ServerEnd(ErrorCode.SERVER_LOST, "killed"))
    assert failed.phase is Phase.FAILED
    assert "killed" in state_sentence(failed)
    assert not failed.phase.runs


@pytest.mark.parametrize("phase", Phase)
def test_every_phase_has_a_sentence(phase: Phase, qtbot: QtBot) -> None:
    del qtbot
    state = ServerState(phase, "target", 0.5, LISTENING, READY, Figures(1, 0, 4, 2, 90, 12.5))
    assert state_sentence(state) or phase is Phase.FAILED
    assert indicator_text(state)


def test_figures_that_are_not_known_are_said_so() -> None:
    assert figure_texts(None) == ("—",) * 6
    assert figure_texts(Figures(2, 1, 4, 1234, 9, 43.21, 0.8, 1.64)) == (
        "2",
        "1",
        "43.2",
        "80 %",
        "1.6x",
        "1,234",
    )
    assert figure_texts(Figures(0, 0, 4, 0, 0, 0.0))[3:5] == ("—", "—")


def test_clients_are_given_an_address_that_leads_here() -> None:
    assert address_for_clients(URL) == URL
    told = address_for_clients("http://0.0.0.0:9000/v1")
    assert "0.0.0.0" not in told
    assert told.endswith(":9000/v1")


@pytest.mark.parametrize("language", Language)
def test_an_example_can_be_pasted(language: Language) -> None:
    plain = example(language, URL, 'my "model"', key_required=False)
    assert URL in plain
    assert "KEY" not in plain
    assert "YOUR-KEY" in example(language, URL, "m", key_required=True)
    if language is Language.PYTHON:
        compile(plain, "example", "exec")
