"""Which part of a conversation the context holds when it no longer holds all of it.

Whole turns are forgotten, so that the model always reads a conversation of the form that it was
trained on; a turn is a message of the person's with what was said to it. What is forgotten grows
in steps of a quarter of the context and depends on the conversation alone: so from one turn to the
next it mostly stays the same, and the caches with it. Where no turn is left to forget, a reply that
is still being written forgets its own beginning.
"""

from bisect import bisect_left
from collections.abc import Sequence
from functools import cache
from typing import Final

from paceline.chat import ChatMessage, Role
from paceline.engine.prompt import Prompt, Prompts
from paceline.errors import AppError, ErrorCode
from paceline.options import Overflow
from paceline.provenance import Forgotten

SHORTEST_REPLY: Final = 16
"""A prompt must leave room for this many tokens, else it counts as too long."""

_SHARE: Final = 4
"""One part in so many of the context is made free at a time, and is left for the next reply."""


class Window:
    """What of a conversation is read for its next reply, and while that is written.

    `prompt` is what the model reads; `forgotten` what it does not. Raises
    `AppError(PROMPT_TOO_LONG)` where the policy cannot make it fit.
    """

    def __init__(
        self,
        prompts: Prompts,
        messages: Sequence[ChatMessage],
        overflow: Overflow,
        *,
        capacity: int,
        max_tokens: int | None = None,
    ) -> None:
        self._prompts = prompts
        self._messages = tuple(messages)
        self._capacity = capacity
        self._step = max(1, capacity // _SHARE)
        self._reserve = SHORTEST_REPLY
        if overflow is not Overflow.STOP:
            self._reserve = max(SHORTEST_REPLY, min(self._step, max_tokens or self._step))
        self._forgets = overflow is not Overflow.STOP
        # What may be forgotten, ever more: first and last message, the end excluded.
        self._choices = [(0, 0), *_choices(self._messages, overflow)]
        self._choice = 0
        self._cut = 0
        self._without = cache(self._make_prompt)
        self._whole = len(self.prompt.tokens)
        if not self._make_room(0):
            raise self._too_long()

    @property
    def prompt(self) -> Prompt:
        """The prompt of the messages that are not forgotten."""
        return self._without(self._choice)

    @property
    def forgotten(self) -> Forgotten | None:
        """What the model does not read, None where it reads everything."""
        first, end = self._choices[self._choice]
        tokens = self._whole - len(self.prompt.tokens) + self._cut
        return Forgotten(first, end - first, tokens) if tokens > 0 else None

    @property
    def tokens(self) -> tuple[int, ...]:
        """The tokens of the prompt that are read: all, but for the beginning of a long reply."""
        return self._shortened(())

    def shrink(self, said: Sequence[int]) -> tuple[int, ...] | None:
        """Forget more, because prompt and reply fill the context; None where that is not possible.

        Returns prompt and reply as they are to go on, `said` being all of the reply so far.
        """
        return self._shortened(said) if self._make_room(len(said)) else None

    def remember(self, text: str, said: Sequence[int]) -> None:
        """Know in which tokens the reply said this text, so that the next turn need not read it."""
        if not self._cut:
            self._prompts.remember(self.prompt.text + text, (*self.prompt.tokens, *said))

    def _shortened(self, said: Sequence[int]) -> tuple[int, ...]:
        head = self.prompt.head
        return (*self.prompt.tokens[:head], *(*self.prompt.tokens[head:], *said)[self._cut :])

    def _make_room(self, said: int) -> bool:
        """Forget what it takes to go on behind a reply of this length; False where none can be."""
        if self._forgets:
            self._forget_turns(said)
        missing = self._length(said) + SHORTEST_REPLY - self._capacity
        if missing <= 0:
            return True
        own = self._length(said) - self.prompt.head
        step = max(missing, min(self._step, own // 2))
        if not self._forgets or own - step < SHORTEST_REPLY:
            return False
        self._cut += step
        return True

    def _length(self, said: int) -> int:
        """Return how many tokens of prompt and reply the context has to hold."""
        return len(self.prompt.tokens) + said - self._cut

    def _forget_turns(self, said: int) -> None:
        """Forget whole turns: by steps where there are enough of them, else as few as will do."""
        needed = self._measure(0) + said - self._cut - self._capacity
        excess = needed + self._reserve
        if excess <= 0:
            return
        by_steps = -(-excess // self._step) * self._step
        choice = len(self._choices) - 1
        for goal in (by_steps, excess, needed + SHORTEST_REPLY):
            found = bisect_left(range(choice), goal, key=self._saved)
            if found < choice:
                choice = found
                break
        self._choice = max(self._choice, choice)

    def _saved(self, choice: int) -> int:
        return self._measure(0) - self._measure(choice)

    def _measure(self, choice: int) -> int:
        """Return the length in tokens that the text alone decides, whatever was said before."""
        return self._prompts.length(self._without(choice).text)

    def _make_prompt(self, choice: int) -> Prompt:
        first, end = self._choices[choice]
        return self._prompts.prompt((*self._messages[:first], *self._messages[end:]))

    def _too_long(self) -> AppError:
        longest = self._capacity - SHORTEST_REPLY
        return AppError(
            ErrorCode.PROMPT_TOO_LONG,
            f"{len(self.prompt.tokens):,} tokens, and at most {longest:,} leave room for a reply",
        )


def _choices(messages: Sequence[ChatMessage], overflow: Overflow) -> list[tuple[int, int]]:
    """Return ranges of messages that may be forgotten, each longer than the one before.

    The system prompt and the turn to be answered never are; in the middle way the first turn goes
    last of all.
    """
    if overflow is Overflow.STOP:
        return []
    start = 0
    while start < len(messages) and messages[start].role is Role.SYSTEM:
        start += 1
    later = [
        index for index in range(start + 1, len(messages)) if messages[index].role is Role.USER
    ]
    if overflow is Overflow.ROLLING or not later:
        return [(start, end) for end in later]
    return [*((later[0], end) for end in later[1:]), (start, later[-1])]
