"""Turns of a chat: from messages to a stream of rounds and a summary.

Both caches live on between turns: a prompt is compared with what they hold and only its new
tail is read.
"""

from collections.abc import Sequence
from contextlib import suppress
from copy import deepcopy

from paceline.chat import ChatMessage, TokenCount
from paceline.engine.alternatives import Alternatives
from paceline.engine.calibration import calibrate
from paceline.engine.governor.chosen import ChosenPolicy
from paceline.engine.governor.costs import Costs
from paceline.engine.governor.knowledge import Knowledge
from paceline.engine.governor.memory import GovernorMemory
from paceline.engine.loaded_pair import LoadedPair
from paceline.engine.overflow import Window
from paceline.engine.policy import Policy
from paceline.engine.prompt import Prompter, RawPrompts
from paceline.engine.reply import Reply
from paceline.engine.tokens import ReadProgress
from paceline.errors import AppError, Cancelled
from paceline.options import Overflow, ReplySettings, Sampling, Speculation


class Session:
    """Replies of one loaded pair, one at a time.

    `prompts` makes and remembers what is read. `knowledge` is what the governor has learned about
    the pair; it begins with what `memory` has of earlier runs, if one is given, else cold. `tuned`
    is what was found best for the pair, and decides where the person leaves open who guesses how
    much.
    """

    def __init__(self, pair: LoadedPair, memory: GovernorMemory | None = None) -> None:
        self.pair = pair
        self.knowledge = memory.recall() if memory else Knowledge()
        self.tuned = memory.tuned.recall() if memory else None
        self.prompts = Prompter(pair.model, pair.template)
        self._memory = memory
        self._to_keep = False
        self._calibrated = Costs()

    def calibrate(self) -> None:
        """Measure passes and guesses of a pair about which nothing is known; takes a second.

        Does nothing where something is known, or where the models refuse.
        """
        if self.knowledge.costs.level_ms or self.knowledge.costs.widths:
            return
        pair = self.pair
        with suppress(AppError, Cancelled):  # the next request meets the same, and tells of it
            self._calibrated = calibrate(
                pair.context, pair.draft_context, pair.model.vocabulary_size
            )
        self.knowledge.costs = deepcopy(self._calibrated)

    def reply(
        self,
        messages: Sequence[ChatMessage],
        sampling: Sampling,
        speculation: Speculation,
        *,
        max_tokens: int | None = None,
        overflow: Overflow = Overflow.STOP,
        progress: ReadProgress = lambda _done, _total: None,
        policy: Policy | None = None,
        rehearsal: bool = False,
        prompt: str | None = None,
    ) -> Reply:
        """Begin the next reply; raises `AppError` where the conversation cannot be read.

        Where the last message is the assistant's, the reply goes on behind it. A `prompt` is gone
        on with as it stands, without the template and its stop strings, in place of `messages`.

        A `policy` of the caller's own decides in place of the one that follows `speculation`, as a
        benchmark does that measures without undrafted passes. A `rehearsal`, made to be compared
        with others, is guessed as if nothing had been said in other chats, and no n-grams are
        learned from it: the pool that lives across chats is empty before and after it.
        """
        pair = self.pair
        self._to_keep = True
        if rehearsal:
            pair.drafters.forget()
        window = Window(
            self.prompts if prompt is None else RawPrompts(self.prompts, prompt),
            messages if prompt is None else (),
            overflow,
            capacity=pair.context.capacity,
            max_tokens=max_tokens,
        )
        chosen = policy or self._follow(speculation, len(window.tokens))

        def hear(said: Sequence[int]) -> None:
            if rehearsal:
                pair.drafters.forget()
            elif pair.personal is not None:
                pair.personal.hear(messages, window.tokens, said)

        settings = ReplySettings(sampling, speculation, max_tokens, overflow)
        template_stop = pair.template.stop if prompt is None else ()
        return Reply(pair, window, settings, chosen, progress, hear, template_stop)

    def _follow(self, speculation: Speculation, context_length: int) -> Policy:
        """Return the policy of a reply that follows these settings."""
        return self._chosen(speculation, context_length)

    def _chosen(self, speculation: Speculation, context_length: int) -> ChosenPolicy:
        return ChosenPolicy(
            speculation,
            self.pair.drafters.names,
            self.pair.drafters.lag,
            self.knowledge,
            context_length=context_length,
            tuned=self.tuned,
        )

    def alternatives(
        self,
        messages: Sequence[ChatMessage],
        sampling: Sampling,
        count: int,
        *,
        max_tokens: int,
        overflow: Overflow = Overflow.STOP,
        progress: ReadProgress = lambda _done, _total: None,
    ) -> Alternatives:
        """Begin `count` replies to one conversation at once; raises `AppError` as `reply` does.

        The cache keeps what was read, but none of the replies.
        """
        window = Window(
            self.prompts,
            messages,
            overflow,
            capacity=self.pair.context.capacity,
            max_tokens=max_tokens,
        )
        settings = ReplySettings(sampling, Speculation(enabled=False), max_tokens, overflow)
        return Alternatives(self.pair, window, settings, count, progress)

    def count(self, messages: Sequence[ChatMessage]) -> TokenCount:
        """Count what a conversation takes of the context; reads nothing, takes milliseconds."""
        prompt = len(self.prompts.prompt(messages).tokens)
        return TokenCount(
            prompt=prompt,
            message=self.prompts.length(messages[-1].content) if messages else 0,
            room=self.pair.context.capacity - prompt,
        )

    def settle(self) -> None:
        """Do what can wait until a reply has been handed over: learn from it, and save that."""
        if self._memory is not None and self._to_keep:
            self._memory.keep(self.knowledge)
            self._to_keep = False
        if self.pair.personal is not None:
            self.pair.personal.settle()

    def forget(self) -> None:
        """Forget what earlier replies taught, so that the next one is guessed as the first one is.

        Both models keep what they have read, and what passes cost without any reply stays known.
        """
        self.pair.drafters.forget()
        self.knowledge = Knowledge(costs=deepcopy(self._calibrated))

    def unlearn(self) -> None:
        """Forget everything that chats taught, in this run or an earlier one."""
        self.forget()
        if self.pair.personal is not None:
            self.pair.personal.forget()
