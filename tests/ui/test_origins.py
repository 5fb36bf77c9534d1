"""Every token shows where it came from: by tint and line, by mouse, by keyboard, in words."""

import sys
from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QLabel, QToolTip

from paceline.provenance import TOLD_ORIGINS, Token
from paceline.settings import Theme
from paceline.ui.colours import DARK, LIGHT
from paceline.ui.legend import Legend
from paceline.ui.token_map import TokenMap
from ui.conftest import Stage
from ui.pointing import hover, point_at, position_of, put_caret, reply_with
from ui.replies import bonus, corrected, drafted, long_reply, make_round, plain

Line = QTextCharFormat.UnderlineStyle

no_raise = pytest.mark.qt_log_ignore("This plugin does not support raise")  # tooltips offscreen

ONE_OF_EACH = (
    make_round(drafted("alpha"), corrected(" beta", " ghost")),
    make_round(drafted(" gamma"), bonus(" delta")),
)


def format_of(stage: Stage, text: str) -> QTextCharFormat:
    edit = reply_with(stage.transcript, text)
    cursor = QTextCursor(edit.document())
    cursor.setPosition(position_of(edit, text) + 1)
    return cursor.charFormat()


def detail(stage: Stage) -> QLabel:
    (label,) = (w for w in stage.window.findChildren(QLabel) if w.objectName() == "detail")
    return label


def write_one_of_each(stage: Stage) -> None:
    stage.reply("Greek?", *ONE_OF_EACH, make_round(plain(" omega")))


LOOKS = {
    "alpha": (LIGHT.drafted, Line.DotLine),
    "beta": (LIGHT.corrected, Line.SingleUnderline),
    "delta": (LIGHT.bonus, Line.DashUnderline),
}


def test_every_origin_has_its_tint_and_its_line(chat: Stage) -> None:
    write_one_of_each(chat)
    for text, (colour, line) in LOOKS.items():
        look = format_of(chat, text)
        assert look.background().color() == QColor(colour), text
        assert look.underlineStyle() is line, text
    look = format_of(chat, "omega")
    assert look.background().style() is Qt.BrushStyle.NoBrush
    assert look.underlineStyle() is Line.NoUnderline


def test_ctrl_t_hides_and_shows_the_tints_also_of_what_follows(chat: Stage) -> None:
    write_one_of_each(chat)
    chat.ctrl("T")
    assert format_of(chat, "beta").background().style() is Qt.BrushStyle.NoBrush
    assert format_of(chat, "beta").underlineStyle() is Line.NoUnderline
    chat.reply("More?", make_round(drafted("kappa"), bonus(" lambda")))
    assert format_of(chat, "kappa").underlineStyle() is Line.NoUnderline
    chat.ctrl("T")
    assert format_of(chat, "beta").background().color() == QColor(LIGHT.corrected)
    assert format_of(chat, "kappa").underlineStyle() is Line.DotLine
    chat.settle(600)
    assert chat.saved[-1].show_tints is True


def test_the_legend_switches_the_tints_too(chat: Stage) -> None:
    write_one_of_each(chat)
    chat.click("Show where tokens came from")
    assert format_of(chat, "alpha").underlineStyle() is Line.NoUnderline


def test_the_legend_explains_every_origin_in_words(chat: Stage) -> None:
    write_one_of_each(chat)
    names = [w.accessibleName() for w in chat.part(Legend).findChildren(QLabel)]
    for origin, look in zip(
        TOLD_ORIGINS, ("dotted", "solid", "dashed", "without a mark"), strict=True
    ):
        assert any(name.startswith(origin.value.capitalize()) and look in name for name in names)


def test_a_change_of_theme_recolours_what_was_written(chat: Stage) -> None:
    write_one_of_each(chat)
    chat.appearance.choose(Theme.DARK)
    assert format_of(chat, "beta").background().color() == QColor(DARK.corrected)


@no_raise
def test_the_tooltip_of_a_drafted_token_names_drafter_place_and_probabilities(chat: Stage) -> None:
    chat.reply("Q", make_round(drafted("one"), drafted(" two", 1), bonus(" three")))
    hover(chat.transcript, "two")
    for fact in ("Drafted", "“two”", "the draft model", "Guess 2", "82 %", "91 %"):
        assert fact in QToolTip.text()


@no_raise
def test_the_tooltip_of_a_corrected_token_shows_the_ghost(chat: Stage) -> None:
    write_one_of_each(chat)
    hover(chat.transcript, "beta")
    text = QToolTip.text()
    assert "<s>“ghost”</s>" in text
    for fact in ("Corrected", "rejected", "chosen", "“beta”", "41 %", "3.0 %", "62 %"):
        assert fact in text


