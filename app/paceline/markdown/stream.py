"""Reads Markdown while it is being written: finished blocks once, only the last ones again.

A block is finished once a complete line has begun another one: Markdown never opens it again. So
that what is read again stays short however long a block grows, lists are cut between items, code
between lines and tables between rows; the next stretch then `continues` the last. Anything else
that grows beyond a limit is cut as if the text ended there. Where cuts fall depends on the text
alone, never on how it came.
"""

import re
import sys
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

import pyromark
from msgspec import structs

from paceline.markdown.blocks import (
    Alignment,
    Block,
    Code,
    Heading,
    Item,
    ItemList,
    Paragraph,
    Table,
    Verbatim,
)
from paceline.markdown.formulas import open_formula
from paceline.markdown.parser import Parsed, parse
from paceline.markdown.source import Source, visible

WINDOW: Final = 16_000
"""Characters read at a time, and the most that a block may have; far more than a screen shows."""
LONGEST_PARAGRAPH: Final = 2_500
"""Characters; a paragraph is laid out anew as a whole whenever it grows."""
FIRST_WINDOW: Final = 2_600
"""Characters read at first; more only where they hold nothing but one unfinished block."""
CODE_STRETCH: Final = 1_500
"""Characters after which open code is cut at the next end of a line."""
LONGEST_LINE: Final = 3_000
"""Characters of a line of code that are kept together."""
MOST_ROWS: Final = 24
MOST_CELLS: Final = 200
"""Rows and cells of a table that are kept together: all of it is laid out anew when it grows."""

_FENCE: Final = re.compile(r" {0,3}(`{3,}|~{3,})")
_RULES: Final = {
    Alignment.NONE: "-",
    Alignment.LEFT: ":-",
    Alignment.CENTER: ":-:",
    Alignment.RIGHT: "-:",
}


@dataclass(frozen=True, slots=True)
class Update:
    """From block number `first` on, the text now consists of these blocks."""

    first: int
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class _Mode:
    """What the next stretch goes on with; at most one is set."""

    fence: str = ""
    language: str = ""
    columns: tuple[Alignment, ...] = ()
    in_list: bool = False
    number: int | None = None

    @property
    def beginning(self) -> str:
        """Made-up text before the stretch that lets it be read as what it continues."""
        if self.fence:
            return f"{self.fence}{self.language}\n"
        if self.columns:
            names = "a|" * len(self.columns)
            rules = "".join(_RULES[column] + "|" for column in self.columns)
            return f"|{names}\n|{rules}\n"
        return ""


_FRESH: Final = _Mode()


@dataclass(frozen=True, slots=True)
class _Unresolved:
    """A finished stretch that names references nobody has defined yet."""

    block: int
    blocks: int
    labels: frozenset[str]
    text: str
    offset: int
    mode: _Mode


