"""Conversations, their trees of messages, and replies while they are written."""

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from paceline.chat import Role
from paceline.history.archive import ArchivedConversation
from paceline.history.records import Attachment, ChatSetup, MessageState
from paceline.history.store import History
from paceline.loading import PairChoice, PairKind
from paceline.options import Overflow, Sampling
from paceline.provenance import ReplySummary, Round, StopReason
from paceline.tally import Tally
from ui.replies import bonus, drafted, long_reply, make_round, plain


@pytest.fixture
def history(tmp_path: Path) -> Iterator[History]:
    opened = History.open(tmp_path)
    yield opened
    opened.close()


def summary_of(rounds: list[Round], text: str) -> ReplySummary:
    tally = Tally()
    for each in rounds:
        tally.add(each)
    return tally.summarize(
        text=text,
        stop_reason=StopReason.END,
        prompt_tokens=12,
        prefill_tokens=3,
        time_to_first_token_ms=45.5,
        seed=7,
    )


def text_of(rounds: list[Round]) -> str:
    return "".join(token.text for each in rounds for token in each.tokens)


def test_a_new_conversation_is_empty_and_lists_first(history: History) -> None:
    older = history.create(ChatSetup())
    newer = history.create(ChatSetup(system_prompt="Be brief."))
    assert [each.id for each in history.conversations()] == [newer.id, older.id]
    assert (newer.title, newer.titled, newer.pinned, newer.leaf, newer.messages) == (
        "",
        False,
        False,
        None,
        0,
    )
    assert history.path(newer.id) == ()
    assert newer.created.utcoffset() is not None


def test_a_message_moves_its_conversation_up_and_pinned_ones_stay_above(history: History) -> None:
    first, second, third = (history.create(ChatSetup()).id for _ in range(3))
    history.add_message(first, None, Role.USER, "Hello")
    history.pin(second, pinned=True)
    assert [each.id for each in history.conversations()] == [second, first, third]
    history.pin(second, pinned=False)
    assert [each.id for each in history.conversations()] == [first, third, second]


def test_the_persons_title_is_not_replaced_by_an_automatic_one(history: History) -> None:
    chat = history.create(ChatSetup()).id
    history.set_title(chat, "Automatic")
    assert history.conversation(chat).title == "Automatic"
    history.rename(chat, "Mine")
    history.set_title(chat, "Automatic again")
    assert (history.conversation(chat).title, history.conversation(chat).titled) == ("Mine", True)


def test_what_a_conversation_brings_along_comes_back_as_it_was(tmp_path: Path) -> None:
    setup = ChatSetup(
        system_prompt="Reply in German.",
        sampling=Sampling(temperature=0.2, seed=11, stop=("\n\n",)),
        max_tokens=300,
        overflow=Overflow.MIDDLE,
        pair=PairChoice(PairKind.FILES, "/m/target.gguf", "/m/draft.gguf"),
    )
    history = History.open(tmp_path)
    chat = history.create(ChatSetup()).id
    history.keep_setup(chat, setup)
    history.close()
    again = History.open(tmp_path)
    assert again.setup(chat) == setup
    again.close()


def test_unsent_text_is_kept_per_conversation_and_for_the_next_one(history: History) -> None:
    chat = history.create(ChatSetup()).id
    history.keep_draft(chat, "half a quest")
    history.keep_draft(None, "something new")
    assert (history.draft(chat), history.draft(None)) == ("half a quest", "something new")
    history.keep_draft(chat, "")
    history.keep_draft(None, "")
    assert (history.draft(chat), history.draft(None)) == ("", "")


def test_a_deleted_conversation_comes_back_until_it_is_purged(history: History) -> None:
    chat = history.create(ChatSetup()).id
    history.add_message(chat, None, Role.USER, "Keep me")
    history.delete(chat)
    assert history.conversations() == ()
    assert history.search("keep") == ()
    history.restore(chat)
    assert [each.id for each in history.conversations()] == [chat]
    assert history.search("keep")
    history.delete(chat)
    history.purge()
    with pytest.raises(KeyError):
        history.conversation(chat)


def test_a_conversation_of_thousands_of_messages_is_purged_too(history: History) -> None:
    chat = history.create(ChatSetup()).id
    parent = None
    for number in range(1500):
        parent = history.add_message(chat, parent, Role.USER, f"{number}").id
    history.delete(chat)
    history.purge()
    assert history.search("1499") == ()
    assert history.conversations() == ()


