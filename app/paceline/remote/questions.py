"""What a server is asked: the body of `POST /chat/completions`. Pure.

Every server takes OpenAI's own parameters. Further samplers are sent to software that is known to
have them, for others refuse what they do not know.
"""

import re
from collections.abc import Sequence
from typing import Final

import msgspec

from paceline.chat import ChatMessage, Role
from paceline.loading import ServerSoftware
from paceline.options import Sampling

_THOUGHTS: Final = re.compile(r"\s*<think>.*?</think>\s*", re.DOTALL)


class AskedMessage(msgspec.Struct, frozen=True):
    """One message of the conversation."""

    role: Role
    content: str


class StreamOptions(msgspec.Struct, frozen=True):
    """What is streamed besides the text."""

    include_usage: bool = True


class PacelineWishes(msgspec.Struct, frozen=True):
    """What `paceline serve` is asked to tell."""

    provenance: bool = True


class Question(msgspec.Struct, frozen=True, omit_defaults=True):
    """The body; what is None is left to the server."""

    model: str
    messages: tuple[AskedMessage, ...]
    stream: bool
    stream_options: StreamOptions | None = None
    temperature: float | None = None
    top_p: float | None = None
    frequency_penalty: float = 0.0
    presence_penalty: float = 0.0
    seed: int | None = None
    stop: tuple[str, ...] = ()
    max_tokens: int | None = None
    top_k: int | None = None
    min_p: float | None = None
    repeat_penalty: float | None = None
    repetition_penalty: float | None = None
    repeat_last_n: int | None = None
    return_progress: bool = False
    paceline: PacelineWishes | None = None


def knows_samplers(software: ServerSoftware) -> bool:
    """Whether it is known to take top-k, min-p and a repeat penalty."""
    return software in (
        ServerSoftware.PACELINE,
        ServerSoftware.LLAMA_SERVER,
        ServerSoftware.VLLM,
        ServerSoftware.LM_STUDIO,
    )


def question(
    model: str,
    messages: Sequence[ChatMessage],
    sampling: Sampling,
    seed: int,
    max_tokens: int | None,
    software: ServerSoftware,
) -> bytes:
    """Return the body that asks for a reply, streamed, with all figures that the server has."""
    asked = Question(
        model=model,
        messages=tuple(AskedMessage(each.role, _content(each)) for each in messages),
        stream=True,
        stream_options=StreamOptions(),
        temperature=sampling.temperature,
        top_p=sampling.top_p,
        frequency_penalty=sampling.frequency_penalty,
        presence_penalty=sampling.presence_penalty,
        seed=seed,
        stop=sampling.stop,
        max_tokens=max_tokens,
    )
    if knows_samplers(software):
        asked = msgspec.structs.replace(asked, top_k=sampling.top_k, min_p=sampling.min_p)
        if software is ServerSoftware.VLLM:
            asked = msgspec.structs.replace(asked, repetition_penalty=sampling.repeat_penalty)
        else:
            asked = msgspec.structs.replace(asked, repeat_penalty=sampling.repeat_penalty)
    if software is ServerSoftware.LLAMA_SERVER:
        window = sampling.penalty_window
        asked = msgspec.structs.replace(asked, repeat_last_n=window, return_progress=True)
    if software is ServerSoftware.PACELINE:
        asked = msgspec.structs.replace(asked, paceline=PacelineWishes())
    return msgspec.json.encode(asked)


def _content(message: ChatMessage) -> str:
    """What was thought aloud is left out, as templates of reasoning models do."""
    if message.role is not Role.ASSISTANT:
        return message.content
    thoughts = _THOUGHTS.match(message.content)
    return message.content[thoughts.end() :] if thoughts else message.content
