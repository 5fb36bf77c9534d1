"""Turns of a chat: from messages to a stream of rounds and a summary.

Both caches live on between turns: a prompt is compared with what they hold and only its new
tail is read.
"""

from collections.abc import Sequence
from typing import Final

from paceline.chat import ChatMessage
from paceline.engine.governor.chosen import ChosenPolicy
from paceline.engine.governor.knowledge import Knowledge
from paceline.engine.loaded_pair import LoadedPair
from paceline.engine.policy import Policy
from paceline.engine.reply import Reply
from paceline.engine.tokens import ReadProgress
from paceline.errors import AppError, ErrorCode
from paceline.options import Sampling, Speculation

SHORTEST_REPLY: Final = 16
"""A prompt must leave room for this many tokens, else it counts as too long."""


class Session:
    """Replies of one loaded pair, one at a time.

    `knowledge` is what the governor has learned about the pair; a new one starts it cold.
    """

    def __init__(self, pair: LoadedPair, knowledge: Knowledge | None = None) -> None:
        self.pair = pair
        self.knowledge = knowledge or Knowledge()

    def reply(
        self,
        messages: Sequence[ChatMessage],
        sampling: Sampling,
        speculation: Speculation,
        *,
        max_tokens: int | None = None,
        progress: ReadProgress = lambda _done, _total: None,
        policy: Policy | None = None,
    ) -> Reply:
        """Begin the next reply; raises `AppError` where the conversation cannot be read.

        A `policy` of the caller's own decides in place of the one that follows `speculation`, as a
        benchmark does that measures without undrafted passes.
        """
        pair = self.pair
        text = pair.template.render(messages)
        brings_bos = bool(pair.model.bos_text) and text.startswith(pair.model.bos_text)
        prompt = pair.model.tokenize(text, add_special=not brings_bos)
        if not prompt:
            raise AppError(ErrorCode.PROMPT_UNRENDERABLE, "it made an empty prompt of it")
        longest = pair.context.capacity - SHORTEST_REPLY
        if len(prompt) > longest:
            raise AppError(
                ErrorCode.PROMPT_TOO_LONG,
                f"{len(prompt):,} tokens, and at most {longest:,} leave room for a reply",
            )
        chosen = policy or ChosenPolicy(
            speculation,
            pair.drafters.names,
            pair.drafters.lag,
            self.knowledge,
            context_length=len(prompt),
        )

        def hear(said: Sequence[int]) -> None:
            if pair.personal is not None:
                pair.personal.hear(messages, prompt, said)

        return Reply(
            pair,
            prompt,
            text,
            sampling,
            chosen,
            speculation.verification,
            max_tokens,
            progress,
            hear,
        )

    def settle(self) -> None:
        """Do what can wait until a reply has been handed over: learn from it, and save that."""
        if self.pair.personal is not None:
            self.pair.personal.settle()

    def forget(self) -> None:
        """Forget what earlier replies taught, so that the next one is guessed as the first one is.

        Both models keep what they have read.
        """
        self.pair.drafters.forget()

    def unlearn(self) -> None:
        """Forget everything that chats taught, in this run or an earlier one."""
        self.forget()
        if self.pair.personal is not None:
            self.pair.personal.forget()
