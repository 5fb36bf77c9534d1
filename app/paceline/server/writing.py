"""One reply for one client: from its seat to its last word."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass

from paceline.protocol.messages import Failed, Finished, Generate, PromptProgress, RoundDone
from paceline.provenance import ReplySummary, Token
from paceline.server.accounts import Account
from paceline.server.admission import Admission, LineTooLong
from paceline.server.answers import Answers
from paceline.server.engine import Engine, ReplyEvent
from paceline.server.figures import Figures
from paceline.server.forms import Form
from paceline.server.limits import Limits
from paceline.server.metrics import Metrics
from paceline.server.questions import Question
from paceline.server.refusals import come_back, engine_failed, stopping
from paceline.server.replying import ClientGone, Sender


@dataclass(slots=True)
class Asked:
    """A question as the engine and the answer want it."""

    question: Question
    generate: Generate
    form: Form
    param: str
    """The field that holds the text."""
    model: str
    """The name that the client is told."""


class Writer:
    """Writes replies with an engine, as many at once as there are seats."""

    def __init__(self, engine: Engine, admission: Admission, limits: Limits) -> None:
        self.limits = limits
        self.figures = Figures(time.monotonic)
        self.metrics = Metrics()
        self.stopping = False
        self._engine = engine
        self._admission = admission

    async def answer(self, asked: Asked, sender: Sender, account: Account) -> None:
        """Write one reply, from its seat to its end; raises `Refusal` where there is none."""
        if self.stopping:
            raise stopping()
        asked_at = asyncio.get_running_loop().time()
        try:
            async with self._admission.seat():
                if self.stopping:
                    raise stopping()
                await self._await_engine(asked_at)
                await self._write(asked, sender, account)
        except LineTooLong:
            raise come_back(
                429,
                "too_many_requests",
                f"{self._admission.waiting} requests are waiting already: come back later.",
            ) from None

    async def _await_engine(self, asked_at: float) -> None:
        """Wait for an engine that is not there, as long as one request may, its time in line too.

        Whoever stood in line behind others who waited for it in vain is not to wait once more.
        """
        since = max(asked_at, self._engine.lost_at)
        if not await self._engine.ready_by(since + self.limits.ready_seconds):
            if self.stopping:
                raise stopping()
            message = f"The model cannot answer yet: the engine is {self._engine.state}."
            raise come_back(503, "engine_not_ready", message, 5)

    async def _write(self, asked: Asked, sender: Sender, account: Account) -> None:
        question = asked.question
        reply = self._engine.generate(asked.generate)
        answers = Answers(
            asked.form,
            asked.model,
            provenance=question.provenance,
            usage_streams=question.usage_streams,
        )
        said: list[Token] = []
        summary: ReplySummary | None = None
        try:
            while summary is None:
                news, summary = self._read(await reply.take(), asked, account)
                if question.streams:
                    await self._stream(answers, sender, news, summary)
                else:
                    said += news
        finally:
            reply.cancel()
        if not question.streams:
            await sender.whole(200, answers.all(said, summary))

    def _read(
        self, events: Sequence[ReplyEvent], asked: Asked, account: Account
    ) -> tuple[list[Token], ReplySummary | None]:
        """Return what these events say, and what the reply came to where it ends."""
        news: list[Token] = []
        summary: ReplySummary | None = None
        for event in events:
            match event:
                case RoundDone():
                    account.add_round(event)
                    self.figures.add_round(event.round)
                    self.metrics.add_round(event.round)
                    news += event.round.tokens
                case PromptProgress():
                    pass
                case Finished(reply=ReplySummary() as summary, cancelled=False):
                    account.end(summary)
                    self.figures.add_reply(summary)
                    self.metrics.add_reply(summary)
                case Finished():  # cancelled by the server, or because nobody reads it
                    raise stopping() if self.stopping else ClientGone
                case Failed() if self.stopping:  # who stops the server may stop the engine too
                    raise stopping()
                case Failed():
                    raise engine_failed(event.code, event.detail, param=asked.param)
        return news, summary

    @staticmethod
    async def _stream(
        answers: Answers, sender: Sender, news: list[Token], summary: ReplySummary | None
    ) -> None:
        """Send what has come since the last time in one write."""
        body = b""
        if not sender.began:
            await sender.begin()
            body = answers.opening()
        if news:
            body += answers.part(news)
        if summary is not None:
            body += answers.ending(summary)
        if body:
            await sender.piece(body)
        if summary is not None:
            await sender.end()
