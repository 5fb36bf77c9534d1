"""A pair on a real `paceline serve` with real weights: every token's origin comes along."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from fakes.served import Served
from paceline.__main__ import own_command
from paceline.chat import ChatMessage, Role
from paceline.errors import AppError, ErrorCode
from paceline.loading import RemoteServer, ServerSoftware
from paceline.options import Overflow, Sampling, Speculation
from paceline.protocol.messages import LoadPair
from paceline.provenance import Origin, StopReason
from paceline.remote.pair import RemotePair
from paceline.remote.reply import RemoteReply
from paceline.server.serving import Access

KEY = "a-key-for-tests"
TOKENS = 40
COUNT = (ChatMessage(Role.USER, "Count from one to ten in words, twice, with commas."),)


@pytest.fixture(scope="module")
def served(starter: Path) -> Iterator[Served]:
    with Served(
        own_command("worker"),
        LoadPair(0, str(starter), context_length=512),
        names=("starter",),
        access=Access(key=KEY),
        sampling=Sampling(temperature=0),
    ) as one:
        one.ready()
        yield one


@pytest.fixture
def pair(served: Served) -> Iterator[RemotePair]:
    one = RemotePair.connect(RemoteServer(served.url, "starter"), KEY, lambda: False)
    yield one
    one.close()


def ask(pair: RemotePair, messages: tuple[ChatMessage, ...] = COUNT) -> RemoteReply:
    return pair.reply(
        messages,
        Sampling(temperature=0),
        Speculation(),
        max_tokens=TOKENS,
        overflow=Overflow.STOP,
        look_up=lambda: False,
        progress=lambda *_: None,
    )


def test_origins_and_figures_are_those_of_the_server(pair: RemotePair) -> None:
    assert pair.facts.software is ServerSoftware.PACELINE
    reply = ask(pair)
    tokens = [token for round_ in reply for token in round_.tokens]
    assert Origin.UNREPORTED not in {token.origin for token in tokens}
    assert Origin.DRAFTED in {token.origin for token in tokens}
    assert all(token.target_p is not None and token.id >= 0 for token in tokens)
    summary = reply.summary
    assert summary.text == "".join(token.text for token in tokens)
    assert summary.tokens == sum(summary.origins.values()) == len(tokens)
    length = summary.tokens == TOKENS
    assert summary.stop_reason is (StopReason.LENGTH if length else StopReason.END)
    assert summary.accepted == summary.origins[Origin.DRAFTED]
    assert summary.report is not None
    assert summary.report.prompt_tokens == summary.prompt_tokens > 10


def test_the_same_question_gives_the_same_greedy_text(pair: RemotePair) -> None:
    texts = set()
    for _ in range(2):
        reply = ask(pair)
        list(reply)
        texts.add(reply.summary.text)
    assert len(texts) == 1


def test_a_conversation_that_is_too_long_is_told(pair: RemotePair) -> None:
    with pytest.raises(AppError) as caught:
        list(ask(pair, (ChatMessage(Role.USER, "a tree " * 600),)))
    assert caught.value.code is ErrorCode.REMOTE_CONTEXT_EXCEEDED


def test_a_wrong_key_is_refused(served: Served) -> None:
    with pytest.raises(AppError) as caught:
        RemotePair.connect(RemoteServer(served.url, "starter"), "wrong-key", lambda: False)
    assert caught.value.code is ErrorCode.REMOTE_KEY_REFUSED
