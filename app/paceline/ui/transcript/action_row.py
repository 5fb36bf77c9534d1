"""What can be done with a message, as a row of small buttons; one row serves all messages."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QWidget

from paceline.ui.transcript.verbs import Verb, hint, label


class ActionRow(QWidget):
    """Moves to the message that it is for; what does not fit is behind "More"."""

    verb_pressed = Signal(object)
    """A `Verb`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("actionRow")
        self._verbs: tuple[Verb, ...] = ()
        self._raw = False
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        self._buttons: dict[Verb, QToolButton] = {}
        for verb in Verb:
            button = self._button()
            button.clicked.connect(lambda _checked, verb=verb: self.verb_pressed.emit(verb))
            self._buttons[verb] = button
            row.addWidget(button)
        self._more = self._button()
        self._more.setText("…")
        self._more.setToolTip(self.tr("More that can be done with this message"))
        self._more.setAccessibleName(self.tr("More"))
        self._more.clicked.connect(self._on_more_clicked)
        row.addWidget(self._more)

    @property
    def verbs(self) -> tuple[Verb, ...]:
        """What it offers."""
        return self._verbs

    def stops(self) -> tuple[QWidget, ...]:
        """The buttons that are shown."""
        return tuple(
            button for button in (*self._buttons.values(), self._more) if button.isVisibleTo(self)
        )

    def offer(self, verbs: tuple[Verb, ...], *, raw: bool) -> None:
        """Show these; `raw` is whether the message shows its source."""
        self._verbs, self._raw = verbs, raw
        for verb, button in self._buttons.items():
            if verb in verbs:
                button.setText(label(verb, raw=raw))
                button.setAccessibleName(hint(verb, raw=raw))
                button.setToolTip(hint(verb, raw=raw))

    def fit(self, width: int) -> int:
        """Show as many buttons as fit; the width that they take."""
        wide = {verb: self._buttons[verb].sizeHint().width() + 2 for verb in self._verbs}
        shown = self._verbs
        if sum(wide.values()) > width:
            room = width - self._more.sizeHint().width()
            while shown and sum(wide[verb] for verb in shown) > room:
                shown = shown[:-1]
        for verb, button in self._buttons.items():
            button.setVisible(verb in shown)
        self._more.setVisible(shown != self._verbs)
        return self.sizeHint().width()

    def fill(self, menu: QMenu) -> None:
        """List everything in a menu."""
        for verb in self._verbs:
            self._list(verb, menu)

    def _button(self) -> QToolButton:
        button = QToolButton()
        button.setObjectName("messageButton")
        button.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        return button

    def _list(self, verb: Verb, menu: QMenu) -> None:
        action = QAction(label(verb, raw=self._raw), menu)
        action.setToolTip(hint(verb, raw=self._raw))
        action.triggered.connect(lambda: self.verb_pressed.emit(verb))
        menu.addAction(action)

    def _on_more_clicked(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for verb in self._verbs:
            if not self._buttons[verb].isVisibleTo(self):
                self._list(verb, menu)
        menu.popup(self._more.mapToGlobal(self._more.rect().bottomLeft()))
