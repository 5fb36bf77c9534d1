"""Pictures of the window in its states, to be looked at; and nothing in them may be clipped."""

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLabel,
    QScrollArea,
    QSlider,
    QTabWidget,
    QToolTip,
    QWidget,
)

from paceline.history.records import Attachment
from paceline.loading import PairChoice, PairKind
from paceline.provenance import StopReason
from paceline.settings import Settings, Theme
from paceline.ui.composing.composer import Composer
from paceline.ui.elided_label import ElidedLabel
from paceline.ui.inspector.timeline import Timeline
from paceline.ui.transcript.question import Question
from paceline.ui.transcript.transcript import Transcript
from ui.conftest import Stage
from ui.pointing import hover, put_caret
from ui.replies import bonus, corrected, drafted, long_reply, make_round, plain

SIZES = {"small": QSize(900, 600), "large": QSize(1600, 1000)}


def picture(stage: Stage) -> QPixmap:
    """The window, with the tooltip in its place where one is shown."""
    shot = stage.window.grab()
    for widget in QApplication.topLevelWidgets():
        if widget.isVisible() and widget.metaObject().className() == "QTipLabel":
            painter = QPainter(shot)
            painter.drawPixmap(stage.window.mapFromGlobal(widget.pos()), widget.grab())
            painter.end()
    return shot


def scrolls(widget: QWidget) -> bool:
    """Whether it lies in a page that can be scrolled to it."""
    above = widget.parentWidget()
    return above is not None and (isinstance(above, QScrollArea | Transcript) or scrolls(above))


def clipped(window: QWidget) -> list[str]:
    """Labels and buttons that are smaller than what they have to say."""
    found = []
    for widget in window.findChildren(QWidget):
        if not widget.isVisible() or not isinstance(widget, QLabel | QAbstractButton):
            continue
        if isinstance(widget, ElidedLabel) or widget.isWindow() or not widget.text():
            continue
        wraps = isinstance(widget, QLabel) and widget.wordWrap()
        need = widget.heightForWidth(widget.width()) if wraps else widget.sizeHint().height()
        too_narrow = not wraps and widget.width() < widget.sizeHint().width()
        if too_narrow or widget.height() < need:
            found.append(f"{widget.text()!r}: {widget.size()} < {widget.sizeHint()}, {need}")
        if scrolls(widget):
            continue
        corner = widget.mapTo(window, QPoint(widget.width(), widget.height()))
        if corner.x() > window.width() or corner.y() > window.height():
            found.append(f"{widget.text()!r} ends outside the window")
    return found


def set_empty(_stage: Stage) -> None:
    """The window as it opens."""


def set_building(stage: Stage) -> None:
    stage.pairs.gate.clear()
    stage.window.open_pair(PairChoice(PairKind.PRACTICE))
    stage.settle()


def set_loading(stage: Stage) -> None:
    stage.window.open_pair(PairChoice(PairKind.PRACTICE))
    stage.qtbot.waitUntil(lambda: bool(stage.engine.loads))
    stage.engine.report_load("target", 0.62)


def set_ready(stage: Stage) -> None:
    stage.load(PairChoice(PairKind.PRACTICE))


def set_streaming(stage: Stage) -> None:
    set_ready(stage)
    stage.reply(
        "Hello! Who are you?",
        make_round(plain("I")),
        make_round(drafted(" am"), corrected(" SmolLM", " your"), wall_ms=50),
        make_round(drafted(", a"), drafted(" small", 1), bonus(" model.")),
    )
    stage.settle()
    stage.send("Explain what a binary search tree is.\nKeep it short.")
    for index, round_ in enumerate(long_reply()):
        stage.engine.say(msgspec.structs.replace(round_, wall_ms=round_.wall_ms + 9 * (index % 4)))
        stage.settle(30)
    stage.settle(200)


def set_tooltip(stage: Stage) -> None:
    set_streaming(stage)
    hover(stage.transcript, "subtree")
    assert QToolTip.isVisible()


def set_caret(stage: Stage) -> None:
    set_streaming(stage)
    put_caret(stage.transcript, "larger")
    stage.settle(50)


def set_crashed(stage: Stage) -> None:
    set_streaming(stage)
    stage.engine.crash()
    stage.settle(50)


