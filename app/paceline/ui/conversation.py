"""What the model reads of a conversation, and what a conversation is called. Pure.

History keeps messages and their attachments apart; here they become the text of a prompt.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from paceline.chat import ChatMessage, Role
from paceline.history.records import Attachment, Message

LONGEST_TITLE: Final = 40
"""Characters that fit into one line of the list of chats."""

_SENTENCE_END: Final = re.compile(r"(?<=[.!?])\s|(?<=[。！？])")  # noqa: RUF001 - also Chinese
_FENCES: Final = re.compile(r"`{3,}")


def prompt_of(path: Iterable[Message], system_prompt: str = "") -> tuple[ChatMessage, ...]:
    """Return what the model reads of a path of messages, the system prompt before them.

    Questions that nobody answered are joined with the next one, and replies without a word left
    out, because chat templates ask for roles that alternate.
    """
    prompt = [ChatMessage(Role.SYSTEM, system_prompt)] if system_prompt.strip() else []
    for message in path:
        text = whole_text(message.content, message.attachments)
        if message.role is Role.ASSISTANT and not text:
            continue
        if prompt and prompt[-1].role is message.role is Role.USER:
            prompt[-1] = ChatMessage(Role.USER, f"{prompt[-1].content}\n\n{text}")
        else:
            prompt.append(ChatMessage(message.role, text))
    return tuple(prompt)


def whole_text(content: str, attachments: Sequence[Attachment]) -> str:
    """Put the files before what was written, each named and fenced off."""
    return "\n\n".join([*(_fenced(one) for one in attachments), *([content] if content else [])])


def title_of(content: str, attachments: Sequence[Attachment] = ()) -> str:
    """Return the first sentence of a first message, cut at a word; or the first file's name."""
    text = content.strip() or next((one.name for one in attachments), "")
    line = " ".join(text.partition("\n")[0].split()).lstrip("#>*- ") or " ".join(text.split())
    sentence = _SENTENCE_END.split(line, maxsplit=1)[0].rstrip(" .")
    if len(sentence) <= LONGEST_TITLE:
        return sentence
    head = sentence[:LONGEST_TITLE]
    cut, _, _ = head.rpartition(" ")
    return f"{(cut if len(cut) > LONGEST_TITLE // 2 else head).rstrip(' ,;:')}…"


def _fenced(attachment: Attachment) -> str:
    """Name a file and fence it off with more backticks than it has in a row itself."""
    longest = max((len(run) for run in _FENCES.findall(attachment.text)), default=2)
    fence = "`" * (longest + 1)
    end = "" if attachment.text.endswith("\n") else "\n"
    name = " ".join(attachment.name.split())
    return f"File: {name}\n{fence}\n{attachment.text}{end}{fence}"
