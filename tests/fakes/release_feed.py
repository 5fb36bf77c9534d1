"""A server on loopback that tells of releases, well or badly, and notes what it was asked."""

import json
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self

NOTES = """## Added

- A **new** thing, see [the page](https://example.org/news).

![a picture](https://example.org/picture.png)
"""


def release(version: str, **more: object) -> dict[str, object]:
    """An entry of the feed."""
    return {
        "tag_name": f"v{version}",
        "name": f"Paceline {version}",
        "body": NOTES,
        "html_url": f"https://example.org/paceline/{version}",
        "published_at": "2026-11-20T10:00:00Z",
        "prerelease": False,
        "draft": False,
        "assets": [{"name": "paceline.deb", "size": 1}],
        **more,
    }


@dataclass
class Answer:
    """What is said to every request to a path."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    pause: threading.Event | None = None
    """Half of the body is sent, and the rest once this is set."""


class ReleaseFeed:
    """Serves `answers` by path; `tell` sets what the feed itself says."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer] = {}
        self.asked: list[dict[str, str]] = []
        self._closing = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.host = f"http://127.0.0.1:{self._server.server_port}"
        self.address = f"{self.host}/releases"
        self.tell(release("0.1.0"))

    def tell(self, *releases: dict[str, object], mark: str = '"one"') -> None:
        """Answer with these."""
        self.answers["/releases"] = Answer(
            json.dumps(releases).encode(), headers={"ETag": mark} if mark else {}
        )

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self._closing.set()
        self._server.shutdown()
        self._server.server_close()


def _handler(feed: ReleaseFeed) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            feed.asked.append({name.lower(): value for name, value in self.headers.items()})
            answer = feed.answers.get(self.path, Answer(status=404))
            mark = answer.headers.get("ETag")
            unchanged = mark is not None and self.headers.get("If-None-Match") == mark
            body = b"" if unchanged else answer.body
            self.send_response(304 if unchanged else answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            if not unchanged:
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            half = len(body) // 2 if answer.pause else len(body)
            try:
                self.wfile.write(body[:half])
                self.wfile.flush()
                if answer.pause is not None:
                    answer.pause.wait(30)
                    self.wfile.write(body[half:])
            except OSError:
                pass  # the other side went away

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name there
            """Keep quiet."""

    return Handler
