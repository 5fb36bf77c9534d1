"""The candidates as Qt's views read them."""

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from paceline.ui.library.doctor.candidates import Candidate
from paceline.ui.library.lines_delegate import LINES_ROLE

Index = QModelIndex | QPersistentModelIndex

_NOWHERE = QModelIndex()


class CandidateList(QAbstractListModel):
    """One row each."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._candidates: tuple[Candidate, ...] = ()

    def show_candidates(self, candidates: tuple[Candidate, ...]) -> None:
        """Show these instead."""
        self.beginResetModel()
        self._candidates = candidates
        self.endResetModel()

    def candidate_at(self, index: Index) -> Candidate | None:
        """The candidate of a row."""
        return self._candidates[index.row()] if index.isValid() else None

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """All rows."""
        return 0 if parent.isValid() else len(self._candidates)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """What a row shows."""
        candidate = self.candidate_at(index)
        if candidate is None:
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return candidate.title
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{candidate.title}. {candidate.detail}"
            case Qt.ItemDataRole.ToolTipRole:
                return candidate.detail
            case _ if role == LINES_ROLE:
                return candidate.title, candidate.detail
            case _:
                return None
