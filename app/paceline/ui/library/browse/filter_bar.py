"""The row above what was found: words, order, and what to leave out."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from paceline.library.hub.records import Sort
from paceline.ui.composing.flow_layout import FlowLayout
from paceline.ui.library.browse.filters import (
    Access,
    Filters,
    SizeRange,
    access_choices,
    licence_choices,
    quantization_choices,
    size_choices,
    sort_choices,
)
from paceline.ui.library.choice_box import ChoiceBox
from paceline.ui.library.search_box import REMOTE_PAUSE_MS, SearchBox


class FilterBar(QWidget):
    """Tells once for every change that lasts."""

    changed = Signal(object)
    """Carries the `Filters`."""
    stepped_down = Signal()
    """The keyboard belongs to what was found."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.search = SearchBox(self.tr("Search the Hugging Face Hub"), REMOTE_PAUSE_MS)
        self.search.setAccessibleDescription(
            self.tr("Finds repositories with GGUF files; Down leads to what was found.")
        )
        self._sort: ChoiceBox[Sort] = ChoiceBox(self.tr("Sort by"))
        self._size: ChoiceBox[SizeRange] = ChoiceBox(self.tr("Size of a model"))
        self._quantization: ChoiceBox[str | None] = ChoiceBox(self.tr("Quantization"))
        self._licence: ChoiceBox[str | None] = ChoiceBox(self.tr("Licence"))
        self._access: ChoiceBox[Access] = ChoiceBox(self.tr("Access"))
        self._sort.offer(sort_choices())
        self._size.offer(size_choices())
        self._quantization.offer(quantization_choices())
        self._licence.offer(licence_choices())
        self._access.offer(access_choices())
        row = QWidget()
        flow = FlowLayout(row, gap=8)
        for box in (self._size, self._quantization, self._licence, self._access):
            flow.addWidget(box)
            box.currentIndexChanged.connect(self._tell)
        self._sort.currentIndexChanged.connect(self._tell)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.search, 1)
        head.addWidget(self._sort)
        self.search.search_wanted.connect(self._tell)
        self.search.stepped_down.connect(self.stepped_down)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(row)

    @property
    def boxes(self) -> tuple[QComboBox, ...]:
        """Everything that is chosen from a list, the order first."""
        return self._sort, self._size, self._quantization, self._licence, self._access

    @property
    def filters(self) -> Filters:
        """What is looked for."""
        return Filters(
            self.search.words,
            self._sort.value,
            self._size.value,
            self._quantization.value,
            self._licence.value,
            self._access.value,
        )

    def clear_filters(self) -> None:
        """Leave nothing out any more; the words and the order stay."""
        for box in self.boxes[1:]:
            box.blockSignals(True)
            box.setCurrentIndex(0)
            box.blockSignals(False)
        self._tell()

    def _tell(self) -> None:
        self.changed.emit(self.filters)
