"""The window of models with all its pages, made when the person first asks for it.

`library` imports this then, and not before: the start of the program has no use for it.
"""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject

from paceline.library.catalog import CatalogPair
from paceline.library.doctor.diagnosis import Patient
from paceline.ui.library.browse.page import BrowsePage
from paceline.ui.library.desk import Desk
from paceline.ui.library.doctor.page import DoctorPage
from paceline.ui.library.downloads.page import DownloadsPage
from paceline.ui.library.hub_opening import HubMaker
from paceline.ui.library.installed.page import InstalledPage
from paceline.ui.library.library_window import LibraryWindow, PageMakers
from paceline.ui.library.page import Page, PageKind
from paceline.ui.library.recommended.page import RecommendedPage
from paceline.ui.library.recommended.shelf import look
from paceline.ui.library.sources import LibrarySources
from paceline.ui.library.stock import Stock
from paceline.ui.workbench import Workbench

P = TypeVar("P", bound=Page)


class LibraryPages(QObject):
    """Owns the window, and leads the pages' wishes to other pages."""

    def __init__(
        self,
        workbench: Workbench,
        desk: Desk,
        make_hub: HubMaker,
        sources: LibrarySources,
        own_folders: Callable[[], tuple[Path, ...]],
    ) -> None:
        super().__init__(desk)
        self._desk = desk
        self._make_hub = make_hub
        self._sources = sources
        self._own_folders = own_folders
        self._stock = Stock(desk.background, lambda: sources.places(own_folders()), self)
        self._window = LibraryWindow(self._makers(), workbench.window)
        self._searched = own_folders()
        desk.files_changed.connect(self._stock.look_again)
        workbench.keeper.changed.connect(self._on_settings_changed)
        desk.check_wanted.connect(self._on_check_wanted)
        desk.pair_check_wanted.connect(self._on_pair_check_wanted)
        desk.repository_wanted.connect(self._on_repository_wanted)

    def show(self, kind: PageKind | None = None) -> None:
        """Bring the window to the front at a page, else where the person was."""
        self._window.show_page(kind)

    def close(self) -> None:
        """Get out of the way of the chat; every page stays as it was."""
        self._window.close()

    def _makers(self) -> PageMakers:
        desk, make_hub, stock, sources = self._desk, self._make_hub, self._stock, self._sources
        return {
            PageKind.RECOMMENDED: lambda: RecommendedPage(
                desk, lambda: look(sources, self._own_folders())
            ),
            PageKind.HUB: lambda: BrowsePage(desk, make_hub, stock, sources),
            PageKind.INSTALLED: lambda: InstalledPage(desk, stock),
            PageKind.DOWNLOADS: lambda: DownloadsPage(desk),
            PageKind.DOCTOR: lambda: DoctorPage(desk, make_hub, stock, sources),
        }

    def _on_settings_changed(self) -> None:
        if self._own_folders() != self._searched:
            self._searched = self._own_folders()
            self._stock.look_again()

    def _on_check_wanted(self, target: Patient | None, draft: Patient | None) -> None:
        self._page(DoctorPage, PageKind.DOCTOR).show_pair(target, draft)

    def _on_pair_check_wanted(self, pair: CatalogPair) -> None:
        self._page(DoctorPage, PageKind.DOCTOR).show_catalogue_pair(pair)

    def _on_repository_wanted(self, repository: str) -> None:
        self._page(BrowsePage, PageKind.HUB).show_repository(repository)

    def _page(self, kind: type[P], place: PageKind) -> P:
        """Bring a page into view."""
        self.show(place)
        page = self._window.page(place)
        assert isinstance(page, kind)
        return page
