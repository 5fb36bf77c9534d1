"""Two texts beside each other that scroll together, with their differences marked."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QGridLayout, QLabel, QScrollBar, QTextEdit, QWidget

from paceline.ui.colours import Colours
from paceline.ui.comparing.alignment import Passage


class AlignedTexts(QWidget):
    """Streams both sides as plain text, and then marks what the passages say is different."""

    def __init__(
        self, names: tuple[str, str], colours: Colours, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._colours = colours
        self._passages: Sequence[Passage] = ()
        self._following = False
        self._texts = tuple(QTextEdit() for _ in names)
        self._labels = tuple(QLabel() for _ in names)
        self._starts: list[tuple[int, int]] = []
        self._shown = -1
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(6)
        for column, (label, text) in enumerate(zip(self._labels, self._texts, strict=True)):
            label.setObjectName("muted")
            label.setBuddy(text)
            text.setObjectName("answer")
            text.setReadOnly(True)
            text.setTabChangesFocus(True)
            text.setMinimumHeight(72)
            # Read-only texts take the keyboard's cursor only where this is asked for.
            text.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse
                | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
            grid.addWidget(label, 0, column)
            grid.addWidget(text, 1, column)
            grid.setColumnStretch(column, 1)
        grid.setRowStretch(1, 1)
        self.set_names(names)
        left, right = (text.verticalScrollBar() for text in self._texts)
        left.valueChanged.connect(lambda _value: self._follow(left, right))
        right.valueChanged.connect(lambda _value: self._follow(right, left))

    def set_names(self, names: tuple[str, str]) -> None:
        """Say whose text is on which side."""
        for name, label, text in zip(names, self._labels, self._texts, strict=True):
            label.setText(name)
            text.setAccessibleName(name)

    @property
    def differences(self) -> int:
        """How many stretches differ."""
        return sum(not passage.same for passage in self._passages)

    def plain_text(self, side: int) -> str:
        """What one side says."""
        return self._texts[side].toPlainText()

    def clear(self) -> None:
        """Show nothing."""
        self._passages, self._starts, self._shown = (), [], -1
        for text in self._texts:
            text.clear()

    def append(self, side: int, piece: str) -> None:
        """Write on on one side; stays at the end where the person is there."""
        text = self._texts[side]
        bar = text.verticalScrollBar()
        at_end = bar.value() == bar.maximum()
        cursor = QTextCursor(text.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.insertText(piece)
        if at_end:
            bar.setValue(bar.maximum())

    def show_passages(self, passages: Sequence[Passage]) -> None:
        """Show both texts whole, with what differs marked."""
        self.clear()
        self._passages = passages
        self._write()

    def set_colours(self, colours: Colours) -> None:
        """Mark in other colours."""
        self._colours = colours
        if self._passages:
            self._write()

    def show_next_difference(self) -> None:
        """Select the next stretch that differs on both sides, the first behind the last."""
        if not self._starts:
            return
        self._shown = (self._shown + 1) % len(self._starts)
        passages = [passage for passage in self._passages if not passage.same]
        passage = passages[self._shown]
        for text, start, piece in zip(
            self._texts, self._starts[self._shown], (passage.left, passage.right), strict=True
        ):
            cursor = text.textCursor()
            cursor.setPosition(start)
            cursor.setPosition(start + _length(piece), QTextCursor.MoveMode.KeepAnchor)
            text.setTextCursor(cursor)
            text.ensureCursorVisible()

    def _write(self) -> None:
        plain, marked = QTextCharFormat(), QTextCharFormat()
        marked.setBackground(QColor(self._colours.corrected))
        marked.setForeground(QColor(self._colours.text))
        marked.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
        marked.setUnderlineColor(QColor(self._colours.corrected_line))
        places = [0, 0]
        self._starts = []
        for text in self._texts:
            text.clear()
        cursors = [QTextCursor(text.document()) for text in self._texts]
        for passage in self._passages:
            if not passage.same:
                self._starts.append((places[0], places[1]))
            for side, piece in enumerate((passage.left, passage.right)):
                cursors[side].insertText(piece, plain if passage.same else marked)
                places[side] += _length(piece)
        for text in self._texts:
            text.moveCursor(QTextCursor.MoveOperation.Start)

    def _follow(self, moved: QScrollBar, other: QScrollBar) -> None:
        """Scroll the other text to the same share of its length."""
        if self._following or not moved.maximum():
            return
        self._following = True
        other.setValue(round(other.maximum() * moved.value() / moved.maximum()))
        self._following = False


def _length(text: str) -> int:
    """Return a text's length as Qt counts it, in halves of UTF-16."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
