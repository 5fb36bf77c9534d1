"""The large model as the loop sees it: read a prompt, judge a draft, keep what was right."""

from collections.abc import Sequence

from paceline.engine.tokens import KvContext, ReadProgress, Scores, common_prefix
from paceline.errors import AppError, ErrorCode


class Target:
    """Judges drafts in one pass each.

    The last token said is always still outside the KV cache: it is the first token of the next
    pass, whose scores then follow it.
    """

    def __init__(self, context: KvContext) -> None:
        self._context = context
        self._kept = 0

    def reuse(self, prompt: Sequence[int]) -> int:
        """Forget what the prompt does not share; return how many of its tokens are held.

        The last token is never held, so that there is always one to decode.
        """
        self._context.rewind(common_prefix(self._context.tokens, prompt[:-1]))
        return len(self._context.tokens)

    def prefill(self, prompt: Sequence[int], progress: ReadProgress | None = None) -> int:
        """Read all of the prompt but its last token, which is returned; reuse what is held."""
        missing = prompt[self.reuse(prompt) : -1]
        if missing:
            self._context.decode(missing, outputs=0, progress=progress)
        self._context.checkpoint(lasting=True)
        self._kept = len(self._context.tokens)
        return prompt[-1]

    def room(self) -> int:
        """Return how many tokens one more pass may hold."""
        return self._context.capacity - self._kept

    @property
    def can_shift(self) -> bool:
        """Whether `shift` works for this model."""
        return self._context.can_shift

    def shift(self, start: int, end: int) -> None:
        """Between two passes, forget positions `start` to `end` - 1 and move the rest down.

        The last token said stays outside the cache. `prefill` with the shorter sequence then makes
        sure that all of it is held, which seldom means to read anything, also behind an `AppError`.
        """
        self._context.drop(start, end)
        self._kept = len(self._context.tokens)

    def evaluate(self, tokens: Sequence[int]) -> Scores:
        """Score every position of [last token, *draft] in one pass."""
        if len(tokens) > 1:
            self._context.checkpoint()
        return self._context.decode(tokens, outputs=len(tokens))

    def keep(self, count: int) -> None:
        """Keep `count` tokens of the last pass and forget its rejected tail.

        Raises `AppError` where the model cannot forget it: going on would continue another text.
        """
        self._kept += count
        self._context.rewind(self._kept)
        if len(self._context.tokens) != self._kept:
            raise AppError(ErrorCode.DECODE_FAILED, "its cache cannot take back rejected guesses")
