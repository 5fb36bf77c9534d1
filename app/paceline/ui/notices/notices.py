"""The one way to tell the person something.

What went wrong stays on the screen in the banner until it is mended or dismissed. What merely
happened is told in a toast, which goes by itself. Neither ever takes the focus; a screen reader
speaks both.
"""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from paceline.errors import ErrorCode
from paceline.ui.failure import Failure, Remedy
from paceline.ui.notices.banner import Banner
from paceline.ui.notices.toasts import ToastStack


class Notices(QObject):
    """Owns the banner, which the window lays out, and the toasts, which float above `chat`.

    They leave its `footer` free.
    """

    remedy_pressed = Signal(object)
    """Carries the `Remedy` that was pressed in the banner, if it came without a `retry`."""
    dismissed = Signal()

    def __init__(self, chat: QWidget, footer: QWidget) -> None:
        super().__init__(chat)
        self.banner = Banner()
        self._toasts = ToastStack(chat, footer)
        self._retry: Callable[[], None] | None = None
        self._code: ErrorCode | None = None
        self.banner.remedy_pressed.connect(self._on_remedy_pressed)
        self.banner.dismissed.connect(self.dismissed)

    def show_failure(self, failure: Failure, *, retry: Callable[[], None] | None = None) -> None:
        """Show an expected failure; the newest takes the place of an older one.

        `retry` is what "Try again" does where the failure has that button.
        """
        self._retry = retry
        self._code = failure.code
        self.banner.show_text(failure.text, failure.remedy)

    def show_text(self, text: str, remedy: Remedy) -> None:
        """Show in the banner what has no code, as the end of a process."""
        self._retry = None
        self._code = None
        self.banner.show_text(text, remedy)

    def hide_failure(self) -> None:
        """Take the banner away, for the person went on."""
        self.banner.hide()

    def hide_failure_of(self, code: ErrorCode) -> None:
        """Take the banner away if this is what it tells, for it is over."""
        if self._code is code:
            self.banner.hide()

    def tell(
        self,
        text: str,
        action_label: str | None = None,
        action: Callable[[], None] | None = None,
    ) -> None:
        """Show a sentence for a while, with a button as "Undo" if there is an action."""
        self._toasts.add(text, action_label, action)

    def withdraw(self, text: str) -> None:
        """Take a toast away at once, for what it told is over."""
        self._toasts.withdraw(text)

    def focus_latest(self) -> None:
        """Lead the keyboard to the newest toast, else to the banner, if there is one."""
        if not self._toasts.focus_newest():
            self.banner.focus_button()

    def _on_remedy_pressed(self, remedy: Remedy) -> None:
        retry, self._retry = self._retry, None
        if retry is not None and remedy is Remedy.TRY_AGAIN:
            retry()
        else:
            self.remedy_pressed.emit(remedy)
