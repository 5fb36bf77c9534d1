"""Hostile replies are harmless: nothing loads, nothing runs, nothing is lost, nothing hangs."""

from random import Random

import pytest
from PySide6.QtCore import QCoreApplication, QUrl
from PySide6.QtGui import QTextDocument
from pytestqt.qtbot import QtBot

from paceline.markdown.source import visible
from paceline.ui.application import make_application
from paceline.ui.colours import LIGHT
from paceline.ui.reply_text.reply_text import ReplyText
from ui.hostile_texts import HOSTILE
from ui.markdown_rounds import cut_into_rounds

MOST = 60_000
"""Characters of a text that a test shows; the benchmark shows all of it."""


def shown(qtbot: QtBot, text: str, *, streamed: bool = False) -> ReplyText:
    make_application()
    reply = ReplyText(LIGHT, show_tints=True)
    qtbot.addWidget(reply)
    reply.resize(700, 400)
    rounds = cut_into_rounds(text, Random(3), mean=40)
    if streamed:
        reply.begin()
        for number, round_ in enumerate(rounds):
            reply.append_round(round_)
            if number % 50 == 0:
                reply.show_now()
        reply.finish(text)
    else:
        reply.show_reply(text, rounds)
    while not reply.settled:
        QCoreApplication.processEvents()
    return reply


def anchors(document: QTextDocument) -> set[str]:
    return {format_.toCharFormat().anchorHref() for format_ in document.allFormats()} - {""}


@pytest.mark.parametrize("streamed", [False, True], ids=["at once", "streamed"])
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_text_is_shown_and_does_nothing(
    qtbot: QtBot,
    name: str,
    streamed: bool,  # noqa: FBT001
) -> None:
    text = HOSTILE[name][:MOST]
    reply = shown(qtbot, text, streamed=streamed)
    assert reply.source_text() == text
    for anchor in anchors(reply.document()):
        assert QUrl(anchor).scheme() in {"http", "https", "mailto"}
    for kind in QTextDocument.ResourceType:
        assert reply.document().resource(kind.value, QUrl("http://example.org/a.png")) is None
    assert "\ufdd0" not in reply.plain_text()


def test_script_and_handlers_are_text(qtbot: QtBot) -> None:
    plain = shown(qtbot, HOSTILE["script"]).plain_text()
    assert "<script>alert(1)</script>" in plain
    assert "<img src=x onerror=alert(1)>" in plain


def test_no_image_is_loaded(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []

    def refuse(_reply: ReplyText, _kind: int, name: object) -> None:
        asked.append(name)

    monkeypatch.setattr(ReplyText, "loadResource", refuse)
    reply = shown(qtbot, HOSTILE["images"])
    reply.grab()
    assert asked == []
    assert reply.plain_text().split() == ["a", "b", "c"]


def test_only_safe_links_are_links(qtbot: QtBot) -> None:
    bad = shown(qtbot, HOSTILE["links"])
    assert anchors(bad.document()) == set()
    good = "[a](http://a.org) [b](HTTPS://b.org) [c](mailto:c@c.org) <http://d.org> http://e.org"
    reply = shown(qtbot, good)
    assert anchors(reply.document()) == {
        "http://a.org",
        "HTTPS://b.org",
        "mailto:c@c.org",
        "http://d.org",
        "http://e.org",
    }


def test_what_acts_unseen_is_made_visible() -> None:
    text = "bell\x07 override\u202e separator\u2029 object\ufffc frame\ufdd0 \ud800 \r\n\t ok\u200d"
    assert visible(text) == "bell␇ override� separator� object� frame� �  \n\t ok\u200d"
    assert len(visible(text)) == len(text)


def test_too_deep_and_too_large_are_shown_as_written(qtbot: QtBot) -> None:
    deep = shown(qtbot, "> " * 40 + "deep")
    assert deep.plain_text() == "> " * 40 + "deep"
    wide = shown(qtbot, HOSTILE["table of columns"][:3_000])
    assert wide.plain_text().startswith("|a|a|a|")
