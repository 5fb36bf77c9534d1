"""What replies want of a model, and which of it goes into the next common pass.

A pass is one llama.cpp decode. Replies that write bring the few tokens of a round, and wait for
their logits; a reply that begins brings its prompt, which is read in pieces beside them, so that
nobody's text stands still for long. What another sequence holds, or is about to read, is not read
again but shared.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from paceline.engine.tokens import Part, Scores, SharedCache, common_prefix

READ_BESIDE: Final = 24
"""Tokens of prompts in a pass beside replies that write: with eight of them it takes two to three
times as long. Reading is not slower for it: beyond some eight tokens each costs the same."""

_WORTH_SHARING: Final = 4
"""So few tokens are read with the others', without looking whether another sequence has them."""


@dataclass(eq=False, slots=True)
class Order:
    """Tokens to append to a sequence, of which the last `outputs` are to have logits.

    `done` of them are appended. `rows` are the logits, once all are.
    """

    sequence: int
    tokens: Sequence[int]
    outputs: int
    done: int = 0
    rows: Scores | None = None
    _alike: dict["Order", int] = field(default_factory=dict)
    _goal: tuple[int, ...] = ()

    @property
    def finished(self) -> bool:
        """Whether all tokens are appended."""
        return self.done == len(self.tokens)

    @property
    def reads(self) -> bool:
        """Whether there is more than a little to be read before the tokens with logits."""
        return len(self.tokens) - self.done - self.outputs > _WORTH_SHARING

    def goal(self, held: Sequence[int]) -> Sequence[int]:
        """Return what its sequence, which holds this now, will hold before its logits begin."""
        if not self._goal:
            silent = self.tokens[self.done : len(self.tokens) - self.outputs]
            self._goal = (*held, *silent)
        return self._goal

    def shares(self, other: "Order", goal: Sequence[int], others: Sequence[int]) -> int:
        """Return how long the beginning is that both will hold; compared only once."""
        if other not in self._alike:
            self._alike[other] = common_prefix(goal, others)
        return self._alike[other]

    def part(self, room: int) -> Part | None:
        """Return as much as fits into a pass with so much room, None for nothing."""
        left = len(self.tokens) - self.done
        if left <= room:
            return Part(self.sequence, self.tokens[self.done :], self.outputs)
        count = min(room, left - self.outputs)
        if count < 1:
            return None
        return Part(self.sequence, self.tokens[self.done : self.done + count], 0)


def next_parts(
    cache: SharedCache, orders: Sequence[Order], *, reading: bool = True
) -> list[tuple[Order, Part]]:
    """Return what goes into the next pass of a model, the oldest orders first.

    What need not be read, since another sequence holds it, is taken over at once, so that an order
    may be finished afterwards without any pass. Without `reading` no prompt goes along.
    """
    readers = [order for order in orders if order.reads] if reading else []
    _share(cache, readers)
    chosen: list[tuple[Order, Part]] = []
    room = cache.widest
    for order in orders:
        left = len(order.tokens) - order.done
        if order.finished or order.reads or (chosen and left > room):
            continue
        if (part := order.part(room)) is not None:
            chosen.append((order, part))
            room -= len(part.tokens)
    if chosen:
        room = min(room, READ_BESIDE)
    for place, order in enumerate(readers):
        if not order.reads or _follows(cache, order, readers[:place]):
            continue
        if room and (part := order.part(room)) is not None:
            chosen.append((order, part))
            room -= len(part.tokens)
    return chosen


def _share(cache: SharedCache, readers: Sequence[Order]) -> None:
    """Take over from other sequences what these are to read."""
    for order in readers:
        order.done += adopt(cache, order.sequence, order.goal(cache.tokens(order.sequence)))


def adopt(cache: SharedCache, sequence: int, goal: Sequence[int]) -> int:
    """Let a sequence that holds a beginning of `goal` take over more of it from another.

    Returns how many tokens it holds more than before.
    """
    before = len(cache.tokens(sequence))
    lengths = {
        each: common_prefix(goal, cache.tokens(each))
        for each in range(cache.sequences)
        if each != sequence
    }
    source = max(lengths, key=lambda each: lengths[each], default=sequence)
    if lengths.get(source, 0) <= before:
        return 0
    cache.copy(source, sequence, lengths[source])
    return lengths[source] - before


def _follows(cache: SharedCache, order: Order, before: Sequence[Order]) -> bool:
    """Whether one that reads before this order is about to read the same."""
    held = cache.tokens(order.sequence)
    return any(
        order.shares(other, order.goal(held), other.goal(cache.tokens(other.sequence))) > len(held)
        for other in before
        if not other.finished
    )
