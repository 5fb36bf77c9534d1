"""A message keeps its promises: tokens by mouse and caret, links, code, formulas, views."""

from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from PySide6.QtCore import QCoreApplication, QPoint, Qt, QUrl
from PySide6.QtGui import QColor, QGuiApplication, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton, QWidget
from pytestqt.qtbot import QtBot

from paceline.provenance import Origin, Token
from paceline.ui.application import make_application
from paceline.ui.colours import DARK, LIGHT
from paceline.ui.reply_text.code_bars import BARS_AT_ONCE
from paceline.ui.reply_text.reply_document import REWRITTEN_AT_ONCE
from paceline.ui.reply_text.reply_text import ReplyText
from ui.markdown_rounds import cut_into_rounds
from ui.replies import bonus, corrected, drafted, make_round, plain

CODE = "Do this:\n\n```python\nx = 1\n\nprint(x)\n```\n\nThen this:\n\n```\nplain\n```\n"


def settle(reply: ReplyText) -> None:
    while not reply.settled:
        QCoreApplication.processEvents()


@pytest.fixture
def reply(qtbot: QtBot) -> ReplyText:
    make_application()
    reply = ReplyText(LIGHT, show_tints=True)
    qtbot.addWidget(reply)
    reply.resize(640, 400)
    reply.show()
    return reply


def say(reply: ReplyText, text: str) -> None:
    reply.show_reply(text, cut_into_rounds(text, Random(1)))
    settle(reply)


def position_of(reply: ReplyText, text: str) -> int:
    content = reply.toPlainText()
    return len(content[: content.index(text)].encode("utf-16-le")) // 2


