"""Chats as Markdown, as our JSON, and as one page of HTML."""

from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

from paceline.chat import Role
from paceline.errors import AppError, ErrorCode
from paceline.history.export.formats import ExportFormat, exported, save
from paceline.history.importing.reading import read_chats
from paceline.history.records import Attachment, ChatSetup, ConversationId, MessageState
from paceline.history.store import History
from paceline.provenance import Round
from ui.replies import bonus, corrected, drafted, long_reply, make_round, plain

VOID = {"meta", "hr", "br"}


class Page(HTMLParser):
    """Reads a page strictly: every tag that is opened is closed, and in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.links: list[str] = []
        self.titles: list[str] = []
        self.text_by_class: dict[str, str] = {}
        self._classes: list[str] = []
        self.feed(html)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.tags.add(tag)
        self.links += [given[name] for name in given if name == "href"]
        assert not [name for name in given if name.startswith("on") or name == "src"]
        if tag in VOID:
            return
        self.open.append(tag)
        self._classes.append(given.get("class", ""))
        if "title" in given:
            self.titles.append(given["title"])

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag
        self._classes.pop()

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] == "span":
            name = self._classes[-1]
            self.text_by_class[name] = self.text_by_class.get(name, "") + data


@pytest.fixture
def history() -> Iterator[History]:
    opened = History.in_memory()
    yield opened
    opened.close()


def chat_with(history: History, rounds: list[Round], question: str = "?") -> ConversationId:
    chat = history.create(ChatSetup(system_prompt="Be *brief*.\n<b>")).id
    history.rename(chat, "Trees & <i>heaps</i>")
    asked = history.add_message(
        chat, None, Role.USER, question, [Attachment("a<b>.py", "x = '```'\n")]
    ).id
    reply = history.begin_reply(chat, asked, "Practice pair").id
    history.append_rounds(reply, rounds)
    history.finish_reply(reply, MessageState.STOPPED)
    return chat


def page_of(history: History, chat: ConversationId) -> str:
    return exported(history, [chat], ExportFormat.HTML).decode()


def test_our_json_holds_everything_and_can_be_imported_again(
    history: History, tmp_path: Path
) -> None:
    first = chat_with(history, long_reply())
    second = history.create(ChatSetup()).id
    history.add_message(second, None, Role.USER, "one branch")
    history.add_message(second, None, Role.USER, "another")
    save(history, [first, second], ExportFormat.JSON, tmp_path / "chats.json")
    other = History.in_memory()
    taken = other.take_in(read_chats(tmp_path / "chats.json"))
    assert [other.give_out(each) for each in taken] == [
        history.give_out(each) for each in (first, second)
    ]
    other.close()


def test_a_page_shows_every_token_with_its_origin(history: History) -> None:
    rounds = long_reply()
    page = Page(page_of(history, chat_with(history, rounds)))
    for origin in ("drafted", "corrected", "bonus"):
        said = "".join(
            token.text for each in rounds for token in each.tokens if token.origin == origin
        )
        legend = origin
        shown = page.text_by_class[origin].removeprefix(legend)
        assert "".join(shown.split()) == "".join(said.split())
    ghosts = sum(token.rejected is not None for each in rounds for token in each.tokens)
    assert len(page.titles) == ghosts
    assert "The draft guessed “·tree” (41% sure)" in page.titles[0]


def test_tints_live_on_in_rendered_markdown(history: History) -> None:
    rounds = [
        make_round(plain("# The"), drafted(" title"), bonus("\n\n1. **bo")),
        make_round(drafted("ld"), corrected("** and `co", "** or")),
        make_round(drafted("de`\n2. two &amp; three\n\n"), bonus("| a | b |\n|---|---|\n| c ")),
        make_round(drafted("| d |\n\n```py\nx <"), corrected(" 1", " 2"), drafted("\n```\n")),
    ]
    page = Page(page_of(history, chat_with(history, rounds)))
    assert {"h3", "ol", "strong", "code", "table", "th", "pre"} <= page.tags
    assert "ldde" in page.text_by_class["drafted"].replace(" title", "")
    assert page.text_by_class["corrected"].endswith(" and co 1")


def test_hostile_text_stays_text_and_nothing_is_loaded(history: History) -> None:
    hostile = [
        "<script>alert(1)</script>\n\n",
        "![pixel](https://tracker.example/p.png)\n\n",
        '[a](javascript:alert(1)) [b](file:///etc/passwd) [c](https://example.org/?q="x")\n\n',
        "</div></article><style>*{display:none}</style>\n\n",
        '<img src=x onerror="alert(1)">\n\n',
        "{{ chats }} {% raw %} \N{RIGHT-TO-LEFT OVERRIDE} \x00\x1b \n\n",
        "> " * 40 + "deep\n\n",
        "```html\n</code></pre><script>\n",
    ]
    rounds = [make_round(corrected(text, '"><script>alert(2)</script>')) for text in hostile]
    html = page_of(history, chat_with(history, rounds, "".join(hostile)))
    page = Page(html)
    assert "script" not in page.tags
    assert "img" not in page.tags
    assert html.count("<style>") == 1
    assert {link.split(":")[0] for link in page.links} == {"https"}
    assert "default-src 'none'" in html


def test_thoughts_are_folded_away_and_stay_tinted(history: History) -> None:
    rounds = [make_round(plain("<think>"), drafted("Hm."), bonus("</think>\n\nYes"), drafted("!"))]
    page = Page(page_of(history, chat_with(history, rounds)))
    assert {"details", "summary"} <= page.tags
    assert page.text_by_class["drafted"] == "draftedHm.!"


def test_a_page_without_rounds_has_no_legend(history: History) -> None:
    chat = history.create(ChatSetup()).id
    history.add_message(chat, None, Role.USER, "Hello")
    assert "legend" not in page_of(history, chat).split("</style>")[1]


def test_markdown_shows_the_branch_in_view_as_it_was_written(history: History) -> None:
    chat = chat_with(history, [make_round(plain("Look:\n\n```py\nprint(1)\n"))], "Show *me*")
    history.add_message(chat, None, Role.USER, "another branch")
    history.show_message(history.messages(chat)[0].id)
    text = exported(history, [chat], ExportFormat.MARKDOWN).decode()
    assert text.startswith("# Trees & \\<i\\>heaps\\</i\\>\n")
    assert "Show *me*" in text
    assert "> Be *brief*." in text
    assert "````\nx = '```'\n````" in text
    assert "```py\nprint(1)\n```\n\n*stopped*" in text
    assert "another branch" not in text


def test_a_very_long_reply_is_exported(history: History) -> None:
    rounds = [
        make_round(*(drafted(f" word{number}", slot) for slot in range(7)), bonus("\n- "))
        for number in range(1500)
    ]
    page = Page(page_of(history, chat_with(history, rounds)))
    assert page.text_by_class["drafted"].count("word1499") == 7


def test_a_file_that_cannot_be_written_is_said_to_be(history: History, tmp_path: Path) -> None:
    chat = chat_with(history, long_reply())
    (tmp_path / "file").write_text("")
    with pytest.raises(AppError) as raised:
        save(history, [chat], ExportFormat.HTML, tmp_path / "file" / "page.html")
    assert raised.value.code is ErrorCode.FILE_UNWRITABLE
