"""A server of models on loopback that speaks as different software does, and fails on demand.

It answers with the same words whoever it plays; what it tells besides is what that software tells.
"""

import json
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Final

WORDS: Final = ("The ", "sky ", "is ", "blue, ", "for ", "air ", "scatters ", "light.")
TEXT: Final = "".join(WORDS)
CERTIFICATE: Final = Path(__file__).with_name("self_signed.pem")
MODEL: Final = "large-model"
PROVENANCE: Final = (
    {"id": 11, "text": "The ", "origin": "plain", "probability": 0.5, "margin": 1.0},
    {
        "id": 12,
        "text": "sky ",
        "origin": "drafted",
        "probability": 0.9,
        "margin": 2.0,
        "drafter": "draft-model",
        "slot": 0,
        "draft_probability": 0.8,
    },
    {
        "id": 13,
        "text": "is ",
        "origin": "corrected",
        "probability": 0.7,
        "margin": 1.5,
        "rejected": {"text": "was ", "probability": 0.1, "draft_probability": 0.6},
    },
    {"id": 14, "text": "blue.", "origin": "bonus", "probability": 0.6, "margin": 0.5},
)


class Plays(StrEnum):
    """Which software it plays."""

    LLAMA_SERVER = "llamacpp"
    VLLM = "vllm"
    PACELINE = "paceline"
    BARE = "somebody"


class Fault(StrEnum):
    """What goes wrong with a chat; `NONE` of it, if nothing is asked for."""

    NONE = "none"
    CUT = "cut"
    """The connection ends in the middle."""
    UNFINISHED = "unfinished"
    """The stream ends in good order before the reply does."""
    SILENT = "silent"
    """Nothing comes after the first words until the client is gone."""
    DEAF = "deaf"
    """Nothing comes at all."""
    GARBAGE = "garbage"
    NO_STREAM = "no-stream"
    """The whole answer at once, as servers do that do not stream."""
    ERROR_EVENT = "error-event"
    ENDLESS_EVENT = "endless-event"
    ENDLESS_TEXT = "endless-text"
    PAGE = "page"
    """A web page, as of a router."""


@dataclass
class Script:
    """How it behaves; may be changed between requests."""

    plays: Plays = Plays.BARE
    fault: Fault = Fault.NONE
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    complaint: object = None
    key: str | None = None
    thoughts: tuple[str, ...] = ()
    words: tuple[str, ...] = WORDS
    pause: threading.Event | None = None
    """Waited for before the second word."""


class OpenAiServer(ThreadingHTTPServer):
    """Serves on a port of its own; remembers what it was asked."""

    daemon_threads = True

    def __init__(self, script: Script, *, encrypted: bool) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self._scheme = "https" if encrypted else "http"
        if encrypted:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(CERTIFICATE)
            self.socket = context.wrap_socket(
                self.socket, server_side=True, do_handshake_on_connect=False
            )
        self.script = script
        self.asked: list[tuple[str, dict[str, object]]] = []
        self.headers: list[dict[str, str]] = []
        self.gone = threading.Event()
        """Set once a client hung up in the middle of a reply."""
        self.closing = threading.Event()

    @property
    def url(self) -> str:
        return f"{self._scheme}://127.0.0.1:{self.server_port}/v1"

    def handle_error(self, request: object, client_address: object) -> None:
        """Clients that hang up are what is tested here."""


