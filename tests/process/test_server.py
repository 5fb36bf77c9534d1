"""The local server over real HTTP, with a fake engine that can be broken in every way."""

import contextlib
import json
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx2
import psutil
import pytest

from fakes import fake_worker
from fakes.served import BRIEF, OPEN, PATIENCE_SECONDS, Served
from paceline.client.timeouts import Timeouts
from paceline.errors import AppError, ErrorCode
from paceline.protocol.messages import LoadPair
from paceline.protocol.server_lines import Figures, Request, Trouble
from paceline.server.limits import BODY_BYTES, Limits
from paceline.server.serving import Access

HELLO = {"messages": [{"role": "user", "content": "Hello"}]}
CHAT = "/v1/chat/completions"

ServerMaker = Callable[..., Served]


@pytest.fixture(scope="module")
def make_server() -> Iterator[ServerMaker]:
    """Make servers with a fake worker; each ends with the module, and leaves no process."""
    with ExitStack() as servers:

        def make(
            *flags: str,
            seats: int = 2,
            access: Access = OPEN,
            queue_length: int = 64,
            may_shrink: bool = False,
            limits: Limits = BRIEF,
            timeouts: Timeouts | None = None,
        ) -> Served:
            command = [sys.executable, *fake_worker.arguments(*flags)]
            return servers.enter_context(
                Served(
                    command,
                    LoadPair(0, "/models/target.gguf", seats=seats),
                    access=access,
                    queue_length=queue_length,
                    may_shrink=may_shrink,
                    limits=limits,
                    timeouts=timeouts,
                )
            )

        yield make
    assert psutil.Process().children(recursive=True) == []


@pytest.fixture(scope="module")
def server(make_server: ServerMaker) -> Served:
    """A server for all that does no harm to it."""
    made = make_server()
    made.ready()
    return made


@pytest.fixture
def slow(make_server: ServerMaker) -> Served:
    """A server with one seat, whose replies last until they are stopped."""
    made = make_server("--repeat", "10000", "--pace-ms", "5", seats=1, queue_length=1)
    made.ready()
    return made


def events(response: httpx2.Response) -> Iterator[dict[str, object]]:
    """Return the pieces of a stream, without its end."""
    for line in response.iter_lines():
        if line.startswith("data: ") and line != "data: [DONE]":
            yield json.loads(line.removeprefix("data: "))


def error_of(response: httpx2.Response) -> dict[str, str]:
    """Return the error, whose shape is OpenAI's."""
    body = response.json()
    assert set(body) == {"error"}
    assert set(body["error"]) == {"message", "type", "param", "code"}
    assert body["error"]["message"].endswith(".")
    found: dict[str, str] = body["error"]
    return found


# Answers ------------------------------------------------------------------------------------


def test_a_chat_in_one_piece(server: Served) -> None:
    response = server.http.post(CHAT, json=HELLO | {"max_tokens": 5})
    body = response.json()
    assert (response.status_code, body["object"]) == (200, "chat.completion")
    (choice,) = body["choices"]
    assert choice["message"] == {"role": "assistant", "content": "A binary search tree keeps "}
    assert choice["finish_reason"] == "length"
    assert body["usage"]["completion_tokens"] == 5
    assert body["usage"]["total_tokens"] == body["usage"]["prompt_tokens"] + 5
    summary = body["paceline"]["summary"]
    assert (summary["tokens"], summary["stop_reason"]) == (5, "length")
    assert "tokens" not in body["paceline"], "provenance is told on request only"


def test_a_stream_says_the_same_in_pieces(server: Served) -> None:
    whole = server.http.post(CHAT, json=HELLO).json()["choices"][0]["message"]["content"]
    asked = HELLO | {"stream": True}
    with server.http.stream("POST", CHAT, json=asked) as response:
        assert response.headers["content-type"].startswith("text/event-stream")
        pieces = list(events(response))
    deltas = [piece["choices"][0] for piece in pieces]  # type: ignore[index]
    assert deltas[0]["delta"]["role"] == "assistant"
    assert "".join(each["delta"].get("content", "") for each in deltas) == whole
    assert [each["finish_reason"] for each in deltas[:-1]] == [None] * (len(deltas) - 1)
    assert deltas[-1]["finish_reason"] == "stop"
    assert ["summary" in piece.get("paceline", {}) for piece in pieces].count(True) == 1  # type: ignore[operator]
    assert "paceline" in pieces[-1]
    assert not any("usage" in piece for piece in pieces)
    assert len({piece["id"] for piece in pieces}) == 1


