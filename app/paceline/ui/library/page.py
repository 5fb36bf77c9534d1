"""What a page of the window of models is, and which there are."""

from enum import StrEnum

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

translate = QCoreApplication.translate


class PageKind(StrEnum):
    """The pages, in the order in which they are listed."""

    RECOMMENDED = "recommended"
    HUB = "hub"
    INSTALLED = "installed"
    DOWNLOADS = "downloads"
    DOCTOR = "doctor"


def page_title(kind: PageKind) -> str:
    """What a page is called in the list."""
    match kind:
        case PageKind.RECOMMENDED:
            return translate("PageKind", "Recommended")
        case PageKind.HUB:
            return translate("PageKind", "Hugging Face Hub")
        case PageKind.INSTALLED:
            return translate("PageKind", "Installed")
        case PageKind.DOWNLOADS:
            return translate("PageKind", "Downloads")
        case PageKind.DOCTOR:
            return translate("PageKind", "Pair doctor")


class Page(QWidget):
    """One page: made when it is first shown, with the `Desk` as its collaborator.

    It brings its own heading and margins, keeps what the person did there while another page is in
    view, and emits its wishes through the desk.
    """

    def enter(self) -> None:
        """Come into view, the first time too: bring up to date what may have changed."""

    def leave(self) -> None:
        """Go out of view: stop what is done for the eye alone."""

    def focus(self) -> None:
        """Take the keyboard, to what a person most likely does first here."""
        self.setFocus()
