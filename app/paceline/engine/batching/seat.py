"""What one of several replies needs of a pair: a place in the caches, drafters of its own."""

from collections.abc import Sequence

from paceline.engine.batching.seat_context import SeatContext
from paceline.engine.chat_template import ChatTemplate
from paceline.engine.drafters.base import Panel
from paceline.engine.loaded_pair import Tokenizer
from paceline.engine.personal_cache import PersonalCache
from paceline.engine.target import Target
from paceline.engine.tokens import Branches
from paceline.errors import AppError, ErrorCode


class SeatTarget(Target):
    """A target that takes over from other seats what a prompt begins with."""

    def __init__(self, context: SeatContext) -> None:
        super().__init__(context)
        self._seat = context

    def reuse(self, prompt: Sequence[int], *, shift: bool = False) -> int:
        """Forget what the prompt does not share; return how many of its tokens are held."""
        self._seat.adopt(prompt[:-1])
        return super().reuse(prompt, shift=shift)


class Seat:
    """Implements `LoadedPair` for one reply at a time, beside others."""

    def __init__(
        self,
        model: Tokenizer,
        template: ChatTemplate,
        context: SeatContext,
        draft_context: SeatContext | None,
        drafters: Panel,
        personal: PersonalCache | None,
    ) -> None:
        self.model = model
        self.template = template
        self.context = context
        self.draft_context = draft_context
        self.target = SeatTarget(context)
        self.drafters = drafters
        self.personal = personal

    @property
    def sharing(self) -> int:
        """Replies that had a part in the target's last pass."""
        return self.context.shared

    def take_was_alone(self) -> bool:
        """Whether no other reply had a part in any pass since this was asked before."""
        contexts = [each for each in (self.context, self.draft_context) if each is not None]
        return max(each.take_most_shared() for each in contexts) == 1

    def branch(self, count: int, length: int) -> Branches:
        """Refuse: several answers to one question can be asked for one by one."""
        raise AppError(ErrorCode.ENGINE_BUSY, f"{count} answers of {length} tokens beside others")

    def take_threads_used(self) -> tuple[int, int]:
        """Return the threads of the last pass of target and draft since this was asked before."""
        draft = self.draft_context
        return self.context.take_threads_used(), draft.take_threads_used() if draft else 0