def test_the_usage_comes_last_where_it_is_asked_for(server: Served) -> None:
    asked = HELLO | {"stream": True, "stream_options": {"include_usage": True}, "max_tokens": 3}
    with server.http.stream("POST", CHAT, json=asked) as response:
        *pieces, last = events(response)
    assert all(piece["usage"] is None for piece in pieces)
    assert last["choices"] == []
    assert last["usage"]["completion_tokens"] == 3  # type: ignore[index]
    assert "summary" in last["paceline"]  # type: ignore[operator]


def test_every_token_is_told_where_that_is_asked_for(server: Served) -> None:
    asked = HELLO | {"max_tokens": 7, "paceline": {"provenance": True}}
    body = server.http.post(CHAT, json=asked).json()
    tokens = body["paceline"]["tokens"]
    assert "".join(token["text"] for token in tokens) == body["choices"][0]["message"]["content"]
    assert [token["origin"] for token in tokens[:4]] == ["drafted"] * 3 + ["bonus"]
    assert tokens[0]["drafter"] == "draft-model"
    corrected = next(token for token in tokens if token["origin"] == "corrected")
    assert corrected["rejected"] == {
        "text": "tree ",
        "probability": 0.2,
        "draft_probability": 0.6,
    }
    with server.http.stream("POST", CHAT, json=asked | {"stream": True}) as response:
        streamed = [
            token
            for piece in events(response)
            for token in piece.get("paceline", {}).get("tokens", [])  # type: ignore[attr-defined]
        ]
    assert streamed == tokens


def test_a_raw_prompt_is_continued(server: Served) -> None:
    asked = {"prompt": "Once upon a time", "max_tokens": 4, "logprobs": 0}
    body = server.http.post("/v1/completions", json=asked).json()
    (choice,) = body["choices"]
    assert (body["object"], choice["text"]) == ("text_completion", "A binary search tree ")
    assert choice["logprobs"]["text_offset"] == [0, 2, 9, 16]
    assert choice["logprobs"]["token_logprobs"][0] == pytest.approx(-0.105, abs=0.001)


def test_the_chosen_tokens_probability(server: Served) -> None:
    body = server.http.post(CHAT, json=HELLO | {"logprobs": True, "max_tokens": 2}).json()
    first, second = body["choices"][0]["logprobs"]["content"]
    assert first["token"] + second["token"] == "A binary "
    assert first["logprob"] == pytest.approx(-0.105, abs=0.001)
    assert bytes(second["bytes"]) == b"binary "


def test_models_health_and_metrics(server: Served) -> None:
    assert [model["id"] for model in server.http.get("/v1/models").json()["data"]] == ["fake"]
    assert server.http.get("/v1/models/fake").json()["object"] == "model"
    assert server.http.get("/health").json()["status"] == "ok"
    server.http.post(CHAT, json=HELLO | {"max_tokens": 4})
    text = server.http.get("/metrics").text
    assert 'paceline_requests_total{endpoint="/v1/chat/completions",status="200"}' in text
    assert 'paceline_draft_tokens_accepted_total{drafter="draft-model"}' in text
    assert "paceline_time_to_first_token_seconds_bucket" in text


def test_a_request_is_told_without_its_text(server: Served) -> None:
    asked = {"messages": [{"role": "user", "content": "secret word"}], "max_tokens": 23}
    server.http.post(CHAT, json=asked)
    last = server.wait_for(Request, more=lambda line: line.tokens == 23)
    assert (last.status, last.path) == (200, CHAT)
    assert last.first_token_seconds is not None
    assert "secret" not in repr(server.lines)
    assert "binary" not in repr(server.lines)


# Requests that make no sense ----------------------------------------------------------------

