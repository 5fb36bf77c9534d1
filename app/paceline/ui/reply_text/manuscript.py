"""A message's text, read as it comes and turned into rows. Pure; decides what is shown, not how.

The reasoning before an answer is Markdown of its own, and may be left out.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from paceline.markdown.blocks import Block, Span, Verbatim
from paceline.markdown.source import visible
from paceline.markdown.stream import MarkdownStream, Update
from paceline.ui.reply_text.rows import Grid, Row, raw_rows, rows

BATCH: Final = 1_500
"""Characters that become rows at once; some milliseconds' work."""


@dataclass(frozen=True, slots=True)
class Change:
    """From row number `first` on, these rows; `more` if others follow them later."""

    first: int
    rows: tuple[Row, ...]
    more: bool


class RawStream:
    """Reads text as a `MarkdownStream` does, but each complete line is what it is."""

    def __init__(self, offset: int) -> None:
        self._offset = offset
        self._lines = 0
        self._tail = ""
        self.unread = False

    def append(self, text: str) -> None:
        """More text."""
        self._tail += visible(text)
        self.unread = True

    def finish(self) -> None:
        """No more text will come."""

    def advance(self) -> Update | None:
        """The lines that came, and the last one as far as it came."""
        if not self.unread:
            return None
        self.unread = False
        blocks: list[Block] = []
        complete = self._tail.rfind("\n") + 1
        for text in (self._tail[:complete], self._tail[complete:]):
            if text:
                span = Span(text, self._offset, self._offset + len(text))
                blocks.append(Verbatim((span,)))
                if text.endswith("\n"):
                    self._offset += len(text)
        first = self._lines
        self._lines += bool(complete)
        self._tail = self._tail[complete:]
        return Update(first, tuple(blocks))


class _Part:
    """A stretch of the message that is read on its own: its reasoning, or what is said."""

    def __init__(self, begins: int, *, aside: bool, raw: bool) -> None:
        self.aside = aside
        self._raw = raw
        self.stream: MarkdownStream | RawStream
        self.stream = RawStream(begins) if raw else MarkdownStream(begins)
        self.emitted = 0
        self._block_rows: list[int] = []
        self._waiting: deque[Block] = deque()
        self._current: Iterator[Row] | None = None

    def advance(self) -> Change | None:
        """The next rows that changed, counted within this part; None if there are none."""
        if not self._has_backlog:
            update = self.stream.advance()
            if update is None:
                return None
            self._take(update)
        first = self.emitted
        batch = tuple(self._batch())
        self.emitted += len(batch)
        return Change(first, batch, more=self._has_backlog or self.stream.unread)

    @property
    def _has_backlog(self) -> bool:
        return self._current is not None or bool(self._waiting)

    def _take(self, update: Update) -> None:
        begun = len(self._block_rows)
        if update.first < begun:
            self.emitted = self._block_rows[update.first]
            del self._block_rows[update.first :]
            self._waiting = deque(update.blocks)
            self._current = None
        else:
            while len(self._waiting) > update.first - begun:
                self._waiting.pop()
            self._waiting.extend(update.blocks)

    def _batch(self) -> Iterator[Row]:
        size = count = 0
        while size < BATCH:
            if self._current is None:
                if not self._waiting:
                    return
                self._block_rows.append(self.emitted + count)
                self._current = self._rows(self._waiting.popleft())
            row = next(self._current, None)
            if row is None:
                self._current = None
            else:
                yield row
                count += 1
                size += _size(row)

    def _rows(self, block: Block) -> Iterator[Row]:
        if self._raw:
            assert isinstance(block, Verbatim)
            return raw_rows(block.spans[0], aside=self.aside)
        return rows((block,), aside=self.aside)


class Manuscript:
    """One message; `advance` tells which rows changed, until all that came is told.

    `shows_reasoning` is None as long as it should be shown just until the answer begins.
    """

    def __init__(self, *, raw: bool, shows_reasoning: bool | None = None) -> None:
        self.raw = raw
        self.shows_reasoning = shows_reasoning
        self.finished = False
        self.waiting = False
        self.length = 0
        self._texts: list[tuple[str, bool]] = []
        self._parts: list[_Part] = []

    @property
    def text(self) -> str:
        """All that came."""
        return "".join(text for text, _ in self._texts)

    @property
    def has_reasoning(self) -> bool:
        """Whether any of it is reasoning."""
        return any(part.aside for part in self._parts)

    @property
    def has_answer(self) -> bool:
        """Whether any of it is more than reasoning."""
        return any(not part.aside for part in self._parts)

    @property
    def hides_reasoning(self) -> bool:
        """Whether reasoning is left out now."""
        if self.shows_reasoning is None:
            return self.has_answer
        return not self.shows_reasoning

    def append(self, text: str, *, aside: bool) -> None:
        """More text; `aside` if it is reasoning."""
        if not text:
            return
        if not self._parts or self._parts[-1].aside is not aside:
            if self._parts:
                self._parts[-1].stream.finish()
            self._parts.append(_Part(self.length, aside=aside, raw=self.raw))
        self._texts.append((text, aside))
        self._parts[-1].stream.append(text)
        self.length += len(text)
        self.waiting = True

    def finish(self) -> None:
        """No more text will come."""
        if self._parts:
            self._parts[-1].stream.finish()
        self.finished = True
        self.waiting = True

    def again(self, *, raw: bool, shows_reasoning: bool | None, finished: bool) -> "Manuscript":
        """The same message from its beginning, shown in another way or still to be continued."""
        other = Manuscript(raw=raw, shows_reasoning=shows_reasoning)
        for text, aside in self._texts:
            other.append(text, aside=aside)
        if finished:
            other.finish()
        return other

    def advance(self) -> Change | None:
        """The next rows that changed; None when all that came has been told."""
        base = 0
        hides = self.hides_reasoning
        for part in self._parts:
            if part.aside and hides:
                continue
            change = part.advance()
            if change is not None:
                return Change(base + change.first, change.rows, change.more)
            base += part.emitted
        self.waiting = False
        return None


def _size(row: Row) -> int:
    """About how much work it is to show a row, in characters."""
    if isinstance(row, Grid):
        cells = [cell for cells in row.rows for cell in cells]
        return sum(60 + len(piece.text) for cell in cells for piece in cell)
    return 40 + sum(len(piece.text) for piece in row.pieces)
