"""Finding words in titles and in what was said."""

import time
from collections.abc import Iterator
from statistics import median

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fakes.many_chats import conversations, vocabulary
from paceline.chat import Role
from paceline.history.records import ChatSetup, Found, MessageState
from paceline.history.store import History
from ui.replies import make_round, plain


@pytest.fixture
def history() -> Iterator[History]:
    opened = History.in_memory()
    yield opened
    opened.close()


def say(history: History, *texts: str, title: str = "") -> int:
    chat = history.create(ChatSetup()).id
    history.set_title(chat, title)
    for text in texts:
        history.add_message(chat, None, Role.USER, text)
    return chat


def marked(found: Found) -> list[str]:
    return [found.excerpt[start:end] for start, end in found.marks]


def test_all_words_must_occur_and_the_last_may_be_unfinished(history: History) -> None:
    say(history, "The quick brown fox", "The quick red squirrel")
    assert [marked(each) for each in history.search("quick bro")] == [["quick", "bro"]]
    assert len(history.search("quick")) == 2
    assert history.search("qui brown") == ()
    assert history.search("brown blue") == ()


def test_titles_come_first_then_the_newest_messages(history: History) -> None:
    say(history, "a heap of sand")
    titled = say(history, "nothing", title="Heaps and stacks")
    newest = say(history, "a binary heap")
    found = history.search("heap")
    assert [(each.conversation.id, each.message is None) for each in found][:2] == [
        (titled, True),
        (newest, False),
    ]
    assert len(found) == 3


@pytest.mark.parametrize(
    ("text", "typed", "mark"),
    [
        ("Die Größe der Öfen", "grosse", None),
        ("Die Größe der Öfen", "größe", "Größe"),
        ("Die Größe der Öfen", "ofen", "Öfen"),
        ("Cafe\u0301 creme", "café", "Cafe\u0301"),
        ("Árvíztűrő tükörfúrógép", "arvizturo", "Árvíztűrő"),
        ("ПРИВЕТ, мир", "привет", "ПРИВЕТ"),
        ("我们今天学习数据库的设计", "数据库", "数据库"),
        ("我们今天学习数据库的设计", "设计", "设计"),
        ("これは日本語のテストです", "日本", "日本"),
        ("한국어 문장입니다", "문장", "문장"),
        ("ภาษาไทยไม่มีช่องว่าง", "ไทย", "ไทย"),
        ("call foo_bar(x) here", "foo_bar", "foo_bar"),
        ("written in C++ and Rust", "c++", "C"),
        ('an \'it"s quoted" word', 'it"s', 'it"s'),
        ("IPv6 and 3.14 as well", "3.14", "3.14"),
    ],
)
def test_scripts_accents_and_signs(
    history: History, text: str, typed: str, mark: str | None
) -> None:
    say(history, text)
    assert [marked(each) for each in history.search(typed)] == ([[mark]] if mark else [])


def test_the_excerpt_is_one_line_around_the_first_word(history: History) -> None:
    say(history, "word " * 100 + "\n\nthe needle\tin it " + "hay " * 100)
    (found,) = history.search("needle")
    assert marked(found) == ["needle"]
    assert found.excerpt.startswith("…")
    assert found.excerpt.endswith("…")
    assert "\n" not in found.excerpt
    assert len(found.excerpt) < 130


def test_one_long_conversation_does_not_hide_the_others(history: History) -> None:
    other = say(history, "tea")
    say(history, *["tea again"] * 200)
    found = history.search("tea")
    assert other in {each.conversation.id for each in found}
    assert len(found) == 4


def test_a_new_title_replaces_the_old_one_in_the_search(history: History) -> None:
    chat = say(history, title="Before")
    history.rename(chat, "After")
    assert history.search("before") == ()
    assert len(history.search("after")) == 1


def test_a_reply_is_found_once_it_has_ended(history: History) -> None:
    chat = say(history, "?")
    reply = history.begin_reply(chat, None, "").id
    history.append_rounds(reply, [make_round(plain("meanwhile"))])
    assert history.search("meanwhile") == ()
    history.finish_reply(reply, MessageState.COMPLETE)
    assert [each.message for each in history.search("meanwhile")] == [reply]


@pytest.mark.parametrize("typed", ["", "  ", "+++", '"', "*", "😀", "\0"])
def test_signs_alone_find_nothing(history: History, typed: str) -> None:
    say(history, 'anything + " * 😀')
    assert history.search(typed) == ()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=300)
@given(typed=st.text() | st.from_regex(r'[a-z"*()^:+\-{} ]{0,20}|(AND|OR|NOT|NEAR)[ a-z(]*'))
def test_whatever_is_typed_is_looked_for_and_never_obeyed(history: History, typed: str) -> None:
    if not history.conversations():
        say(history, "some text AND more, NEAR this", title="col:umn")
    for found in history.search(typed):
        assert all(0 <= start < end <= len(found.excerpt) for start, end in found.marks)


def test_half_a_character_finds_what_was_stored_in_its_place(history: History) -> None:
    say(history, "smile\ud83d")
    assert len(history.search("smile\ud83d")) == 1


@given(st.text(min_size=1, max_size=80))
def test_a_text_is_found_by_each_of_its_words(text: str) -> None:
    history = History.in_memory()
    say(history, text)
    for word in text.split():
        if word.isascii() and word.isalnum():
            assert history.search(word), word
    history.close()


def test_ten_thousand_conversations_are_searched_while_a_person_types(history: History) -> None:
    history.take_in(conversations(10_000, messages=2, words=20))
    times = []
    for word in ["the", "a", *vocabulary()[::150], "数据", "the wat", "of to and a in"]:
        for length in range(1, len(word) + 1):
            begun = time.perf_counter()
            history.search(word[:length])
            times.append((time.perf_counter() - begun) * 1000)
    print(
        f"\n{len(times)} searches in 10,000 conversations: "
        f"median {median(times):.1f} ms, worst {max(times):.1f} ms"
    )
    assert len(history.search("the")) == 50
