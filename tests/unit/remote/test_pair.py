"""A pair on a server: what each kind of server tells, and every way to fail, over real HTTP."""

import threading
from collections.abc import Iterator

import pytest

from fakes.openai_server import (
    CERTIFICATE,
    MODEL,
    PROVENANCE,
    TEXT,
    WORDS,
    Fault,
    OpenAiServer,
    Plays,
    openai_server,
)
from paceline.chat import ChatMessage, Role
from paceline.errors import AppError, ErrorCode
from paceline.loading import RemoteServer, ServerSoftware
from paceline.options import Overflow, Sampling, Speculation
from paceline.provenance import (
    UNKNOWN_ID,
    Origin,
    ReplySummary,
    Round,
    ServerReport,
    StopReason,
    Token,
)
from paceline.remote.pair import RemotePair, models_of
from paceline.remote.patience import Patience
from paceline.remote.reply import RemoteReply

IMPATIENT = Patience(connect=5, answer=5, first_word=0.3, next_word=0.3, look_up=0.01)
QUESTION = (ChatMessage(Role.USER, "Why is the sky blue?"),)


@pytest.fixture
def server() -> Iterator[OpenAiServer]:
    with openai_server() as serving:
        yield serving


def never() -> bool:
    return False


def connect(server: OpenAiServer, key: str | None = None) -> RemotePair:
    return RemotePair.connect(RemoteServer(server.url, MODEL), key, never, IMPATIENT)


def ask(
    pair: RemotePair,
    messages: tuple[ChatMessage, ...] = QUESTION,
    sampling: Sampling | None = None,
    **more: object,
) -> RemoteReply:
    look_up = more.pop("look_up", never)
    progress = more.pop("progress", lambda *_: None)
    assert callable(look_up)
    assert callable(progress)
    return pair.reply(
        messages,
        sampling or Sampling(seed=7),
        Speculation(),
        max_tokens=64,
        overflow=Overflow.STOP,
        look_up=look_up,
        progress=progress,
    )


def said(reply: RemoteReply) -> list[Token]:
    return [token for round_ in reply for token in round_.tokens]


def chat(server: OpenAiServer) -> tuple[list[Round], ReplySummary]:
    pair = connect(server)
    try:
        reply = ask(pair)
        rounds = list(reply)
        return rounds, reply.summary
    finally:
        pair.close()


def failure(server: OpenAiServer) -> AppError:
    pair = connect(server)
    try:
        with pytest.raises(AppError) as caught:
            list(ask(pair))
    finally:
        pair.close()
    return caught.value


def test_a_bare_server_tells_nothing_and_nothing_is_made_up(server: OpenAiServer) -> None:
    rounds, summary = chat(server)
    tokens = [token for round_ in rounds for token in round_.tokens]
    assert [token.text for token in tokens] == list(WORDS)
    assert {token.origin for token in tokens} == {Origin.UNREPORTED}
    assert {(token.id, token.target_p, token.margin) for token in tokens} == {
        (UNKNOWN_ID, None, None)
    }
    assert summary.text == TEXT
    assert summary.stop_reason is StopReason.END
    assert summary.tokens == len(WORDS), "pieces, for want of anything better"
    host = server.url.removeprefix("http://").removesuffix("/v1")
    assert summary.report == ServerReport(host, "")
    unknown = (summary.acceptance, summary.net_gain, summary.tokens_per_pass)
    assert unknown == (None, None, None)
    assert (summary.drafted, summary.accepted, summary.passes) == (0, 0, 0)


def test_llama_server_tells_speed_guesses_and_how_far_the_prompt_is(server: OpenAiServer) -> None:
    server.script.plays = Plays.LLAMA_SERVER
    pair = connect(server)
    assert pair.facts.software is ServerSoftware.LLAMA_SERVER
    assert pair.facts.context_length == 4096
    read: list[tuple[int, int, int]] = []
    reply = ask(pair, progress=lambda *told: read.append(told))
    assert "".join(token.text for token in said(reply)) == TEXT
    pair.close()
    assert read == [(2, 5, 4)]
    report = reply.summary.report
    assert report is not None
    assert (report.tokens, report.tokens_per_second) == (9, 42.5)
    assert (report.prompt_tokens, report.cached_tokens) == (9, 4)
    assert (report.drafted, report.accepted) == (12, 6)
    assert reply.summary.tokens == 9
    assert reply.summary.acceptance is None, "its share counts other guesses than ours"


def test_vllm_tells_context_and_usage(server: OpenAiServer) -> None:
    server.script.plays = Plays.VLLM
    pair = connect(server)
    assert (pair.facts.software, pair.facts.context_length) == (ServerSoftware.VLLM, 16384)
    pair.close()
    _, summary = chat(server)
    report = summary.report
    assert report is not None
    assert (report.tokens, report.prompt_tokens, report.cached_tokens) == (9, 9, 4)
    assert (report.drafted, report.accepted) == (None, None)


