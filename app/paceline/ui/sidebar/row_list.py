"""A list whose rows are walked with the keyboard and opened with Enter or a click."""

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QListView, QWidget


class RowList(QListView):
    """What `SidebarColumn` shows chats and findings in."""

    row_opened = Signal(QModelIndex)
    delete_pressed = Signal(QModelIndex)
    menu_wanted = Signal(QModelIndex, object)
    """Carries the row and the `QPoint` on the screen where a menu belongs."""
    left_upwards = Signal()
    """Up in the first row, or Escape: the keyboard belongs to what stands above."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rows")
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QListView.EditTrigger.EditKeyPressed)
        self.setTabKeyNavigation(False)
        self.clicked.connect(self.row_opened)

    def first_row(self) -> QModelIndex:
        """The first row that can be walked onto."""
        model = self.model()
        for place in range(min(2, model.rowCount())):
            index = model.index(place, 0)
            if index.flags() & Qt.ItemFlag.ItemIsEnabled:
                return index
        return QModelIndex()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keyboard stands somewhere: at the first row, if nowhere else."""
        super().focusInEvent(event)
        if not self.currentIndex().isValid():
            self.setCurrentIndex(self.first_row())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open, delete, leave, or walk; Enter that ends the editing of a title opens nothing."""
        if self.state() is QListView.State.EditingState:
            super().keyPressEvent(event)
            return
        current = self.currentIndex()
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if current.isValid():
                self.row_opened.emit(current)
            case Qt.Key.Key_Delete if current.isValid():
                self.delete_pressed.emit(current)
            case Qt.Key.Key_Up if current == self.first_row():
                self.left_upwards.emit()
            case Qt.Key.Key_Escape:
                self.left_upwards.emit()
            case _:
                super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The menu belongs to the row under the mouse, or to the keyboard's."""
        if event.reason() is QContextMenuEvent.Reason.Mouse:
            index, place = self.indexAt(event.pos()), event.globalPos()
        else:
            index = self.currentIndex()
            place = self.viewport().mapToGlobal(self.visualRect(index).center())
        if index.isValid() and index.flags() & Qt.ItemFlag.ItemIsEnabled:
            self.menu_wanted.emit(index, place)
