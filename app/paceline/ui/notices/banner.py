"""Says what went wrong and offers the one button that helps most."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from paceline.ui.failure import Remedy, label


class Banner(QFrame):
    """Hidden until a text is shown; the newest replaces an older one. `Notices` uses it."""

    remedy_pressed = Signal(object)
    """Carries the `Remedy`."""
    dismissed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("banner")
        self._remedy = Remedy.NONE
        mark = QLabel("!")
        mark.setObjectName("bannerMark")
        mark.setAccessibleName(self.tr("Something went wrong"))
        self._text = QLabel()
        self._text.setWordWrap(True)
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self._button = QPushButton()
        self._button.setObjectName("bannerRemedy")
        self._button.clicked.connect(self._on_remedy_clicked)
        self._dismiss = QPushButton(self.tr("&Dismiss"))
        self._dismiss.setAccessibleName(self.tr("Dismiss"))
        self._dismiss.setObjectName("quiet")
        self._dismiss.clicked.connect(self._on_dismiss_clicked)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 8, 10, 8)
        row.setSpacing(10)
        row.addWidget(mark)
        row.addWidget(self._text, 1)
        row.addWidget(self._button)
        row.addWidget(self._dismiss)
        self.hide()

    @property
    def text(self) -> str:
        """What the banner says."""
        return self._text.text()

    @property
    def remedy(self) -> Remedy:
        """What its button does."""
        return self._remedy

    def show_text(self, text: str, remedy: Remedy) -> None:
        """Show a sentence with a button; a screen reader speaks it."""
        self._remedy = remedy
        self._text.setText(text)
        self._text.setAccessibleName(text)
        self._button.setVisible(remedy is not Remedy.NONE)
        words = label(remedy)
        self._button.setText(words)
        self._button.setAccessibleName(words.replace("&", ""))
        self.setAccessibleName(text)
        self.show()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def focus_button(self) -> None:
        """Lead the keyboard to the button that helps most."""
        if self.isVisible():
            (self._dismiss if self._remedy is Remedy.NONE else self._button).setFocus()

    def _on_dismiss_clicked(self) -> None:
        self.hide()
        self.dismissed.emit()

    def _on_remedy_clicked(self) -> None:
        remedy = self._remedy
        self.hide()
        self.remedy_pressed.emit(remedy)
