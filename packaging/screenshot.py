"""Makes the picture in the README: the real window after a real reply of the practice pair.

Run it from a checkout that is set up: `python packaging/screenshot.py [FILE] [--dark]`. Needs no
screen. The picture shows what this machine measured, so it is not made by the tests.
"""

import argparse
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import Final

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, QEventLoop, QPoint, QTimer
from PySide6.QtGui import QHelpEvent, QImage, QPainter, QPixmap, QTextCursor
from PySide6.QtWidgets import QApplication, QToolTip

from paceline.__main__ import worker_command
from paceline.client.engine_client import EngineClient, EngineState
from paceline.history.store import History
from paceline.loading import PairChoice, PairKind
from paceline.options import Sampling
from paceline.protocol.messages import Finished
from paceline.provenance import Origin
from paceline.settings import Settings, Theme
from paceline.ui.application import make_application
from paceline.ui.composing.composer import Composer
from paceline.ui.icons import application_icon
from paceline.ui.main_window import MainWindow
from paceline.ui.pair_source import LibraryPairs
from paceline.ui.reply_text.reply_text import ReplyText
from paceline.ui.theme import Appearance

PROMPT: Final = "What is photosynthesis?"
WIDTH, HEIGHT = 1440, 900
LOAD_SECONDS: Final = 180.0
"""Building the practice target takes about ten seconds on two cores, loading it some more."""
REPLY_SECONDS: Final = 180.0
"""A reply of `MOST_TOKENS` takes about ten seconds on two cores."""
MOST_TOKENS: Final = 140
SETTLE_MS: Final = 600
"""The strip and the graph refresh ten times a second; the graph is built once, late."""


def main() -> int:
    """Make the picture; the exit status is 1 where no reply came."""
    parser = argparse.ArgumentParser(description=__doc__)
    default = Path(__file__).parents[1] / "resources" / "screenshot.png"
    parser.add_argument("file", nargs="?", type=Path, default=default)
    parser.add_argument("--dark", action="store_true")
    options = parser.parse_args()
    try:
        with window_with_reply(Theme.DARK if options.dark else Theme.LIGHT) as window:
            open_inspector(window)
            pause(SETTLE_MS)
            show_ghost(window)
            pause(SETTLE_MS)
            keep(picture(window), options.file)
    except NoPictureError as error:
        print(f"no picture: {error}", file=sys.stderr)
        return 1
    return 0


class NoPictureError(Exception):
    """Why there is none, in words."""


@contextmanager
def window_with_reply(theme: Theme) -> Iterator[MainWindow]:
    """Open the window and let the practice pair answer; raises `NoPictureError`."""
    application = make_application()
    engine = EngineClient(*worker_command())
    window = MainWindow(
        engine,
        History.in_memory(),
        LibraryPairs(),
        Appearance(theme, application),
        Settings(
            theme=theme,
            sampling=Sampling(temperature=0),
            max_tokens=MOST_TOKENS,
            learn_from_chats=False,  # else the second picture is drafted from the first
        ),
        lambda _settings: None,
        application_icon(),
    )
    failures: list[object] = []
    engine.request_failed.connect(failures.append)
    engine.worker_lost.connect(failures.append)
    window.resize(WIDTH, HEIGHT)
    window.show()
    engine.start()
    window.open_pair(PairChoice(PairKind.PRACTICE))
    try:
        wait_for(lambda: engine.pair is not None or bool(failures), LOAD_SECONDS)
        ended: list[Finished] = []
        wait_for(lambda: engine.state is EngineState.IDLE or bool(failures), LOAD_SECONDS)
        engine.request_finished.connect(ended.append)
        (composer,) = window.findChildren(Composer)
        composer.set_text(PROMPT)
        composer.send_pressed.emit(PROMPT)
        wait_for(lambda: any(each.reply for each in ended) or bool(failures), REPLY_SECONDS)
        if failures:
            raise NoPictureError(failures[0])
        yield window
    finally:
        window.close()


def keep(shot: QPixmap, file: Path) -> None:
    """Write a picture as small as PNG can; raises `NoPictureError`."""
    # Nothing in it is transparent.
    opaque = shot.toImage().convertToFormat(QImage.Format.Format_RGB888)
    if not opaque.save(str(file), quality=0):
        raise NoPictureError(f"{file} could not be written")
    print(file)


def open_inspector(window: MainWindow) -> None:
    """Show how the reply came about, beside it."""
    (inspect,) = (one for one in window.actions() if one.objectName() == "inspect")
    inspect.setChecked(True)


def show_ghost(window: MainWindow) -> None:
    """Rest the mouse on a corrected token near the middle of the last reply."""
    reply = window.findChildren(ReplyText)[-1]
    middle = QPoint(reply.width() // 2, reply.height() // 3)
    if points := corrected_points(reply):
        point = min(points, key=lambda one: (one - middle).manhattanLength())
        viewport = reply.viewport()
        event = QHelpEvent(QEvent.Type.ToolTip, point, viewport.mapToGlobal(point))
        QApplication.sendEvent(viewport, event)


def corrected_points(reply: ReplyText) -> list[QPoint]:
    """Where corrected tokens with a visible ghost are painted."""
    cursor = QTextCursor(reply.document())
    points = []
    for position in range(reply.document().characterCount() - 1):
        token = reply.token_at(position)
        if token is None or token.origin is not Origin.CORRECTED or not token.rejected:
            continue
        cursor.setPosition(position)
        point = reply.cursorRect(cursor).center() + QPoint(3, 0)
        seen = reply.visibleRegion().contains(point)
        if seen and token.rejected.text.strip() and reply.token_under(point) is token:
            points.append(point)
    return points


def picture(window: MainWindow) -> QPixmap:
    """The window with its tooltip, which is a window of its own."""
    shot = window.grab()
    for widget in QApplication.topLevelWidgets():
        if widget.isVisible() and QToolTip.isVisible() and widget.inherits("QTipLabel"):
            painter = QPainter(shot)
            painter.drawPixmap(window.mapFromGlobal(widget.pos()), widget.grab())
            painter.end()
    return shot


def wait_for(condition: Callable[[], bool], seconds: float) -> None:
    """Run the event loop until the condition holds; raises `NoPictureError` if it does not."""
    end = monotonic() + seconds
    while not condition():
        if monotonic() > end:
            raise NoPictureError(f"nothing happened within {seconds:g} seconds")
        pause(20)


def pause(milliseconds: int) -> None:
    """Run the event loop for a while."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


if __name__ == "__main__":
    sys.exit(main())