def point_of(reply: ReplyText, text: str) -> QPoint:
    cursor = QTextCursor(reply.document())
    cursor.setPosition(position_of(reply, text))
    left = reply.cursorRect(cursor)
    cursor.movePosition(QTextCursor.MoveOperation.NextCharacter)
    return QPoint((left.left() + reply.cursorRect(cursor).left()) // 2, left.center().y())


def test_mouse_and_caret_tell_the_token(reply: ReplyText) -> None:
    reply.show_reply("**one** two", [make_round(drafted("**one"), corrected("** two", "ghost"))])
    settle(reply)
    under = reply.token_under(point_of(reply, "two"))
    assert under is not None
    assert under.origin is Origin.CORRECTED
    seen: list[Token] = []
    reply.token_visited.connect(seen.append)
    cursor = reply.textCursor()
    cursor.setPosition(1)
    reply.setTextCursor(cursor)
    assert seen[-1].text == "**one"


def test_a_link_is_followed_by_a_click_and_not_by_a_selection(
    reply: ReplyText, qtbot: QtBot
) -> None:
    say(reply, "See [the page](https://example.org/a) now.")
    point = point_of(reply, "page")
    with qtbot.waitSignal(reply.link_activated) as caught:
        QTest.mouseClick(reply.viewport(), Qt.MouseButton.LeftButton, pos=point)
    assert caught.args == [QUrl("https://example.org/a")]
    with qtbot.assertNotEmitted(reply.link_activated):
        QTest.mouseClick(reply.viewport(), Qt.MouseButton.LeftButton, pos=point_of(reply, "now"))


def test_enter_follows_the_link_at_the_caret(reply: ReplyText, qtbot: QtBot) -> None:
    say(reply, "See [the page](https://example.org/a) now.")
    cursor = reply.textCursor()
    cursor.setPosition(position_of(reply, "page"))
    reply.setTextCursor(cursor)
    with qtbot.waitSignal(reply.link_activated) as caught:
        QTest.keyClick(reply, Qt.Key.Key_Return)
    assert caught.args == [QUrl("https://example.org/a")]


def most_at_once(count: Callable[[], int], in_all: int) -> int:
    """How many came at most in one turn of the event loop, until all have come."""
    most = before = 0
    while before < in_all:
        QCoreApplication.processEvents()
        most, before = max(most, count() - before), count()
    return most


def buttons(reply: ReplyText, name: str) -> list[QToolButton]:
    return [one for one in reply.findChildren(QToolButton) if one.accessibleName() == name]


def test_code_is_copied_as_it_was_written(reply: ReplyText) -> None:
    say(reply, CODE)
    first, second = buttons(reply, "Copy this code")
    first.click()
    assert QGuiApplication.clipboard().text() == "x = 1\n\nprint(x)\n"
    assert first.text() == "Copied"
    second.click()
    assert QGuiApplication.clipboard().text() == "plain\n"


def test_code_is_saved_where_the_person_says(reply: ReplyText, tmp_path: Path) -> None:
    asked: list[str] = []

    def choose(_parent: QWidget, _title: str, name: str, _kinds: str) -> Path:
        asked.append(name)
        return tmp_path / name

    say(reply, CODE)
    reply.code_bars.choose_file = choose
    for button in buttons(reply, "Save this code to a file"):
        button.click()
    assert asked == ["code.py", "code.txt"]
    assert (tmp_path / "code.py").read_text("utf-8") == "x = 1\n\nprint(x)\n"


def test_a_formula_is_drawn_and_read_as_it_was_written(reply: ReplyText) -> None:
    say(reply, "So $x^2$ and $\\nosuch{$ here")
    assert reply.toPlainText() == "So \ufffc and $\\nosuch{$ here".replace(
        "$\\nosuch{$", "\\nosuch{"
    )
    assert reply.plain_text() == "So x^2 and \\nosuch{ here"
    assert reply.source_text() == "So $x^2$ and $\\nosuch{$ here"


def test_many_formulas_are_drawn_some_at_a_time(reply: ReplyText) -> None:
    """Each replaced row is laid out anew: hundreds at once would hold the window up."""
    rows = 5 * REWRITTEN_AT_ONCE
    reply.show_reply("\n\n".join(f"${number}^x$" for number in range(rows)), [])
    assert most_at_once(lambda: reply.toPlainText().count("\ufffc"), rows) <= REWRITTEN_AT_ONCE


def test_many_code_blocks_get_their_buttons_some_at_a_time(reply: ReplyText) -> None:
    blocks = 8 * BARS_AT_ONCE
    reply.show_reply("```\nx\n```\n\n" * blocks, [])
    most = most_at_once(lambda: len(buttons(reply, "Copy this code")), blocks)
    assert most <= 3 * BARS_AT_ONCE, "a turn has a step or two"


def test_raw_shows_the_source_with_tints(reply: ReplyText) -> None:
    say(reply, CODE)
    reply.set_raw(raw=True)
    settle(reply)
    assert reply.toPlainText() == CODE.rstrip("\n")
    assert not buttons(reply, "Copy this code")
    cursor = QTextCursor(reply.document())
    cursor.setPosition(1)
    token = reply.token_at(0)
    assert token is not None
    tint = LIGHT.tint(token.origin)
    background = cursor.charFormat().background().color()
    assert tint is None or background == QColor(tint[0])
    reply.set_raw(raw=False)
    settle(reply)
    assert "```" not in reply.toPlainText()


def test_reasoning_is_left_out_once_the_answer_begins(reply: ReplyText) -> None:
    thought = Token(1, "<think>hm **so**</think>", Origin.PLAIN, 0.5, 1.0, reasoning=True)
    reply.begin()
    reply.append_round(make_round(thought))
    reply.show_now()
    assert "hm so" in reply.toPlainText()
    reply.append_round(make_round(plain("The *answer*.")))
    reply.finish("<think>hm **so**</think>The *answer*.")
    settle(reply)
    assert reply.toPlainText() == "The answer."
    found = reply.token_at(0)
    assert found is not None
    assert found.text == "The *answer*."
    reply.set_reasoning_shown(True)
    settle(reply)
    assert "hm so" in reply.toPlainText()
    assert reply.toPlainText().endswith("The answer.")


def test_a_reply_goes_on_behind_what_is_shown(reply: ReplyText) -> None:
    reply.show_reply("- one\n- tw", [make_round(plain("- one\n- tw"))])
    reply.begin()
    reply.append_round(make_round(bonus("o\n- three")))
    reply.finish("- one\n- two\n- three")
    settle(reply)
    assert reply.toPlainText() == "•\tone\n•\ttwo\n•\tthree"


def test_another_theme_recolours_all_of_it(reply: ReplyText) -> None:
    reply.show_reply("**one** |", [make_round(drafted("**one"), corrected("** |", "ghost"))])
    settle(reply)
    reply.set_appearance(DARK, show_tints=True)
    cursor = QTextCursor(reply.document())
    cursor.setPosition(1)
    assert cursor.charFormat().background().color() == QColor(DARK.drafted)
    reply.set_appearance(DARK, show_tints=False)
    assert cursor.charFormat().background().style() is Qt.BrushStyle.NoBrush


def test_a_long_reply_changes_its_colours_in_steps(reply: ReplyText) -> None:
    text = "A paragraph with **some** `code` in it.\n\n" * 300
    say(reply, text)
    reply.set_appearance(DARK, show_tints=True)
    assert not reply.settled
    settle(reply)
    for place in (5, reply.document().characterCount() - 5):
        cursor = QTextCursor(reply.document())
        cursor.setPosition(place)
        assert cursor.charFormat().foreground().color() == QColor(DARK.text)


def test_the_caret_stays_while_text_streams_in(reply: ReplyText) -> None:
    reply.begin()
    reply.append_round(make_round(plain("one **two** three")))
    reply.show_now()
    cursor = reply.textCursor()
    cursor.setPosition(3)
    reply.setTextCursor(cursor)
    reply.append_round(make_round(plain(" four")))
    reply.show_now()
    assert reply.textCursor().position() == 3


def test_it_is_as_tall_as_its_text(reply: ReplyText, qtbot: QtBot) -> None:
    say(reply, "one")
    short = reply.sizeHint().height()
    with qtbot.waitSignal(reply.height_changed):
        reply.show_reply("one\n\ntwo\n\nthree", [])
    assert reply.sizeHint().height() > short
