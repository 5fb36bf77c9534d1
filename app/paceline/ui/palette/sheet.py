"""The palette's sheet: a field and what fits. The keyboard stays in the field."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QHeaderView,
    QLabel,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from paceline.ui.line_edit import LineEdit
from paceline.ui.palette.entries import Entry

WIDTH, HEIGHT = 720, 440
FROM_TOP: Final = 60
ROW_PADDING: Final = 10
"""Pixels of a row beside its text, above and below taken together."""
MOST: Final = 80
"""Rows; who does not find it among these types more."""
_STEPS: Final = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_PageDown: 8,
    Qt.Key.Key_PageUp: -8,
}


class PaletteSheet(QDialog):
    """Tells what is typed and chosen; shows the entries that it is given."""

    typed = Signal(str)
    chosen = Signal(object)
    """Carries the `Entry`."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self._window = parent
        self.setObjectName("palette")
        self.setModal(True)
        self.setWindowTitle(self.tr("Commands"))
        self._field = _Field()
        self._field.setObjectName("paletteField")
        self._field.setPlaceholderText(self.tr("Type an action, a chat or a setting"))
        self._field.setAccessibleName(self.tr("Command"))
        self._field.setAccessibleDescription(
            self.tr("Up and Down choose among what fits, Enter does it, Escape closes.")
        )
        self._field.textChanged.connect(self.typed)
        self._field.stepped.connect(self._on_stepped)
        self._field.returnPressed.connect(self._choose)
        self._list = QTreeWidget()
        self._list.setObjectName("paletteList")
        self._list.setAccessibleName(self.tr("What fits"))
        self._list.setColumnCount(3)
        self._list.setHeaderHidden(True)
        self._list.setRootIsDecorated(False)
        self._list.setUniformRowHeights(True)
        self._list.setAllColumnsShowFocus(True)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        header = self._list.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.ResizeToContents)
        self._list.itemClicked.connect(self._choose)
        self._list.currentItemChanged.connect(self._on_current_changed)
        self._nothing = QLabel(self.tr("Nothing fits. Type less, or other words."))
        self._nothing.setObjectName("muted")
        self._nothing.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        column.addWidget(self._field)
        column.addWidget(self._nothing)
        column.addWidget(self._list, 1)
        self._entries: list[Entry] = []

    @property
    def titles(self) -> list[str]:
        """What is offered, the best first."""
        return [entry.title for entry in self._entries]

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """Offer these, the first of them chosen."""
        self._entries = list(entries[:MOST])
        self._list.clear()
        row = QSize(0, self._list.fontMetrics().height() + ROW_PADDING)
        for entry in self._entries:
            item = QTreeWidgetItem([entry.title, entry.detail, entry.key])
            item.setForeground(1, self.palette().placeholderText())
            item.setToolTip(0, entry.title)
            item.setSizeHint(0, row)
            self._list.addTopLevelItem(item)
        self._nothing.setVisible(not self._entries)
        self._select(0)

    def showEvent(self, event: QShowEvent) -> None:
        """Stand at the top of the window, empty."""
        super().showEvent(event)
        window = self._window
        width = min(WIDTH, window.width() - 40)
        self.resize(width, min(HEIGHT, window.height() - FROM_TOP - 20))
        self.move(window.mapToGlobal(QPoint((window.width() - width) // 2, FROM_TOP)))
        self._field.clear()
        self._field.setFocus()

    def _on_stepped(self, step: int) -> None:
        self._select(min(max(self._row() + step, 0), len(self._entries) - 1))

    def _select(self, row: int) -> None:
        item = self._list.topLevelItem(row)
        if item is not None:
            self._list.setCurrentItem(item)

    def _row(self) -> int:
        """The chosen row, -1 without one."""
        item = self._list.currentItem()
        return -1 if item is None else self._list.indexOfTopLevelItem(item)

    def _on_current_changed(self, item: QTreeWidgetItem | None) -> None:
        if item is not None and self.isVisible():
            words = ", ".join(text for text in (item.text(0), item.text(1), item.text(2)) if text)
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self._field, words))

    def _choose(self) -> None:
        row = self._row()
        if 0 <= row < len(self._entries):
            self.accept()
            self.chosen.emit(self._entries[row])


class _Field(LineEdit):
    """Leads the keys that move through the list to it."""

    stepped = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if step is not None:
            self.stepped.emit(step)
        else:
            super().keyPressEvent(event)