MISFITS: dict[str, tuple[object, str | None]] = {
    "no messages": ({}, "messages"),
    "no list": ({"messages": "Hello"}, "messages"),
    "an empty list": ({"messages": []}, "messages"),
    "no role": ({"messages": [{"content": "x"}]}, "messages[0]"),
    "an unknown role": ({"messages": [{"role": "king", "content": "x"}]}, "messages[0].role"),
    "a tool's message": ({"messages": [{"role": "tool", "content": "x"}]}, "messages[0].role"),
    "a picture": (
        {"messages": [{"role": "user", "content": [{"type": "image_url", "image_url": {}}]}]},
        "messages[0].content",
    ),
    "no content": ({"messages": [{"role": "user", "content": None}]}, "messages[0].content"),
    "hot": (HELLO | {"temperature": 9}, "temperature"),
    "a word for a number": (HELLO | {"temperature": "hot"}, "temperature"),
    "no tokens": (HELLO | {"max_tokens": 0}, "max_tokens"),
    "endless tokens": (HELLO | {"max_tokens": 10**30}, "max_tokens"),
    "several replies": (HELLO | {"n": 2}, "n"),
    "too many stops": (HELLO | {"stop": list("abcde")}, "stop"),
    "an empty stop": (HELLO | {"stop": ""}, "stop"),
    "tools": (HELLO | {"tools": [{"type": "function"}]}, "tools"),
    "JSON": (HELLO | {"response_format": {"type": "json_object"}}, "response_format"),
    "other probabilities": (HELLO | {"logprobs": True, "top_logprobs": 3}, "top_logprobs"),
    "a bias": (HELLO | {"logit_bias": {"50256": -100}}, "logit_bias"),
    "options without a stream": (
        HELLO | {"stream_options": {"include_usage": True}},
        "stream_options",
    ),
    "a list": ([], None),
    "nothing": (None, None),
}


@pytest.mark.parametrize("name", MISFITS)
def test_what_makes_no_sense_is_refused_with_its_field(server: Served, name: str) -> None:
    asked, param = MISFITS[name]
    response = server.http.post(CHAT, json=asked)
    assert response.status_code == 400
    found = error_of(response)
    assert found["type"] == "invalid_request_error"
    assert found["param"] == param


@pytest.mark.parametrize(
    "body", [b"", b"{", b"\xff\xfe", b'{"messages":' + b"[" * 100_000, b'"\\ud800"']
)
def test_what_is_no_json_is_refused(server: Served, body: bytes) -> None:
    response = server.http.post(CHAT, content=body)
    assert response.status_code == 400
    assert error_of(response)["code"] in {"invalid_json", "invalid_value"}


@pytest.mark.parametrize(
    "extra",
    [
        {"user": "me", "metadata": {"a": 1}, "store": False, "service_tier": "auto"},
        {"n": 1, "tools": [], "tool_choice": "none", "logit_bias": {}, "stop": None},
        {"response_format": {"type": "text"}, "seed": -5, "top_k": -1, "stop": []},
        {"temperature": None, "max_tokens": None, "model": None, "stream": None},
        {"max_completion_tokens": 3, "presence_penalty": 1, "frequency_penalty": -1},
    ],
)
def test_what_clients_send_besides_does_no_harm(server: Served, extra: dict[str, object]) -> None:
    assert server.http.post(CHAT, json=HELLO | extra).status_code == 200


@pytest.mark.parametrize(
    "asked",
    [{}, {"prompt": ""}, {"prompt": ["a", "b"]}, {"prompt": "a", "echo": True}, {"prompt": 5}],
)
def test_completions_refuse_too(server: Served, asked: dict[str, object]) -> None:
    assert server.http.post("/v1/completions", json=asked).status_code == 400


def test_another_model_an_address_and_a_method_that_are_not_here(server: Served) -> None:
    other = server.http.post(CHAT, json=HELLO | {"model": "gpt-9"})
    assert (other.status_code, error_of(other)["code"]) == (404, "model_not_found")
    assert error_of(server.http.get("/v1/models/gpt-9"))["param"] == "model"
    assert error_of(server.http.get("/v1/nowhere"))["code"] == "not_found"
    wrong = server.http.get(CHAT)
    assert (wrong.status_code, wrong.headers["allow"]) == (405, "POST")


def test_a_body_that_is_too_large_is_refused_before_it_is_read(server: Served) -> None:
    with socket.create_connection(("127.0.0.1", server.port), PATIENCE_SECONDS) as line:
        line.sendall(_head(BODY_BYTES + 1))
        assert b"413" in line.makefile("rb").readline()


