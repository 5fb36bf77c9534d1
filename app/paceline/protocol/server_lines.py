"""What `paceline serve --json` says: one JSON object a line on standard output.

The window reads these lines to show a server that it has started; any other program may. The field
`event` is the kind in small letters. A reader should ignore kinds and fields that it does not know.
None of it holds a word of what is said. With `--with-parent` the server ends when its standard
input does.

    loading ... listening ... loading ... ready (request | figures | trouble | loading | ready)*
    stopped

`listening` comes once, before the models are loaded: until `ready`, requests wait or are told to
come back. After the engine was lost there is a `trouble`, and when it is back, another `ready`.
`stopped` is the last line, unless the server was killed.
"""

from typing import Final

import msgspec

from paceline.errors import ErrorCode


class ServerLine(msgspec.Struct, frozen=True, tag_field="event", tag=str.lower):
    """Base of every line; times are seconds, rates tokens per second, shares 0 to 1."""


class Loading(ServerLine, frozen=True):
    """How far loading has come; `part` is "build" (the practice target), "target" or "draft"."""

    part: str
    fraction: float


class Listening(ServerLine, frozen=True):
    """Where requests are taken: `url` is the base that clients are given, ending in /v1.

    `made_key` is the key that was made because none was given, told here alone. `reachable` says
    whether other computers can reach the address.
    """

    url: str
    key_required: bool
    reachable: bool
    made_key: str | None = None


class Ready(ServerLine, frozen=True):
    """The models are loaded: `model` is the name that clients ask for, the alias if there is one.

    `seats` is how many replies are written at once; `context_length` is that of each, in tokens.
    `notes` are sentences that a person should know, as why there are fewer seats than wished for.
    """

    model: str
    target: str
    draft: str | None
    context_length: int
    seats: int
    notes: tuple[str, ...] = ()


class Request(ServerLine, frozen=True):
    """A request has ended; `number` counts them from 1.

    `status` is the HTTP status, `code` the error's code where there was one. A client that went
    away counts as status 499. What was not measured is None.
    """

    number: int
    path: str
    status: int
    stream: bool
    seconds: float
    code: str | None = None
    prompt_tokens: int = 0
    tokens: int = 0
    first_token_seconds: float | None = None
    tokens_per_second: float | None = None
    acceptance: float | None = None
    net_gain: float | None = None


class Figures(ServerLine, frozen=True):
    """How the server does; comes every `FIGURES_SECONDS` while something changes.

    `running` and `waiting` are requests now; `requests`, `tokens` and `restarts` count since the
    start. `tokens_per_second` is the sum over all replies in the last seconds, `acceptance` and
    `net_gain` are those of the latest replies.
    """

    running: int
    waiting: int
    seats: int
    requests: int
    tokens: int
    tokens_per_second: float
    acceptance: float | None = None
    net_gain: float | None = None
    restarts: int = 0


class Trouble(ServerLine, frozen=True):
    """Something went wrong and the server goes on.

    `code` and `detail` make the sentence in the reader's language, `sentence` is the English one.
    `retry_seconds` is when the engine will be started again, None where there is nothing to retry.
    """

    code: ErrorCode
    detail: str
    sentence: str
    retry_seconds: float | None = None


class Stopped(ServerLine, frozen=True):
    """The server has ended; `code` is None where it was asked to, else why it could not go on."""

    code: ErrorCode | None = None
    detail: str = ""
    sentence: str = ""


FIGURES_SECONDS: Final = 1.0
"""Between two `Figures`: often enough for a person who watches."""

AnyServerLine = Loading | Listening | Ready | Request | Figures | Trouble | Stopped

_encoder: Final = msgspec.json.Encoder()
_decoder: Final[msgspec.json.Decoder[AnyServerLine]] = msgspec.json.Decoder(AnyServerLine)


def encode_line(line: AnyServerLine) -> bytes:
    """Return the line, newline included."""
    return _encoder.encode(line) + b"\n"


def decode_line(line: bytes) -> AnyServerLine | None:
    """Read a line; None where it is of no kind that is known here."""
    try:
        return _decoder.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
