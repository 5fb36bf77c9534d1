"""Short messages that float above the chat and go by themselves."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

SHORTEST_MS: Final = 5_000
"""Also the shortest text must be noticed before it is read."""
PER_CHARACTER_MS: Final = 90
"""A slow reader's pace, about 130 words a minute."""
ACTION_MS: Final = 12_000
"""At least so long can an action be pressed: it has to be read, decided and reached."""
TICK_MS: Final = 250
MOST: Final = 4
"""More would hide the chat; the oldest goes."""
WIDEST: Final = 480
MARGIN: Final = 12
GAP: Final = 2
"""Between the lowest toast and the footer, which has a margin of its own."""
_PLACING: Final = (QEvent.Type.Resize, QEvent.Type.Move, QEvent.Type.Show, QEvent.Type.Hide)


def showing_time_ms(text: str, *, has_action: bool) -> int:
    """How long a toast is shown, not counting the time in which the person looks at it."""
    return max(SHORTEST_MS + PER_CHARACTER_MS * len(text), ACTION_MS if has_action else 0)


class Toast(QFrame):
    """One message that goes after its time.

    Time stands still under the mouse, with the focus, and while the person is in another window.
    """

    closed = Signal()

    def __init__(
        self,
        text: str,
        action_label: str | None,
        action: Callable[[], None] | None,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("toast")
        self.setAccessibleName(text)
        self.text = text
        self._action = action
        self._left_ms = showing_time_ms(text, has_action=action is not None)
        self._came_from: QWidget | None = None
        words = QLabel(text)
        words.setTextFormat(Qt.TextFormat.PlainText)
        words.setWordWrap(True)
        words.setAccessibleName(text)
        words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self._close = QPushButton("×")  # noqa: RUF001 - the sign that closes things everywhere
        self._close.setObjectName("toastClose")
        self._close.setAccessibleName(self.tr("Dismiss: {text}").format(text=text))
        self._close.setToolTip(self.tr("Dismiss"))
        self._close.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._close.clicked.connect(self.close_now)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 6, 6, 6)
        row.setSpacing(8)
        row.addWidget(words, 1)
        self._first = self._close
        if action is not None and action_label:
            button = QPushButton(action_label)
            button.setObjectName("toastAction")
            button.setAccessibleName(f"{action_label.replace('&', '')}: {text}")
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(self._on_action_clicked)
            row.addWidget(button)
            self._first = button
        row.addWidget(self._close)
        self._timer = QTimer(self, interval=TICK_MS)
        self._timer.timeout.connect(self._on_timeout)
        self._timer.start()

    def focus(self) -> None:
        """Take the keyboard; it goes back to where it was when the toast goes."""
        if not self.isAncestorOf(QApplication.focusWidget() or self.window()):
            self._came_from = QApplication.focusWidget()
        self._first.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def close_now(self) -> None:
        """Go at once."""
        self._timer.stop()
        focused = QApplication.focusWidget()
        if focused is not None and self.isAncestorOf(focused) and self._came_from is not None:
            self._came_from.setFocus()
        self.closed.emit()

    def event(self, event: QEvent) -> bool:
        """Escape dismisses the toast that has the focus, before it means "stop" to the window."""
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                self.close_now()
                return True
        return super().event(event)

    def _on_action_clicked(self) -> None:
        action = self._action
        self.close_now()
        if action is not None:
            action()

    def _on_timeout(self) -> None:
        focused = QApplication.focusWidget()
        looked_at = self.underMouse() or (focused is not None and self.isAncestorOf(focused))
        if looked_at or not self.isActiveWindow():
            return
        self._left_ms -= TICK_MS
        if self._left_ms <= 0:
            self.close_now()


class ToastStack(QWidget):
    """Toasts at the lower edge of `anchor`, or above its `footer`; the newest is the lowest."""

    def __init__(self, anchor: QWidget, footer: QWidget) -> None:
        super().__init__(anchor)
        self._anchor = anchor
        self._footer = footer
        self.setObjectName("toasts")
        self.setAccessibleName(self.tr("Messages"))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self._toasts: list[Toast] = []
        for moved in (anchor, footer):
            moved.installEventFilter(self)
        self.hide()

    def add(self, text: str, action_label: str | None, action: Callable[[], None] | None) -> None:
        """Show a message; the same one shown again begins its time anew."""
        self.withdraw(text)
        while len(self._toasts) >= MOST:
            self._toasts[0].close_now()
        toast = Toast(text, action_label, action, self)
        toast.closed.connect(lambda: self._remove(toast))
        self._toasts.append(toast)
        self._column.addWidget(toast)
        self.show()
        toast.show()
        self._place()
        announcement = QAccessibleAnnouncementEvent(toast, text)
        announcement.setPoliteness(QAccessible.AnnouncementPoliteness.Polite)
        QAccessible.updateAccessibility(announcement)

    def withdraw(self, text: str) -> None:
        """Take a message away that is no longer true."""
        for shown in [toast for toast in self._toasts if toast.text == text]:
            shown.close_now()

    def focus_newest(self) -> bool:
        """Lead the keyboard to the newest message; False without one."""
        if not self._toasts:
            return False
        self._toasts[-1].focus()
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay at the lower edge of the anchor."""
        if watched in (self._anchor, self._footer) and event.type() in _PLACING:
            self._place()
        return super().eventFilter(watched, event)

    def _remove(self, toast: Toast) -> None:
        if toast in self._toasts:
            self._toasts.remove(toast)
            self._column.removeWidget(toast)
            toast.hide()
            toast.deleteLater()
        if self._toasts:
            self._place()
        else:
            self.hide()

    def _place(self) -> None:
        if not self._toasts:
            return
        room = self._anchor.rect().adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN)
        if self._footer.isVisible():
            room.setBottom(self._footer.mapTo(self._anchor, QPoint(0, 0)).y() - GAP)
        width = min(WIDEST, room.width())
        height = min(self._column.totalHeightForWidth(width), room.height())
        left = room.center().x() - width // 2
        self.setGeometry(left, room.bottom() - height, width, height)
        self.raise_()
