"""A scrolling column of rows of which only those near the view exist.

All other rows are heights alone, estimated until they were seen. Where a height turns out to be
another one, the row under the reader's eye stays where it is; while the column follows its end, the
end does.
"""

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass
from math import inf
from time import perf_counter
from typing import Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from paceline.ui.transcript.heights import Heights
from paceline.ui.transcript.row import Row

END_SLACK: Final = 6
"""Pixels from the end that still count as being there."""
MARGIN: Final = 20
"""Pixels free on all four sides."""
WIDTHS_REMEMBERED: Final = 4
"""Measured heights are kept for this many widths: dragging an edge to and fro costs no more."""
MADE_AHEAD: Final = 0.6
"""Rows this many views away from what is seen are made before they are needed."""
KEPT: Final = 1.5
"""And those beyond this many are let go."""
MAKING_MS: Final = 12
"""After so long, other rows that a jump brings into view are made in later turns of the loop."""
SETTLING_MS: Final = 20
"""Until a row that was not settled is asked again; a few of its own steps."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """The row that stays in its place; `offset` is its top below that of the view."""

    index: int
    offset: int


class Column(QAbstractScrollArea):
    """Whoever derives from it says what the rows are, by `make_row`, `estimate` and `key`."""

    end_left = Signal(bool)
    """Whether something stands below what is seen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self._heights = Heights()
        self._measured: OrderedDict[int, dict[Hashable, int]] = OrderedDict()
        self._rows: dict[int, Row] = {}
        self._unsettled: set[int] = set()
        self._width = 0
        self._follows = True
        self._anchor = Anchor(0, MARGIN)
        self._scroll = 0
        self._arranging = False
        self._stale = False
        self._is_end_left = False
        self._made_until = inf
        self._ahead = QTimer(self, singleShot=True, interval=0)
        self._ahead.timeout.connect(self._on_ahead_timeout)
        self._settling = QTimer(self, singleShot=True, interval=SETTLING_MS)
        self._settling.timeout.connect(self._on_settling_timeout)

    # What is in it ------------------------------------------------------------------------

    def make_row(self, index: int) -> Row:
        """A widget for a row, as a child of the viewport."""
        raise NotImplementedError

    def estimate(self, index: int, width: int) -> int:
        """How high a row will probably be; asked for all of them at once, so it must be quick."""
        raise NotImplementedError

    def key(self, index: int) -> Hashable:
        """What a row's height is remembered by: another one where its content is another."""
        raise NotImplementedError

    def column_width(self, room: int) -> int:
        """How wide the rows are in a view of this width."""
        return room - 2 * MARGIN

    @property
    def rows(self) -> dict[int, Row]:
        """The rows that exist just now."""
        return self._rows

    @property
    def follows(self) -> bool:
        """Whether it stays at its end as that moves on."""
        return self._follows

    def replace_rows(self, first: int, count: int) -> None:
        """From row `first` on there are `count` others now."""
        self._made_until = inf
        for index in [index for index in self._rows if index >= first]:
            self._drop(index)
        guesses = [self._guess(index) for index in range(first, first + count)]
        self._heights.replace(first, guesses)
        if self._anchor.index >= len(self._heights):
            self._anchor = Anchor(max(0, len(self._heights) - 1), MARGIN)

    def follow(self) -> None:
        """Go to the end and stay there."""
        self._follows = True
        self.arrange()

    def hold(self, index: int, offset: int | None = None) -> None:
        """Follow no longer; keep this row where it is, or at `offset` below the view's top."""
        if offset is None:
            offset = self._top(index) - self._scroll if index < len(self._heights) else MARGIN
        self._follows = False
        self._anchor = Anchor(index, offset)

    def row(self, index: int) -> Row:
        """The widget of a row, made if need be; one that is far from view comes into it."""
        if index not in self._rows:
            self._make(index)
            self.arrange()
        if index not in self._rows:
            self.hold(index, MARGIN)
            self.arrange()
        return self._rows[index]

    def remake(self, index: int) -> None:
        """What a row shows is another thing now."""
        if index in self._rows:
            self._drop(index)
            self._heights.put(index, self._guess(index))

    def forget_heights(self) -> None:
        """All rows may be of another height now, as in another size of text."""
        self._measured.clear()
        self._width = 0
        self._take_width()
        self.arrange()

    def bring(self, index: int, top: int = 0, height: int | None = None) -> None:
        """Scroll as little as needed until a row, or a stretch of it, is in view.

        Of what is higher than the view any part will do.
        """
        self.row(index)
        room = self.viewport().height()
        begin = self._top(index) + top
        size = self._heights.height(index) if height is None else height
        if size > room:
            if begin >= self._scroll + room or begin + size <= self._scroll:
                self._go(begin - MARGIN // 2)
        elif begin < self._scroll:
            self._go(begin - MARGIN // 2)
        elif begin + size > self._scroll + room:
            self._go(begin + size - room + MARGIN // 2)

    def arrange(self) -> None:
        """Put every row that is seen in its place; rows may change their heights meanwhile.

        Those that a jump brings into view come one after the other, see `MAKING_MS`.
        """
        self._stale = True
        if self._arranging or not self._width:
            return
        self._arranging = True
        try:
            for _ in range(len(self._rows) + 8):  # a bound, in case a row never comes to rest
                if not self._stale:
                    break
                self._stale = False
                self._arrange_once()
        finally:
            self._arranging = False
        self._ahead.start()

    # Events of Qt -------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the rows to the new width."""
        super().resizeEvent(event)
        self._take_width()
        self.arrange()

    def scrollContentsBy(self, _dx: int, _dy: int) -> None:
        """Somebody moved the scroll bar."""
        if not self._arranging:
            scroll = self.verticalScrollBar().value()
            if abs(scroll - self._scroll) > self.viewport().height():
                self._made_until = perf_counter() + MAKING_MS / 1000
            self._go(scroll)

    # Inside -------------------------------------------------------------------------------

    def _take_width(self) -> None:
        width = max(120, self.column_width(self.viewport().width()))
        if width == self._width:
            return
        self._width = width
        self._measured[width] = self._measured.pop(width, {})
        while len(self._measured) > WIDTHS_REMEMBERED:
            self._measured.popitem(last=False)
        count = len(self._heights)
        self._heights.replace(0, [self._guess(index) for index in range(count)])
        for index in list(self._rows):
            if index in self._rows:  # one that changes its height may push others out
                self._measure(index)

    def _top(self, index: int) -> int:
        return MARGIN + self._heights.top(index)

    @property
    def _most(self) -> int:
        """The furthest that can be scrolled."""
        return max(0, self._heights.total + 2 * MARGIN - self.viewport().height())

    def _go(self, scroll: int) -> None:
        """Scroll there, and let the first row that is seen keep its place from now on."""
        scroll = min(max(scroll, 0), self._most)
        self._follows = scroll >= self._most - END_SLACK
        if len(self._heights):
            seen = self._seen(scroll, scroll + self.viewport().height())
            known = (i for i in seen if i in self._rows and self._rows[i].settled)
            index = next(known, seen.start)
            self._anchor = Anchor(index, self._top(index) - scroll)
        self.arrange()

    def _seen(self, top: int, bottom: int) -> range:
        return self._heights.between(top - MARGIN, bottom - MARGIN)

    def _target(self) -> int:
        """How far it has to be scrolled for the end, or the anchor, to be in its place."""
        if self._follows or not len(self._heights):
            return self._most
        return min(max(self._top(self._anchor.index) - self._anchor.offset, 0), self._most)

    def _arrange_once(self) -> None:
        view = self.viewport()
        room = view.height()
        scroll = self._target()
        while missing := [i for i in self._seen(scroll, scroll + room) if i not in self._rows]:
            is_empty = len(missing) == len(self._seen(scroll, scroll + room))
            if perf_counter() > self._made_until and not is_empty:
                break  # `_on_ahead_timeout` goes on
            self._make(missing[-1] if self._follows else missing[0])
            scroll = self._target()
        if scroll != self._scroll:
            view.scroll(0, self._scroll - scroll)
            self._scroll = scroll
        left = (view.width() - self._width) // 2
        for index, row in list(self._rows.items()):
            height = self._heights.height(index)
            row.setGeometry(left, self._top(index) - scroll, self._width, height)
            if row.isHidden():
                row.show()
        self._let_go(scroll, room)
        bar = self.verticalScrollBar()
        bar.setPageStep(room)
        bar.setSingleStep(max(8, self.fontMetrics().lineSpacing()))
        bar.setRange(0, self._most)
        bar.setValue(scroll)
        left_end = scroll < self._most - END_SLACK
        if left_end != self._is_end_left:
            self._is_end_left = left_end
            self.end_left.emit(left_end)
        self.arranged()

    def arranged(self) -> None:
        """Called whenever the rows may stand elsewhere than before."""

    def _make(self, index: int) -> None:
        row = self.make_row(index)
        row.setParent(self.viewport())
        self._rows[index] = row
        self._measure(index)
        row.resized.connect(lambda: self._on_resized(row))

    def _measure(self, index: int) -> None:
        """Ask a row for its height; until it is settled it counts at least as was estimated."""
        row = self._rows[index]
        height = row.fit(self._width)
        self._unsettled.discard(index)
        if row.settled:
            self._measured[self._width][self.key(index)] = height
        else:
            height = max(height, self._guess(index))
            self._unsettled.add(index)
            if not self._settling.isActive():
                self._settling.start()
        self._heights.put(index, height)

    def _guess(self, index: int) -> int:
        if not self._width:
            return 1
        known = self._measured[self._width].get(self.key(index))
        return self.estimate(index, self._width) if known is None else known

    def _let_go(self, scroll: int, room: int) -> None:
        slack = int(KEPT * room)
        near = self._seen(scroll - slack, scroll + room + slack)
        for index in [i for i in self._rows if i not in near and not self._is_needed(i)]:
            self._drop(index)

    def _is_needed(self, index: int) -> bool:
        """Whether a row must stay though nobody sees it."""
        row = self._rows[index]
        here: QWidget | None = self.window().focusWidget()
        return row.pinned or (here is not None and (here is row or row.isAncestorOf(here)))

    def _drop(self, index: int) -> None:
        row = self._rows.pop(index)
        self._unsettled.discard(index)
        row.hide()
        row.deleteLater()

    def _on_resized(self, row: Row) -> None:
        index = next((i for i, one in self._rows.items() if one is row), None)
        if index is None:
            return
        before = self._heights.height(index)
        self._measure(index)
        if self._heights.height(index) != before:
            self.arrange()

    def _on_settling_timeout(self) -> None:
        """Give the rows that have settled meanwhile their final height."""
        for index in [index for index in self._unsettled if index in self._rows]:
            self._measure(index)
        self.arrange()

    def _on_ahead_timeout(self) -> None:
        """Make one row that will be wanted soon; the next one in another turn of the loop."""
        room = self.viewport().height()
        slack = int(MADE_AHEAD * room)
        near = self._seen(self._scroll - slack, self._scroll + room + slack)
        missing = [index for index in near if index not in self._rows]
        seen = self._seen(self._scroll, self._scroll + room)
        is_gap_seen = any(index in seen for index in missing)
        if not (is_gap_seen and self.isVisible()):
            self._made_until = inf
        if missing and self.isVisible():
            middle = self._heights.at(self._scroll + room // 2)
            self._make(min(missing, key=lambda index: abs(index - middle)))
            self.arrange()
        elif is_gap_seen:
            self.arrange()  # all at once, for nothing asks again when it is shown
