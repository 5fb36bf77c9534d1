"""What is done with an installed model beside loading it: it is checked, shown, deleted."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import assert_never

import msgspec
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from paceline.errors import ErrorCode
from paceline.library.installed.checksums import Verdict, Verified, verify
from paceline.library.installed.records import InstalledModel
from paceline.library.installed.removal import remove
from paceline.ui.failure import Failure
from paceline.ui.file_choice import choose_gguf
from paceline.ui.library.background import Call
from paceline.ui.library.confirming import Confirm, confirm
from paceline.ui.library.desk import Desk
from paceline.ui.library.installed.model_words import removal_question
from paceline.ui.library.revealing import reveal
from paceline.ui.library.sizes import size_text


def choose_folder(parent: QWidget, title: str) -> Path | None:
    """Ask for a folder; None where the person changed their mind."""
    name = QFileDialog.getExistingDirectory(parent, title)
    return Path(name) if name else None


@dataclass(frozen=True, slots=True)
class Asking:
    """What this page asks the person and the desktop."""

    confirm: Confirm = confirm
    file: Callable[[QWidget, str, Path | None], Path | None] = choose_gguf
    folder: Callable[[QWidget, str], Path | None] = choose_folder
    reveal: Callable[[Path], bool] = reveal


class Chores(QObject):
    """One verification at a time; all else is done at once or in the background."""

    progressed = Signal(str, float)
    """What is being verified, and how far it has come, 0 to 1."""
    verified = Signal()
    """A verification has ended, however."""
    told = Signal(str)
    """Carries what came of a chore."""
    failed = Signal(object)
    """Carries the `Failure`."""

    def __init__(self, desk: Desk, asking: Asking, page: QWidget) -> None:
        super().__init__(page)
        self._desk = desk
        self._asking = asking
        self._page = page
        self._verification: Call[tuple[int, int]] | None = None

    def reveal(self, model: InstalledModel) -> None:
        """Show the file where the desktop shows files."""
        if not self._asking.reveal(model.path):
            self.failed.emit(Failure(ErrorCode.FILE_UNREADABLE, str(model.path.parent)))

    def verify(self, model: InstalledModel) -> None:
        """Read every byte and compare it with the published sum."""
        if self._verification is not None:
            return
        what = self.tr("Verifying {title}").format(title=model.title)

        def work(call: Call[tuple[int, int]]) -> Verified:
            return verify(model, lambda done, size: call.tell((done, size)), call.cancelled)

        def told(progress: tuple[int, int]) -> None:
            done, size = progress
            self.progressed.emit(what, done / max(size, 1))

        def done(verified: Verified) -> None:
            self._end_verification()
            self.told.emit(self._verdict(model, verified))

        def failed(failure: Failure) -> None:
            self._end_verification()
            self.failed.emit(failure)

        self.progressed.emit(what, 0.0)
        self._verification = self._desk.background.start(work, done, failed, told)

    def stop_verifying(self) -> None:
        """The person does not want to wait."""
        if self._verification is not None:
            self._verification.cancel()
        self._end_verification()

    def delete(self, model: InstalledModel) -> None:
        """Remove the files, if the person agrees to what is said to go."""
        question = removal_question(model)
        if not self._asking.confirm(self._page, question, self.tr("De&lete")):
            return

        def done(freed: int) -> None:
            self._desk.files_changed.emit()
            self.told.emit(
                self.tr("Deleted {title}: {size} are free again.").format(
                    title=model.title, size=size_text(freed)
                )
            )

        self._desk.background.start(lambda _call: remove(model), done, self.failed.emit)

    def add_file(self) -> None:
        """List a file that the person shows."""
        if file := self._asking.file(self._page, self.tr("Add a model"), None):
            self._add(file)

    def add_folder(self) -> None:
        """List what lies in a folder that the person shows, and watch it."""
        if folder := self._asking.folder(self._page, self.tr("Add a folder with models")):
            self._add(folder)

    def forget(self, model: InstalledModel) -> None:
        """List a file or folder no longer that the person added; nothing of it is deleted."""
        gone = str(model.place.folder)
        folders = self._desk.keeper.settings.library.model_folders
        self._keep_folders(tuple(one for one in folders if one != gone))

    def _add(self, path: Path) -> None:
        folders = self._desk.keeper.settings.library.model_folders
        if str(path) not in folders:
            self._keep_folders((*folders, str(path)))

    def _keep_folders(self, folders: tuple[str, ...]) -> None:
        keeper = self._desk.keeper
        library = msgspec.structs.replace(keeper.settings.library, model_folders=folders)
        keeper.keep(msgspec.structs.replace(keeper.settings, library=library))

    def _end_verification(self) -> None:
        self._verification = None
        self.verified.emit()

    def _verdict(self, model: InstalledModel, verified: Verified) -> str:
        match verified.verdict:
            case Verdict.INTACT:
                words = self.tr("{title} is intact: every byte is as it was published.")
            case Verdict.DAMAGED:
                words = self.tr(
                    "{title} is damaged: its bytes are not those that were published. Delete it "
                    "and download it again."
                )
            case Verdict.UNKNOWN:
                words = self.tr(
                    "{title} could be read as a whole. What its sum should be is not known here, "
                    "so it may still differ from what was published."
                )
            case _:
                assert_never(verified.verdict)
        return words.format(title=model.title)
