"""How answers reach a client: in time, piece by piece, and only while it is there."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Final, TypeVar

from starlette.requests import Request
from starlette.types import Message, Receive, Send

from paceline.server.limits import Limits
from paceline.server.refusals import Refusal

JSON: Final = "application/json"
EVENTS: Final = "text/event-stream; charset=utf-8"

_Result = TypeVar("_Result")


class ClientGone(Exception):  # noqa: N818 - a fact; nobody is left to be told
    """The client closed the connection, or stopped reading."""


class Sender:
    """Sends one answer; `began` once its head is out and its status can no longer change."""

    def __init__(self, send: Send, abort: Callable[[], None], seconds: float) -> None:
        """Cut the connection with `abort` where a piece is not taken within `seconds`."""
        self._send = send
        self._abort = abort
        self._seconds = seconds
        self.began = False

    async def whole(self, status: int, body: bytes, media: str = JSON) -> None:
        """Send an answer in one piece."""
        await self._start(status, media, len(body))
        await self._within({"type": "http.response.body", "body": body})

    async def begin(self) -> None:
        """Send the head of a stream of events."""
        await self._start(200, EVENTS, None)

    async def piece(self, body: bytes) -> None:
        """Send a piece of a stream."""
        await self._within({"type": "http.response.body", "body": body, "more_body": True})

    async def end(self) -> None:
        """End a stream."""
        await self._within({"type": "http.response.body", "body": b""})

    async def _start(self, status: int, media: str, length: int | None) -> None:
        headers = [(b"content-type", media.encode()), (b"cache-control", b"no-store")]
        if length is None:
            headers.append((b"x-accel-buffering", b"no"))  # else proxies may hold events back
        else:
            headers.append((b"content-length", str(length).encode()))
        self.began = True
        await self._within({"type": "http.response.start", "status": status, "headers": headers})

    async def _within(self, message: Message) -> None:
        try:
            async with asyncio.timeout(self._seconds):
                await self._send(message)
        except TimeoutError:
            self._abort()
            raise ClientGone from None
        except OSError:
            raise ClientGone from None


async def send_refusal(refusal: Refusal, send: Send) -> None:
    """Answer with an error."""
    headers = {
        "content-type": JSON,
        "content-length": str(len(refusal.body)),
        "cache-control": "no-store",
        **{name.lower(): value for name, value in refusal.headers.items()},
    }
    encoded = [
        (name.encode(), value.encode("latin-1", "replace")) for name, value in headers.items()
    ]
    await send({"type": "http.response.start", "status": refusal.status, "headers": encoded})
    await send({"type": "http.response.body", "body": refusal.body})


async def read_body(request: Request, limits: Limits) -> bytes:
    """Return the whole body; raises `Refusal` where it is too large or too slow."""
    too_large = Refusal(
        413,
        "request_too_large",
        f"The body is larger than {limits.body_bytes // 2**20} MB.",
        headers={"Connection": "close"},
    )
    length = request.headers.get("content-length", "0")
    if not length.isdecimal() or int(length[:20]) > limits.body_bytes:
        raise too_large
    parts: list[bytes] = []
    taken = 0
    try:
        async with asyncio.timeout(limits.body_seconds):
            while True:
                message = await request.receive()
                if message["type"] == "http.disconnect":
                    raise ClientGone
                part: bytes = message.get("body", b"")
                parts.append(part)
                taken += len(part)
                if taken > limits.body_bytes:
                    raise too_large
                if not message.get("more_body", False):
                    return b"".join(parts)
    except TimeoutError:
        raise Refusal(
            408,
            "request_too_slow",
            f"The body did not arrive within {limits.body_seconds:g} s.",
            headers={"Connection": "close"},
        ) from None


async def while_there(receive: Receive, work: Coroutine[None, None, _Result]) -> _Result:
    """Do the work, or raise `ClientGone` as soon as the client goes away."""
    doing = asyncio.create_task(work)
    going = asyncio.create_task(_gone(receive))
    try:
        await asyncio.wait({doing, going}, return_when=asyncio.FIRST_COMPLETED)
        if doing.done():
            return doing.result()
        raise ClientGone
    finally:
        for task in (doing, going):
            task.cancel()
        await asyncio.gather(doing, going, return_exceptions=True)


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
