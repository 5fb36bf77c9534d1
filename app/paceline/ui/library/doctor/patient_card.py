"""One side of a pair: which model was chosen, and the ways to choose another."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from paceline.library.file_names import is_gguf
from paceline.ui.composing.message_edit import files_of
from paceline.ui.elided_label import ElidedLabel
from paceline.ui.library.doctor.candidates import Candidate


class PatientCard(QFrame):
    """Takes GGUF files that are dropped on it."""

    choose_pressed = Signal()
    file_pressed = Signal()
    file_dropped = Signal(object)
    """Carries the `Path`."""

    def __init__(self, title: str, remark: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("patient")
        self.setAcceptDrops(True)
        self.setAccessibleName(title)
        self._title = title
        heading = QLabel(title)
        heading.setObjectName("settingTitle")
        meaning = QLabel(remark)
        meaning.setObjectName("muted")
        meaning.setWordWrap(True)
        self._name = ElidedLabel()
        self._name.setObjectName("patientName")
        self._detail = ElidedLabel()
        self._detail.setObjectName("muted")
        choose = QPushButton(self.tr("Choose…"))
        choose.setAccessibleName(self.tr("Choose: {part}").format(part=title))
        choose.clicked.connect(self.choose_pressed)
        self._choose = choose
        file = QPushButton(self.tr("File…"))
        file.setAccessibleName(self.tr("Open a file: {part}").format(part=title))
        file.clicked.connect(self.file_pressed)
        for button in (choose, file):
            button.setAutoDefault(False)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(choose)
        buttons.addWidget(file)
        buttons.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(5)
        column.addWidget(heading)
        column.addWidget(meaning)
        column.addSpacing(4)
        column.addWidget(self._name)
        column.addWidget(self._detail)
        column.addSpacing(4)
        column.addLayout(buttons)
        self.show_candidate(None)

    @property
    def text(self) -> str:
        """What is chosen, as it stands there."""
        return self._name.text()

    def show_candidate(self, candidate: Candidate | None) -> None:
        """Show what was chosen, or that nothing was."""
        if candidate is None:
            name, detail = self.tr("Nothing chosen"), self.tr("or drop a GGUF file here")
        else:
            name, detail = candidate.title, candidate.detail
        for label, text in ((self._name, name), (self._detail, detail)):
            label.setText(text)
            label.setToolTip(text)
        self.setAccessibleName(f"{self._title}: {name}")

    def take_focus(self) -> None:
        """Take the keyboard."""
        self._choose.setFocus()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Show that a model may be dropped here."""
        if self._model_in(event) is not None:
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self._mark(wanted=True)

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        """Nothing comes after all."""
        self._mark(wanted=False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Take the first model among what was dropped; it is only read."""
        self._mark(wanted=False)
        if (file := self._model_in(event)) is not None:
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self.file_dropped.emit(file)

    def _model_in(self, event: QDropEvent) -> Path | None:
        models = [file for file in files_of(event.mimeData()) if is_gguf(file.name)]
        return models[0] if models else None

    def _mark(self, *, wanted: bool) -> None:
        self.setProperty("wanted", wanted)
        self.style().unpolish(self)
        self.style().polish(self)
