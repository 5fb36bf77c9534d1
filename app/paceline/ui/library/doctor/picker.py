"""Lets the person choose a model: installed, recommended, of a repository, or any file."""

from typing import Final

from PySide6.QtCore import QModelIndex, QSize, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from paceline.ui.colours import Colours
from paceline.ui.failure import Failure
from paceline.ui.library.doctor.candidate_list import CandidateList
from paceline.ui.library.doctor.candidates import Candidate, fitting, repository_in
from paceline.ui.library.lines_delegate import LinesDelegate
from paceline.ui.library.search_box import LOCAL_PAUSE_MS, SearchBox
from paceline.ui.library.trouble_row import TroubleRow
from paceline.ui.sidebar.row_list import RowList

_SIZE: Final = QSize(560, 460)


class Picker(QDialog):
    """One field that finds among all candidates; a name of a repository leads to the Hub."""

    chosen = Signal(object)
    """Carries the `Candidate`."""
    file_wanted = Signal()
    """The person would rather show the file."""
    repository_wanted = Signal(str)
    """Carries the id of a repository whose models are to be offered too."""

    def __init__(self, title: str, colours: Colours, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("sheet")
        self.setModal(True)
        self.setWindowTitle(title)
        self.resize(_SIZE)
        self._all: tuple[Candidate, ...] = ()
        self._search = SearchBox(
            self.tr("Search, or paste a repository of the Hub"), LOCAL_PAUSE_MS
        )
        self._search.setAccessibleDescription(
            self.tr("Up and Down choose among what fits, Enter takes it.")
        )
        self._model = CandidateList(self)
        self._list = RowList(self.tr("Models to choose from"))
        self._list.setModel(self._model)
        self._list.setItemDelegate(LinesDelegate(colours, 2, self._list))
        self._nothing = QLabel(self.tr("No model fits these words."))
        self._nothing.setObjectName("muted")
        self._nothing.hide()
        self._hub = QPushButton()
        self._hub.setAutoDefault(False)
        self._hub.hide()
        self._trouble = TroubleRow()
        self._lay_out(title)
        self._search.search_wanted.connect(self._render)
        self._search.stepped_down.connect(self._on_stepped_down)
        self._search.returnPressed.connect(self._on_entered)
        self._list.row_opened.connect(self._choose)
        self._list.left_upwards.connect(self._search.setFocus)
        self._hub.clicked.connect(self._on_hub_clicked)
        self._trouble.remedy_pressed.connect(self._on_hub_clicked)
        self._search.setFocus()

    def offer(self, candidates: tuple[Candidate, ...]) -> None:
        """Offer these, in this order."""
        self._all = candidates
        self._render()

    def add_repository(self, candidates: tuple[Candidate, ...]) -> None:
        """Offer the models of the repository that was asked for, above all others."""
        self._trouble.clear()
        self._all = candidates + tuple(one for one in self._all if one not in candidates)
        self._render()
        self._hub.hide()
        self._list.setCurrentIndex(self._list.first_row())
        self._list.setFocus()

    def show_failure(self, failure: Failure) -> None:
        """The repository could not be had; all else can still be chosen."""
        self._trouble.show_failure(failure, self.tr("&Try again"))
        self._render()

    def _lay_out(self, title: str) -> None:
        lead = QLabel(title)
        lead.setObjectName("sectionTitle")
        file = QPushButton(self.tr("&Open a file…"))
        file.setAccessibleName(self.tr("Open a file"))
        file.clicked.connect(self.file_wanted)
        cancel = QPushButton(self.tr("&Cancel"))
        cancel.setAccessibleName(self.tr("Cancel"))
        cancel.clicked.connect(self.reject)
        for button in (file, cancel):
            button.setAutoDefault(False)
        bottom = QHBoxLayout()
        bottom.addWidget(file)
        bottom.addStretch()
        bottom.addWidget(cancel)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 12)
        column.setSpacing(8)
        column.addWidget(lead)
        column.addWidget(self._search)
        column.addWidget(self._trouble)
        column.addWidget(self._hub)
        column.addWidget(self._nothing)
        column.addWidget(self._list, 1)
        column.addLayout(bottom)

    def _render(self) -> None:
        words = self._search.words
        repository = repository_in(words)
        known = fitting(self._all, repository or words)
        self._model.show_candidates(known)
        self._nothing.setVisible(not known and repository is None)
        self._hub.setVisible(repository is not None)
        if repository is not None:
            name = self.tr("Look into {repository} on the Hub").format(repository=repository)
            self._hub.setText(name)
            self._hub.setAccessibleName(name)
            self._hub.setEnabled(True)

    def _on_stepped_down(self) -> None:
        self._list.setFocus()

    def _on_entered(self) -> None:
        if self._hub.isVisible() and not self._model.rowCount():
            self._on_hub_clicked()
        else:
            self._choose(self._list.first_row())

    def _on_hub_clicked(self) -> None:
        repository = repository_in(self._search.words)
        if repository is not None:
            self._trouble.clear()
            self._hub.setText(self.tr("Asking the Hub…"))
            self._hub.setEnabled(False)
            self.repository_wanted.emit(repository)

    def _choose(self, index: QModelIndex) -> None:
        candidate = self._model.candidate_at(index)
        if candidate is not None:
            self.accept()
            self.chosen.emit(candidate)
