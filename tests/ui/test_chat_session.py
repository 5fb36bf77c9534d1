"""What is said is kept: branches, interrupted replies, other chats, and disks that refuse."""

from collections.abc import Callable

import msgspec
import pytest
from pytestqt.qtbot import QtBot

from paceline.chat import ChatMessage, Role
from paceline.errors import ErrorCode
from paceline.history.records import Attachment, ChatSetup, Message, MessageState
from paceline.history.store import History
from paceline.loading import PairChoice, PairKind
from paceline.options import Overflow, Sampling
from paceline.provenance import StopReason
from paceline.settings import Settings, Theme
from paceline.ui.chat_session import ChatSession
from paceline.ui.reply_keeping import UNSAVED
from paceline.ui.transcript.bubble_editor import BubbleEditor
from paceline.ui.transcript.question import Question
from ui.conftest import Stage
from ui.replies import drafted, make_round, plain

StageMaker = Callable[..., Stage]


def session_of(stage: Stage) -> ChatSession:
    (session,) = stage.window.findChildren(ChatSession)
    return session


def texts(stage: Stage) -> list[str]:
    return [entry.content for entry in session_of(stage).entries]


def stored(stage: Stage) -> tuple[Message, ...]:
    """The path that history has of the only chat."""
    (conversation,) = stage.history.conversations()
    return stage.history.path(conversation.id)


def prompt(stage: Stage) -> list[str]:
    return [message.content for message in stage.engine.prompts[-1]]


class Path:
    """Follows the session's signals as a transcript does."""

    def __init__(self, session: ChatSession) -> None:
        self.entries: list[Message] = list(session.entries)
        self.begun: list[tuple[int, bool]] = []
        session.entries_changed.connect(self._on_entries_changed)
        session.entry_updated.connect(self._on_entry_updated)
        session.reply_begun.connect(lambda index, goes_on: self.begun.append((index, goes_on)))

    def _on_entries_changed(self, first: int, entries: tuple[Message, ...]) -> None:
        self.entries[first:] = entries

    def _on_entry_updated(self, index: int, entry: Message) -> None:
        self.entries[index] = entry


@pytest.fixture
def path(chat: Stage) -> Path:
    return Path(session_of(chat))


def test_a_chat_comes_to_be_with_its_first_message(chat: Stage) -> None:
    chat.ctrl("N")
    assert chat.history.conversations() == ()
    chat.send("What is a tree? I forgot.")
    (conversation,) = chat.history.conversations()
    assert conversation.title == "What is a tree?"
    assert chat.window.windowTitle() == "What is a tree? - Paceline"