def test_paceline_tells_of_every_token_and_all_figures(server: OpenAiServer) -> None:
    server.script.plays = Plays.PACELINE
    rounds, summary = chat(server)
    assert server.asked[-1][1]["paceline"] == {"provenance": True}
    tokens = [token for round_ in rounds for token in round_.tokens]
    assert [(each.id, each.origin) for each in tokens] == [
        (each["id"], each["origin"]) for each in PROVENANCE
    ]
    assert tokens[2].rejected is not None
    assert tokens[2].rejected.text == "was "
    assert [(round_.tested, round_.accepted) for round_ in rounds] == [(0, 0), (2, 1), (0, 0)]
    assert (summary.net_gain, summary.acceptance, summary.passes) == (1.6, 0.5, 3)
    assert summary.tokens == 4


def test_thoughts_stand_between_tags_and_are_not_sent_again(server: OpenAiServer) -> None:
    server.script.thoughts = ("Hm. ", "Air.")
    rounds, summary = chat(server)
    tokens = [token for round_ in rounds for token in round_.tokens]
    thoughts = "".join(token.text for token in tokens if token.reasoning)
    assert thoughts == "<think>\nHm. Air.\n</think>\n\n"
    assert "".join(token.text for token in tokens if not token.reasoning) == TEXT
    pair = connect(server)
    list(ask(pair, (*QUESTION, ChatMessage(Role.ASSISTANT, summary.text), *QUESTION)))
    pair.close()
    messages = server.asked[-1][1]["messages"]
    assert isinstance(messages, list)
    assert messages[1]["content"] == TEXT


def test_samplers_go_to_those_that_take_them_alone(server: OpenAiServer) -> None:
    sampling = Sampling(temperature=0.5, top_k=7, min_p=0.1, repeat_penalty=1.2, seed=3)
    pair = connect(server)
    list(ask(pair, sampling=sampling))
    assert pair.notes
    pair.close()
    bare = server.asked[-1][1]
    assert bare["temperature"] == 0.5
    assert bare["seed"] == 3
    assert bare["max_tokens"] == 64
    assert not {"top_k", "min_p", "repeat_penalty", "paceline"} & set(bare)
    server.script.plays = Plays.VLLM
    pair = connect(server)
    list(ask(pair, sampling=sampling))
    assert not pair.notes
    pair.close()
    known = server.asked[-1][1]
    assert (known["top_k"], known["min_p"], known["repetition_penalty"]) == (7, 0.1, 1.2)


def test_a_stop_hangs_up_and_keeps_what_came(server: OpenAiServer) -> None:
    server.script.fault = Fault.SILENT
    stop = threading.Event()
    pair = RemotePair.connect(RemoteServer(server.url, MODEL), None, never, Patience(look_up=0.01))
    reply = ask(pair, look_up=stop.is_set)
    text = ""
    for round_ in reply:
        text += "".join(token.text for token in round_.tokens)
        if text == "".join(WORDS[:4]):
            stop.set()
    assert reply.cancelled()
    assert reply.summary.stop_reason is StopReason.CANCELLED
    assert reply.summary.text == text == "".join(WORDS[:4])
    assert server.gone.wait(10), "the server was left to write on"
    pair.close()


def test_a_server_that_never_pauses_is_stopped_all_the_same(server: OpenAiServer) -> None:
    server.script.fault = Fault.ENDLESS_TEXT
    stop = threading.Event()
    pair = connect(server)
    reply = ask(pair, look_up=stop.is_set)
    for _ in reply:
        stop.set()
    assert reply.cancelled()
    assert server.gone.wait(10), "the server was left to write on"
    pair.close()


def test_the_same_line_chats_on_after_a_stop(server: OpenAiServer) -> None:
    server.script.fault = Fault.SILENT
    stop = threading.Event()
    pair = RemotePair.connect(RemoteServer(server.url, MODEL), None, never, Patience(look_up=0.01))
    for _ in ask(pair, look_up=stop.is_set):
        stop.set()
    server.script.fault = Fault.NONE
    assert "".join(token.text for token in said(ask(pair))) == TEXT
    pair.close()


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        (Fault.CUT, ErrorCode.REMOTE_CUT),
        (Fault.UNFINISHED, ErrorCode.REMOTE_CUT),
        (Fault.SILENT, ErrorCode.REMOTE_SILENT),
        (Fault.DEAF, ErrorCode.REMOTE_SILENT),
        (Fault.GARBAGE, ErrorCode.REMOTE_ANSWER_INVALID),
        (Fault.ERROR_EVENT, ErrorCode.REMOTE_TROUBLED),
        (Fault.ENDLESS_EVENT, ErrorCode.REMOTE_ANSWER_INVALID),
        (Fault.ENDLESS_TEXT, ErrorCode.REMOTE_ANSWER_INVALID),
        (Fault.PAGE, ErrorCode.REMOTE_ANSWER_INVALID),
    ],
)
def test_whatever_goes_wrong_in_a_reply_has_its_sentence(
    server: OpenAiServer, fault: Fault, code: ErrorCode
) -> None:
    server.script.fault = fault
    assert failure(server).code is code


