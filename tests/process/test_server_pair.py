"""A pair on a server through the real client and the real worker: events, ends, restarts."""

import os
import signal
import sys
from collections.abc import Iterator

import pytest

from fakes.openai_server import (
    MODEL,
    TEXT,
    WORDS,
    Fault,
    OpenAiServer,
    Plays,
    Script,
    openai_server,
)
from paceline.client.engine_client import EngineState
from paceline.loading import RemoteServer
from paceline.provenance import Origin, StopReason
from process.journal import Session


@pytest.fixture
def server() -> Iterator[OpenAiServer]:
    with openai_server(Script(plays=Plays.LLAMA_SERVER)) as serving:
        yield serving


def connect(one: Session, server: OpenAiServer, key: str | None = None) -> int:
    one.client.start()
    request = one.client.connect_pair(RemoteServer(server.url, MODEL), key)
    one.requests.append(request)
    return request


def test_a_reply_from_connecting_to_close(real_session: Session, server: OpenAiServer) -> None:
    one = real_session
    connect(one, server)
    one.wait_for("finished 1")
    pair = one.client.pair
    assert pair is not None
    assert pair.remote is not None
    assert (pair.target.name, pair.context_length, pair.draft) == (MODEL, 4096, None)
    one.generate()
    one.wait_for("finished 2")
    (reply,) = one.replies
    assert reply.text == one.text() == TEXT
    assert reply.stop_reason is StopReason.END
    assert one.origins() == [{Origin.UNREPORTED}] * len(WORDS)
    assert reply.report is not None
    assert (reply.report.drafted, reply.report.accepted) == (12, 6)


def test_what_cannot_be_done_there_is_said_and_nothing_is_sent(
    real_session: Session, server: OpenAiServer
) -> None:
    one = real_session
    connect(one, server)
    one.wait_for("finished 1")
    asked = len(server.asked)
    one.generate_alternatives()
    one.wait_for("failed 2: remote-unable")
    one.count("a text that was not sent yet")
    one.wait_for("failed 3: remote-unable")
    assert len(server.asked) == asked


def test_stopping_ends_the_reply_there_too(real_session: Session, server: OpenAiServer) -> None:
    one = real_session
    server.script.fault = Fault.SILENT
    connect(one, server)
    request = one.generate()
    one.wait_for(f"round {request}", times=4)
    one.client.cancel(request)
    one.wait_for(f"cancelled {request}")
    assert one.text() == "".join(WORDS[:4])
    assert server.gone.wait(10)


def test_a_failed_connection_leaves_the_pair_in_use(
    real_session: Session, server: OpenAiServer
) -> None:
    one = real_session
    connect(one, server)
    one.wait_for("finished 1")
    with openai_server(Script(key="sk-other")) as other:
        connect(one, other, "sk-wrong")
        one.wait_for("failed 2: remote-key-refused")
    one.generate()
    one.wait_for("finished 3")
    assert one.text() == TEXT


def test_waiting_for_a_server_can_be_stopped(real_session: Session, server: OpenAiServer) -> None:
    one = real_session
    server.script.fault = Fault.DEAF
    connect(one, server)
    request = one.generate()
    one.wait_for("state: generating")
    one.wait_until(lambda: len(server.asked) == 3)
    one.client.cancel(request)
    one.wait_for(f"cancelled {request}")
    assert one.client.state is EngineState.IDLE


@pytest.mark.skipif(sys.platform == "win32", reason="kills with signals of Unix")
def test_a_restarted_worker_connects_again(real_session: Session, server: OpenAiServer) -> None:
    one = real_session
    server.script.key = "sk-secret"
    connect(one, server, "sk-secret")
    one.wait_for("finished 1")
    assert one.client.worker_pid is not None
    os.kill(one.client.worker_pid, signal.SIGKILL)
    one.wait_for("lost: engine-crashed")
    one.restart()
    one.wait_for("finished 2")
    one.generate()
    one.wait_for("finished 3")
    assert one.text() == TEXT