def set_messages(stage: Stage) -> None:
    """Messages of every kind, the actions of one under the mouse, one being edited."""
    set_ready(stage)
    thought = [
        msgspec.structs.replace(
            one,
            tokens=tuple(msgspec.structs.replace(token, reasoning=True) for token in one.tokens),
        )
        for one in long_reply()[:5]
    ]
    stage.reply("What did you think of?", *thought, make_round(plain("Of"), drafted(" trees.")))
    stage.part(Composer).set_attachments((Attachment("notes.md", "# Notes\n" * 300),))
    stage.reply("And what do my notes say?", make_round(plain("Nothing")))
    stage.ctrl("R")
    stage.engine.say(make_round(plain("They say"), drafted(" *much*"), corrected(" about", " of")))
    stage.engine.say(make_round(drafted(" trees"), plain(".")))
    stage.engine.finish(StopReason.CANCELLED)
    stage.settle(300)


def set_editing(stage: Stage) -> None:
    set_messages(stage)
    last = len(stage.transcript.entries) - 2
    stage.transcript.setFocus()
    stage.press(Qt.Key.Key_Up)
    asked = stage.transcript.rows[last]
    assert isinstance(asked, Question)
    asked.begin_editing()
    stage.settle(100)


def set_scrolled(stage: Stage) -> None:
    set_messages(stage)
    stage.ctrl("U")
    stage.transcript.verticalScrollBar().setValue(0)
    stage.transcript.setFocus()
    stage.press(Qt.Key.Key_Home)
    stage.press(Qt.Key.Key_Down)
    stage.settle(100)


def set_searching(stage: Stage) -> None:
    """Chats found beside a message with files that is too long."""
    set_streaming(stage)
    stage.engine.finish()
    stage.part(Composer).set_attachments(
        (Attachment("notes.md", "# Notes\n" * 300), Attachment("measurements-of-may.csv", "1\n"))
    )
    stage.write("Compare these two files,\nand tell me what differs.")
    stage.qtbot.waitUntil(lambda: bool(stage.engine.counted))
    stage.settle(300)
    stage.engine.answer_count(prompt=5240, message=300, room=-1144)
    stage.ctrl("F")
    QTest.keyClicks(stage.window.focusWidget(), "search tree")
    stage.settle(300)


def inspect(stage: Stage, view: str) -> None:
    set_streaming(stage)
    stage.ctrl("I")
    tabs = stage.named(QTabWidget, "Views of the reply")
    titles = [tabs.tabText(index) for index in range(tabs.count())]
    tabs.setCurrentIndex([title in stage.names(view) for title in titles].index(True))
    stage.settle(150)


def set_inspector_overview(stage: Stage) -> None:
    inspect(stage, "Speed")


def set_inspector_tokens(stage: Stage) -> None:
    inspect(stage, "Tokens")


def set_inspector_passes(stage: Stage) -> None:
    inspect(stage, "Passes")
    stage.part(Timeline).choose(7)


def set_inspector_acceptance(stage: Stage) -> None:
    inspect(stage, "Acceptance")


def set_inspector_replay(stage: Stage) -> None:
    inspect(stage, "Replay")
    stage.named(QSlider, "Pass").setValue(7)


STATES: dict[str, Callable[[Stage], None]] = {
    "empty": set_empty,
    "building": set_building,
    "loading": set_loading,
    "ready": set_ready,
    "streaming": set_streaming,
    "tooltip": set_tooltip,
    "caret": set_caret,
    "crashed": set_crashed,
    "searching": set_searching,
    "inspector-overview": set_inspector_overview,
    "inspector-tokens": set_inspector_tokens,
    "inspector-passes": set_inspector_passes,
    "inspector-acceptance": set_inspector_acceptance,
    "inspector-replay": set_inspector_replay,
    "messages": set_messages,
    "editing": set_editing,
    "scrolled": set_scrolled,
}


@pytest.mark.qt_log_ignore("This plugin does not support raise")  # tooltips offscreen
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("state", STATES)
def test_nothing_is_clipped(
    make_stage: Callable[..., Stage], picture_folder: Path, state: str, size: str
) -> None:
    stage = make_stage(Settings(theme=Theme.LIGHT))
    stage.window.resize(SIZES[size])
    stage.settle(400)
    STATES[state](stage)
    for theme in (Theme.LIGHT, Theme.DARK, Theme.HIGH_CONTRAST):
        stage.appearance.choose(theme)
        stage.settle(50)
        assert picture(stage).save(str(picture_folder / f"{state}-{size}-{theme}.png"))
        assert stage.window.size() == SIZES[size]
        assert clipped(stage.window) == []
    QToolTip.hideText()
