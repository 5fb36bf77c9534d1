"""What a question and a reply in the transcript have in common."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, QRect, QRectF, Qt, QUrl, Signal
from PySide6.QtGui import QColor, QFocusEvent, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from paceline.history.records import Message
from paceline.ui.colours import Colours
from paceline.ui.transcript.branch_switch import BranchSwitch
from paceline.ui.transcript.row import Row

GAP: Final = 6
"""Pixels between the parts of a message."""
INSET: Final = 10
"""Pixels around the parts, where the mark of the message with the focus is painted."""
OUTDENT: Final = 8
"""Pixels that buttons without a frame begin further out, so that their words stand in line."""

_BY_MOUSE: Final = (Qt.FocusReason.MouseFocusReason, Qt.FocusReason.PopupFocusReason)


@dataclass(frozen=True, slots=True)
class Look:
    """How all messages are drawn; `raw` shows what the model wrote, without formatting."""

    colours: Colours
    show_tints: bool
    raw: bool
    font: QFont

    @property
    def line(self) -> int:
        """The height of a line of small controls, as the row of actions."""
        return round(QFontMetricsF(self.font).height() * 1.5) + 2


class MessageView(Row):
    """One message; says what the person wants of it and leaves the rest to the transcript."""

    branch_pressed = Signal(int)
    edit_sent = Signal(str)
    continue_pressed = Signal()
    token_visited = Signal(object)
    link_activated = Signal(QUrl)
    saving_failed = Signal(object)
    """Carries the `AppError`."""

    def __init__(self, message: Message, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("messageView")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setFont(look.font)
        self._message = message
        self._look = look
        self._actions = QRect()
        self._marked = False
        self._branch: BranchSwitch | None = None
        self._show_branch()

    @property
    def message(self) -> Message:
        """What it shows."""
        return self._message

    @property
    def actions_place(self) -> QRect:
        """Where the row of actions belongs, in its own coordinates."""
        return self._actions

    @property
    def actions_at_right(self) -> bool:
        """Whether the actions end at the right edge of their place."""
        return False

    def fit(self, width: int) -> int:
        """Lay the parts out within the inset."""
        return self.lay_out(INSET, INSET // 2, width - 2 * INSET) + INSET // 2

    def lay_out(self, x: int, y: int, width: int) -> int:
        """Set the parts below each other from there on; where they end."""
        raise NotImplementedError

    def set_message(self, message: Message) -> None:
        """The same message, but something about it has changed."""
        branches = self._message.branch, self._message.branches
        self._message = message
        if branches != (message.branch, message.branches):
            self._show_branch()

    def set_look(self, look: Look) -> None:
        """Change colours, tints or view."""
        if look.font != self._look.font:
            self.setFont(look.font)
        self._look = look
        self.update()

    def source_text(self) -> str:
        """The message as it is copied."""
        return self._message.content

    # Events of Qt -------------------------------------------------------------------------

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the keyboard is; a mouse shows that by itself."""
        super().focusInEvent(event)
        self._marked = event.reason() not in _BY_MOUSE
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that it has gone."""
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the mark of the focus."""
        super().paintEvent(event)
        if self.hasFocus() and self._marked:
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            pen = QPen(QColor(self._look.colours.accent), 2)
            painter.setPen(pen)
            top = QPointF(1, 1)
            bottom = QPointF(self.width() - 1, self.height() - 1)
            painter.drawRoundedRect(QRectF(top, bottom), 8, 8)
            painter.end()

    # Inside -------------------------------------------------------------------------------

    def _show_branch(self) -> None:
        had_focus = False
        if self._branch is not None:
            here: QWidget | None = self.window().focusWidget()
            had_focus = here is not None and self._branch.isAncestorOf(here)
            self._branch.deleteLater()
            self._branch = None
        if self._message.branches > 1:
            self._branch = BranchSwitch(self._message.branch, self._message.branches, self)
            self._branch.step_pressed.connect(self.branch_pressed)
            self._branch.show()
        if had_focus:
            self.setFocus()
        self.resized.emit()