def test_a_body_of_unknown_length_is_cut_off(server: Served) -> None:
    chunk = b"x" * 2**20
    response = server.http.post(CHAT, content=iter([chunk] * (BODY_BYTES // 2**20 + 1)))
    assert (response.status_code, error_of(response)["code"]) == (413, "request_too_large")


def test_noise_instead_of_http(server: Served) -> None:
    with socket.create_connection(("127.0.0.1", server.port), PATIENCE_SECONDS) as line:
        line.sendall(b"\x16\x03\x01 this is TLS\r\n\r\n")
        assert b"400" in line.makefile("rb").readline()


def test_a_prompt_that_is_too_long_is_told_with_figures(make_server: ServerMaker) -> None:
    long = make_server("--do", "fail", "--at", "prefill", "--prompt-passes", "1")
    long.ready()
    found = error_of(long.http.post(CHAT, json=HELLO))
    assert (found["code"], found["param"]) == ("context_length_exceeded", "messages")
    assert "20 tokens for 10" in found["message"]


# Who may ask --------------------------------------------------------------------------------


def test_a_key_is_wanted_where_there_is_one(make_server: ServerMaker) -> None:
    locked = make_server(access=Access(key="sesame-open-up"))
    locked.ready()
    for sent in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": "Basic sesame-open-up"}):
        response = locked.http.post(CHAT, json=HELLO, headers=sent)
        assert (response.status_code, error_of(response)["code"]) == (401, "invalid_api_key")
        assert locked.http.get("/metrics", headers=sent).status_code == 401
    right = {"Authorization": "Bearer sesame-open-up"}
    assert locked.http.post(CHAT, json=HELLO, headers=right).status_code == 200
    assert locked.http.get("/health").status_code == 200


def test_names_that_pretend_to_be_this_computer(server: Served) -> None:
    rebound = server.http.get("/v1/models", headers={"Host": "evil.example:80"})
    assert (rebound.status_code, error_of(rebound)["code"]) == (403, "host_not_allowed")
    named = server.http.get("/v1/models", headers={"Host": f"localhost:{server.port}"})
    assert named.status_code == 200


def test_pages_may_ask_only_where_they_are_allowed(
    server: Served, make_server: ServerMaker
) -> None:
    page = {"Origin": "https://friend.example"}
    assert error_of(server.http.post(CHAT, json=HELLO, headers=page))["code"] == (
        "origin_not_allowed"
    )
    friendly = make_server(access=Access(allowed_origins=("https://friend.example",)))
    friendly.ready()
    response = friendly.http.post(CHAT, json=HELLO, headers=page)
    assert response.headers["access-control-allow-origin"] == "https://friend.example"
    preflight = friendly.http.options(
        CHAT, headers=page | {"Access-Control-Request-Method": "POST"}
    )
    assert preflight.status_code == 200
    stranger = friendly.http.post(CHAT, json=HELLO, headers={"Origin": "https://x.example"})
    assert stranger.status_code == 403


# Several at once, and clients that go away ---------------------------------------------------


def test_replies_are_written_side_by_side(make_server: ServerMaker) -> None:
    """Two streams that are read in turn can both go on only where both have a seat."""
    wide = make_server("--repeat", "10000", seats=2)
    wide.ready()
    asked = HELLO | {"stream": True}
    with (
        wide.http.stream("POST", CHAT, json=asked) as first,
        wide.http.stream("POST", CHAT, json=asked) as second,
    ):
        one, other = events(first), events(second)
        for _ in range(3):
            assert next(one)
            assert next(other)


def test_a_client_that_goes_away_frees_its_seat(slow: Served) -> None:
    with slow.http.stream("POST", CHAT, json=HELLO | {"stream": True}) as response:
        assert next(events(response))
    assert slow.wait_for(Request).status == 499
    with slow.http.stream("POST", CHAT, json=HELLO | {"stream": True}) as response:
        assert next(events(response))
    assert slow.worker_pid is not None


def test_a_client_that_never_reads_is_cut_off(make_server: ServerMaker) -> None:
    limits = Limits(send_seconds=0.3, grace_seconds=0.5)
    fast = make_server("--repeat", "100000", "--pace-ms", "0", limits=limits)
    fast.ready()
    body = json.dumps(HELLO | {"stream": True, "paceline": {"provenance": True}})
    with socket.socket() as line:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        line.connect(("127.0.0.1", fast.port))
        line.sendall(_head(len(body)) + body.encode())
        assert fast.wait_for(Request).status == 499
    assert fast.http.post(CHAT, json=HELLO | {"max_tokens": 2}).status_code == 200


def test_heads_and_bodies_that_do_not_come(make_server: ServerMaker) -> None:
    limits = Limits(head_seconds=0.2, body_seconds=0.2, grace_seconds=0.5)
    hasty = make_server(limits=limits)
    hasty.ready()
    with socket.create_connection(("127.0.0.1", hasty.port), PATIENCE_SECONDS) as line:
        line.sendall(_head(100)[:-4])
        with contextlib.suppress(ConnectionResetError):
            assert line.recv(1) == b"", "cut off in the middle of the head"
    with socket.create_connection(("127.0.0.1", hasty.port), PATIENCE_SECONDS) as line:
        line.sendall(_head(100) + b"{")
        assert b"408" in line.makefile("rb").readline()
    with socket.create_connection(("127.0.0.1", hasty.port), PATIENCE_SECONDS) as line:
        line.sendall(b"GET /v1/models HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert b"200" in line.recv(65536)
        line.sendall(b"GET /v1/mod")
        with contextlib.suppress(ConnectionResetError):
            while line.recv(65536):
                pass  # what is left of the first answer; then it is cut off again


def _head(length: int) -> bytes:
    """Return the head of a chat that is written by hand."""
    head = f"POST {CHAT} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {length}\r\n\r\n"
    return head.encode()


def test_a_line_that_is_too_long(slow: Served) -> None:
    """One sits, one waits, and the third is told to come back."""
    with ExitStack() as streams:
        sitting = streams.enter_context(
            slow.http.stream("POST", CHAT, json=HELLO | {"stream": True})
        )
        pieces = events(sitting)
        assert next(pieces)
        waiting = threading.Thread(
            target=lambda: slow.http.post(CHAT, json=HELLO | {"max_tokens": 1})
        )
        waiting.start()
        slow.wait_for(Figures, more=lambda line: line.waiting == 1)
        sent_away = slow.http.post(CHAT, json=HELLO)
        assert (sent_away.status_code, error_of(sent_away)["code"]) == (429, "too_many_requests")
        assert int(sent_away.headers["retry-after"]) > 0
    waiting.join(PATIENCE_SECONDS)
    assert not waiting.is_alive(), "it was let in once the seat was free"


# The engine is lost --------------------------------------------------------------------------


def test_the_engine_is_killed_in_the_middle_of_a_stream(slow: Served) -> None:
    before = slow.worker_pid
    with slow.http.stream("POST", CHAT, json=HELLO | {"stream": True}) as response:
        pieces = events(response)
        assert next(pieces)
        assert next(pieces)
        assert before is not None
        os.kill(before, signal.SIGKILL)
        *_, last = pieces
    assert last["error"]["code"] == "engine_lost"  # type: ignore[index]
    assert "SIGKILL" in last["error"]["message"]  # type: ignore[index]
    trouble = slow.wait_for(Trouble)
    assert trouble.code is ErrorCode.ENGINE_CRASHED
    again = slow.http.post(CHAT, json=HELLO | {"max_tokens": 4})
    assert again.status_code == 200, "a request that comes meanwhile waits for the new engine"
    assert slow.worker_pid != before
    assert "paceline_worker_restarts_total 1.0" in slow.http.get("/metrics").text


def test_the_engine_is_killed_before_a_word_was_said(make_server: ServerMaker) -> None:
    quiet = make_server("--prompt-passes", "100000", "--pace-ms", "5")
    quiet.ready()

    def kill_once_it_reads() -> None:
        quiet.wait_for(Figures, more=lambda line: line.running == 1)
        assert quiet.worker_pid is not None
        os.kill(quiet.worker_pid, signal.SIGKILL)

    killer = threading.Thread(target=kill_once_it_reads)
    killer.start()
    response = quiet.http.post(CHAT, json=HELLO)
    killer.join()
    assert (response.status_code, error_of(response)["code"]) == (502, "engine_lost")
    assert response.headers["retry-after"]


def test_an_engine_that_does_not_stop_is_ended(make_server: ServerMaker) -> None:
    stubborn = make_server(
        "--repeat", "10000", "--ignore", "cancel", timeouts=Timeouts(cancel_ms=200)
    )
    before = stubborn.ready()
    with stubborn.http.stream("POST", CHAT, json=HELLO | {"stream": True}) as response:
        assert next(response.iter_lines())
    assert stubborn.wait_for(Trouble).code is ErrorCode.ENGINE_SILENT
    assert stubborn.ready() == before


def test_an_engine_that_is_lost_again_and_again_is_started_ever_later(
    make_server: ServerMaker,
) -> None:
    bad = make_server("--do", "segv", "--at", "end")
    troubles = [bad.wait_for(Trouble) for _ in range(4)]
    assert [each.retry_seconds for each in troubles] == [0.2, 0.4, 0.8, 1.6]
    assert "4. time in a row" in troubles[-1].sentence
    bad.stop()
    bad.join()


def test_a_pair_that_cannot_be_loaded_ends_the_server(make_server: ServerMaker) -> None:
    broken = make_server("--do", "fail", "--at", "load")
    broken.join()
    assert isinstance(broken.failure, AppError)
    assert broken.failure.code is ErrorCode.FILE_NOT_GGUF


def test_fewer_seats_where_memory_is_short(make_server: ServerMaker) -> None:
    ready = make_server("--most-seats", "3", seats=8, may_shrink=True).ready()
    assert ready.seats == 2
    assert ready.notes[0].startswith("Memory is too short for 4 replies at once.")
    firm = make_server("--most-seats", "3", seats=8)
    firm.join()
    assert isinstance(firm.failure, AppError)
    assert firm.failure.code is ErrorCode.MEMORY_SHORT


def test_a_reply_that_runs_is_told_that_the_server_stops(slow: Served) -> None:
    with slow.http.stream("POST", CHAT, json=HELLO | {"stream": True}) as response:
        pieces = events(response)
        assert next(pieces)
        pid = slow.worker_pid
        slow.stop()
        *_, last = pieces
    assert last["error"]["code"] == "server_stopping"  # type: ignore[index]
    slow.join()
    assert slow.failure is None
    assert pid is not None
    assert not psutil.pid_exists(pid)


def test_server_and_engine_are_told_to_end_at_once(slow: Served) -> None:
    """As service managers do, and terminals that are closed."""
    with slow.http.stream("POST", CHAT, json=HELLO | {"stream": True}) as response:
        pieces = events(response)
        assert next(pieces)
        pid = slow.worker_pid
        assert pid is not None
        slow.stop()
        os.kill(pid, signal.SIGTERM)
        *_, last = pieces
    assert last["error"]["code"] == "server_stopping"  # type: ignore[index]
    slow.join()
    assert slow.failure is None
    assert not any(isinstance(line, Trouble) for line in slow.lines), "no other one is started"


def test_a_short_reply_is_finished_before_the_end(make_server: ServerMaker) -> None:
    polite = make_server("--pace-ms", "10", limits=Limits(grace_seconds=PATIENCE_SECONDS))
    polite.ready()
    with polite.http.stream("POST", CHAT, json=HELLO | {"stream": True}) as response:
        pieces = events(response)
        assert next(pieces)
        polite.stop()
        *_, last = pieces
    assert last["choices"][0]["finish_reason"] == "stop"  # type: ignore[index]
    polite.join()


def test_a_second_wish_to_end_does_not_wait(make_server: ServerMaker) -> None:
    polite = make_server("--repeat", "10000", limits=Limits(grace_seconds=10 * PATIENCE_SECONDS))
    polite.ready()
    with polite.http.stream("POST", CHAT, json=HELLO | {"stream": True}) as response:
        pieces = events(response)
        assert next(pieces)
        polite.stop()
        polite.stop()
        *_, last = pieces
    assert last["error"]["code"] == "server_stopping"  # type: ignore[index]
    polite.join()


def late_worker(gate: Path) -> list[str]:
    """Return the command of a worker that waits for the test before it is ready."""
    os.mkfifo(gate)
    wait = ["sh", "-c", 'read -r _ < "$0"; exec "$@"', str(gate)]
    return [*wait, sys.executable, *fake_worker.arguments()]


def test_it_stops_while_its_engine_starts(tmp_path: Path) -> None:
    with Served(late_worker(tmp_path / "gate"), LoadPair(0, "/models/target.gguf")) as starting:
        assert starting.http.get("/health").json()["status"] == "starting"
        starting.stop()
        starting.join()
        assert starting.failure is None


def test_where_it_is_still_loading(tmp_path: Path) -> None:
    gate = tmp_path / "gate"
    with Served(late_worker(gate), LoadPair(0, "/models/target.gguf")) as loading:
        health = loading.http.get("/health")
        assert (health.status_code, health.json()["status"]) == (503, "starting")
        gate.write_text("go\n")
        loading.ready()
        assert loading.http.get("/health").status_code == 200