@contextmanager
def openai_server(
    script: Script | None = None, *, encrypted: bool = False
) -> Iterator[OpenAiServer]:
    """Serve until the block ends; `encrypted` with a certificate that nobody vouches for."""
    server = OpenAiServer(script or Script(), encrypted=encrypted)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.closing.set()
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: OpenAiServer

    def log_message(self, *_: object) -> None:
        """Keep tests quiet."""

    def do_GET(self) -> None:
        self._note({})
        script = self.server.script
        if self._refused():
            return
        if self.path == "/v1/models":
            entry: dict[str, object] = {"id": MODEL, "owned_by": script.plays.value}
            if script.plays is Plays.VLLM:
                entry["max_model_len"] = 16384
            self._answer(200, {"object": "list", "data": [entry]})
        elif self.path == "/props" and script.plays is Plays.LLAMA_SERVER:
            self._answer(200, {"default_generation_settings": {"n_ctx": 4096}, "total_slots": 4})
        else:
            self._answer(404, {"error": {"message": "no such page"}})

    def do_POST(self) -> None:
        length = int(self.headers.get("content-length", "0"))
        self._note(json.loads(self.rfile.read(length)))
        if self._refused():
            return
        script = self.server.script
        if script.status != 200:
            self._answer(script.status, script.complaint, script.headers)
            return
        match script.fault:
            case Fault.NO_STREAM:
                choice = {"message": {"content": TEXT}, "finish_reason": "stop"}
                self._answer(200, {"choices": [choice], "usage": _usage(script.plays)})
            case Fault.PAGE:
                self._begin("text/html")
                self._write(b"<html>Welcome to your router</html>")
                self._end()
            case Fault.DEAF:
                self._wait_for_the_client_to_leave()
            case _:
                self._begin("text/event-stream")
                self._stream(script)

    def _refused(self) -> bool:
        key = self.server.script.key
        if key is None or self.headers.get("authorization") == f"Bearer {key}":
            return False
        self._answer(401, {"error": {"message": "Invalid API key", "code": "invalid_api_key"}})
        return True

    def _stream(self, script: Script) -> None:
        for thought in script.thoughts:
            self._say({"reasoning_content": thought})
        if script.plays is Plays.LLAMA_SERVER:
            self._event(
                {"choices": [], "prompt_progress": {"total": 9, "cache": 4, "processed": 6}}
            )
        if script.plays is Plays.PACELINE:
            self._tell_all()
            return
        for number, word in enumerate(script.words):
            if number == 1 and script.pause is not None:
                script.pause.wait(30)
            if number == len(script.words) // 2 and self._fail(script.fault):
                return
            self._say({"content": word})
        last: dict[str, object] = {"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]}
        self._event(last)
        figures: dict[str, object] = {"choices": []}
        if script.plays is not Plays.BARE:
            figures["usage"] = _usage(script.plays)
        if script.plays is Plays.LLAMA_SERVER:
            figures["timings"] = {
                "cache_n": 4,
                "prompt_n": 5,
                "predicted_n": 9,
                "predicted_per_second": 42.5,
                "draft_n": 12,
                "draft_n_accepted": 6,
            }
        if len(figures) > 1:
            self._event(figures)
        self._write(b"data: [DONE]\n\n")
        self._end()

    def _tell_all(self) -> None:
        """As `paceline serve`: where each token came from, and what the reply came to."""
        for tokens in (PROVENANCE[:1], PROVENANCE[1:3], PROVENANCE[3:]):
            text = "".join(str(each["text"]) for each in tokens)
            choice = {"index": 0, "delta": {"content": text}, "finish_reason": None}
            self._event({"choices": [choice], "paceline": {"tokens": tokens}})
        self._event({"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]})
        summary = {
            "stop_reason": "end",
            "seed": 3,
            "tokens": 4,
            "seconds": 0.1,
            "tokens_per_second": 40.0,
            "time_to_first_token_ms": 12.0,
            "net_gain": 1.6,
            "acceptance": 0.5,
            "drafted": 4,
            "tested": 2,
            "accepted": 1,
            "passes": 3,
            "tokens_per_pass": 1.33,
            "origins": {"plain": 1, "drafted": 1, "corrected": 1, "bonus": 1},
        }
        usage = {"prompt_tokens": 9, "completion_tokens": 4, "total_tokens": 13}
        self._event({"choices": [], "usage": usage, "paceline": {"summary": summary}})
        self._write(b"data: [DONE]\n\n")
        self._end()

    def _fail(self, fault: Fault) -> bool:
        """Do what was asked for, in the middle; says whether that was the end."""
        match fault:
            case Fault.CUT:
                self.close_connection = True
                self.connection.shutdown(socket.SHUT_RDWR)
            case Fault.UNFINISHED:
                self._end()
            case Fault.SILENT:
                self._wait_for_the_client_to_leave()
            case Fault.GARBAGE:
                self._write(b'data: {"choices": [{"delta": {"content": 7]\n\n')
                self._end()
            case Fault.ERROR_EVENT:
                self._event({"error": {"message": "out of memory on the GPU", "code": 500}})
                self._end()
            case Fault.ENDLESS_EVENT:
                self._flood(b"data: ", b"x" * 65536)
            case Fault.ENDLESS_TEXT:
                piece = {"choices": [{"delta": {"content": "ever " * 8000}}]}
                self._flood(b"", b"data: " + json.dumps(piece).encode() + b"\n\n")
            case _:
                return False
        return True

    def _flood(self, first: bytes, again: bytes) -> None:
        """Never end, until the client has enough."""
        try:
            self._write(first or again)
            while not self.server.closing.is_set():
                self._write(again)
        except OSError:
            self.server.gone.set()
            self.close_connection = True

    def _wait_for_the_client_to_leave(self) -> None:
        self.connection.settimeout(30)
        try:
            while self.connection.recv(1024):
                pass
        except OSError:
            pass
        self.server.gone.set()
        self.close_connection = True

    def _note(self, body: dict[str, object]) -> None:
        self.server.asked.append((self.path, body))
        self.server.headers.append({name.lower(): value for name, value in self.headers.items()})

    def _say(self, delta: dict[str, str]) -> None:
        self._event({"choices": [{"index": 0, "delta": delta, "finish_reason": None}]})

    def _event(self, chunk: object) -> None:
        self._write(b"data: " + json.dumps(chunk).encode() + b"\n\n")

    def _begin(self, kind: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()

    def _write(self, data: bytes) -> None:
        if data:
            self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
            self.wfile.flush()

    def _end(self) -> None:
        self.wfile.write(b"0\r\n\r\n")

    def _answer(self, status: int, body: object, headers: dict[str, str] | None = None) -> None:
        data = b"" if body is None else json.dumps(body).encode()
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


def _usage(plays: Plays) -> dict[str, object]:
    usage: dict[str, object] = {"prompt_tokens": 9, "completion_tokens": 9, "total_tokens": 18}
    if plays is Plays.VLLM:
        usage["prompt_tokens_details"] = {"cached_tokens": 4}
    return usage
