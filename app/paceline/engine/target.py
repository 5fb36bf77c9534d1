"""The large model as the loop sees it: read a prompt, judge a draft, keep what was right."""

from collections.abc import Sequence
from contextlib import suppress

from paceline.engine.tokens import KvContext, ReadProgress, Scores, common_prefix, find_cut
from paceline.errors import AppError, ErrorCode


class Target:
    """Judges drafts in one pass each.

    The last token said is always still outside the KV cache: it is the first token of the next
    pass, whose scores then follow it.
    """

    def __init__(self, context: KvContext) -> None:
        self._context = context
        self._kept = 0
        self._turn = 0

    def take_turn(self) -> int:
        """Begin another reply, and return its number."""
        self._turn += 1
        return self._turn

    def has_turn(self, turn: int) -> bool:
        """Whether no other reply was begun since; one that was has taken the cache."""
        return turn == self._turn

    def reuse(self, prompt: Sequence[int], *, shift: bool = False) -> int:
        """Forget what the prompt does not share; return how many of its tokens are held.

        The last token is never held, so that there is always one to decode. With `shift`, what
        stands behind a part that was left out moves down instead of being read anew, where the
        model can do that.
        """
        wanted = prompt[:-1]
        if shift and self._context.can_shift and (cut := find_cut(self._context.tokens, wanted)):
            with suppress(AppError):  # what it then no longer holds is read anew
                self._context.drop(*cut)
        self._context.rewind(common_prefix(self._context.tokens, wanted))
        return len(self._context.tokens)

    def prefill(
        self,
        prompt: Sequence[int],
        progress: ReadProgress | None = None,
        *,
        shift: bool = False,
    ) -> int:
        """Read all of the prompt but its last token, which is returned; reuse what is held."""
        missing = prompt[self.reuse(prompt, shift=shift) : -1]
        if missing:
            self._context.decode(missing, outputs=0, progress=progress)
        self._context.checkpoint(lasting=True)
        self._kept = len(self._context.tokens)
        return prompt[-1]

    def trim(self, length: int) -> None:
        """Forget what was said behind the first `length` tokens, the last of which is not held."""
        self._context.rewind(min(length - 1, len(self._context.tokens)))

    def forget(self) -> None:
        """Hold nothing more: after a failure what was read may be worthless."""
        self._context.rewind(0)

    def room(self) -> int:
        """Return how many tokens one more pass may hold."""
        return self._context.capacity - self._kept

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
