"""The official `openai` client against the local server with real weights."""

import os
import signal
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import httpx2
import openai
import pytest
from openai import OpenAI
from openai.types.chat import ChatCompletionMessageParam

from fakes.served import PATIENCE_SECONDS, Served
from paceline.__main__ import own_command
from paceline.options import Sampling
from paceline.protocol.messages import LoadPair
from paceline.protocol.server_lines import Request
from paceline.server.engine import EngineState
from paceline.server.serving import Access

KEY = "a-key-for-tests"
SEATS = 4
CLIENTS = 8
TOKENS = 16

COUNT: list[ChatCompletionMessageParam] = [
    {"role": "user", "content": "Count from one to ten in words, with commas."}
]


@pytest.fixture(scope="module")
def served(starter: Path) -> Iterator[Served]:
    with Served(
        own_command("worker"),
        LoadPair(0, str(starter), context_length=512, seats=SEATS),
        names=("starter",),
        access=Access(key=KEY),
        sampling=Sampling(temperature=0),
    ) as one:
        one.ready()
        yield one


@pytest.fixture
def client(served: Served) -> Iterator[OpenAI]:
    """A client that tells of every failure instead of trying again."""
    with OpenAI(
        base_url=served.url,
        api_key=KEY,
        max_retries=0,
        timeout=4 * PATIENCE_SECONDS,
        http_client=httpx2.Client(trust_env=False, timeout=4 * PATIENCE_SECONDS),
    ) as one:
        yield one


def said(
    client: OpenAI,
    *,
    max_tokens: int = TOKENS,
    temperature: float = 0,
    seed: int | None = None,
    stop: str | list[str] | None = None,
) -> str:
    """Return what the model says to the count."""
    reply = client.chat.completions.create(
        model="starter",
        messages=COUNT,
        max_tokens=max_tokens,
        temperature=temperature,
        seed=seed,
        stop=stop,
    )
    return reply.choices[0].message.content or ""


def test_a_chat_tells_its_text_and_what_it_took(client: OpenAI) -> None:
    reply = client.chat.completions.create(model="starter", messages=COUNT, max_tokens=12)
    assert reply.choices[0].message.content
    assert reply.choices[0].finish_reason == "length"
    assert reply.usage is not None
    assert reply.usage.completion_tokens == 12
    assert reply.usage.prompt_tokens > 10
    assert (reply.model_extra or {})["paceline"]["summary"]["passes"] <= 12


def test_a_stream_says_the_same(client: OpenAI) -> None:
    stream = client.chat.completions.create(
        model="starter",
        messages=COUNT,
        max_tokens=TOKENS,
        stream=True,
        stream_options={"include_usage": True},
        extra_body={"paceline": {"provenance": True}},
    )
    pieces = list(stream)
    text = "".join(piece.choices[0].delta.content or "" for piece in pieces if piece.choices)
    assert text == said(client)
    tokens = [
        token
        for piece in pieces
        for token in (piece.model_extra or {}).get("paceline", {}).get("tokens", [])
    ]
    assert "".join(token["text"] for token in tokens) == text
    assert pieces[-1].usage is not None
    assert pieces[-1].usage.completion_tokens == len(tokens)


def test_a_stop_text_ends_a_reply_before_it(client: OpenAI) -> None:
    whole = said(client)
    stop = whole[len(whole) // 2 :][:4]
    assert said(client, stop=stop) == whole[: whole.index(stop)]
    assert said(client, stop=["nowhere to be found", stop]) == whole[: whole.index(stop)]


def test_a_seed_gives_the_same_text_again(client: OpenAI) -> None:
    first, again = (said(client, temperature=1.2, seed=7) for _ in range(2))
    assert first == again
    others = {said(client, temperature=1.2, seed=seed) for seed in (8, 9)}
    assert others != {first}


def test_a_raw_prompt_is_continued(client: OpenAI) -> None:
    reply = client.completions.create(
        model="starter", prompt="One, two, three, four, five,", max_tokens=4, temperature=0
    )
    assert "six" in reply.choices[0].text


def test_models(client: OpenAI) -> None:
    assert [model.id for model in client.models.list()] == ["starter"]
    assert client.models.retrieve("starter").owned_by == "paceline"


def test_failures_are_what_the_client_calls_them(client: OpenAI) -> None:
    with pytest.raises(openai.AuthenticationError):
        said(client.with_options(api_key="another-key"))
    with pytest.raises(openai.NotFoundError) as missing:
        client.chat.completions.create(model="gpt-9", messages=COUNT)
    assert missing.value.code == "model_not_found"
    with pytest.raises(openai.BadRequestError) as hot:
        said(client, temperature=9)
    assert hot.value.param == "temperature"
    with pytest.raises(openai.BadRequestError) as long:
        client.chat.completions.create(
            model="starter", messages=[{"role": "user", "content": "word " * 3000}]
        )
    assert long.value.code == "context_length_exceeded"
    assert "3,031 tokens" in long.value.message


def test_eight_clients_at_once(client: OpenAI, served: Served) -> None:
    """More than there are seats: some wait, and each is told a whole reply."""
    replies: list[str] = []

    def ask(number: int) -> None:
        replies.append(said(client, seed=number, max_tokens=8))

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(4 * PATIENCE_SECONDS)
    assert len(replies) == CLIENTS
    assert all(replies)
    assert served.http.get("/health").json()["running"] == 0


def test_a_client_that_goes_away_frees_its_seat(client: OpenAI, served: Served) -> None:
    for _ in range(SEATS + 1):
        stream = client.chat.completions.create(model="starter", messages=COUNT, stream=True)
        next(stream)
        stream.close()
        assert served.wait_for(Request, more=lambda line: line.status == 499).tokens < 400
    assert said(client, max_tokens=4)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_the_engine_is_killed_in_the_middle_of_a_stream(client: OpenAI, served: Served) -> None:
    stream = client.chat.completions.create(model="starter", messages=COUNT, stream=True)
    next(stream)
    next(stream)
    before = served.worker_pid
    assert before is not None
    os.kill(before, signal.SIGKILL)
    with pytest.raises(openai.APIError, match="The engine was lost"):
        list(stream)
    assert said(client, max_tokens=4), "the next request waits for the new engine"
    assert served.worker_pid != before
    assert served.http.get("/health").json()["status"] != EngineState.RESTARTING
