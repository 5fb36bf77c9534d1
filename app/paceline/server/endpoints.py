"""What is asked at which address, and how each request is led to its end."""

import sys
import time
import traceback
from collections.abc import Callable
from typing import Final

import msgspec
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from paceline.protocol.server_lines import Request as RequestLine
from paceline.server.accounts import Account
from paceline.server.admission import Admission
from paceline.server.answers import ModelFacts, ModelList
from paceline.server.asking import Defaults
from paceline.server.engine import Engine, EngineState
from paceline.server.refusals import CLIENT_GONE, Refusal
from paceline.server.replying import (
    JSON,
    ClientGone,
    Sender,
    read_body,
    send_refusal,
    while_there,
)
from paceline.server.writing import Asked, Writer

CHAT: Final = "/v1/chat/completions"
COMPLETION: Final = "/v1/completions"
MODELS: Final = "/v1/models"
HEALTH: Final = "/health"
METRICS: Final = "/metrics"

_METRICS_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"


class Health(msgspec.Struct, frozen=True):
    """The body of `GET /health`."""

    status: str
    model: str
    seats: int
    running: int
    waiting: int
    restarts: int


class Endpoints:
    """All addresses of one server; `tell` hears of each reply that was asked for and has ended."""

    def __init__(
        self,
        engine: Engine,
        admission: Admission,
        writer: Writer,
        defaults: Defaults,
        tell: Callable[[RequestLine], None],
    ) -> None:
        self._engine = engine
        self._admission = admission
        self._writer = writer
        self._defaults = defaults
        self._tell = tell
        self._begun = int(time.time())
        self._watch_figures()

    def application(self) -> ASGIApp:
        """Return the ASGI application, without the gate before it."""
        chat = _ReplyEndpoint(CHAT, self._defaults.read_chat, self._writer, self._close)
        completion = _ReplyEndpoint(
            COMPLETION, self._defaults.read_completion, self._writer, self._close
        )
        return Starlette(
            routes=[
                Route(CHAT, chat, methods=["POST"]),
                Route(COMPLETION, completion, methods=["POST"]),
                Route(MODELS, self._list_models),
                Route(MODELS + "/{name:path}", self._show_model),
                Route(HEALTH, self._tell_health),
                Route(METRICS, self._tell_metrics),
            ],
            exception_handlers={HTTPException: _refuse_http, Exception: _refuse_bug},
        )

    async def _list_models(self, _request: Request) -> Response:
        data = tuple(ModelFacts(name, self._begun) for name in self._defaults.names)
        return _json(ModelList(data))

    async def _show_model(self, request: Request) -> Response:
        name = request.path_params["name"]
        if name not in self._defaults.names:
            return _refused(self._defaults.no_model(name))
        return _json(ModelFacts(name, self._begun))

    async def _tell_health(self, _request: Request) -> Response:
        state = "stopping" if self._writer.stopping else self._engine.state
        health = Health(
            "ok" if state is EngineState.READY else str(state),
            self._defaults.names[0],
            self._admission.seats,
            self._admission.running,
            self._admission.waiting,
            self._engine.restarts,
        )
        return _json(health, 200 if state is EngineState.READY else 503)

    async def _tell_metrics(self, _request: Request) -> Response:
        return Response(self._writer.metrics.text(), media_type=_METRICS_TYPE)

    def _close(self, account: Account, status: int, code: str | None) -> None:
        """Count a request that has ended, and tell of it."""
        figures = self._writer.figures
        figures.requests += 1
        line = account.line(figures.requests, status, code)
        self._writer.metrics.add_request(line.path, status, line.seconds, line.first_token_seconds)
        self._tell(line)

    def _watch_figures(self) -> None:
        watch = self._writer.metrics.watch
        figures, admission = self._writer.figures, self._admission
        watch("paceline_running", "Replies that are written now.", lambda: admission.running)
        watch("paceline_waiting", "Requests that wait for a seat.", lambda: admission.waiting)
        watch("paceline_seats", "Replies that may be written at once.", lambda: admission.seats)
        watch(
            "paceline_ready",
            "Whether the model is loaded.",
            lambda: self._engine.state is EngineState.READY,
        )
        watch(
            "paceline_tokens_per_second",
            "Tokens of all replies in the last seconds.",
            lambda: figures.tokens_per_second,
        )
        watch(
            "paceline_acceptance",
            "Accepted over tested guesses of the latest replies, 0 to 1.",
            lambda: figures.acceptance,
        )
        watch(
            "paceline_net_gain",
            "Measured over plain rate of the latest replies that had the engine alone.",
            lambda: figures.net_gain,
        )


class _ReplyEndpoint:
    """An address where a reply is asked for, as an ASGI application."""

    def __init__(
        self,
        path: str,
        read: Callable[[bytes], Asked],
        writer: Writer,
        close: Callable[[Account, int, str | None], None],
    ) -> None:
        self._path = path
        self._read = read
        self._writer = writer
        self._close = close

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        account = Account(self._path)
        abort: Callable[[], None] = scope.get("state", {}).get("abort", _nothing)
        limits = self._writer.limits
        sender = Sender(send, abort, limits.send_seconds)
        status: int = CLIENT_GONE
        code: str | None = "client_gone"
        try:
            asked = self._read(await read_body(Request(scope, receive), limits))
            account.streams = asked.question.streams
            await while_there(receive, self._writer.answer(asked, sender, account))
            status, code = 200, None
        except Refusal as refusal:
            status, code = refusal.status, refusal.code
            await _tell_refusal(refusal, sender, send)
        except ClientGone:
            pass
        except Exception as error:
            _report(error)
            fault = _own_fault()
            status, code = fault.status, fault.code
            await _tell_refusal(fault, sender, send)
        finally:
            self._close(account, status, code)


async def _tell_refusal(refusal: Refusal, sender: Sender, send: Send) -> None:
    """Answer with an error, in a stream that has begun by an event of its own."""
    try:
        if sender.began:
            await sender.piece(b"data: " + refusal.body + b"\n\n")
            await sender.end()
        else:
            await send_refusal(refusal, send)
    except ClientGone:
        pass


def _report(error: Exception) -> None:
    """Leave the trace of a bug, without its message, which may hold what was said."""
    lines = traceback.format_tb(error.__traceback__)
    print(*lines, type(error).__name__, sep="", file=sys.stderr, flush=True)


def _own_fault() -> Refusal:
    return Refusal(500, "server_fault", "Paceline met a fault of its own.")


def _nothing() -> None:
    """Stand in where no connection can be cut, as in a test without a server."""


def _json(value: msgspec.Struct, status: int = 200) -> Response:
    return Response(msgspec.json.encode(value), status, media_type=JSON)


def _refused(refusal: Refusal) -> Response:
    return Response(refusal.body, refusal.status, refusal.headers, media_type=JSON)


async def _refuse_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    match error.status_code:
        case 404:
            refusal = Refusal(404, "not_found", "There is nothing at this address.")
        case 405:
            refusal = Refusal(
                405,
                "method_not_allowed",
                f"{request.method} is not done at this address.",
                headers=dict(error.headers or {}),
            )
        case status:
            refusal = Refusal(status, "http_error", str(error.detail))
    return _refused(refusal)


async def _refuse_bug(_request: Request, error: Exception) -> Response:
    _report(error)
    return _refused(_own_fault())
