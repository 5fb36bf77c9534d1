"""The palette finds what was meant from few letters."""

import pytest

from paceline.ui.palette.entries import Entry, ranked, score


def entry(title: str, detail: str = "") -> Entry:
    return Entry(title, title, detail, lambda: None)


MANY = [
    entry("Reset", "setting"),
    entry("New chat"),
    entry("Search chats"),
    entry("Show the inspector"),
    entry("Conversation about inches", "chat"),
]


@pytest.mark.parametrize(
    ("typed", "best"),
    [
        ("nc", "New chat"),
        ("new", "New chat"),
        ("insp", "Show the inspector"),
        ("SC", "Search chats"),
        ("inches", "Conversation about inches"),
        ("shw ins", "Show the inspector"),
        ("reset setting", "Reset"),
    ],
)
def test_the_best_comes_first(typed: str, best: str) -> None:
    assert ranked(MANY, typed, [])[0].title == best


def test_letters_must_occur_in_their_order() -> None:
    assert score("tahc", "chat") is None
    assert score("chatx", "chat") is None
    assert score("", "chat") is not None


def test_recent_ones_come_first_and_break_ties() -> None:
    assert [e.title for e in ranked(MANY, "", ["Search chats", "Reset"])][:3] == [
        "Search chats",
        "Reset",
        "New chat",
    ]
    twins = [entry("Chat one"), entry("Chat two")]
    assert ranked(twins, "chat", ["Chat two"])[0].title == "Chat two"


def test_recent_ones_do_not_hide_a_much_better_one() -> None:
    assert ranked(MANY, "new chat", ["Conversation about inches"])[0].title == "New chat"
