"""The sessions of several seats, of which each new reply gets the one that suits it best."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Final

from paceline.chat import ChatMessage, TokenCount
from paceline.engine.batching.conductor import Conductor, Line
from paceline.engine.batching.crowd import Crowd
from paceline.engine.batching.seat import Seat
from paceline.engine.batching.shared_policy import SharedPolicy
from paceline.engine.governor.memory import GovernorMemory
from paceline.engine.policy import Policy
from paceline.engine.session import Session
from paceline.engine.tokens import Part, common_prefix
from paceline.options import Speculation

_MOSTLY: Final = 0.5
"""A seat whose text is shared to this part goes on with it; another keeps its own for a while."""


class SeatSession(Session):
    """The session of one seat: it learns what all learn, and guesses with regard to the others."""

    def __init__(
        self,
        seat: Seat,
        first: "SeatSession | None" = None,
        memory: GovernorMemory | None = None,
    ) -> None:
        super().__init__(seat, memory if first is None else None)
        self.seat = seat
        self.busy = False
        self.used = 0
        if first is not None:
            self.knowledge, self.tuned, self.prompts = first.knowledge, first.tuned, first.prompts
        self.crowd: Crowd = Crowd(self.knowledge) if first is None else first.crowd

    def _follow(self, speculation: Speculation, context_length: int) -> Policy:
        chosen = self._chosen(speculation, context_length)
        return SharedPolicy(chosen, self.crowd, self.seat.take_was_alone)


class SharedSession:
    """Replies of one loaded pair, as many at a time as there are seats.

    `memory` is as for `Session`. All of it runs on the conductor's thread. `first` is the session
    of the first seat, for what needs no seat of its own.
    """

    def __init__(
        self, seats: Sequence[Seat], conductor: Conductor, memory: GovernorMemory | None = None
    ) -> None:
        self.first = SeatSession(seats[0], memory=memory)
        self._sessions = [
            self.first,
            *(SeatSession(seat, self.first) for seat in seats[1:]),
        ]
        self.conductor = conductor
        self._replies = 0
        conductor.passed = self._learn

    @property
    def crowd_size(self) -> int:
        """Replies that run."""
        return self.first.crowd.size

    @property
    def has_room(self) -> bool:
        """Whether a seat is free."""
        return any(not session.busy for session in self._sessions)

    def calibrate(self) -> None:
        """Measure passes and guesses of a pair about which nothing is known; takes a second."""
        self.first.calibrate()
        self.first.crowd.reset(self.first.knowledge)

    def begin(
        self,
        messages: Sequence[ChatMessage],
        prompt: str | None,
        work: Callable[[Session], None],
        cancelled: Callable[[], bool],
    ) -> None:
        """Let `work` write a reply to this with a session of its own, beside what runs.

        There must be room. What `work` raises comes out here, or of a later turn of the conductor.
        """
        session = self._choose(self._text(messages, prompt))
        session.busy = True
        self._replies += 1
        session.used = self._replies
        crowd = self.first.crowd
        crowd.size += 1

        def run() -> None:
            try:
                work(session)
            finally:
                session.busy = False
                crowd.size -= 1

        self.conductor.start(run, cancelled)

    def count(self, messages: Sequence[ChatMessage]) -> TokenCount:
        """Count what a conversation takes of a seat's context."""
        return self.first.count(messages)

    def settle(self) -> None:
        """Do what can wait until a reply has been handed over: learn from it, and save that."""
        for session in self._sessions:
            session.settle()

    def unlearn(self) -> None:
        """Forget everything that chats taught, in this run or an earlier one."""
        for session in self._sessions:
            session.unlearn()
            session.knowledge = self.first.knowledge
        self.first.crowd.reset(self.first.knowledge)

    def _text(self, messages: Sequence[ChatMessage], prompt: str | None) -> Sequence[int]:
        """Return what will be read; where it cannot be, the reply itself is to say why."""
        prompts = self.first.prompts
        with suppress(Exception):
            made = prompts.prompt(messages) if prompt is None else prompts.raw(prompt)
            return made.tokens
        return ()

    def _choose(self, wanted: Sequence[int]) -> SeatSession:
        """Return the free seat whose text goes on like this, or the one that was long not used."""
        free = [session for session in self._sessions if not session.busy]
        best = max(free, key=lambda session: common_prefix(session.seat.context.tokens, wanted))
        held = best.seat.context.tokens
        if common_prefix(held, wanted) > _MOSTLY * len(held):
            return best
        return min(free, key=lambda session: session.used)

    def _learn(self, line: Line, parts: Sequence[Part], seconds: float) -> None:
        if len(parts) > 1 and all(part.outputs for part in parts):
            width = sum(len(part.tokens) for part in parts)
            self.first.crowd.observe(width, seconds, drafting=line.guesses)
