"""The person's own message: a bubble at the right, its files above it."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QToolButton, QWidget

from paceline.history.records import Message
from paceline.ui.numbers import whole
from paceline.ui.transcript.attachment_chip import AttachmentChip
from paceline.ui.transcript.bubble_editor import BubbleEditor
from paceline.ui.transcript.message_view import GAP, Look, MessageView
from paceline.ui.transcript.plain_passage import PlainPassage

PADDING: Final = 12
"""Pixels between the edge of the bubble and its text."""
WIDEST: Final = 0.86
"""Share of the column that a bubble may take."""
SHOWN_AT_FIRST: Final = 3_000
"""Characters; whoever pastes a book wants to see the answer."""
MOST_SHOWN: Final = 16_000
"""Characters that can be laid out without being felt; Copy takes all of them."""


class Question(MessageView):
    """Plain text, for a person's message is no Markdown."""

    def __init__(self, message: Message, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(message, look, parent)
        self._bubble = QRect()
        self._editor: BubbleEditor | None = None
        self._chips = [AttachmentChip(file, self) for file in message.attachments]
        self._passage = PlainPassage(self._excerpt(SHOWN_AT_FIRST), self)
        self._passage.setFont(look.font)
        self._passage.setAccessibleName(self.tr("Your message"))
        self._passage.cursorPositionChanged.connect(self._on_cursor_position_changed)
        self._more: QToolButton | None = None
        hidden = len(message.content) - len(self._passage.toPlainText())
        if hidden > 0:
            self._more = QToolButton(self)
            self._more.setObjectName("messageButton")
            self._more.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
            self._more.setText(self.tr("Show {count} more characters").format(count=whole(hidden)))
            self._more.setAccessibleName(self._more.text())
            self._more.clicked.connect(self._on_more_clicked)
        beginning = " ".join(message.content[:200].split())
        self.setAccessibleName(self.tr("You: {text}").format(text=beginning))
        self.setAccessibleDescription(
            self.tr("Enter goes into the text, Tab to what can be done with it.")
        )

    @property
    def pinned(self) -> bool:
        """What is being changed must not be lost."""
        return self._editor is not None

    @property
    def actions_at_right(self) -> bool:
        """As the bubble is."""
        return True

    @property
    def passage(self) -> PlainPassage:
        """The text."""
        return self._passage

    def stops(self) -> Sequence[QWidget]:
        """The files, the text or its editor, and the branches."""
        inner: list[QWidget] = [*self._chips]
        if self._editor is not None:
            inner += self._editor.stops()
        else:
            inner.append(self._passage)
            if self._more is not None:
                inner.append(self._more)
        if self._branch is not None:
            inner += self._branch.stops()
        return inner

    def set_look(self, look: Look) -> None:
        """Change colours or size of text."""
        super().set_look(look)
        self._passage.setFont(look.font)
        self._passage.forget_fit()

    def begin_editing(self) -> None:
        """Open the bubble for a change."""
        if self._editor is None:
            self._editor = BubbleEditor(self._message.content, self)
            self._editor.setFont(self._look.font)
            self._editor.height_changed.connect(self.resized)
            self._editor.cancel_pressed.connect(self.end_editing)
            self._editor.send_pressed.connect(self._on_send_pressed)
            self._passage.hide()
            self._editor.show()
            self.resized.emit()
        self._editor.setFocus()

    def end_editing(self) -> None:
        """Close the editor; what was written there is forgotten."""
        if self._editor is not None:
            self.setFocus()
            self._editor.deleteLater()
            self._editor.hide()
            self._editor = None
            self._passage.show()
            self.resized.emit()

    def lay_out(self, x: int, y: int, width: int) -> int:
        """Files, bubble and actions below each other."""
        end = x + width
        y = self._lay_chips(x, y, width)
        if self._editor is not None:
            height = self._editor.sizeHint().height()
            self._editor.setGeometry(x, y, width, height)
            self._bubble = QRect()
        else:
            wide, high = self._passage.fit(round(width * WIDEST) - 2 * PADDING)
            more = self._look.line if self._more is not None else 0
            if self._more is not None:
                wide = max(wide, self._more.sizeHint().width())
            across, height = wide + 2 * PADDING, high + more + 2 * PADDING
            self._bubble = QRect(end - across, y, across, height)
            inside = self._bubble.adjusted(PADDING, PADDING, -PADDING, -PADDING)
            self._passage.setGeometry(inside.x(), inside.y(), wide, high)
            if self._more is not None:
                self._more.setGeometry(inside.x(), inside.bottom() - more + 1, wide, more)
        y += height + GAP // 2
        line = self._look.line
        right = end
        if self._branch is not None:
            wide = self._branch.sizeHint().width()
            self._branch.setGeometry(end - wide, y, wide, line)
            right -= wide + GAP
        self._actions = QRect(x, y, right - x, line)
        self.update()
        return y + line

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the bubble below the text."""
        if not self._bubble.isEmpty():
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self._look.colours.bubble))
            painter.drawRoundedRect(QRectF(self._bubble), 12, 12)
            painter.end()
        super().paintEvent(event)

    # Inside -------------------------------------------------------------------------------

    def _excerpt(self, most: int) -> str:
        return self._message.content[:most]

    def _lay_chips(self, left: int, y: int, width: int) -> int:
        """Set the files in rows that end at the right; where they end."""
        end = left + width
        x = end
        for chip in self._chips:
            size = chip.sizeHint()
            wide = min(size.width(), width)
            if x < end and x - wide < left:
                x, y = end, y + size.height() + GAP
            chip.setGeometry(x - wide, y, wide, size.height())
            x -= wide + GAP
        return y + self._chips[-1].sizeHint().height() + GAP if self._chips else y

    def _on_more_clicked(self) -> None:
        self._passage.setPlainText(self._excerpt(MOST_SHOWN))
        hidden = len(self._message.content) - MOST_SHOWN
        if self._more is not None:
            if hidden > 0:
                self._more.setText(
                    self.tr("{count} more characters; Copy takes them all").format(
                        count=whole(hidden)
                    )
                )
                self._more.setAccessibleName(self._more.text())
                self._more.setEnabled(False)
            else:
                self._more.deleteLater()
                self._more.hide()
                self._more = None
                self._passage.setFocus()
        self.resized.emit()

    def _on_send_pressed(self, text: str) -> None:
        self.edit_sent.emit(text)  # if it is taken, another question comes in the place of this

    def _on_cursor_position_changed(self) -> None:
        if self._passage.hasFocus():
            here = self._passage.cursorRect()
            self.place_wanted.emit(here.translated(self._passage.pos()))
