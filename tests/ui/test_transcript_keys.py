"""Messages are changed in their place, and all of them reached by keys."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QPlainTextEdit,
)
from pytestqt.qtbot import QtBot

from ui.columns import Make, edit, focused, long_chat, press, row
from ui.messages import branch, question, reply
from ui.pointing import texts

# Editing in place -----------------------------------------------------------------------------


def test_a_message_is_changed_in_its_place(make_transcript: Make, qtbot: QtBot) -> None:
    entries = [question("One"), reply("Two")]
    transcript = make_transcript(*entries)
    box = edit(transcript, 0)
    assert box.toPlainText() == "One"
    QTest.keyClicks(box, " more")
    with qtbot.waitSignal(transcript.edit_requested) as asked:
        QTest.keyClick(box, Qt.Key.Key_Return)
    assert asked.args == [entries[0].id, "One more"]


def test_escape_leaves_a_message_as_it_was(make_transcript: Make) -> None:
    transcript = make_transcript(question("One"), reply("Two"))
    box = edit(transcript, 0)
    QTest.keyClicks(box, " more")
    QTest.keyClick(box, Qt.Key.Key_Escape)
    assert texts(transcript)[0].toPlainText() == "One"
    assert focused(transcript) is row(transcript, 0)


def test_what_is_being_changed_survives_scrolling_away(make_transcript: Make) -> None:
    transcript = make_transcript(*long_chat(60))
    bar = transcript.verticalScrollBar()
    last = len(transcript.entries) - 2
    QTest.keyClicks(edit(transcript, last), " more")
    bar.setValue(0)
    QTest.qWait(50)
    transcript.follow()
    (box,) = row(transcript, last).findChildren(QPlainTextEdit)
    assert box.toPlainText().endswith(" more")


# By keyboard ----------------------------------------------------------------------------------


def test_arrows_go_from_message_to_message_and_enter_into_the_text(make_transcript: Make) -> None:
    transcript = make_transcript(question("One"), reply("Two"), question("Three"))
    transcript.setFocus()
    assert focused(transcript) is row(transcript, 2)
    press(transcript, Qt.Key.Key_Up)
    assert focused(transcript) is row(transcript, 1)
    press(transcript, Qt.Key.Key_Return)
    assert focused(transcript) is texts(transcript)[1]
    press(transcript, Qt.Key.Key_Escape)
    assert focused(transcript) is row(transcript, 1)
    press(transcript, Qt.Key.Key_Home)
    assert focused(transcript) is row(transcript, 0)
    press(transcript, Qt.Key.Key_End)
    assert focused(transcript) is row(transcript, 2)


def test_tab_goes_through_one_message_and_its_actions_only(make_transcript: Make) -> None:
    transcript = make_transcript(question("One"), branch(reply("Two"), 0, 2), question("Three"))
    transcript.setFocus()
    press(transcript, Qt.Key.Key_Up)
    names = []
    for _ in range(5):
        press(transcript, Qt.Key.Key_Tab)
        names.append(focused(transcript).accessibleName())
    assert names[:2] == ["Text of the reply", "Next branch"], "there is no branch before"
    assert "Copy the whole message" in names
    QTest.keyClick(focused(transcript), Qt.Key.Key_Backtab)
    assert transcript.isAncestorOf(focused(transcript))


def test_keys_read_through_a_message_that_is_higher_than_the_view(make_transcript: Make) -> None:
    high = reply("A paragraph of some words.\n\n" * 60)
    transcript = make_transcript(question("One"), high)
    transcript.setFocus()
    press(transcript, Qt.Key.Key_Up)
    places = []
    for _ in range(4):
        places.append(transcript.verticalScrollBar().value())
        press(transcript, Qt.Key.Key_Up)
    assert places == sorted(places, reverse=True)
    assert len(set(places)) > 2
    assert focused(transcript) is row(transcript, 1)


def test_a_chat_that_changes_under_the_focus_keeps_it(make_transcript: Make) -> None:
    transcript = make_transcript(question("One"), reply("Two"))
    transcript.setFocus()
    transcript.set_entries(1, [reply("Another")])
    assert transcript.isAncestorOf(focused(transcript))
