"""Which parts of a reply are code, lists and prose, as its Markdown says. Knows no Qt."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain, islice, pairwise
from typing import Final, assert_never

from paceline.markdown.blocks import (
    Block,
    Code,
    Footnote,
    Heading,
    ItemList,
    Paragraph,
    Quote,
    Rule,
    Table,
    Verbatim,
)
from paceline.markdown.stream import MarkdownStream


class TextKind(StrEnum):
    """What a stretch of a reply is."""

    PROSE = "prose"
    CODE = "code"
    LIST = "list"
    REASONING = "reasoning"


@dataclass(frozen=True, slots=True)
class KindSpan:
    """A stretch of one kind, from the end of the one before up to `end`, in characters."""

    kind: TextKind
    end: int


Start = tuple[int, TextKind]
"""Where a kind begins."""

_FENCE: Final = 3
"""Characters before a language's name, or before the line break, where code begins."""


class TextKinds:
    """Reads a reply as it grows; what was read once is not read again."""

    def __init__(self) -> None:
        self._stream = MarkdownStream()
        self._blocks: list[list[Start]] = []
        self._length = 0

    def append(self, text: str) -> None:
        """More text."""
        self._stream.append(text)
        self._length += len(text)

    def spans(self) -> list[KindSpan]:
        """Return stretches that cover all that came; neighbours differ in kind."""
        while update := self._stream.advance():
            self._blocks[update.first :] = [list(_starts(each)) for each in update.blocks]
        starts: list[Start] = []
        for start, kind in (each for block in self._blocks for each in block):
            if not starts or starts[-1][1] is not kind:
                starts.append((start, kind))
        ends = [first[1:] + second[:1] for first, second in pairwise(starts)]
        if starts:
            ends.append((starts[-1][1], self._length))
        return [KindSpan(kind, end) for kind, end in ends]


def _starts(block: Block, *, listed: bool = False) -> Iterator[Start]:
    """Yield where each kind begins in a block; code in a list is code."""
    match block:
        case Code():
            yield from _code(block)
        case ItemList(_, items):
            for item in items:
                yield item.marker.start, TextKind.LIST
                for inner in item.blocks:
                    yield from _starts(inner, listed=True)
        case Quote(blocks) | Footnote(_, blocks):
            for inner in blocks:
                yield from _starts(inner, listed=listed)
        case Heading() | Paragraph() | Verbatim() | Table() | Rule():
            for place in islice(_places(block), 1):
                yield place, TextKind.LIST if listed else TextKind.PROSE
        case _:
            assert_never(block)


def _code(code: Code) -> Iterator[Start]:
    """Yield where code begins, its fence included."""
    if code.label is not None:
        yield max(code.label.start - _FENCE, 0), TextKind.CODE
    elif code.spans:
        fence = 0 if code.continues else _FENCE + 1
        yield max(code.spans[0].start - fence, 0), TextKind.CODE


def _places(block: Heading | Paragraph | Verbatim | Table | Rule) -> Iterator[int]:
    """Yield where the pieces of running text begin."""
    match block:
        case Heading(_, spans) | Paragraph(spans) | Verbatim(spans):
            yield from (span.start for span in spans)
        case Table(_, head, rows):
            cells = chain(head, chain.from_iterable(rows))
            yield from (span.start for cell in cells for span in cell)
        case Rule(start):
            yield start
        case _:
            assert_never(block)
