"""The list of chats: opening, finding, renaming, pinning, deleting, all of it with the keyboard."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QPushButton

from paceline.chat import Role
from paceline.history.records import ChatSetup, ConversationId
from paceline.history.store import History
from paceline.loading import PairChoice, PairKind
from paceline.settings import Settings, Theme
from paceline.ui.sidebar.column import SidebarColumn
from paceline.ui.sidebar.row_list import RowList
from paceline.ui.sidebar.search_field import SearchField
from ui.conftest import Stage
from ui.replies import make_round, plain

CHATS = (
    ("Sorting in Python", "How does timsort merge its runs?", "It gallops through the longer run."),
    ("Bread without yeast", "Can I bake with soda?", "Yes: soda bread needs buttermilk."),
    ("Names of clouds", "What is a lenticular cloud?", "A lens that stands above a mountain."),
)
"""Title, question and answer; the newest first."""


class Clock:
    """Time as the test wants it."""

    def __init__(self) -> None:
        self.now = datetime.now(UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def history(tmp_path: Path) -> Iterator[History]:
    """Three chats: of today, of this week, and of a month long past."""
    clock = Clock()
    history = History.open(tmp_path / "chats", clock=clock)
    for days, (title, question, answer) in zip((70, 3, 0), reversed(CHATS), strict=True):
        clock.now = datetime.now(UTC) - timedelta(days=days)
        add_chat(history, title, question, answer)
    clock.now = datetime.now(UTC)
    yield history
    history.close()


def add_chat(history: History, title: str, question: str, answer: str) -> ConversationId:
    chat = history.create(ChatSetup()).id
    asked = history.add_message(chat, None, Role.USER, question)
    history.add_message(chat, asked.id, Role.ASSISTANT, answer)
    history.set_title(chat, title)
    return chat


@pytest.fixture
def stage(make_stage: Callable[..., Stage], history: History) -> Stage:
    return make_stage(history=history)


def titles(stage: Stage) -> list[str]:
    model = stage.named(RowList, "Chats").model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def row(stage: Stage, title: str) -> QModelIndex:
    model = stage.named(RowList, "Chats").model()
    (found,) = (
        model.index(place, 0)
        for place in range(model.rowCount())
        if model.index(place, 0).data() == title
    )
    return found


def click(stage: Stage, title: str) -> None:
    rows = stage.named(RowList, "Chats")
    place = rows.visualRect(row(stage, title)).center()
    QTest.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=place)


def open_title(stage: Stage) -> str:
    return stage.window.windowTitle().removesuffix(" - Paceline")


def search(stage: Stage, words: str) -> list[str]:
    """Type into the search field; what a screen reader would read of the findings."""
    stage.ctrl("F")
    QTest.keyClicks(stage.window.focusWidget(), words)
    field = stage.part(SearchField)
    field.search_now()
    model = stage.named(RowList, "Found").model()
    role = Qt.ItemDataRole.AccessibleTextRole
    return [str(model.index(place, 0).data(role)) for place in range(model.rowCount())]


def test_chats_stand_under_their_dates(stage: Stage) -> None:
    shown = titles(stage)
    assert shown[:2] == ["Today", "Sorting in Python"]
    assert shown[2:4] == ["This week", "Bread without yeast"]
    assert shown[5:] == ["Names of clouds"]


def test_a_click_opens_a_chat_and_the_keyboard_is_in_the_message(stage: Stage) -> None:
    click(stage, "Names of clouds")
    assert open_title(stage) == "Names of clouds"
    assert stage.message.hasFocus()


def test_arrows_walk_and_enter_opens(stage: Stage) -> None:
    stage.ctrl("F")
    stage.press(Qt.Key.Key_Down)
    stage.press(Qt.Key.Key_Down)
    stage.press(Qt.Key.Key_Return)
    assert open_title(stage) == "Bread without yeast"


def test_up_from_the_first_chat_leads_back_to_the_search(stage: Stage) -> None:
    stage.ctrl("F")
    stage.press(Qt.Key.Key_Down)
    assert stage.named(RowList, "Chats").hasFocus()
    stage.press(Qt.Key.Key_Up)
    assert stage.part(SearchField).hasFocus()
    stage.press(Qt.Key.Key_Escape)
    assert stage.message.hasFocus()


def test_a_message_brings_its_chat_to_the_top_and_the_selection_along(stage: Stage) -> None:
    stage.load(PairChoice(PairKind.PRACTICE))
    click(stage, "Names of clouds")
    stage.send("And a cumulus?")
    assert titles(stage)[:2] == ["Today", "Names of clouds"]
    current = stage.named(RowList, "Chats").currentIndex()
    assert current.data() == "Names of clouds"
    stage.engine.say(make_round(plain("A heap")))
    stage.engine.finish()
    assert titles(stage)[1] == "Names of clouds"


def test_a_first_message_adds_a_chat(stage: Stage) -> None:
    stage.load(PairChoice(PairKind.PRACTICE))
    stage.ctrl("N")
    stage.send("Tell me about tides")
    assert titles(stage)[:3] == ["Today", "Tell me about tides", "Sorting in Python"]


def test_f2_renames_in_place(stage: Stage) -> None:
    click(stage, "Names of clouds")
    stage.press(Qt.Key.Key_F2)
    editor = QApplication.focusWidget()
    assert isinstance(editor, QLineEdit)
    assert editor.accessibleName() == "Title of the chat"
    editor.selectAll()
    QTest.keyClicks(editor, "Clouds and their names")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    stage.qtbot.waitUntil(lambda: "Clouds and their names" in titles(stage))
    assert open_title(stage) == "Clouds and their names"


def test_escape_leaves_a_title_as_it_was(stage: Stage) -> None:
    click(stage, "Names of clouds")
    stage.press(Qt.Key.Key_F2)
    editor = QApplication.focusWidget()
    assert isinstance(editor, QLineEdit)
    QTest.keyClicks(editor, "Nonsense")
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    stage.settle(10)
    assert "Names of clouds" in titles(stage)


def test_delete_can_be_undone(stage: Stage) -> None:
    click(stage, "Bread without yeast")
    stage.ctrl("F")
    stage.press(Qt.Key.Key_Down)
    rows = stage.named(RowList, "Chats")
    rows.setCurrentIndex(row(stage, "Bread without yeast"))
    stage.press(Qt.Key.Key_Delete)
    assert "Bread without yeast" not in titles(stage)
    assert open_title(stage) == "Names of clouds"
    (undo,) = (b for b in stage.window.findChildren(QPushButton) if b.text() == "&Undo")
    assert "Bread without yeast" in undo.accessibleName()
    QTest.mouseClick(undo, Qt.MouseButton.LeftButton)
    assert "Bread without yeast" in titles(stage)
    assert open_title(stage) == "Bread without yeast"


def test_what_was_deleted_is_gone_at_the_next_start(
    make_stage: Callable[..., Stage], stage: Stage, tmp_path: Path
) -> None:
    click(stage, "Bread without yeast")
    rows = stage.named(RowList, "Chats")
    rows.setFocus()
    stage.press(Qt.Key.Key_Delete)
    stage.close()
    again = make_stage(history=History.open(tmp_path / "chats"))
    assert "Bread without yeast" not in titles(again)
    assert search(again, "buttermilk") == []


def test_deleting_the_chat_of_a_running_reply_stops_it(stage: Stage) -> None:
    stage.load(PairChoice(PairKind.PRACTICE))
    click(stage, "Names of clouds")
    stage.send("Go on")
    stage.engine.say(make_round(plain("Well")))
    stage.named(RowList, "Chats").setFocus()
    stage.press(Qt.Key.Key_Delete)
    assert stage.engine.cancelled == [stage.engine.last_id]
    assert "Names of clouds" not in titles(stage)


def test_the_last_chat_deleted_leaves_a_new_one(make_stage: Callable[..., Stage]) -> None:
    stage = make_stage()
    stage.load(PairChoice(PairKind.PRACTICE))
    stage.reply("Only one", make_round(plain("Yes")))
    stage.named(RowList, "Chats").setFocus()
    stage.press(Qt.Key.Key_Delete)
    assert titles(stage) == []
    assert stage.window.windowTitle() == "Paceline"


def test_a_pinned_chat_stands_above_all_others(stage: Stage) -> None:
    click(stage, "Names of clouds")
    (pin,) = (a for a in stage.window.actions() if a.text() == "P&in chat")
    pin.trigger()
    assert titles(stage)[:2] == ["Pinned", "Names of clouds"]
    assert pin.isChecked()
    pin.trigger()
    assert titles(stage)[0] == "Today"
    assert not pin.isChecked()


def test_search_finds_titles_and_messages_as_one_types(stage: Stage) -> None:
    assert search(stage, "butterm") == ["Bread without yeast: Yes: soda bread needs buttermilk."]


def test_enter_opens_the_best_finding_and_the_keyboard_is_on_its_message(stage: Stage) -> None:
    assert search(stage, "lens") != []
    stage.press(Qt.Key.Key_Return)
    assert open_title(stage) == "Names of clouds"
    assert stage.transcript.isAncestorOf(stage.window.focusWidget())


def test_a_finding_on_another_branch_is_brought_into_view(
    make_stage: Callable[..., Stage], history: History
) -> None:
    chat = history.conversations()[0].id
    (question, old) = history.path(chat)
    history.add_message(chat, question.id, Role.ASSISTANT, "Another answer altogether.")
    stage = make_stage(history=history)
    search(stage, "gallops")
    stage.press(Qt.Key.Key_Down)
    stage.press(Qt.Key.Key_Return)
    assert history.path(chat)[-1].id == old.id
    assert stage.window.windowTitle().startswith("Sorting in Python")


def test_a_finding_is_scrolled_to_in_a_long_chat(
    make_stage: Callable[..., Stage], history: History
) -> None:
    chat = history.create(ChatSetup()).id
    last = None
    for number in range(120):
        text = "The needle in it." if number == 3 else f"Straw {number}. " * 30
        role = Role.ASSISTANT if number % 2 else Role.USER
        last = history.add_message(chat, last, role, text).id
    stage = make_stage(history=history)
    search(stage, "needle")
    stage.press(Qt.Key.Key_Return)
    bar = stage.transcript.verticalScrollBar()
    stage.qtbot.waitUntil(lambda: bar.maximum() > 0 and bar.value() < bar.maximum() // 4)


def test_escape_ends_the_search(stage: Stage) -> None:
    search(stage, "zebra")
    assert stage.named(RowList, "Found").model().rowCount() == 0
    stage.press(Qt.Key.Key_Escape)
    assert stage.named(RowList, "Chats").isVisible()
    assert stage.part(SearchField).text() == ""


def test_the_list_can_be_hidden_and_its_width_is_remembered(
    make_stage: Callable[..., Stage], history: History
) -> None:
    stage = make_stage(Settings(theme=Theme.LIGHT, chats_width=300), history=history)
    column = stage.part(SidebarColumn)
    stage.qtbot.waitUntil(lambda: column.width() == 300)
    stage.ctrl("B")
    assert not column.isVisible()
    stage.ctrl("F")
    assert column.isVisible()
    stage.ctrl("B")
    stage.window.close()
    assert not stage.saved[-1].show_chats


@pytest.mark.qt_log_ignore("This plugin does not support (raise|grabbing)")
def test_the_context_menu_acts_on_its_row(stage: Stage) -> None:
    rows = stage.named(RowList, "Chats")
    rows.setFocus()
    rows.setCurrentIndex(row(stage, "Names of clouds"))
    rows.menu_wanted.emit(rows.currentIndex(), QPoint(10, 10))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    named = {action.text().replace("&", ""): action for action in menu.actions()}
    assert {"Open", "Rename", "Pin", "Delete"} <= set(named)
    named["Pin"].trigger()
    menu.close()
    assert titles(stage)[:2] == ["Pinned", "Names of clouds"]