@no_raise
def test_a_ghost_of_the_ngram_drafter_has_no_probability(chat: Stage) -> None:
    chat.reply("Q", make_round(corrected("beta", " ghost", draft_p=None), drafter="ngram"))
    hover(chat.transcript, "beta")
    assert "no probability" in QToolTip.text()


@no_raise
def test_markup_in_a_token_is_shown_and_not_obeyed(chat: Stage) -> None:
    chat.reply("Q", make_round(corrected("<b>bold</b>", "<script>")))
    hover(chat.transcript, "<b>bold")
    assert "&lt;b&gt;bold" in QToolTip.text()
    assert "&lt;script&gt;" in QToolTip.text()


@no_raise
def test_no_tooltip_beside_tokens(chat: Stage) -> None:
    write_one_of_each(chat)
    QToolTip.hideText()
    hover(chat.transcript, "Greek?")
    assert QToolTip.text() == ""


def test_the_mouse_finds_the_character_and_not_the_nearest_gap(chat: Stage) -> None:
    write_one_of_each(chat)
    text = reply_with(chat.transcript, "beta")
    start = position_of(text, "beta")
    for position in range(start, start + 4):
        point = point_at(text, position)
        for offset in (-2, 0, 2):
            point.setX(point.x() + offset)
            token = text.token_under(point)
            assert token is not None
            assert token.text == " beta"
            point.setX(point.x() - offset)


def test_the_caret_tells_the_same_in_plain_words(chat: Stage) -> None:
    write_one_of_each(chat)
    put_caret(chat.transcript, "beta")
    assert detail(chat).isVisible()
    for fact in ("“beta” corrected", "rejected guess “ghost”", "41 %", "3.0 %", "62 %"):
        assert fact in detail(chat).text()
    chat.press(Qt.Key.Key_Home)
    assert "“alpha” drafted" in detail(chat).text()
    chat.press(Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    chat.press(Qt.Key.Key_Right)
    assert "“beta” corrected" in detail(chat).text()
    put_caret(chat.transcript, "Greek?")
    assert not detail(chat).isVisible()


ODD_TEXTS = [
    "plain",
    " ",
    "\n",
    "\n\n",
    "\r\n",
    "\t",
    "",
    "😀",
    "👩‍👩‍👧",
    "漢字",
    "e\u0301",
    "עברית",
    "\u2028",
    "\u2029",
    "x\ny",
    "end",
]


def test_odd_texts_do_not_shift_the_map(chat: Stage) -> None:
    tokens = [drafted(text, slot) for slot, text in enumerate(ODD_TEXTS)]
    chat.send("Q 😀")
    for token in tokens:
        chat.engine.say(make_round(token))
    chat.engine.finish()
    reply = reply_with(chat.transcript, "plain")
    for text in ("plain", "😀", "👩", "漢字", "עברית", "x", "y", "end"):
        found = reply.token_at(position_of(reply, text))
        assert found is not None
        assert text in found.text
    position = 0
    for character in reply.toPlainText():
        if not character.isspace():
            found = reply.token_at(position)
            assert found is not None, "a token without text has no place"
            hidden = character == "\N{REPLACEMENT CHARACTER}"  # stands for control characters
            assert hidden or character in found.text
        position += len(character.encode("utf-16-le")) // 2


def test_a_newline_is_a_token_of_its_own_for_the_caret(chat: Stage) -> None:
    chat.reply("Q", make_round(drafted("one"), drafted("\n", 1), bonus("two")))
    put_caret(chat.transcript, "one")
    chat.press(Qt.Key.Key_End)
    assert "“↵” drafted" in detail(chat).text()


def test_the_map_answers_by_position() -> None:
    tokens = [plain("ab"), plain(""), plain("c")]
    map_ = TokenMap(5)
    map_.open(10)
    for token, end in zip(tokens, (12, 12, 13), strict=True):
        map_.append(token, end)
    found = [map_.token_at(position) for position in range(9, 14)]
    assert found == [None, tokens[0], tokens[0], tokens[2], None]


def test_runs_join_neighbours_of_one_origin() -> None:
    map_ = TokenMap(0)
    said: list[Token] = [plain("a"), plain("b"), bonus("c"), plain("d")]
    for end, token in enumerate(said, start=1):
        map_.append(token, end)
    assert [(start, end) for start, end, _ in map_.runs()] == [(0, 2), (2, 3), (3, 4)]


def test_streaming_keeps_the_count_of_none(chat: Stage) -> None:
    """PySide6 6.12 on Python 3.11 loses a reference to None in each call of some overloads.

    Some ten thousand tokens later the interpreter dies. None is immortal from 3.12 on, where
    the count does not move at all.
    """
    chat.send("Q")
    counts = []
    for _ in range(5):
        for _ in range(20):
            chat.engine.say(*long_reply())
        counts.append(sys.getrefcount(None))
    losses = [before - after for before, after in pairwise(counts)]
    assert sum(loss > 100 for loss in losses) < 2, counts
