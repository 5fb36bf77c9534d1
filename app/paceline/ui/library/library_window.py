"""The window "Models": a list of pages at the left, one of them in view."""

from collections.abc import Callable, Mapping
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListView,
    QListWidget,
    QListWidgetItem,
    QStackedWidget,
    QWidget,
)

from paceline.ui.library.page import Page, PageKind, page_title

WIDTH, HEIGHT = 1020, 680
LIST_WIDTH: Final = 170

PageMakers = Mapping[PageKind, Callable[[], Page]]
"""The pages that there are, each made when it is first shown."""


class LibraryWindow(QWidget):
    """Stays open beside the chat; closing hides it, and every page stays as it was."""

    page_shown = Signal(object)
    """Carries the `PageKind`."""

    def __init__(self, makers: PageMakers, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setObjectName("library")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle(self.tr("Models"))
        self.setWindowIcon(parent.windowIcon())
        self.setMinimumSize(720, 460)
        self.resize(WIDTH, HEIGHT)
        self._makers = makers
        self._kinds = [kind for kind in PageKind if kind in makers]
        self._pages: dict[PageKind, Page] = {}
        self._shown: PageKind | None = None
        self._list = QListWidget()
        self._list.setObjectName("sections")
        self._list.setAccessibleName(self.tr("Pages"))
        self._list.setFixedWidth(LIST_WIDTH)
        self._list.setSpacing(2)
        self._list.setResizeMode(QListView.ResizeMode.Adjust)  # the style sheet comes with showing
        for kind in self._kinds:
            self._list.addItem(QListWidgetItem(page_title(kind)))
        self._list.currentRowChanged.connect(self._on_row_changed)
        self._stack = QStackedWidget()
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 14, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._list)
        row.addWidget(self._stack, 1)
        for key in (QKeySequence(Qt.Key.Key_Escape), QKeySequence(QKeySequence.StandardKey.Close)):
            QShortcut(key, self, self.close)

    @property
    def shown(self) -> PageKind | None:
        """The page in view."""
        return self._shown

    def page(self, kind: PageKind) -> Page:
        """A page, made now if nobody saw it yet."""
        if kind not in self._pages:
            page = self._makers[kind]()
            self._pages[kind] = page
            self._stack.addWidget(page)
        return self._pages[kind]

    def show_page(self, kind: PageKind | None = None) -> None:
        """Come to the front at a page, else where the person was, with the keyboard in it."""
        wanted = kind or self._shown or self._kinds[0]
        came_back = self.isHidden()
        self.show()
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.raise_()
        self.activateWindow()
        if wanted is self._shown and came_back:
            self.page(wanted).enter()
        self._list.setCurrentRow(self._kinds.index(wanted))
        self.page(wanted).focus()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Let the page in view rest."""
        if self._shown is not None:
            self.page(self._shown).leave()
        super().closeEvent(event)

    def _on_row_changed(self, row: int) -> None:
        kind = self._kinds[row]
        if self._shown is not None:
            self.page(self._shown).leave()
        self._shown = kind
        page = self.page(kind)
        self._stack.setCurrentWidget(page)
        page.enter()
        self.page_shown.emit(kind)