def test_the_question_is_stored_before_it_is_sent(
    chat: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[list[str]] = []
    ask = chat.engine.generate

    def look(*arguments: object, **options: object) -> int:
        seen.append([message.content for message in stored(chat)])
        return ask(*arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(chat.engine, "generate", look)
    chat.send("Hello")
    assert seen == [["Hello"]]


def test_a_reply_is_stored_while_it_is_written(chat: Stage) -> None:
    chat.send("Hello")
    chat.engine.say(make_round(plain("Good")), make_round(drafted(" day"), plain("!")))
    chat.qtbot.waitUntil(lambda: stored(chat)[-1].content == "Good day!")
    reply = stored(chat)[-1]
    assert reply.state is MessageState.STREAMING
    assert reply.speaker == "Practice pair"
    chat.engine.finish()
    reply = stored(chat)[-1]
    assert reply.state is MessageState.COMPLETE
    assert reply.summary is not None
    assert reply.summary.tokens == 3
    assert len(chat.history.rounds(reply.id)) == 2


@pytest.mark.parametrize(
    ("ending", "state"),
    [
        (lambda stage: stage.engine.finish(StopReason.CANCELLED), MessageState.STOPPED),
        (lambda stage: stage.engine.crash(), MessageState.INTERRUPTED),
        (lambda stage: stage.engine.fail(ErrorCode.DECODE_FAILED), MessageState.INTERRUPTED),
    ],
    ids=["stopped", "crashed", "failed"],
)
def test_a_reply_that_did_not_end_by_itself_keeps_its_words(
    chat: Stage, path: Path, ending: Callable[[Stage], None], state: MessageState
) -> None:
    chat.send("Hello")
    chat.engine.say(make_round(plain("Half")))
    ending(chat)
    assert [message.content for message in stored(chat)] == ["Hello", "Half"]
    assert stored(chat)[-1].state is state
    assert tuple(path.entries) == session_of(chat).entries == stored(chat)
    assert session_of(chat).can_continue


def test_a_reply_goes_on_where_it_ended(chat: Stage, path: Path) -> None:
    chat.send("Hello")
    chat.engine.say(make_round(plain("One")))
    chat.engine.finish(StopReason.CANCELLED)
    session_of(chat).continue_reply()
    assert chat.engine.prompts[-1][-1] == ChatMessage(Role.ASSISTANT, "One")
    assert stored(chat)[-1].state is MessageState.STOPPED, "nothing was said yet"
    chat.engine.say(make_round(plain(" two")))
    assert path.begun == [(1, False), (1, True)]
    chat.engine.finish()
    assert texts(chat) == ["Hello", "One two"]
    reply = stored(chat)[-1]
    assert reply.state is MessageState.COMPLETE
    assert reply.summary is not None
    assert reply.summary.tokens == 2, "the summary is of the whole reply"
    assert reply.summary.text == "One two"
    assert tuple(path.entries) == stored(chat)


def test_a_reply_that_goes_on_and_fails_at_once_stays_as_it_was(chat: Stage) -> None:
    chat.send("Hello")
    chat.engine.say(make_round(plain("One")))
    chat.engine.finish(StopReason.CANCELLED)
    before = stored(chat)
    session_of(chat).continue_reply()
    chat.engine.fail(ErrorCode.DECODE_FAILED)
    assert stored(chat) == before == session_of(chat).entries


def test_another_reply_is_a_branch_and_the_first_one_is_not_lost(chat: Stage, path: Path) -> None:
    chat.reply("Hello", make_round(plain("First")))
    chat.ctrl("R")
    assert texts(chat) == ["Hello", "First"], "the old reply stays until the new one begins"
    chat.engine.say(make_round(plain("Second")))
    chat.engine.finish()
    assert texts(chat) == ["Hello", "Second"]
    assert (path.entries[1].branch, path.entries[1].branches) == (1, 2)
    session_of(chat).show_branch(path.entries[1].id, -1)
    assert texts(chat) == [entry.content for entry in path.entries] == ["Hello", "First"]
    session_of(chat).show_branch(path.entries[1].id, -1)
    assert texts(chat) == ["Hello", "First"], "there is none before the first"


def test_a_reply_in_the_middle_can_be_made_again(chat: Stage) -> None:
    chat.reply("One", make_round(plain("1")))
    chat.reply("Two", make_round(plain("2")))
    session_of(chat).regenerate(session_of(chat).entries[1].id)
    assert prompt(chat) == ["One"]
    chat.engine.say(make_round(plain("I")))
    chat.engine.finish()
    assert texts(chat) == ["One", "I"]
    session_of(chat).show_branch(session_of(chat).entries[1].id, -1)
    assert texts(chat) == ["One", "1", "Two", "2"], "what followed the old reply is still there"


def test_a_question_that_is_too_long_does_not_stand_in_the_way_of_the_next(chat: Stage) -> None:
    chat.reply("Hello", make_round(plain("Hi")))
    chat.send("A book")
    chat.engine.fail(ErrorCode.PROMPT_TOO_LONG, "9,000 of 4,096 tokens")
    chat.reply("A line", make_round(plain("Fine")))
    assert [one.content for one in chat.engine.prompts[-1]] == ["Hello", "Hi", "A line"]
    session = session_of(chat)
    assert [one.content for one in session.entries] == ["Hello", "Hi", "A line", "Fine"]
    session.show_branch(session.entries[2].id, -1)
    assert session.entries[2].content == "A book", "it is not lost"


def test_a_first_question_that_is_too_long_gives_way_as_well(chat: Stage) -> None:
    chat.send("A book")
    chat.engine.fail(ErrorCode.PROMPT_TOO_LONG, "9,000 of 4,096 tokens")
    chat.reply("A line", make_round(plain("Fine")))
    assert [one.content for one in chat.engine.prompts[-1]] == ["A line"]


def test_an_edited_question_is_a_branch_answered_at_once(chat: Stage, path: Path) -> None:
    files = (Attachment("a.txt", "x"),)
    session_of(chat).send("One", files)
    chat.engine.say(make_round(plain("1")))
    chat.engine.finish()
    chat.reply("Two", make_round(plain("2")))
    assert session_of(chat).edit(path.entries[0].id, "Uno")
    assert [entry.content for entry in path.entries] == ["Uno"]
    assert path.entries[0].attachments == files
    assert "Uno" in prompt(chat)[0]
    assert "a.txt" in prompt(chat)[0]
    chat.engine.say(make_round(plain("I")))
    chat.engine.finish()
    session_of(chat).show_branch(path.entries[0].id, -1)
    assert [entry.content for entry in path.entries] == ["One", "1", "Two", "2"]


def test_a_reply_cannot_be_edited_as_a_question(chat: Stage) -> None:
    chat.reply("One", make_round(plain("1")))
    assert not session_of(chat).edit(session_of(chat).entries[1].id, "Two")
    assert texts(chat) == ["One", "1"]


def test_what_a_chat_brings_along_goes_into_its_prompts(chat: Stage) -> None:
    practice = PairChoice(PairKind.PRACTICE)
    setup = ChatSetup("Be brief.", Sampling(temperature=0), 7, Overflow.MIDDLE, practice)
    session_of(chat).keep_setup(setup)
    chat.reply("Hello", make_round(plain("Hi")))
    assert chat.engine.prompts[-1][0] == ChatMessage(Role.SYSTEM, "Be brief.")
    assert chat.engine.samplings[-1] == Sampling(temperature=0)
    assert chat.engine.max_tokens[-1] == 7
    assert chat.engine.overflows[-1] is Overflow.MIDDLE
    (conversation,) = chat.history.conversations()
    assert chat.history.setup(conversation.id) == setup
    chat.ctrl("N")
    assert session_of(chat).setup == ChatSetup()
    session_of(chat).open(conversation.id)
    assert session_of(chat).setup == setup


def test_a_reply_goes_on_while_another_chat_is_in_view(chat: Stage, path: Path) -> None:
    chat.send("Hello")
    chat.engine.say(make_round(plain("One")))
    (conversation,) = chat.history.conversations()
    chat.ctrl("N")
    assert not session_of(chat).busy
    chat.engine.say(make_round(plain(" two")))
    assert path.entries == []
    session_of(chat).open(conversation.id)
    assert session_of(chat).busy
    assert texts(chat) == ["Hello", "One two"]
    assert path.begun[-1] == (1, True)
    chat.engine.say(make_round(plain(" three")))
    chat.engine.finish()
    assert texts(chat) == ["Hello", "One two three"]
    assert stored(chat)[-1].state is MessageState.COMPLETE


def test_a_reply_gives_way_to_a_question_in_another_chat(chat: Stage) -> None:
    chat.send("Hello")
    chat.engine.say(make_round(plain("One")))
    first = chat.engine.last_id
    (conversation,) = chat.history.conversations()
    chat.ctrl("N")
    chat.send("Other")
    assert chat.engine.cancelled == [first]
    chat.engine.finish_cancelled(first)
    chat.engine.say(make_round(plain("2")))
    chat.engine.finish()
    assert texts(chat) == ["Other", "2"]
    session_of(chat).open(conversation.id)
    assert texts(chat) == ["Hello", "One"]
    assert session_of(chat).entries[-1].state is MessageState.STOPPED


def test_the_next_start_shows_the_interrupted_reply_and_goes_on(make_stage: StageMaker) -> None:
    stage = make_stage()
    stage.load(PairChoice(PairKind.PRACTICE))
    stage.send("Hello")
    stage.engine.say(make_round(plain("Half")))
    stage.qtbot.waitUntil(lambda: stored(stage)[-1].content == "Half")
    stage.engine.round_done.disconnect()
    stage.engine.request_finished.disconnect()  # as after a kill, nobody is told any more
    stage.qtbot.waitUntil(lambda: stage.saved != [])
    again = make_stage(stage.saved[-1])
    assert texts(again) == ["Hello", "Half"]
    assert session_of(again).entries[-1].state is MessageState.INTERRUPTED
    again.load(PairChoice(PairKind.PRACTICE))
    again.ctrl("L")
    session_of(again).continue_reply()
    again.engine.say(make_round(plain(" done")))
    again.engine.finish()
    assert texts(again) == ["Hello", "Half done"]


def test_drafts_stay_with_their_chats(make_stage: StageMaker) -> None:
    stage = make_stage(Settings(theme=Theme.LIGHT))
    stage.load(PairChoice(PairKind.PRACTICE))
    stage.reply("Hello", make_round(plain("Hi")))
    (conversation,) = stage.history.conversations()
    stage.write("half a tho")
    stage.ctrl("N")
    assert stage.message.toPlainText() == ""
    stage.write("another")
    session_of(stage).open(conversation.id)
    assert stage.message.toPlainText() == "half a tho"
    stage.write("ught")
    stage.window.close()
    again = make_stage(stage.saved[-1])
    assert texts(again) == ["Hello", "Hi"]
    assert again.message.toPlainText() == "half a thought"
    again.ctrl("N")
    assert again.message.toPlainText() == "another"


def test_a_message_that_was_sent_is_no_draft_any_more(chat: Stage) -> None:
    chat.write("Hello")
    chat.qtbot.waitUntil(lambda: chat.history.draft(None) == "Hello")
    chat.send("")
    (conversation,) = chat.history.conversations()
    assert chat.history.draft(None) == chat.history.draft(conversation.id) == ""


def test_a_chat_that_is_no_more_is_not_opened(make_stage: StageMaker) -> None:
    stage = make_stage(Settings(theme=Theme.LIGHT, open_chat=99))
    assert session_of(stage).conversation is None


def set_writable(history: History, *, writable: bool) -> None:
    """Let SQLite refuse every write, as it does on a disk that is read-only or full."""
    history._database.run(f"PRAGMA query_only = {'OFF' if writable else 'ON'}")


def test_a_draft_that_the_disk_refuses_outlives_a_look_at_another_chat(chat: Stage) -> None:
    chat.reply("Hello", make_round(plain("Hi")))
    (conversation,) = chat.history.conversations()
    set_writable(chat.history, writable=False)
    chat.write("half a thought")
    chat.ctrl("N")
    assert chat.message.toPlainText() == ""
    session_of(chat).open(conversation.id)
    assert chat.message.toPlainText() == "half a thought"
    chat.ctrl("N")
    set_writable(chat.history, writable=True)
    chat.qtbot.waitUntil(lambda: chat.history.draft(conversation.id) == "half a thought")


def test_chats_that_are_not_kept_are_not_looked_for_at_the_next_start(chat: Stage) -> None:
    before = chat.window._keeper.settings.open_chat
    chat.history.is_kept = False
    chat.reply("Hello", make_round(plain("Hi")))
    assert chat.window._keeper.settings.open_chat == before


def test_a_question_that_cannot_be_stored_is_not_sent_and_stays(chat: Stage) -> None:
    set_writable(chat.history, writable=False)
    chat.send("Hello")
    assert chat.engine.prompts == []
    assert chat.message.toPlainText() == "Hello"
    assert "could not be written" in chat.banner.text
    set_writable(chat.history, writable=True)
    chat.send("")
    assert [message.content for message in stored(chat)] == ["Hello"]


@pytest.mark.parametrize("words_before", [0, 1])
def test_a_reply_goes_on_where_the_disk_refuses_and_is_stored_when_it_can(
    chat: Stage, path: Path, words_before: int
) -> None:
    chat.send("Hello")
    for _ in range(words_before):
        chat.engine.say(make_round(plain("Well, ")))
    set_writable(chat.history, writable=False)
    chat.engine.say(make_round(plain("one")))
    chat.qtbot.waitUntil(chat.banner.isVisible)
    assert "could not be written" in chat.banner.text
    chat.engine.say(make_round(plain(" two")))
    chat.engine.finish()
    said = "Well, " * words_before + "one two"
    assert texts(chat) == ["Hello", said]
    chat.send("And?")
    assert chat.message.toPlainText() == "And?", "it would hang on a reply that is not stored"
    set_writable(chat.history, writable=True)
    chat.send("")
    assert [message.content for message in stored(chat)] == ["Hello", said, "And?"]
    assert UNSAVED not in [entry.id for entry in path.entries]
    assert tuple(path.entries) == stored(chat)


def test_a_reply_that_the_disk_refused_is_stored_without_being_asked(chat: Stage) -> None:
    chat.send("Hello")
    set_writable(chat.history, writable=False)
    chat.engine.say(make_round(plain("one")))
    chat.engine.finish()
    set_writable(chat.history, writable=True)
    chat.qtbot.waitUntil(lambda: [m.content for m in stored(chat)] == ["Hello", "one"])


def test_chats_that_cannot_be_kept_work_all_the_same(make_stage: StageMaker, qtbot: QtBot) -> None:
    stage = make_stage(history=History.in_memory())
    assert "not kept" in stage.window.windowTitle()
    stage.load(PairChoice(PairKind.PRACTICE))
    stage.reply("Hello", make_round(plain("Hi")))
    qtbot.waitUntil(lambda: texts(stage) == ["Hello", "Hi"])


def test_settings_that_change_hold_for_the_next_reply(chat: Stage) -> None:
    session_of(chat).keep_setup(msgspec.structs.replace(ChatSetup(), max_tokens=3))
    chat.reply("Hello", make_round(plain("Hi")))
    session_of(chat).keep_setup(ChatSetup())
    chat.send("More")
    assert chat.engine.max_tokens == [3, Settings().max_tokens]


def test_each_chat_remembers_its_pair_and_offers_it(chat: Stage) -> None:
    chat.reply("Hello", make_round(plain("Hi")))
    (first,) = chat.history.conversations()
    assert chat.history.setup(first.id).pair == PairChoice(PairKind.PRACTICE)
    chat.load(PairChoice(PairKind.STARTER))
    chat.ctrl("N")
    chat.reply("Other", make_round(plain("Hi")))
    loads = len(chat.engine.loads)
    session_of(chat).open(first.id)
    assert len(chat.engine.loads) == loads, "leafing through chats loads nothing by itself"
    chat.click("Load it: This chat was written with the practice pair.")
    chat.qtbot.waitUntil(lambda: len(chat.engine.loads) > loads)
    assert chat.pairs.asked[-1] == PairChoice(PairKind.PRACTICE)


def test_an_edit_that_cannot_be_sent_stays_in_its_box(chat: Stage) -> None:
    chat.reply("Hello", make_round(plain("Hi")))
    chat.engine.crash()
    (question,) = chat.window.findChildren(Question)
    question.begin_editing()
    (editor,) = question.findChildren(BubbleEditor)
    editor.send_pressed.emit("Hello again")
    assert "not running" in chat.banner.text
    assert editor.isVisible()
    assert texts(chat) == ["Hello", "Hi"]
    chat.engine.restart()
    chat.engine.become_ready()
    chat.engine.finish_load()
    editor.send_pressed.emit("Hello again")
    assert texts(chat) == ["Hello again"]
    chat.settle(20)
    assert chat.window.findChildren(BubbleEditor) == []
