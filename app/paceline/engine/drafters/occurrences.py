"""The tokens of a conversation, and where its last few were seen before.

What the drafters look up in that know this conversation only; they alone use it. For every key,
which is a run of a few tokens, it knows the token behind its latest occurrence, and from there the
ones before.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from paceline.engine.tokens import Outcome, common_prefix

_DOUBT: Final = 2.0
"""Occurrences that go on otherwise than any before, shared out over the tokens that agree. Measured
on greedy replies and on program text: of guesses so sure, about as many are right."""


def confidence(votes: int, voters: int, agreed: int) -> float:
    """Return how probably a guess is right, for which `votes` of `voters` occurrences speak.

    `agreed` tokens before it are the same at all of them; the more, the more an occurrence tells.
    """
    return votes / (voters + _DOUBT / agreed)


class Occurrences:
    """Grows and shrinks at its end; both cost time by the tokens that come or go."""

    def __init__(self, key_lengths: Sequence[int]) -> None:
        self._key_lengths = tuple(key_lengths)
        self.tokens: list[int] = []
        # By key: the index of the token behind its latest occurrence.
        self._latest: dict[tuple[int, ...], int] = {}
        # By key length, then by that index: the index for the occurrence before, 0 for none.
        self._before: dict[int, list[int]] = {length: [] for length in key_lengths}

    def begin(self, tokens: Sequence[int]) -> int:
        """Hold exactly these tokens; what they share with those held is not indexed again.

        Returns how many they share.
        """
        shared = common_prefix(self.tokens, tokens)
        self._forget(shared)
        self.extend(tokens[shared:])
        return shared

    def extend(self, tokens: Sequence[int]) -> None:
        """Append tokens; each makes the keys that end before it findable."""
        sequence, latest = self.tokens, self._latest
        for token in tokens:
            end = len(sequence)
            for length, before in self._before.items():
                if end < length:
                    before.append(0)
                    continue
                key = tuple(sequence[end - length :])
                before.append(latest.get(key, 0))
                latest[key] = end
            sequence.append(token)

    def _forget(self, length: int) -> None:
        """Undo all that was appended behind the first `length` tokens."""
        sequence, latest = self.tokens, self._latest
        for end in range(len(sequence) - 1, length - 1, -1):
            for key_length, before in self._before.items():
                index = before.pop()
                if end < key_length:
                    continue
                key = tuple(sequence[end - key_length : end])
                if index:
                    latest[key] = index
                else:
                    del latest[key]
        del sequence[length:]

    def find(self, key_length: int) -> Iterator[int]:
        """Yield the index behind each earlier occurrence of the last tokens, the latest first."""
        before = self._before[key_length]
        index = self._latest.get(tuple(self.tokens[-key_length:]), 0)
        while index:
            yield index
            index = before[index]

    def agreement(self, index: int, most: int) -> int:
        """Return how many tokens before `index` equal the last ones, `most` at the most."""
        sequence = self.tokens
        limit = min(most, index)
        length = 0
        while length < limit and sequence[index - 1 - length] == sequence[-1 - length]:
            length += 1
        return length


class ConversationDrafter:
    """The part of `Drafter` that all share which look up in the conversation alone."""

    def __init__(self, key_lengths: Sequence[int], is_end: Callable[[int], bool]) -> None:
        self._is_end = is_end
        self._occurrences = Occurrences(key_lengths)

    def begin(self, prompt: Sequence[int]) -> None:
        """Index what the prompt adds to the conversation so far."""
        self._occurrences.begin(prompt)

    @property
    def lag(self) -> int:
        """Nothing has to be read."""
        return 0

    def warm_up(self) -> None:
        """Nothing has to be read."""

    def observe(self, outcome: Outcome) -> None:
        """Append what was said."""
        self._occurrences.extend(outcome.said)

    def forget(self) -> None:
        """Nothing outlives a reply but what the next prompt says again."""
