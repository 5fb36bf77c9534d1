"""The inspector follows the reply, and shows by mouse, keyboard and ear what guessing did in it."""

from collections.abc import Callable

import msgspec
import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QLabel,
    QSlider,
    QSplitter,
    QTableView,
    QTabWidget,
    QWidget,
)
from pytestqt.qtbot import QtBot

from paceline.loading import PairChoice, PairKind
from paceline.provenance import Decision, Origin, Round
from paceline.ui.chat_session import ChatSession
from paceline.ui.colours import LIGHT
from paceline.ui.inspector.frame_text import FrameText
from paceline.ui.inspector.panel import LEAST_WIDTH, Panel
from paceline.ui.inspector.plot import Plot
from paceline.ui.inspector.recording import Recording
from paceline.ui.inspector.replay_view import ReplayView
from paceline.ui.inspector.timeline import Timeline
from paceline.ui.inspector.token_table import TokenTable
from paceline.ui.reply_text.reply_text import ReplyText
from paceline.ui.sidebar.column import SidebarColumn
from ui.conftest import Stage
from ui.pointing import put_caret
from ui.replies import bonus, corrected, drafted, long_reply, make_round, plain


def decided(round_: Round, sentence: str) -> Round:
    return msgspec.structs.replace(round_, decision=Decision(sentence, "draft-model", 3))


def open_inspector(stage: Stage, view: str = "Speed") -> Panel:
    """Show the panel by its key, and one of its views."""
    stage.ctrl("I")
    choose(stage, view)
    stage.settle(50)
    return stage.part(Panel)


def choose(stage: Stage, view: str) -> None:
    tabs = stage.named(QTabWidget, "Views of the reply")
    tabs.setCurrentIndex([tabs.tabText(index) for index in range(tabs.count())].index(view))


def session(stage: Stage) -> ChatSession:
    (found,) = stage.window.findChildren(ChatSession)
    return found


