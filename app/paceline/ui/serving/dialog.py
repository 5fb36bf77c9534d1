"""The dialog of the local server: choices while it is off, address and figures while it runs."""

from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from paceline.ui.serving.form import ServingForm
from paceline.ui.serving.state import Phase, ServerState
from paceline.ui.serving.watch import ServerWatch
from paceline.ui.serving.wording import chip_kind, phase_word, state_sentence

SIZE: Final = QSize(640, 540)


class ServingDialog(QDialog):
    """Stays beside the window; closing it leaves the server as it is."""

    start_pressed = Signal()
    stop_pressed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("sheet")
        self.setWindowTitle(self.tr("Local server"))
        self.resize(SIZE)
        self.form = ServingForm()
        self.watch = ServerWatch()
        self._state = ServerState()
        self._chip = QLabel()
        self._chip.setObjectName("chip")
        self._words = QLabel()
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setWordWrap(True)
        self._words.setObjectName("serverState")
        self._pages = QStackedWidget()
        for page in (self.form, self.watch):
            self._pages.addWidget(_scrolled(page, self.windowTitle()))
        self._button = QPushButton()
        self._button.setObjectName("primary")
        self._button.setAutoDefault(False)
        self._button.clicked.connect(self._on_button_clicked)
        self._lay_out()
        self._render(ServerState())

    def show_state(self, state: ServerState) -> None:
        """Show what the server does; news of it are spoken."""
        if state.phase is not self._state.phase:
            said = f"{phase_word(state.phase)}. {state_sentence(state)}"
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, said))
        self._render(state)

    def _render(self, state: ServerState) -> None:
        before, self._state = self._state, state
        self._chip.setText(phase_word(state.phase))
        self._chip.setProperty("kind", chip_kind(state.phase))
        self._chip.style().unpolish(self._chip)
        self._chip.style().polish(self._chip)
        self._words.setText(state_sentence(state))
        self._words.setAccessibleName(self._words.text())
        watched = state.listening is not None
        self._pages.setCurrentIndex(1 if watched else 0)
        self.form.setEnabled(not state.phase.runs)
        self.watch.show_state(state)
        words = self.tr("&Stop") if state.phase.runs else self.tr("&Start")
        self._button.setText(words)
        self._button.setAccessibleName(words.replace("&", ""))
        self._button.setEnabled(state.phase is not Phase.STOPPING)
        if before.phase.runs is not state.phase.runs and self.isVisible():
            self._button.setFocus()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self._chip, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self._words, 1)
        close = QPushButton(self.tr("C&lose"))
        close.setAccessibleName(self.tr("Close"))
        close.setAutoDefault(False)
        close.clicked.connect(self.close)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self._button)
        buttons.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 14)
        column.setSpacing(14)
        column.addLayout(head)
        column.addWidget(self._pages, 1)
        column.addLayout(buttons)

    def _on_button_clicked(self) -> None:
        if self._state.phase.runs:
            self.stop_pressed.emit()
        else:
            self.form.commit()
            self.start_pressed.emit()


def _scrolled(page: QWidget, name: str) -> QScrollArea:
    page.setObjectName("sheetPage")
    area = QScrollArea()
    area.setObjectName("sheetArea")
    area.setAccessibleName(name)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(page)
    return area