def test_what_was_purged_is_overwritten_and_its_room_given_back(tmp_path: Path) -> None:
    history = History.open(tmp_path)
    chat = history.create(ChatSetup()).id
    history.add_message(chat, None, Role.USER, "a very private matter. " * 20_000)
    history.close()
    file = tmp_path / "chats.db"
    before = file.stat().st_size
    assert b"a very private matter." in file.read_bytes()
    history = History.open(tmp_path)
    history.delete(chat)
    history.purge()
    history.close()
    assert b"a very private matter." not in file.read_bytes()
    assert file.stat().st_size < before / 2


def test_a_history_belongs_to_the_thread_that_opened_it(history: History) -> None:
    with ThreadPoolExecutor(1) as other, pytest.raises(sqlite3.ProgrammingError, match="thread"):
        other.submit(history.conversations).result()


def test_attachments_come_back_with_their_message(history: History) -> None:
    chat = history.create(ChatSetup()).id
    files = (Attachment("a.py", "print(1)\n"), Attachment("leer.txt", ""))
    history.add_message(chat, None, Role.USER, "Look", files)
    assert history.path(chat)[0].attachments == files


def test_text_that_no_encoding_holds_is_stored_with_replacements(history: History) -> None:
    chat = history.create(ChatSetup(system_prompt="\udc80")).id
    history.rename(chat, "half \ud83d")
    history.keep_draft(chat, "\ude00")
    message = history.add_message(
        chat, None, Role.USER, "pair \ud83d\ude00, half \ud83d", [Attachment("\ud800", "\udfff")]
    )
    assert message.content == "pair \U0001f600, half �"
    assert message.attachments == (Attachment("�", "�"),)


def test_a_reply_is_there_as_far_as_it_was_appended(history: History) -> None:
    chat = history.create(ChatSetup()).id
    question = history.add_message(chat, None, Role.USER, "What is a tree?")
    reply = history.begin_reply(chat, question.id, "Practice pair")
    rounds = long_reply()
    history.append_rounds(reply.id, rounds[:4])
    history.append_rounds(reply.id, rounds[4:9])
    _, partial = history.path(chat)
    assert partial.state is MessageState.STREAMING
    assert partial.content == text_of(rounds[:9])
    assert history.rounds(reply.id) == tuple(rounds[:9])
    history.append_rounds(reply.id, rounds[9:])
    summary = summary_of(rounds, text_of(rounds))
    ended = history.finish_reply(reply.id, MessageState.COMPLETE, summary)
    assert ended == history.path(chat)[1]
    assert (ended.content, ended.summary, ended.speaker) == (
        text_of(rounds),
        summary,
        "Practice pair",
    )
    assert history.rounds(reply.id) == tuple(rounds)


def test_a_long_reply_is_packed_on_the_way_and_loses_nothing(history: History) -> None:
    chat = history.create(ChatSetup()).id
    reply = history.begin_reply(chat, None, "")
    said = []
    for number in range(400):
        tokens = [drafted(f" w{number}", slot) for slot in range(7)] + [bonus("\n")]
        rounds = [make_round(*tokens, index=number)]
        history.append_rounds(reply.id, rounds)
        said += rounds
    assert history.rounds(reply.id) == tuple(said)
    ended = history.finish_reply(reply.id, MessageState.STOPPED, summary_of(said, "other text"))
    assert ended.content == text_of(said)
    assert ended.summary is not None
    assert ended.summary.text == "other text"
    assert history.rounds(reply.id) == tuple(said)


def test_a_reply_goes_on_where_it_was_stopped(history: History) -> None:
    chat = history.create(ChatSetup()).id
    reply = history.begin_reply(chat, None, "")
    rounds = long_reply()
    history.append_rounds(reply.id, rounds[:5])
    history.finish_reply(reply.id, MessageState.STOPPED, None)
    assert history.resume_reply(reply.id).state is MessageState.STREAMING
    history.append_rounds(reply.id, rounds[5:])
    assert history.path(chat)[0].content == text_of(rounds)
    history.finish_reply(reply.id, MessageState.COMPLETE, summary_of(rounds, text_of(rounds)))
    assert history.rounds(reply.id) == tuple(rounds)
    assert len(history.search("subtree")) == 1


