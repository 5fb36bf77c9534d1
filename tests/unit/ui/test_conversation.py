"""What the model reads of a conversation, and what a conversation is called."""

from datetime import UTC, datetime

import pytest

from paceline.chat import ChatMessage, Role
from paceline.history.records import Attachment, Message, MessageState
from paceline.ui.conversation import LONGEST_TITLE, prompt_of, title_of, whole_text


def said(role: Role, content: str, *attachments: Attachment) -> Message:
    return Message(
        1,
        1,
        None,
        role,
        content,
        MessageState.COMPLETE,
        datetime(2026, 1, 1, tzinfo=UTC),
        attachments=attachments,
    )


def asked(content: str, *attachments: Attachment) -> Message:
    return said(Role.USER, content, *attachments)


def answered(content: str) -> Message:
    return said(Role.ASSISTANT, content)


def test_the_system_prompt_goes_first() -> None:
    assert prompt_of([asked("Hello"), answered("Hi")], "Be brief.") == (
        ChatMessage(Role.SYSTEM, "Be brief."),
        ChatMessage(Role.USER, "Hello"),
        ChatMessage(Role.ASSISTANT, "Hi"),
    )


def test_a_blank_system_prompt_is_none() -> None:
    assert prompt_of([asked("Hello")], " \n") == (ChatMessage(Role.USER, "Hello"),)


def test_roles_alternate_whatever_was_left_unanswered() -> None:
    path = [asked("One"), asked("Two"), answered(""), asked("Three"), answered("Four")]
    assert prompt_of(path) == (
        ChatMessage(Role.USER, "One\n\nTwo\n\nThree"),
        ChatMessage(Role.ASSISTANT, "Four"),
    )


def test_a_file_stands_before_the_question_named_and_fenced() -> None:
    assert whole_text("What is it?", [Attachment("notes.txt", "one\ntwo")]) == (
        "File: notes.txt\n```\none\ntwo\n```\n\nWhat is it?"
    )


def test_a_file_with_fences_cannot_end_its_own_fence() -> None:
    file = Attachment("a\nb.md", "```py\nx\n```\n`````\n")
    assert whole_text("", [file]) == "File: a b.md\n``````\n```py\nx\n```\n`````\n``````"


def test_the_prompt_holds_the_files_and_the_message_does_not() -> None:
    message = asked("Why?", Attachment("a.txt", "x"))
    (prompt,) = prompt_of([message])
    assert "File: a.txt" in prompt.content
    assert message.content == "Why?"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Hello", "Hello"),
        ("  What is a tree? And a bush? ", "What is a tree?"),
        ("Explain this.\n\nAll of it.", "Explain this"),
        ("Version 3.11 is fine", "Version 3.11 is fine"),
        ("# A heading\nand text", "A heading"),
        ("树是什么？灌木呢？", "树是什么？"),  # noqa: RUF001
        (
            "Please tell me everything about the history of lighthouses",
            "Please tell me everything about the…",
        ),
        ("x" * 60, "x" * 40 + "…"),
        ("***", "***"),
    ],
)
def test_a_title_is_the_first_sentence_cut_at_a_word(text: str, title: str) -> None:
    assert title_of(text) == title
    assert len(title) <= LONGEST_TITLE + 1


def test_a_message_of_files_alone_is_called_after_the_first() -> None:
    assert title_of(" ", [Attachment("notes.txt", ""), Attachment("b", "")]) == "notes.txt"
