"""How long a request waits for an engine."""

import asyncio

import pytest
from starlette.types import Message

from paceline.options import Sampling, Speculation
from paceline.server.accounts import Account
from paceline.server.admission import Admission
from paceline.server.asking import Defaults
from paceline.server.engine import Engine
from paceline.server.limits import Limits
from paceline.server.refusals import Refusal
from paceline.server.replying import Sender
from paceline.server.writing import Writer

LIMITS = Limits(ready_seconds=0.5)
BODY = b'{"messages": [{"role": "user", "content": "Hello"}]}'


class NeverReady(Engine):
    """An engine that was not started, and notes how long it is waited for."""

    def __init__(self) -> None:
        super().__init__((), lambda _notice: None, environment={})
        self.deadlines: list[float] = []

    async def ready_by(self, deadline: float) -> bool:
        self.deadlines.append(deadline)
        return await super().ready_by(deadline)


def test_who_stood_in_line_for_a_seat_does_not_wait_for_the_engine_once_more() -> None:
    async def discard(_message: Message) -> None:
        raise AssertionError("nothing is answered here")

    async def scene() -> None:
        engine = NeverReady()
        writer = Writer(engine, Admission(1, most_waiting=9), LIMITS)
        asked = Defaults(("one",), Sampling(), Speculation()).read_chat(BODY)

        async def ask() -> None:
            with pytest.raises(Refusal, match="cannot answer yet") as refused:
                await writer.answer(asked, Sender(discard, lambda: None, 1), Account("/"))
            assert refused.value.status == 503

        await asyncio.gather(*(ask() for _ in range(4)))
        first, *others = engine.deadlines
        assert len(others) == 3
        assert max(others) < first + LIMITS.ready_seconds

    asyncio.run(scene())
