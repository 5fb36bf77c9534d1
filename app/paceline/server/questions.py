"""The bodies of requests: what OpenAI's API lets clients ask, and what of it is done here.

Unknown fields are ignored, for OpenAI's own clients send many. What is known there and cannot be
done here is refused with the reason, unless leaving it out changes nothing.
"""

import re
from typing import Annotated, Final, Literal, TypeVar

import msgspec
from msgspec import Meta, Raw

from paceline.chat import ChatMessage, Role
from paceline.options import Sampling
from paceline.server.refusals import Refusal, invalid, unsupported

MOST_STOPS: Final = 4
"""As with OpenAI; every one is looked for in all that is said."""

_SEEDS: Final = 2**32 - 1
"""How many seeds llama.cpp has for the asking."""

_NOTHING: Final = frozenset({b"", b"null", b"[]", b"{}", b"false", b"0", b'""'})
_PLACE: Final = re.compile(r" - at `\$\.?(.*?)`$")
_MISSING: Final = re.compile(r"missing required field `(\w+)`")

_Stop = str | Annotated[tuple[str, ...], Meta(max_length=MOST_STOPS)] | None


class Wishes(msgspec.Struct, frozen=True):
    """Paceline's own field of a request."""

    provenance: bool = False


class StreamOptions(msgspec.Struct, frozen=True):
    """What is streamed besides the text."""

    include_usage: bool | None = None


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """What both kinds of request have in common; None leaves it to the server."""

    model: str | None = None
    stream: bool | None = None
    stream_options: StreamOptions | None = None
    n: Annotated[int, Meta(ge=1)] | None = None
    temperature: Annotated[float, Meta(ge=0, le=5)] | None = None
    top_p: Annotated[float, Meta(ge=0, le=1)] | None = None
    top_k: Annotated[int, Meta(ge=-1, lt=2**31)] | None = None
    min_p: Annotated[float, Meta(ge=0, le=1)] | None = None
    presence_penalty: Annotated[float, Meta(ge=-4, le=4)] | None = None
    frequency_penalty: Annotated[float, Meta(ge=-4, le=4)] | None = None
    repeat_penalty: Annotated[float, Meta(gt=0, le=4)] | None = None
    seed: Annotated[int, Meta(ge=-(2**63), le=2**63 - 1)] | None = None
    stop: _Stop = None
    max_tokens: Annotated[int, Meta(ge=1, lt=2**31)] | None = None
    logit_bias: Raw = Raw()
    paceline: Wishes | None = None

    @property
    def streams(self) -> bool:
        """Whether the reply shall come piece by piece."""
        return bool(self.stream)

    @property
    def usage_streams(self) -> bool:
        """Whether the last piece shall tell what the reply took."""
        return self.stream_options is not None and bool(self.stream_options.include_usage)

    @property
    def provenance(self) -> bool:
        """Whether the client wants to know where each token came from."""
        return self.paceline is not None and self.paceline.provenance

    @property
    def longest(self) -> int | None:
        """Tokens at the most."""
        return self.max_tokens

    def check(self) -> None:
        """Raise `Refusal` at what is not done here."""
        if self.stream_options is not None and not self.streams:
            raise invalid("stream_options is only allowed when stream is true.", "stream_options")
        if (self.n or 1) > 1:
            raise unsupported("n", "One reply per request is written here: leave n at 1.")
        if bytes(self.logit_bias) not in _NOTHING:
            raise unsupported("logit_bias", "Logits cannot be biased here.")

    def sampling(self, default: Sampling) -> Sampling:
        """Return how tokens are sampled, with the server's `default` for what is left open."""
        return Sampling(
            temperature=_or(self.temperature, default.temperature),
            top_k=max(0, _or(self.top_k, default.top_k)),  # -1 switches it off elsewhere
            top_p=_or(self.top_p, default.top_p),
            min_p=_or(self.min_p, default.min_p),
            repeat_penalty=_or(self.repeat_penalty, default.repeat_penalty),
            frequency_penalty=_or(self.frequency_penalty, default.frequency_penalty),
            presence_penalty=_or(self.presence_penalty, default.presence_penalty),
            penalty_window=default.penalty_window,
            seed=default.seed if self.seed in {None, -1} else (self.seed or 0) % _SEEDS,
            stop=self._stops(),
        )

    def _stops(self) -> tuple[str, ...]:
        stops = (self.stop,) if isinstance(self.stop, str) else self.stop or ()
        if not all(stops):
            raise invalid("An empty stop text would end every reply at once.", "stop")
        return stops


class Part(msgspec.Struct, frozen=True):
    """A part of a message's content."""

    type: str
    text: str | None = None


class AskedMessage(msgspec.Struct, frozen=True):
    """One message of a conversation as clients send it."""

    role: Literal["system", "developer", "user", "assistant", "tool", "function"]
    content: str | tuple[Part, ...] | None = None