class MarkdownStream:
    """One text, given piece by piece; `offset` is where it begins in a larger one."""

    def __init__(self, offset: int = 0) -> None:
        self._offset = offset
        self._tail = ""
        self._incoming: deque[str] = deque()
        self._used = 0
        self._ended = False
        self._mode = _FRESH
        self._finished: list[Block] = []
        self.unread = False
        """Whether there is anything to `advance` to."""
        self._searched = 0
        self._changed = 0
        self._targets: dict[str, str] = {}
        self._unresolved: list[_Unresolved] = []
        self._labels: set[str] = set()

    def append(self, text: str) -> None:
        """More text; read by the next `advance`."""
        if text:
            self._incoming.append(visible(text))
            self.unread = True

    def finish(self) -> None:
        """No more text will come."""
        self._ended = True
        self._changed = sys.maxsize
        self.unread = True

    def advance(self) -> Update | None:
        """Read a stretch; None once all has been read that came."""
        if not self.unread:
            return None
        before = len(self._finished)
        reach = FIRST_WINDOW
        while True:
            self._take(reach)
            last = self._ended and not self._incoming
            cut = self._cut(last=last)
            if cut or not self._incoming or reach > WINDOW:
                break
            reach *= 2
        if not cut:
            self.unread = False
            if last:
                return self._end(before)
            return Update(before, tuple(self._modified(self._parse(self._tail, self._mode))))
        return Update(before, tuple(self._finished[before:]))

    # Cutting ------------------------------------------------------------------------------

    def _take(self, reach: int) -> None:
        """Move what came into the tail, until that is about as long as `reach`."""
        texts = [self._tail]
        room = reach + 1 - len(self._tail)
        while self._incoming and room > 0:
            text = self._incoming[0]
            if self._used or len(text) > room:
                text = text[self._used : self._used + room]
                self._used += len(text)
            else:
                self._used = len(text)
            texts.append(text)
            room -= len(text)
            if self._used >= len(self._incoming[0]):
                self._incoming.popleft()
                self._used = 0
        self._tail = "".join(texts)

    def _cut(self, *, last: bool) -> bool:
        """Finish what can be finished of the tail; whether something was."""
        complete = self._tail.rfind("\n") + 1
        long = len(self._tail) > LONGEST_PARAGRAPH
        if last or (not complete and long):
            complete = len(self._tail)
        elif len(self._tail) <= WINDOW:
            opened = open_formula(self._tail[:complete])
            if opened is not None:
                complete = self._tail.rfind("\n", 0, opened) + 1
        if complete <= self._searched and not long and not last:
            return False
        self._searched = complete
        if not complete:
            return self._cut_by_force(len(self._tail))
        parsed = self._parse(self._tail[:complete], self._mode)
        return self._cut_between(parsed, complete, last=last)

    def _cut_between(self, parsed: list[Parsed], complete: int, *, last: bool) -> bool:
        """Finish all blocks but the one that may still grow, or that has grown too long."""
        hidden = len(self._mode.beginning)
        for number, one in enumerate(parsed):
            grows = number == len(parsed) - 1 and not last
            start = max(one.start - hidden, 0)
            length = len(self._tail[start : min(one.end - hidden, complete)].rstrip())
            limit = _limit(one.block)
            if length <= limit and not grows:
                continue
            begun = self._tail.rfind("\n", 0, start) + 1
            if begun > 0 and number > 0:
                self._accept(parsed[:number], begun, _FRESH)
                return True
            forced = length > limit or complete > WINDOW
            return self._cut_within(one, complete) or (forced and self._cut_by_force(limit))
        if last and self._tail:
            self._accept(parsed, len(self._tail), _FRESH)
            return True
        return False

    def _cut_within(self, one: Parsed, complete: int) -> bool:
        """Cut a list, code or a table that is still growing, if it is long enough."""
        block = one.block
        if isinstance(block, ItemList) and len(block.items) > 1:
            return self._cut_list(block)
        if isinstance(block, Code):
            return self._cut_code(complete, block.language)
        if isinstance(block, Table) and len(block.rows) > rows_together(block):
            return self._cut_table(block, one)
        return False

    def _cut_list(self, block: ItemList) -> bool:
        place = block.items[-1].marker.start - self._offset
        place = self._tail.rfind("\n", 0, place) + 1
        first = block.first if self._mode.number is None else self._mode.number
        number = None if first is None else first + len(block.items) - 1
        mode = _Mode(in_list=True, number=number)
        return self._accept_to(place, mode)

    def _cut_code(self, complete: int, language: str) -> bool:
        fence = self._mode.fence
        begun = 0
        if not fence:
            opener = _FENCE.match(self._tail)
            begun = self._tail.find("\n") + 1
            if opener is None or not begun:
                return False
            fence = opener.group()
        mark = fence.strip()
        closing = re.compile(rf" {{0,3}}{mark[0]}{{{len(mark)},}}[ \t]*\n?\Z")
        place = complete if self._tail[complete - 1] == "\n" else self._tail.rfind("\n") + 1
        if closing.match(self._tail[self._tail.rfind("\n", 0, place - 1) + 1 : place]):
            return False
        if place - begun < CODE_STRETCH:
            line = len(self._tail) - max(place, begun)
            if line <= LONGEST_LINE:
                return False
            place = max(place, begun) + line // LONGEST_LINE * LONGEST_LINE
        return self._accept_to(place, _Mode(fence=fence, language=language))

    def _cut_table(self, block: Table, one: Parsed) -> bool:
        together = rows_together(block)
        rows = (len(block.rows) - 1) // together * together
        lines = rows if self._mode.columns else rows + 2
        place = 0 if self._mode.columns else one.start
        for _ in range(lines):
            place = self._tail.find("\n", place) + 1
            if not place:
                return False
        return self._accept_to(place, _Mode(columns=block.alignments))

    def _cut_by_force(self, limit: int) -> bool:
        """Cut a block that grew beyond its limit, at a line's end or at least between words."""
        if len(self._tail) <= limit:
            limit = min(len(self._tail), LONGEST_PARAGRAPH)
        place = self._tail.rfind("\n", 1, limit) + 1
        if place < limit // 2:
            place = max(place, self._tail.rfind(" ", 1, limit) + 1)
        return self._accept_to(place if place > limit // 4 else limit, _FRESH)

    def _accept_to(self, place: int, mode: _Mode) -> bool:
        if place <= 0:
            return False
        self._accept(self._parse(self._tail[:place], self._mode), place, mode)
        return True

    def _accept(self, parsed: list[Parsed], place: int, mode: _Mode) -> None:
        """These blocks, up to a place of the tail, are finished."""
        text = self._tail[:place]
        blocks = self._modified(parsed)
        labels = frozenset(label for label in self._labels if f"[{label}]" in text.casefold())
        if labels:
            self._unresolved.append(
                _Unresolved(
                    len(self._finished), len(blocks), labels, text, self._offset, self._mode
                )
            )
        self._labels.clear()
        if "]:" in text:
            for label, found in pyromark.reference_definitions(text).items():
                self._targets.setdefault(label.casefold(), found["dest"])
        self._finished.extend(blocks)
        self._tail = self._tail[place:]
        self._offset += place
        self._mode = mode
        self._searched = 0

    # Reading ------------------------------------------------------------------------------

    def _parse(self, text: str, mode: _Mode, offset: int | None = None) -> list[Parsed]:
        beginning = mode.beginning
        where = self._offset if offset is None else offset
        source = Source(beginning + text, where, hidden=len(beginning))
        return parse(source, self._resolve)

    def _resolve(self, label: str) -> str | None:
        target = self._targets.get(label.casefold())
        if target is None and not label.startswith("^") and len(self._labels) < 100:
            self._labels.add(label.casefold())
        return target

    def _modified(self, parsed: Iterable[Parsed], mode: _Mode | None = None) -> list[Block]:
        """The blocks, the first one as what it continues."""
        blocks = [one.block for one in parsed]
        mode = self._mode if mode is None else mode
        if not blocks or mode == _FRESH:
            return blocks
        match blocks[0]:
            case Code() as code if mode.fence:
                blocks[0] = replace(code, label=None, continues=True)
            case Table() as table if mode.columns:
                if not table.rows:
                    return blocks[1:]
                blocks[0] = replace(table, head=(), continues=True)
            case ItemList() as items if mode.in_list:
                blocks[0] = _renumbered(items, mode.number)
            case _:
                pass
        return blocks

    def _end(self, before: int) -> Update | None:
        """At the very end, read again what named references that were defined later.

        One stretch at a time; what changed is told when all are done.
        """
        self._changed = min(self._changed, before)
        while self._unresolved:
            one = self._unresolved.pop()
            if not any(label in self._targets for label in one.labels):
                continue
            blocks = self._modified(self._parse(one.text, one.mode, one.offset), one.mode)
            if len(blocks) == one.blocks:
                self._finished[one.block : one.block + one.blocks] = blocks
                self._changed = min(self._changed, one.block)
            self.unread = True
            return Update(len(self._finished), ())
        return Update(self._changed, tuple(self._finished[self._changed :]))


def rows_together(table: Table) -> int:
    """How many rows of a table are kept together."""
    return max(4, min(MOST_ROWS, MOST_CELLS // len(table.alignments)))


def _limit(block: Block) -> int:
    return LONGEST_PARAGRAPH if isinstance(block, Paragraph | Heading | Verbatim) else WINDOW


def _renumbered(items: ItemList, number: int | None) -> ItemList:
    if number is None or items.first is None:
        return replace(items, continues=True)
    shown: list[Item] = []
    for place, item in enumerate(items.items):
        old, new = f"{items.first + place}.", f"{number + place}."
        text = new + item.marker.text.removeprefix(old)
        shown.append(replace(item, marker=structs.replace(item.marker, text=text)))
    return ItemList(number, tuple(shown), continues=True)
