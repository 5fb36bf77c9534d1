"""Bodies of requests, from whole ones to noise."""

import json
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paceline.chat import ChatMessage, Role
from paceline.options import Sampling
from paceline.server.questions import Question, read_chat, read_completion
from paceline.server.refusals import Refusal

HELLO = {"messages": [{"role": "user", "content": "Hello"}]}
DEFAULT = Sampling(temperature=0.3, top_k=7, seed=5)


def sampling(**wishes: object) -> Sampling:
    return read_chat(json.dumps(HELLO | wishes).encode()).sampling(DEFAULT)


def test_what_is_left_open_is_as_the_server_says() -> None:
    assert sampling() == DEFAULT


def test_what_is_asked_for_counts() -> None:
    asked = sampling(temperature=1, top_p=0.5, min_p=0, seed=9, stop="end", presence_penalty=-1.5)
    assert (asked.temperature, asked.top_p, asked.min_p) == (1.0, 0.5, 0.0)
    assert (asked.seed, asked.stop, asked.presence_penalty) == (9, ("end",), -1.5)
    assert asked.top_k == 7


@pytest.mark.parametrize(
    ("seed", "meant"), [(2**32 - 1, 0), (2**63 - 1, (2**63 - 1) % (2**32 - 1)), (-2, 2**32 - 3)]
)
def test_every_seed_of_openais_is_a_seed_here(seed: int, meant: int) -> None:
    assert sampling(seed=seed).seed == meant


def test_a_seed_of_minus_one_is_the_servers_and_top_k_of_minus_one_is_off() -> None:
    assert sampling(seed=-1, top_k=-1) == Sampling(temperature=0.3, top_k=0, seed=5)


def test_parts_and_roles_become_messages() -> None:
    body = {
        "messages": [
            {"role": "developer", "content": "Be short.", "name": "boss"},
            {"role": "user", "content": [{"type": "text", "text": a} for a in ("One ", "two")]},
            {"role": "assistant", "content": "Three"},
        ]
    }
    assert read_chat(json.dumps(body).encode()).conversation() == (
        ChatMessage(Role.SYSTEM, "Be short."),
        ChatMessage(Role.USER, "One two"),
        ChatMessage(Role.ASSISTANT, "Three"),
    )


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)
FIELDS = st.sampled_from(
    [
        "messages",
        "prompt",
        "model",
        "stream",
        "stream_options",
        "n",
        "temperature",
        "top_p",
        "top_k",
        "seed",
        "stop",
        "max_tokens",
        "logprobs",
        "top_logprobs",
        "logit_bias",
        "tools",
        "response_format",
        "paceline",
    ]
)


def refused(read: Callable[[bytes], Question], body: dict[str, object]) -> Refusal | None:
    """Return why the body is refused, None where it is read."""
    try:
        read(json.dumps(body).encode()).sampling(DEFAULT)
    except Refusal as refusal:
        return refusal
    return None


@settings(max_examples=60)
@given(st.dictionaries(FIELDS, JSON_VALUES))
def test_any_body_is_read_or_refused(extra: dict[str, object]) -> None:
    for refusal in (
        refused(read_chat, HELLO | extra),
        refused(read_completion, {"prompt": "Once"} | extra),
    ):
        assert refusal is None or (refusal.status == 400 and refusal.body)


@settings(max_examples=60)
@given(st.binary(max_size=200))
def test_noise_is_refused(body: bytes) -> None:
    with pytest.raises(Refusal):
        read_chat(body)
