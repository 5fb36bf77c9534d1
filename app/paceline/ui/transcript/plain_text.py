"""The chat as a person sees it: bubbles, tinted tokens, tooltips, a caret that tells.

Mouse and keyboard give the same facts: hovering shows a tooltip, moving the caret emits
`token_visited`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QHelpEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextCursor,
)
from PySide6.QtWidgets import QFrame, QTextEdit, QToolTip, QWidget

from paceline.provenance import Round, Token
from paceline.ui.colours import Colours
from paceline.ui.token_description import rich_description
from paceline.ui.transcript.document import PADDING, TranscriptDocument

MOST_CHARACTERS_PER_LINE: Final = 100
"""Longer lines are hard to read, however wide the window is."""
SIDE_MARGIN: Final = 20
END_SLACK: Final = 6
"""Pixels from the end that still count as being there."""


class Transcript(QTextEdit):
    """Read-only text; written through the verbs below."""

    token_visited = Signal(object)
    """The `Token` at the caret, or None."""

    def __init__(
        self, colours: Colours, *, show_tints: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("transcript")
        self.setAccessibleName("Conversation")
        self.setAccessibleDescription(
            "Move the caret through a reply to hear where each token came from."
        )
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        font = self.font()
        font.setPointSizeF(font.pointSizeF() * 1.1)
        self.document().setDefaultFont(font)
        self._colours = colours
        self._writer = TranscriptDocument(self.document(), colours, show_tints=show_tints)
        self._follows_end = True
        self.cursorPositionChanged.connect(self._on_cursor_position_changed)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self.verticalScrollBar().rangeChanged.connect(self._on_range_changed)

    def add_question(self, text: str) -> None:
        """Show the person's message, and follow the end again."""
        self._follows_end = True
        with self._caret_held():
            self._writer.add_question(text)
        self._keep_up()

    def withdraw_question(self) -> None:
        """Take the last question back."""
        self._writer.remove_question()

    def begin_reply(self, speaker: str, *, replaces: bool) -> None:
        """Open a reply, at the end or in the place of the last one."""
        with self._caret_held():
            if replaces:
                self._writer.remove_reply()
            self._writer.begin_reply(speaker)

    def append_round(self, round_: Round) -> None:
        """Show a round's tokens at once."""
        with self._caret_held():
            self._writer.append_round(round_)

    def end_reply(self, footer: str) -> None:
        """Close the reply with a small line about it."""
        with self._caret_held():
            self._writer.end_reply(footer)

    def clear_chat(self) -> None:
        """Show nothing."""
        self._writer.clear()
        self._follows_end = True
        self._fit_column()

    def set_appearance(self, colours: Colours, *, show_tints: bool) -> None:
        """Change colours; show or hide tints."""
        self._colours = colours
        self._writer.set_appearance(colours, show_tints=show_tints)
        self.viewport().update()

    def token_at(self, position: int) -> Token | None:
        """The token whose text stands at a position of the document."""
        return self._writer.token_at(position)

    def token_under(self, point: QPoint) -> Token | None:
        """The token whose text is painted at a point of the viewport."""
        position = self._position_under(point)
        return None if position is None else self._writer.token_at(position)

    # Events of Qt -------------------------------------------------------------------------

    def viewportEvent(self, event: QEvent) -> bool:
        """Show a token's tooltip; everything else as usual."""
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            token = self.token_under(event.pos())
            if token is None:
                QToolTip.hideText()
            else:
                QToolTip.showText(event.globalPos(), rich_description(token), self.viewport())
            return True
        return super().viewportEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the column readable and in the middle."""
        super().resizeEvent(event)
        self._fit_column()
        self._keep_up()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the bubbles below the text."""
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._colours.bubble))
        scrolled = QPointF(0, -self.verticalScrollBar().value())
        visible = QRectF(event.rect())
        for bubble in self._bubbles():
            shown = bubble.translated(scrolled)
            if shown.intersects(visible):
                painter.drawRoundedRect(shown, 12, 12)
        painter.end()
        super().paintEvent(event)

    # Inside -------------------------------------------------------------------------------

    def _bubbles(self) -> list[QRectF]:
        """Where the questions are, in the document's coordinates."""
        layout = self.document().documentLayout()
        bubbles = []
        for question in self._writer.questions:
            span = question.span
            first = self.document().findBlock(span.start + (span.start > 0))
            last = self.document().findBlock(span.end)
            top = layout.blockBoundingRect(first).top() - PADDING
            bottom = layout.blockBoundingRect(last).bottom() + PADDING
            frame = self.document().rootFrame().frameFormat()
            left = frame.leftMargin() + first.blockFormat().leftMargin() - PADDING
            right = self.viewport().width() - frame.rightMargin()
            bubbles.append(QRectF(left, top, right - left, bottom - top))
        return bubbles

    def _position_under(self, point: QPoint) -> int | None:
        """The position of the character at a point, not the nearest gap between two."""
        cursor = self.cursorForPosition(point)
        gap = self.cursorRect(cursor)
        position = cursor.position()
        if point.x() < gap.left() or point.y() < gap.top():
            position -= 1
        cursor.setPosition(max(position, 0))
        if position < 0 or cursor.atBlockEnd():
            return None
        here = self.cursorRect(cursor)
        return position if here.top() <= point.y() <= here.bottom() else None

    def _fit_column(self) -> None:
        metrics = QFontMetricsF(self.document().defaultFont())
        most = metrics.averageCharWidth() * MOST_CHARACTERS_PER_LINE
        width = self.viewport().width()
        column = max(100.0, min(most, width - 2.0 * SIDE_MARGIN))
        margin = (width - column) / 2
        root = self.document().rootFrame()
        format_ = root.frameFormat()
        if format_.leftMargin() != margin:
            format_.setLeftMargin(margin)
            format_.setRightMargin(margin)
            format_.setTopMargin(SIDE_MARGIN)
            format_.setBottomMargin(SIDE_MARGIN)
            root.setFrameFormat(format_)
        self._writer.set_column(column)

    @contextmanager
    def _caret_held(self) -> Iterator[None]:
        """Text that streams in must not push the person's caret, or a selection's end, along."""
        cursor = self.textCursor()
        anchor, position = cursor.anchor(), cursor.position()
        yield
        cursor = self.textCursor()
        if (anchor, position) != (cursor.anchor(), cursor.position()):
            cursor.setPosition(anchor)
            cursor.setPosition(position, QTextCursor.MoveMode.KeepAnchor)
            self.setTextCursor(cursor)

    def _keep_up(self) -> None:
        if self._follows_end:
            bar = self.verticalScrollBar()
            bar.setValue(bar.maximum())

    def _on_scrolled(self, value: int) -> None:
        self._follows_end = value >= self.verticalScrollBar().maximum() - END_SLACK

    def _on_range_changed(self, _least: int, most: int) -> None:
        self.verticalScrollBar().setEnabled(most > 0)
        if self._follows_end:
            self.verticalScrollBar().setValue(most)

    def _on_cursor_position_changed(self) -> None:
        position = self.textCursor().position()
        token = self._writer.token_at(position) or self._writer.token_at(position - 1)
        self.token_visited.emit(token)