def test_several_replies_are_written_at_once(history: History) -> None:
    chat = history.create(ChatSetup()).id
    question = history.add_message(chat, None, Role.USER, "?").id
    replies = [history.begin_reply(chat, question, "").id for _ in range(3)]
    for word in ("one", "two"):
        for number, reply in enumerate(replies):
            history.append_rounds(reply, [make_round(plain(f"{word}{number} "))])
    for reply in replies:
        history.finish_reply(reply, MessageState.COMPLETE, None)
    assert [history.message(reply).content for reply in replies] == [
        f"one{number} two{number} " for number in range(3)
    ]
    assert history.siblings(replies[1]) == tuple(replies)
    assert [history.message(reply).branch for reply in replies] == [0, 1, 2]


def test_only_a_reply_that_was_begun_takes_rounds(history: History) -> None:
    chat = history.create(ChatSetup()).id
    message = history.add_message(chat, None, Role.USER, "?").id
    with pytest.raises(KeyError):
        history.append_rounds(message, long_reply())


def test_a_branch_is_shown_with_what_was_added_last_below_it(history: History) -> None:
    chat = history.create(ChatSetup()).id
    question = history.add_message(chat, None, Role.USER, "one").id
    answer = history.add_message(chat, question, Role.ASSISTANT, "1").id
    older = history.add_message(chat, answer, Role.USER, "one more").id
    newer = history.add_message(chat, answer, Role.USER, "another").id
    edited = history.add_message(chat, None, Role.USER, "two").id
    assert [each.id for each in history.path(chat)] == [edited]
    assert (history.path(chat)[0].branch, history.path(chat)[0].branches) == (1, 2)
    history.show_message(question)
    assert [each.id for each in history.path(chat)] == [question, answer, newer]
    history.show_message(older)
    assert [each.id for each in history.path(chat)] == [question, answer, older]
    assert history.conversation(chat).messages == 5
    assert [each.id for each in history.messages(chat)] == [question, answer, older, newer, edited]


def test_a_parent_of_another_conversation_is_refused(history: History) -> None:
    first, second = (history.create(ChatSetup()).id for _ in range(2))
    message = history.add_message(first, None, Role.USER, "?").id
    with pytest.raises(ValueError, match="another conversation"):
        history.add_message(second, message, Role.ASSISTANT, "!")
    assert history.conversation(second).messages == 0


def test_a_history_in_memory_leaves_no_file(tmp_path: Path) -> None:
    history = History.in_memory()
    chat = history.create(ChatSetup()).id
    history.add_message(chat, None, Role.USER, "fleeting")
    assert history.search("fleet")
    history.close()
    assert not list(tmp_path.iterdir())


def test_a_conversation_taken_in_is_the_one_given_out(history: History, tmp_path: Path) -> None:
    chat = history.create(ChatSetup(system_prompt="Be exact.")).id
    history.rename(chat, "Trees")
    history.keep_draft(chat, "and then")
    question = history.add_message(
        chat, None, Role.USER, "What is a tree?", [Attachment("a.txt", "leaf")]
    ).id
    for _ in range(2):
        reply = history.begin_reply(chat, question, "pair").id
        history.append_rounds(reply, long_reply())
        history.finish_reply(
            reply, MessageState.COMPLETE, summary_of(long_reply(), text_of(long_reply()))
        )
    history.show_message(next(each.id for each in history.messages(chat) if each.speaker))
    given = history.give_out(chat)
    other = History.open(tmp_path / "other")
    other.create(ChatSetup())
    (taken,) = other.take_in([given])
    assert other.give_out(taken) == given
    assert [each.content for each in other.path(taken)] == [
        each.content for each in history.path(chat)
    ]
    assert other.search("subtree")
    (twice,) = history.take_in([given])
    assert history.give_out(twice) == given
    other.close()


def test_of_several_conversations_all_or_none_are_taken_in(history: History) -> None:
    chat = history.create(ChatSetup()).id
    given = history.give_out(chat)

    def broken_off() -> Iterator[ArchivedConversation]:
        yield given
        raise EOFError

    with pytest.raises(EOFError):
        history.take_in(broken_off())
    assert len(history.conversations()) == 1
