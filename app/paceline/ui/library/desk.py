"""What every page of the window of models may use, and whom it tells what the person wants."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from paceline.library.downloads.records import Wanted
from paceline.loading import PairChoice
from paceline.ui.library.background import Background
from paceline.ui.library.downloads.download_list import DownloadList
from paceline.ui.library.page import PageKind
from paceline.ui.notices.notices import Notices
from paceline.ui.settings_keeper import SettingsKeeper
from paceline.ui.theme import Appearance

if TYPE_CHECKING:
    from paceline.library.catalog import CatalogPair


class Desk(QObject):
    """Pages do not know each other: they emit wishes here, and the window leads them on."""

    page_wanted = Signal(object)
    """Carries the `PageKind` to be shown."""
    pair_wanted = Signal(object)
    """Carries the `PairChoice` to be loaded into the engine."""
    check_wanted = Signal(object, object)
    """Target and draft, each a `Patient` of the doctor or None, for the page of the doctor."""
    pair_check_wanted = Signal(object)
    """Carries a `CatalogPair` that the doctor is to examine."""
    repository_wanted = Signal(str)
    """Carries the id of a repository that the page of the Hub is to show."""
    terms_wanted = Signal(str)
    """Carries the id of a repository whose terms are to be opened in the browser."""
    token_wanted = Signal(object)
    """The person wants to enter a token; carries what is to be called once that was done."""
    files_changed = Signal()
    """A model arrived on this machine, or was removed from it."""

    def __init__(
        self,
        background: Background,
        downloads: DownloadList,
        keeper: SettingsKeeper,
        appearance: Appearance,
        notices: Notices,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.background = background
        self.downloads = downloads
        self.keeper = keeper
        self.appearance = appearance
        self.notices = notices

    def show_page(self, kind: PageKind) -> None:
        """Bring a page into view."""
        self.page_wanted.emit(kind)

    def load(self, choice: PairChoice) -> None:
        """Have a pair loaded."""
        self.pair_wanted.emit(choice)

    def get(self, title: str, files: Sequence[Wanted]) -> None:
        """Have files fetched as one job."""
        self.downloads.add(title, files)

    def check(self, pair: "CatalogPair") -> None:
        """Have the doctor examine a recommended pair."""
        self.pair_check_wanted.emit(pair)

    def open_terms(self, repository: str) -> None:
        """Have the page opened on which a person accepts the terms of a repository."""
        self.terms_wanted.emit(repository)

    def ask_for_token(self, then: Callable[[], None]) -> None:
        """Let the person enter a token, and go on once that was done."""
        self.token_wanted.emit(then)
