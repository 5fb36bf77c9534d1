"""Answers requests with a model on a server: the worker's place for a pair that is not here.

The client of HTTP is imported with the first server, and so not by a worker that never sees one.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, assert_never

from paceline.errors import AppError, ErrorCode
from paceline.protocol.messages import (
    ConnectPair,
    CountTokens,
    Finished,
    Generate,
    GenerateAlternatives,
    ModelFacts,
    PairLoaded,
    PromptProgress,
    RoundDone,
)
from paceline.worker.streams import Inbox, Outbox

if TYPE_CHECKING:
    from paceline.remote.pair import RemotePair


class RemoteDesk:
    """Owns the connection in use."""

    def __init__(
        self, pair: "RemotePair", inbox: Inbox, outbox: Outbox, meanwhile: Callable[[], None]
    ) -> None:
        self._pair = pair
        self._inbox = inbox
        self._outbox = outbox
        self._meanwhile = meanwhile

    @classmethod
    def connect(
        cls, request: ConnectPair, inbox: Inbox, outbox: Outbox, meanwhile: Callable[[], None]
    ) -> "RemoteDesk":
        """Connect and tell of it; `meanwhile` is called while replies are waited for."""
        from paceline.remote.pair import RemotePair  # noqa: PLC0415 - brings the client of HTTP

        pair = RemotePair.connect(
            request.server, request.key, lambda: inbox.is_cancelled(request.request_id)
        )
        facts, meta = pair.facts, pair.entry.meta
        outbox.send(
            PairLoaded(
                request_id=request.request_id,
                target=ModelFacts(
                    path="",
                    name=facts.server.model,
                    description=facts.software.value,
                    parameters=(meta.n_params if meta else None) or 0,
                    size=(meta.size if meta else None) or 0,
                    layers=0,
                    context_length_trained=0,
                ),
                draft=None,
                context_length=facts.context_length or 0,
                threads=0,
                notes=pair.notes,
                remote=facts,
            )
        )
        return cls(pair, inbox, outbox, meanwhile)

    def carry_out(self, request: Generate | GenerateAlternatives | CountTokens) -> Finished:
        """Write a reply; raises REMOTE_UNABLE for what a server cannot be asked for.

        To count tokens a text would have to be sent before the person sends it.
        """
        match request:
            case Generate():
                return self._generate(request)
            case GenerateAlternatives():
                raise AppError(ErrorCode.REMOTE_UNABLE, "several answers at once")
            case CountTokens():
                raise AppError(ErrorCode.REMOTE_UNABLE, "counting tokens")
            case _:
                assert_never(request)

    def close(self) -> None:
        """Hang up."""
        self._pair.close()

    def _generate(self, request: Generate) -> Finished:
        if request.prompt is not None:
            raise AppError(ErrorCode.REMOTE_UNABLE, "going on with a raw text")

        def look_up() -> bool:
            self._meanwhile()
            return self._inbox.is_cancelled(request.request_id)

        def report(done: int, total: int, known: int) -> None:
            self._outbox.send(PromptProgress(request.request_id, done, total, known))

        reply = self._pair.reply(
            request.messages,
            request.sampling,
            request.speculation,
            max_tokens=request.max_tokens,
            overflow=request.overflow,
            look_up=look_up,
            progress=report,
        )
        for round_ in reply:
            self._outbox.send(RoundDone(request.request_id, round_))
        return Finished(request.request_id, reply=reply.summary, cancelled=reply.cancelled())
