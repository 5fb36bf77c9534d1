"""The library of models as a feature of the window: opens its window, and loads what it gives."""

from PySide6.QtCore import QObject

from paceline.loading import PairChoice
from paceline.ui.library.background import Background
from paceline.ui.library.desk import Desk
from paceline.ui.library.library_window import LibraryWindow, PageMakers
from paceline.ui.library.page import Page, PageKind
from paceline.ui.pair_opening import PairOpening
from paceline.ui.workbench import Workbench


class Library(QObject):
    """Builds nothing before the person asks for it."""

    def __init__(self, workbench: Workbench, opening: PairOpening) -> None:
        super().__init__(workbench.window)
        self._workbench = workbench
        self._opening = opening
        self._background = Background(self)
        self._window: LibraryWindow | None = None
        self.desk = Desk(
            self._background, workbench.keeper, workbench.appearance, workbench.notices, self
        )
        self.desk.page_wanted.connect(self.show)
        self.desk.pair_wanted.connect(self._on_pair_wanted)
        actions = workbench.actions
        actions.models.triggered.connect(lambda _checked=False: self.show())
        for kind, action in actions.model_pages.items():
            action.triggered.connect(lambda _checked=False, kind=kind: self.show(kind))

    def show(self, kind: PageKind | None = None) -> None:
        """Open the window at a page, else where the person was."""
        if self._window is None:
            self._window = LibraryWindow(self._makers(), self._workbench.window)
        self._window.show_page(kind)

    def show_recommended(self) -> None:
        """Open the window at the catalogue."""
        self.show(PageKind.RECOMMENDED)

    def close(self) -> None:
        """Stop what is still running; bounded."""
        self._background.close()

    def _makers(self) -> PageMakers:
        """All pages."""
        return dict.fromkeys(PageKind, Page)

    def _on_pair_wanted(self, choice: PairChoice) -> None:
        self._workbench.window.activateWindow()
        self._opening.open(choice)
