"""What every page of the window of models may use, and whom it tells what the person wants."""

from PySide6.QtCore import QObject, Signal

from paceline.loading import PairChoice
from paceline.ui.library.background import Background
from paceline.ui.library.page import PageKind
from paceline.ui.notices.notices import Notices
from paceline.ui.settings_keeper import SettingsKeeper
from paceline.ui.theme import Appearance


class Desk(QObject):
    """Pages do not know each other: they emit wishes here, and the window leads them on."""

    page_wanted = Signal(object)
    """Carries the `PageKind` to be shown."""
    pair_wanted = Signal(object)
    """Carries the `PairChoice` to be loaded into the engine."""
    check_wanted = Signal(object, object)
    """Target and draft, each a `Patient` of the doctor or None, for the page of the doctor."""
    repository_wanted = Signal(str)
    """Carries the id of a repository that the page of the Hub is to show."""
    files_changed = Signal()
    """A model arrived on this machine, or was removed from it."""

    def __init__(
        self,
        background: Background,
        keeper: SettingsKeeper,
        appearance: Appearance,
        notices: Notices,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.background = background
        self.keeper = keeper
        self.appearance = appearance
        self.notices = notices

    def show_page(self, kind: PageKind) -> None:
        """Bring a page into view."""
        self.page_wanted.emit(kind)

    def load(self, choice: PairChoice) -> None:
        """Have a pair loaded."""
        self.pair_wanted.emit(choice)