def test_what_came_before_a_cut_is_kept(server: OpenAiServer) -> None:
    server.script.fault = Fault.CUT
    pair = connect(server)
    reply = ask(pair)
    with pytest.raises(AppError):
        list(reply)
    pair.close()
    assert reply.summary.text == "".join(WORDS[:4])


def test_a_server_that_does_not_stream_is_heard_all_the_same(server: OpenAiServer) -> None:
    server.script.fault = Fault.NO_STREAM
    rounds, summary = chat(server)
    assert len(rounds) == 1
    assert summary.text == TEXT


@pytest.mark.parametrize(
    ("status", "complaint", "headers", "code", "detail"),
    [
        (401, None, {}, ErrorCode.REMOTE_KEY_REFUSED, "127.0.0.1"),
        (403, {"detail": "no"}, {}, ErrorCode.REMOTE_KEY_REFUSED, "127.0.0.1"),
        (404, None, {}, ErrorCode.REMOTE_MODEL_MISSING, MODEL),
        (
            400,
            {"error": {"message": "This model's maximum context length is 4096 tokens."}},
            {},
            ErrorCode.REMOTE_CONTEXT_EXCEEDED,
            "4096 tokens",
        ),
        (
            400,
            {"error": {"type": "exceed_context_size_error", "message": "too long"}},
            {},
            ErrorCode.REMOTE_CONTEXT_EXCEEDED,
            "too long",
        ),
        (400, {"error": "four stops at most"}, {}, ErrorCode.REMOTE_REFUSED, "four stops at most"),
        (422, {"error": {"message": "a\x1b[2Jb"}}, {}, ErrorCode.REMOTE_REFUSED, "a [2Jb"),
        (429, None, {"Retry-After": "7"}, ErrorCode.REMOTE_BUSY, "7 s"),
        (503, None, {"Retry-After": "nonsense"}, ErrorCode.REMOTE_BUSY, "a moment"),
        (503, None, {"Retry-After": "600"}, ErrorCode.REMOTE_BUSY, "10 min"),
        (500, ["?"], {}, ErrorCode.REMOTE_TROUBLED, "status 500"),
    ],
)
def test_every_refusal_has_its_sentence(
    server: OpenAiServer,
    status: int,
    complaint: object,
    headers: dict[str, str],
    code: ErrorCode,
    detail: str,
) -> None:
    script = server.script
    script.status, script.complaint, script.headers = status, complaint, headers
    failed = failure(server)
    assert failed.code is code
    assert detail in failed.detail


def test_a_redirect_is_not_followed(server: OpenAiServer) -> None:
    with openai_server() as other:
        server.script.status = 307
        server.script.headers = {"Location": f"{other.url}/chat/completions?sig=x"}
        failed = failure(server)
        assert failed.code is ErrorCode.REMOTE_REDIRECTED
        assert str(other.server_port) in failed.detail
        assert "sig" not in failed.detail
        assert other.asked == []


def test_the_key_goes_with_every_request_and_into_no_text(server: OpenAiServer) -> None:
    server.script.key = "sk-secret"
    pair = connect(server, "sk-secret")
    list(ask(pair))
    assert {headers["authorization"] for headers in server.headers} == {"Bearer sk-secret"}
    pair.close()
    for key in (None, "sk-wrong"):
        with pytest.raises(AppError) as caught:
            connect(server, key)
        assert caught.value.code is ErrorCode.REMOTE_KEY_REFUSED
        assert "sk-" not in str(caught.value)


def test_a_certificate_is_checked_and_one_that_is_trusted_here_will_do(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with openai_server(encrypted=True) as server:
        with pytest.raises(AppError) as caught:
            connect(server, "sk-secret")
        assert caught.value.code is ErrorCode.REMOTE_UNTRUSTED
        assert server.asked == []
        monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
        pair = connect(server)
        assert "".join(token.text for token in said(ask(pair))) == TEXT
        pair.close()


def test_models_are_listed_and_a_missing_one_is_told(server: OpenAiServer) -> None:
    address, listing = models_of(
        f"127.0.0.1:{server.server_port}", None, unencrypted_allowed=False, look_up=never
    )
    assert address.url == server.url
    assert [each.id for each in listing.models] == [MODEL]
    with pytest.raises(AppError) as caught:
        RemotePair.connect(RemoteServer(server.url, "other"), None, never, IMPATIENT)
    assert caught.value.code is ErrorCode.REMOTE_MODEL_MISSING


def test_nobody_there_is_told_at_once(server: OpenAiServer) -> None:
    port = server.server_port
    server.shutdown()
    server.server_close()
    with pytest.raises(AppError) as caught:
        RemotePair.connect(RemoteServer(f"http://127.0.0.1:{port}/v1", MODEL), None, never)
    assert caught.value.code is ErrorCode.REMOTE_UNREACHABLE
    assert f"127.0.0.1:{port}" in caught.value.detail


def test_a_cut_reply_cannot_be_continued(server: OpenAiServer) -> None:
    pair = connect(server)
    with pytest.raises(AppError) as caught:
        ask(pair, (*QUESTION, ChatMessage(Role.ASSISTANT, "The sky")))
    pair.close()
    assert caught.value.code is ErrorCode.REMOTE_UNABLE
