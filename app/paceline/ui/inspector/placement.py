"""Where the inspector stands: beside the chat, above it where there is no room, or on its own.

In a narrow window the list of chats makes room for it, and comes back when it goes. Who shows the
list meanwhile has both: then the inspector stands above the chat.
"""

from enum import Enum
from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, QTimer, Signal
from PySide6.QtGui import QAction, QCloseEvent
from PySide6.QtWidgets import QDialog, QMainWindow, QSplitter, QVBoxLayout, QWidget

from paceline.ui.inspector.panel import Panel

_DIALOG_SIZE: Final = QSize(960, 720)
_GAP: Final = 4
_MOST_COVERED: Final = 0.38
"""Of the window's width, where the panel lies above the chat."""


class Place(Enum):
    """Where the panel is."""

    HIDDEN = "hidden"
    BESIDE = "beside"
    ABOVE = "above"
    DETACHED = "detached"


class Placement(QObject):
    """Shows and hides the panel, and moves it when the window changes its size."""

    width_changed = Signal(int)

    def __init__(
        self,
        panel: Panel,
        window: QMainWindow,
        columns: QSplitter,
        composer: QWidget,
        show_chats: QAction,
        *,
        width: int,
    ) -> None:
        super().__init__(window)
        self._panel = panel
        self._window = window
        self._columns = columns
        self._composer = composer
        self._show_chats = show_chats
        self._chats_gave_way = False
        self._chats_insist = False
        show_chats.toggled.connect(self._on_chats_toggled)
        self._width = width
        self._place = Place.HIDDEN
        self._resized = QTimer(self, singleShot=True, interval=0)
        self._resized.timeout.connect(self._on_resized)
        self._dialog = _Dialog(window)
        self._dialog.closed.connect(self._on_dialog_closed)
        panel.setParent(window)
        panel.hide()
        columns.installEventFilter(self)
        composer.installEventFilter(self)
        columns.splitterMoved.connect(self._on_splitter_moved)

    @property
    def place(self) -> Place:
        """Where the panel is now."""
        return self._place

    def show(self) -> None:
        """Show the panel where there is room for it."""
        if self._place is Place.HIDDEN:
            self._settle()

    def hide(self) -> None:
        """Take the panel away; the chat has its room back."""
        if self._place is Place.HIDDEN:
            return
        self._place = Place.HIDDEN
        self._chats_insist = False
        self._panel.setParent(self._window)
        self._panel.hide()
        self._panel.set_detached(detached=False)
        self._dialog.hide()
        self._bring_chats_back()

    def detach(self) -> None:
        """Give the panel a window of its own."""
        self._place = Place.DETACHED
        self._panel.set_detached(detached=True)
        self._dialog.hold(self._panel)
        self._bring_chats_back()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the window's size, once the splitter is done with it."""
        if event.type() is QEvent.Type.Resize:
            self._resized.start()
        return super().eventFilter(watched, event)

    # Inside -------------------------------------------------------------------------------

    def _settle(self) -> None:
        self._share_room()
        self._place = Place.BESIDE if self._has_room() else Place.ABOVE
        if self._place is Place.BESIDE:
            if self._columns.indexOf(self._panel) < 0:
                self._dock()
        else:
            self._cover()
        self._panel.show()

    def _share_room(self) -> None:
        """Let the list of chats go where that leaves room for the panel, and come where it can."""
        if not self._window.isVisible():
            return
        if self._chats_gave_way:
            if self._has_room(chats=True):
                self._bring_chats_back()
            return
        may_go = self._show_chats.isChecked() and not self._chats_insist
        if may_go and not self._has_room() and self._has_room(chats=False):
            self._chats_gave_way = True
            self._show_chats.setChecked(False)

    def _bring_chats_back(self) -> None:
        if self._chats_gave_way:
            self._chats_gave_way = False
            self._show_chats.setChecked(True)

    def _on_chats_toggled(self, shown: bool) -> None:  # noqa: FBT001 - a Qt slot
        """Follow; whoever calls the list back beside the panel wants both."""
        if shown and self._chats_gave_way:
            self._chats_gave_way = False
            self._chats_insist = True
        self._resized.start()

    def _has_room(self, *, chats: bool | None = None) -> bool:
        """Whether the panel fits beside the columns, with the list of chats or without it."""
        needed = self._panel.minimumWidth()
        for index in range(self._columns.count()):
            column = self._columns.widget(index)
            if column is None or column is self._panel:
                continue
            wanted = column.isVisibleTo(self._columns)
            if chats is not None and not column.isAncestorOf(self._composer):
                wanted = chats
            if wanted:
                least = max(column.minimumWidth(), column.minimumSizeHint().width())
                needed += least + self._columns.handleWidth()
        return self._columns.width() >= needed

    def _dock(self) -> None:
        sizes = self._columns.sizes()
        self._columns.addWidget(self._panel)
        self._columns.setCollapsible(self._columns.indexOf(self._panel), False)
        self._columns.setStretchFactor(self._columns.indexOf(self._panel), 0)
        widest = max(range(len(sizes)), key=lambda index: sizes[index])
        sizes[widest] = max(0, sizes[widest] - self._width)
        self._panel.show()
        self._columns.setSizes([*sizes, self._width])

    def _cover(self) -> None:
        """Lie above the right side of the chat, but leave the composer free."""
        if self._panel.parent() is not self._window:
            self._panel.setParent(self._window)
        area = self._columns.geometry()
        width = min(self._width, round(_MOST_COVERED * area.width()))
        width = max(width, self._panel.minimumWidth())
        bottom = self._composer.mapTo(self._window, QPoint(0, 0)).y() - _GAP
        left = area.right() - width + 1
        self._panel.setGeometry(left, area.top(), width, bottom - area.top())
        self._panel.raise_()

    def _on_resized(self) -> None:
        if self._place in (Place.BESIDE, Place.ABOVE):
            self._settle()

    def _on_splitter_moved(self) -> None:
        if self._place is Place.BESIDE and self._panel.width() != self._width:
            self._width = self._panel.width()
            self.width_changed.emit(self._width)

    def _on_dialog_closed(self) -> None:
        if self._place is Place.DETACHED:
            self._panel.set_detached(detached=False)
            self._panel.setParent(self._window)
            self._settle()


class _Dialog(QDialog):
    """The window of its own; closing it brings the panel back."""

    closed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Inspector"))
        self.resize(_DIALOG_SIZE)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)

    def hold(self, panel: QWidget) -> None:
        layout = self.layout()
        if layout is not None:
            layout.addWidget(panel)
        panel.show()
        self.show()

    def reject(self) -> None:
        """Esc closes it, as any dialog."""
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.closed.emit()
