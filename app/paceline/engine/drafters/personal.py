"""Guesses from what the person and the models have said in earlier chats.

Idea: one person asks for the same kinds of things, and a model answers them in the same turns of
phrase; so the tokens that followed the last few in earlier chats are likely to follow again. It is
prompt lookup (Saxena 2023) over all chats instead of one, with counts as in the lookup cache of
llama.cpp (common/ngram-cache.cpp), whose "dynamic" part it is; the table is
`engine.ngram_table`. Wins where text comes again from chat to chat: letters, reports,
boilerplate, code of one project. Costs nothing to ask.

The longest known key decides, and its most frequent continuation is the guess. Where llama.cpp has
fixed thresholds of count and percentage, a share smoothed by the key's length stands: a key seen
once is not sure of itself. That share is the confidence, which a governor may calibrate.
"""

from collections.abc import Callable, Sequence
from typing import Final, Protocol

from paceline.engine.drafters.base import Request
from paceline.engine.ngram_table import NgramTable
from paceline.engine.ngrams import LONGEST_KEY
from paceline.engine.tokens import Draft, Outcome
from paceline.options import DrafterChoice

LEAST_SHARE: Final = 0.3
"""A less likely continuation is hardly ever worth a place in the target's pass."""


class TableSource(Protocol):
    """What learns between replies."""

    @property
    def table(self) -> NgramTable:
        """Everything learned so far."""


class PersonalDrafter:
    """Implements `Drafter` over what was learned before the reply began."""

    name: Final = DrafterChoice.PERSONAL.value

    def __init__(self, source: TableSource, is_end: Callable[[int], bool]) -> None:
        self._source = source
        self._is_end = is_end
        self._table = source.table
        self._recent: list[int] = []

    def begin(self, prompt: Sequence[int]) -> None:
        """Take the newest table; it stays the same for the whole reply."""
        self._table = self._source.table
        self._recent = list(prompt[-LONGEST_KEY:])

    @property
    def lag(self) -> int:
        """Nothing has to be read."""
        return 0

    def warm_up(self) -> None:
        """Nothing has to be read."""

    def observe(self, outcome: Outcome) -> None:
        """Remember the last few tokens."""
        self._recent = [*self._recent, *outcome.said][-LONGEST_KEY:]

    def forget(self) -> None:
        """Nothing: what was learned is the person's, and not a state of this drafter."""

    def propose(self, request: Request) -> Draft:
        """Walk from continuation to continuation, up to an end token or an unlikely one."""
        recent = self._recent
        tokens: list[int] = []
        shares: list[float] = []
        while len(tokens) < request.limit:
            found = self._table.continuation(recent)
            if found is None or found.share < LEAST_SHARE:
                break
            tokens.append(found.token)
            shares.append(found.share)
            if self._is_end(found.token):
                break
            recent = [*recent[1 - LONGEST_KEY :], found.token]
        if not tokens:
            return Draft()
        return Draft(self.name, tuple(tokens), tuple(shares))