class ChatQuestion(Question, frozen=True, kw_only=True):
    """The body of `POST /v1/chat/completions`."""

    messages: Annotated[tuple[AskedMessage, ...], Meta(min_length=1)]
    max_completion_tokens: Annotated[int, Meta(ge=1, lt=2**31)] | None = None
    logprobs: bool | None = None
    top_logprobs: Annotated[int, Meta(ge=0, le=20)] | None = None
    response_format: Raw = Raw()
    tools: Raw = Raw()
    tool_choice: Raw = Raw()
    functions: Raw = Raw()
    audio: Raw = Raw()

    @property
    def longest(self) -> int | None:
        """Tokens at the most; the newer name counts where both are given."""
        return self.max_completion_tokens or self.max_tokens

    def check(self) -> None:
        """Raise `Refusal` at what is not done here."""
        super().check()
        if self.top_logprobs:
            raise unsupported(
                "top_logprobs", "Only the chosen token's probability is known here: leave it at 0."
            )
        for name, raw in (
            ("tools", self.tools),
            ("functions", self.functions),
            ("audio", self.audio),
        ):
            if bytes(raw) not in _NOTHING:
                raise unsupported(name, f"{name} is not supported here.")
        if bytes(self.tool_choice) not in _NOTHING | {b'"none"', b'"auto"'}:
            raise unsupported("tool_choice", "Tools are not supported here.")
        if bytes(self.response_format) not in _NOTHING and not _plain_text(self.response_format):
            raise unsupported(
                "response_format", "Replies are plain text here: JSON cannot be enforced."
            )

    def conversation(self) -> tuple[ChatMessage, ...]:
        """Return the messages for the engine; raises `Refusal` at what is no text."""
        return tuple(
            ChatMessage(_role(message, number), _text(message, number))
            for number, message in enumerate(self.messages)
        )


class CompletionQuestion(Question, frozen=True, kw_only=True):
    """The body of `POST /v1/completions`."""

    prompt: str | Annotated[tuple[str, ...], Meta(min_length=1, max_length=1)]
    echo: bool | None = None
    suffix: str | None = None
    best_of: Annotated[int, Meta(ge=1)] | None = None
    logprobs: Annotated[int, Meta(ge=0, le=5)] | None = None

    def check(self) -> None:
        """Raise `Refusal` at what is not done here."""
        super().check()
        if self.echo:
            raise unsupported("echo", "The prompt is not repeated here: leave echo out.")
        if self.suffix:
            raise unsupported("suffix", "Nothing can be inserted before a suffix here.")
        if (self.best_of or 1) > 1:
            raise unsupported("best_of", "One reply per request is written here.")
        if self.logprobs:
            raise unsupported(
                "logprobs", "Only the chosen token's probability is known here: ask for 0."
            )
        if not self.text:
            raise invalid("The prompt is empty.", "prompt")

    @property
    def text(self) -> str:
        """The prompt."""
        return self.prompt if isinstance(self.prompt, str) else self.prompt[0]


_chat: Final = msgspec.json.Decoder(ChatQuestion)
_completion: Final = msgspec.json.Decoder(CompletionQuestion)

_Asked = TypeVar("_Asked", bound=Question)


def read_chat(body: bytes) -> ChatQuestion:
    """Read the body of a chat; raises `Refusal`."""
    return _read(body, _chat)


def read_completion(body: bytes) -> CompletionQuestion:
    """Read the body of a completion; raises `Refusal`."""
    return _read(body, _completion)


def _read(body: bytes, decoder: "msgspec.json.Decoder[_Asked]") -> _Asked:
    try:
        question = decoder.decode(body)
    except msgspec.ValidationError as error:
        raise _misfit(str(error)) from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        message = "The body is not valid JSON in UTF-8."
        raise Refusal(400, "invalid_json", message) from None
    question.check()
    return question


def _misfit(message: str) -> Refusal:
    """Put what msgspec says into OpenAI's shape: the field apart from what is wrong with it."""
    place = _PLACE.search(message) or _MISSING.search(message)
    param = place[1] or None if place else None
    said = _PLACE.sub("", message).replace("`", "")
    return invalid(f"{param}: {said}." if param else f"{said}.", param)


def _plain_text(raw: Raw) -> bool:
    try:
        return msgspec.json.decode(raw, type=Part).type == "text"
    except msgspec.DecodeError:
        return False


def _role(message: AskedMessage, number: int) -> Role:
    match message.role:
        case "system" | "developer":
            return Role.SYSTEM
        case "user":
            return Role.USER
        case "assistant":
            return Role.ASSISTANT
        case other:
            raise unsupported(
                f"messages[{number}].role", f"Messages of the role {other} are not supported here."
            )


def _text(message: AskedMessage, number: int) -> str:
    match message.content:
        case str(text):
            return text
        case None:
            raise unsupported(f"messages[{number}].content", "A message without text is no use.")
        case parts:
            for part in parts:
                if part.type != "text" or part.text is None:
                    raise unsupported(
                        f"messages[{number}].content", "Only text can be read here, no other parts."
                    )
            return "".join(part.text or "" for part in parts)


_Value = TypeVar("_Value", int, float)


def _or(value: _Value | None, default: _Value) -> _Value:
    return default if value is None else value
