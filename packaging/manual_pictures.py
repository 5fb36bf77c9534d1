"""Makes the pictures of the manual: parts of the real window after a real reply.

Run it from a checkout that is set up: `python packaging/manual_pictures.py [FOLDER]`. Needs no
screen. Like `screenshot.py`, of which it is made, it shows what this machine measured.
"""

import argparse
import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import screenshot
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QScrollBar, QTabWidget, QToolTip, QWidget

from paceline.library.doctor.diagnosis import LocalFile
from paceline.library.practice import ensure_practice_target
from paceline.library.starter import find_starter
from paceline.settings import Theme
from paceline.ui.library.desk import Desk
from paceline.ui.library.doctor.page import DoctorPage
from paceline.ui.library.library_window import LibraryWindow
from paceline.ui.main_window import MainWindow
from paceline.ui.reply_text.reply_text import ReplyText

EXAMINE_SECONDS = 60.0
MARGIN = 12
SPEED_HEIGHT = 585
PASSES_HEIGHT = 612
"""Pixels; below these there is nothing that the page speaks of."""


def main() -> int:
    """Make all pictures; the exit status is 1 where one could not be made."""
    parser = argparse.ArgumentParser(description=__doc__)
    default = Path(__file__).parents[1] / "resources" / "manual" / "pictures"
    parser.add_argument("folder", nargs="?", type=Path, default=default)
    folder: Path = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with screenshot.window_with_reply(Theme.LIGHT) as window:
            _take_origins(window, folder / "origins.png")
            screenshot.open_inspector(window)
            _take_inspector(window, "Speed", SPEED_HEIGHT, folder / "speed.png")
            _take_inspector(window, "Passes", PASSES_HEIGHT, folder / "passes.png")
            with TemporaryDirectory(prefix="models-") as models:
                _take_doctor(window, Path(models), folder / "doctor.png")
    except screenshot.NoPictureError as error:
        print(f"no picture: {error}", file=sys.stderr)
        return 1
    return 0


def _take_origins(window: MainWindow, file: Path) -> None:
    """Take the reply with what is known of a corrected token."""
    screenshot.pause(screenshot.SETTLE_MS)
    screenshot.show_ghost(window)
    screenshot.pause(screenshot.SETTLE_MS)
    reply = window.findChildren(ReplyText)[-1]
    part = _place(reply, window).adjusted(-MARGIN, 0, MARGIN, 0)
    screenshot.keep(screenshot.picture(window).copy(part), file)
    QToolTip.hideText()


def _take_inspector(window: MainWindow, name: str, height: int, file: Path) -> None:
    tabs = window.findChild(QTabWidget, "inspectorTabs")
    assert isinstance(tabs, QTabWidget)
    (index,) = (each for each in range(tabs.count()) if tabs.tabText(each) == name)
    tabs.setCurrentIndex(index)
    for bar in tabs.currentWidget().findChildren(QScrollBar):
        bar.setValue(0)
    screenshot.pause(screenshot.SETTLE_MS)
    part = _place(tabs, window)
    part.setHeight(min(height, part.height()))
    screenshot.keep(window.grab(part), file)


def _take_doctor(window: MainWindow, models: Path, file: Path) -> None:
    """Take the doctor's page with the practice pair on it, from a folder that is nobody's."""
    # The window of models is made when it is first wanted.
    (check,) = (one for one in window.actions() if one.objectName() == "models_doctor")
    check.trigger()
    desk = window.findChild(Desk)
    assert isinstance(desk, Desk)
    starter = find_starter()
    pair = (ensure_practice_target(starter=starter), starter)
    target, draft = (Path(shutil.copy(model, models)) for model in pair)
    desk.check_wanted.emit(LocalFile(target), LocalFile(draft))
    library = window.findChild(LibraryWindow)
    assert isinstance(library, LibraryWindow)
    page = library.findChild(DoctorPage)
    assert isinstance(page, DoctorPage)
    screenshot.wait_for(lambda: page.diagnosis is not None, EXAMINE_SECONDS)
    screenshot.pause(screenshot.SETTLE_MS)
    screenshot.keep(library.grab(), file)
    library.close()


def _place(part: QWidget, window: QWidget) -> QRect:
    return QRect(part.mapTo(window, QPoint(0, 0)), part.size())


if __name__ == "__main__":
    sys.exit(main())