def texts(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def cell(table: QTableView, row: int, column: int) -> str:
    return str(table.model().index(row, column).data())


# The panel --------------------------------------------------------------------------------


def test_ctrl_i_shows_and_hides_it_and_says_what_it_is_for(chat: Stage) -> None:
    panel = open_inspector(chat)
    assert panel.isVisible()
    assert "which tokens were guessed" in texts(panel)
    chat.ctrl("I")
    assert not panel.isVisible()
    chat.ctrl("I")
    chat.click("Close the inspector")
    assert not panel.isVisible()


def test_it_stands_beside_the_chat_where_there_is_room(chat: Stage) -> None:
    chat.window.resize(1600, 1000)
    chat.settle()
    panel = open_inspector(chat)
    assert panel.width() >= LEAST_WIDTH
    left = panel.mapTo(chat.window, QPoint(0, 0)).x()
    corner = chat.transcript.mapTo(chat.window, QPoint(chat.transcript.width(), 0))
    assert corner.x() <= left + 1


def test_in_a_narrow_window_the_chats_make_room_for_it_and_come_back(chat: Stage) -> None:
    chats = chat.part(SidebarColumn)
    panel = open_inspector(chat)
    assert chat.window.size() == QSize(900, 600)
    assert not chats.isVisible()
    left = panel.mapTo(chat.window, QPoint(0, 0)).x()
    corner = chat.message.mapTo(chat.window, QPoint(chat.message.width(), 0))
    assert corner.x() <= left + 1
    chat.window.resize(1600, 1000)
    chat.settle()
    assert chats.isVisible()
    chat.window.resize(900, 600)
    chat.settle()
    assert not chats.isVisible()
    chat.ctrl("I")
    assert chats.isVisible()


def test_with_the_chats_it_lies_above_a_narrow_chat_and_leaves_the_composer_free(
    chat: Stage,
) -> None:
    panel = open_inspector(chat)
    chat.ctrl("B")
    chat.settle()
    assert chat.window.size() == QSize(900, 600)
    assert chat.part(SidebarColumn).isVisible()
    assert panel.parent() is chat.window
    assert panel.geometry().right() == chat.window.rect().right()
    assert panel.width() >= LEAST_WIDTH
    composer_top = chat.message.mapTo(chat.window, QPoint(0, 0)).y()
    assert panel.geometry().bottom() < composer_top
    chat.ctrl("B")
    chat.settle()
    assert panel.parent() is not chat.window
    chat.ctrl("I")
    assert not chat.part(SidebarColumn).isVisible()


def test_it_is_there_again_at_the_next_start_and_as_wide(make_stage: Callable[..., Stage]) -> None:
    first = make_stage()
    first.window.resize(1600, 1000)
    first.settle()
    open_inspector(first)
    columns = first.window.findChild(QSplitter, "columns")
    assert columns is not None
    columns.moveSplitter(1600 - 500, columns.count() - 1)
    first.settle(600)
    second = make_stage(first.saved[-1])
    second.window.resize(1600, 1000)
    second.settle()
    assert second.part(Panel).isVisible()
    assert second.part(Panel).width() == pytest.approx(500, abs=4)


@pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints")  # dialogs offscreen
def test_it_can_have_a_window_of_its_own_and_comes_back(chat: Stage) -> None:
    panel = open_inspector(chat)
    chat.click("Open in a window of its own")
    (dialog,) = (w for w in chat.window.findChildren(QDialog) if w.isVisible())
    assert panel.window() is dialog
    dialog.reject()
    assert panel.window() is chat.window
    assert panel.isVisible()


@pytest.mark.parametrize("view", ["Speed", "Tokens", "Passes", "Acceptance", "Replay"])
def test_tab_reaches_everything_in_it_and_all_has_a_name(chat: Stage, view: str) -> None:
    chat.reply("Q", make_round(plain("first")))
    chat.reply("Q", *long_reply())
    panel = open_inspector(chat, view)
    chat.settle(200)
    wanted = {
        widget
        for widget in panel.findChildren(QWidget)
        if widget.isVisible()
        and widget.isEnabled()
        and widget.focusProxy() is None
        and Qt.FocusPolicy.TabFocus in widget.focusPolicy()
    }
    assert [widget for widget in wanted if not widget.accessibleName()] == []
    chat.message.setFocus()
    reached = set()
    for _ in range(60):
        reached.add(chat.window.focusWidget())
        chat.press(Qt.Key.Key_Tab)
    assert wanted <= reached, {widget.accessibleName() for widget in wanted - reached}


# Live -------------------------------------------------------------------------------------


def test_it_shows_the_gain_and_the_governors_reason_while_the_reply_streams(chat: Stage) -> None:
    panel = open_inspector(chat)
    chat.send("Q")
    chat.engine.say(make_round(plain("a"), wall_ms=50))
    chat.engine.say(
        decided(make_round(drafted("b"), drafted("c", 1), bonus("d"), wall_ms=62), "It pays.")
    )
    chat.settle(250)
    shown = texts(panel)
    assert "1.8x" in shown
    assert "Speculation makes this reply 1.8 times as fast. It pays from" in shown
    assert "It pays." in shown.splitlines()


def test_curves_tell_their_value_and_the_last_decision_to_a_screen_reader(chat: Stage) -> None:
    open_inspector(chat)
    chat.reply("Q", make_round(plain("a")), decided(long_reply()[1], "It pays."))
    chat.settle(250)
    plots = {plot.accessibleName(): plot for plot in chat.window.findChildren(Plot)}
    assert set(plots) == {"Tokens per second", "Acceptance", "Draft length"}
    assert "100 % after 0 seconds. It pays." in plots["Acceptance"].accessibleDescription()


def test_a_new_reply_begins_anew(chat: Stage) -> None:
    panel = open_inspector(chat, "Tokens")
    chat.reply("Q", *long_reply())
    chat.settle(250)
    chat.reply("Again", make_round(plain("one"), wall_ms=50))
    chat.settle(250)
    table = chat.named(QTableView, "Tokens of the reply")
    assert table.model().rowCount() == 1
    assert panel.isVisible()


def test_what_was_written_while_it_was_hidden_is_there_when_it_opens(chat: Stage) -> None:
    chat.reply("Q", *long_reply())
    open_inspector(chat, "Tokens")
    table = chat.named(QTableView, "Tokens of the reply")
    assert table.model().rowCount() == sum(len(round_.tokens) for round_ in long_reply())


def test_it_says_what_the_pair_ran_on(chat: Stage) -> None:
    panel = open_inspector(chat)
    rounds = [msgspec.structs.replace(r, threads=2, draft_threads=1) for r in long_reply()]
    chat.reply("Q", *rounds)
    chat.settle(250)
    shown = texts(panel).splitlines()
    assert shown[shown.index("Target's threads") + 1] == "2"
    assert "4,096 tokens" in shown


# Stored replies ---------------------------------------------------------------------------


def test_the_buttons_go_from_reply_to_reply(chat: Stage) -> None:
    panel = open_inspector(chat, "Tokens")
    chat.reply("Q", make_round(plain("first")))
    chat.reply("Q", make_round(plain("second"), wall_ms=50))
    chat.settle()
    table = chat.named(QTableView, "Tokens of the reply")
    assert cell(table, 0, 0) == "“second”"
    assert "Reply 2/2" in texts(panel)
    chat.click("The reply before")
    assert cell(table, 0, 0) == "“first”"
    assert "Reply 1/2" in texts(panel)
    chat.click("The reply after")
    assert cell(table, 0, 0) == "“second”"


def test_a_stored_chat_shows_its_last_reply(make_stage: Callable[..., Stage]) -> None:
    before = make_stage()
    before.load(PairChoice(PairKind.PRACTICE))
    before.reply("Q", *long_reply())
    (conversation,) = before.history.conversations()
    after = make_stage()
    assert session(after).open(conversation.id)
    open_inspector(after, "Tokens")
    table = after.named(QTableView, "Tokens of the reply")
    assert table.model().rowCount() == sum(len(round_.tokens) for round_ in long_reply())
    session(after).open(None)
    after.settle()
    assert "Nothing to inspect yet" in texts(after.part(Panel))


def test_a_continued_reply_keeps_the_rounds_that_it_had(chat: Stage) -> None:
    open_inspector(chat, "Tokens")
    chat.reply("Q", make_round(plain("one"), wall_ms=50))
    session(chat).continue_reply()
    chat.engine.say(make_round(plain(" two"), wall_ms=50))
    chat.engine.finish()
    chat.settle()
    table = chat.named(QTableView, "Tokens of the reply")
    assert [cell(table, row, 0) for row in range(2)] == ["“one”", "“two”"]


def test_another_answer_takes_the_place_of_the_one_that_was_shown(chat: Stage) -> None:
    open_inspector(chat, "Tokens")
    chat.reply("Q", make_round(plain("one"), wall_ms=50))
    session(chat).regenerate()
    chat.engine.say(make_round(plain("other"), wall_ms=50))
    chat.engine.finish()
    chat.settle()
    table = chat.named(QTableView, "Tokens of the reply")
    assert cell(table, 0, 0) == "“other”"
    session(chat).show_branch(session(chat).entries[-1].id, -1)
    chat.settle()
    assert cell(table, 0, 0) == "“one”"


# Tokens -----------------------------------------------------------------------------------


def test_the_table_tells_text_origin_and_ghost_of_every_token(chat: Stage) -> None:
    chat.reply("Q", make_round(drafted("alpha"), corrected(" beta", " ghost")))
    open_inspector(chat, "Tokens")
    table = chat.named(QTableView, "Tokens of the reply")
    assert [cell(table, 0, column) for column in range(4)] == ["“alpha”", "Drafted", "91 %", "82 %"]
    expected = ["“beta”", "Corrected", "62 %", "", "“ghost”", "41 %", "3.0 %"]
    assert [cell(table, 1, column) for column in range(7)] == expected
    said = table.model().index(1, 4).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == "Refused guess: “ghost”"
    assert not table.model().index(1, 1).data(Qt.ItemDataRole.DecorationRole).isNull()


def test_the_filter_shows_one_origin_and_its_count(chat: Stage) -> None:
    chat.reply("Q", *long_reply())
    open_inspector(chat, "Tokens")
    table = chat.named(QTableView, "Tokens of the reply")
    filter_ = chat.named(QComboBox, "Show tokens of origin")
    corrected_ones = sum(t.origin is Origin.CORRECTED for r in long_reply() for t in r.tokens)
    assert filter_.itemText(2) == f"Corrected ({corrected_ones})"
    filter_.setCurrentIndex(2)
    assert table.model().rowCount() == corrected_ones
    assert {cell(table, row, 1) for row in range(corrected_ones)} == {"Corrected"}


def test_the_caret_in_the_transcript_chooses_the_row(chat: Stage) -> None:
    chat.reply("Q", *long_reply())
    panel = open_inspector(chat, "Tokens")
    put_caret(chat.transcript, "smaller")
    table = chat.named(QTableView, "Tokens of the reply")
    assert cell(table, table.currentIndex().row(), 0) == "“smaller”"
    assert "instead of the rejected guess “only”" in texts(panel)


def test_a_row_that_is_chosen_is_marked_in_the_conversation(chat: Stage) -> None:
    chat.reply("Q", make_round(plain("**Bold**"), drafted(" and"), corrected(" plain", " x")))
    open_inspector(chat, "Tokens")
    table = chat.named(QTableView, "Tokens of the reply")
    chat.settle(50)
    (text,) = chat.transcript.findChildren(ReplyText)
    table.setCurrentIndex(table.model().index(2, 0))
    assert text.textCursor().selectedText() == " plain"
    table.setCurrentIndex(table.model().index(0, 0))
    assert text.textCursor().selectedText() == "Bold"


def test_a_reply_can_ask_to_be_inspected(chat: Stage) -> None:
    chat.reply("Q", make_round(plain("first")))
    chat.reply("Q", make_round(plain("second")))
    panel = chat.part(Panel)
    chat.transcript.inspect_requested.emit(session(chat).entries[1].id)
    chat.settle(50)
    assert panel.isVisible()
    assert "Reply 1/2" in texts(panel)


def test_fifty_thousand_tokens_make_a_table_of_as_many_rows(qtbot: QtBot) -> None:
    table = TokenTable(LIGHT)
    recording = Recording([make_round(plain("a")) for _ in range(100)])
    table.show_recording(recording, None)
    with qtbot.waitSignal(table.rowsInserted):
        for _ in range(25_000):
            recording.append(make_round(drafted("b"), bonus("c")))
        table.refresh()
    assert table.rowCount() == 50_100
    assert table.index(50_099, 1).data() == "Bonus"


# Passes -----------------------------------------------------------------------------------


def test_the_arrow_keys_go_through_the_passes_and_tell_their_facts(chat: Stage) -> None:
    rounds = long_reply()
    chat.reply("Q", rounds[0], decided(rounds[1], "It pays."), *rounds[2:])
    panel = open_inspector(chat, "Passes")
    timeline = chat.part(Timeline)
    timeline.setFocus()
    QTest.keyClick(timeline, Qt.Key.Key_Right)
    assert "Pass 1: 1 token without a draft." in texts(panel)
    QTest.keyClick(timeline, Qt.Key.Key_Right)
    assert "Pass 2: 3 guessed, 3 accepted, 4 tokens in all." in texts(panel)
    assert timeline.accessibleDescription().endswith("It pays.")
    QTest.keyClick(timeline, Qt.Key.Key_End)
    assert timeline.chosen == len(rounds) - 1
    QTest.keyClick(timeline, Qt.Key.Key_Home)
    assert timeline.chosen == 0


def test_the_mouse_chooses_a_pass_too(chat: Stage) -> None:
    chat.reply("Q", *long_reply())
    panel = open_inspector(chat, "Passes")
    timeline = chat.part(Timeline)
    QTest.mouseClick(
        timeline.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(34 + 11 * 2 + 4, 60)
    )
    assert timeline.chosen == 2
    assert "Pass 3: 2 guessed, 1 accepted" in texts(panel)


def test_the_passes_are_a_table_for_those_who_rather_read(chat: Stage) -> None:
    chat.reply("Q", *long_reply())
    panel = open_inspector(chat, "Passes")
    chat.click("Show the passes as a table")
    table = chat.named(QTableView, "Passes of the reply")
    assert table.isVisible()
    assert [cell(table, 2, column) for column in range(3)] == ["2", "1", "2"]
    table.selectRow(2)
    table.setCurrentIndex(table.model().index(2, 0))
    assert "Pass 3: 2 guessed" in texts(panel)


# Acceptance -------------------------------------------------------------------------------


def test_acceptance_is_told_by_kind_and_by_place(chat: Stage) -> None:
    code = make_round(drafted("\n```py\n"), drafted("x = 1", 1), corrected("\n```\n", "!"))
    chat.reply("Q", make_round(plain("Words")), code, make_round(corrected("So", "x")))
    open_inspector(chat, "Acceptance")
    names = {w.accessibleName(): w for w in chat.part(Panel).findChildren(QWidget)}
    by_kind = names["Acceptance by kind of text"].accessibleDescription()
    assert "Prose: 0 % of 1." in by_kind
    assert "Code: 67 % of 3." in by_kind
    by_place = names["Acceptance by place in the draft"].accessibleDescription()
    assert by_place == "Guess 1: 50 % of 2. Guess 2: 100 % of 1. Guess 3: 0 % of 1."


def test_a_reply_without_guesses_says_that_there_is_nothing_to_count(chat: Stage) -> None:
    chat.reply("Q", make_round(plain("Words")))
    assert "nothing to count" in texts(open_inspector(chat, "Acceptance"))


# Replay -----------------------------------------------------------------------------------


def test_the_slider_goes_through_the_reply_pass_by_pass(chat: Stage) -> None:
    chat.reply("Q", *long_reply())
    panel = open_inspector(chat, "Replay")
    slider = chat.named(QSlider, "Pass")
    text = chat.part(FrameText)
    assert slider.value() == slider.maximum() == len(long_reply()) - 1
    slider.setValue(2)
    assert text.toPlainText() == "A binary search tree is a tree data"
    struck = text.document().find(" tree", 16).charFormat()
    assert struck.fontStrikeOut()
    assert not text.document().find(" data").charFormat().fontStrikeOut()
    assert "Pass 3: 2 guessed, 1 accepted" in texts(panel)
    chat.click("One pass on")
    assert slider.value() == 3
    chat.click("One pass back")
    assert slider.value() == 2


def test_guesses_that_were_never_tested_are_told(chat: Stage) -> None:
    round_ = make_round(drafted("a"), corrected("b", "x"))
    chat.reply("Q", msgspec.structs.replace(round_, drafted=4, width=5))
    open_inspector(chat, "Replay")
    assert chat.part(FrameText).toPlainText().endswith("2 guesses never tested")


def test_it_plays_to_the_end_and_stops(chat: Stage, qtbot: QtBot) -> None:
    rounds = [make_round(plain(letter), wall_ms=12) for letter in "abcde"]
    chat.reply("Q", *rounds)
    open_inspector(chat, "Replay")
    view = chat.part(ReplayView)
    with qtbot.waitSignals([view.pass_chosen] * 5):
        chat.click("Play")
    assert chat.part(FrameText).toPlainText() == "abcde"
    states = [view.playing]
    for button in ("Play", "Pause"):
        chat.click(button)
        states.append(view.playing)
    assert states == [False, True, False]


def test_a_pass_that_is_chosen_in_the_timeline_is_where_the_replay_stands(chat: Stage) -> None:
    chat.reply("Q", *long_reply())
    open_inspector(chat, "Passes")
    chat.part(Timeline).choose(4)
    choose(chat, "Replay")
    assert chat.named(QSlider, "Pass").value() == 4
