"""LM Studio's conversations: a list of messages, each in one or several versions.

Written after the files of its versions 0.2 (role and content beside each other) and 0.3 (versions
of one step or several); the format is not documented. What was said next stands behind the
version that is selected. Pure.
"""

import re
from datetime import datetime

import msgspec

from paceline.chat import Role
from paceline.history.archive import ArchivedConversation, Place
from paceline.history.importing.tree import Tree, moment

_ROLES = {"user": Role.USER, "assistant": Role.ASSISTANT}


class _Sender(msgspec.Struct, frozen=True, rename="camel"):
    sender_name: str | None = None


class _Style(msgspec.Struct, frozen=True):
    type: str | None = None


class _Step(msgspec.Struct, frozen=True):
    type: str | None = None
    content: object = None
    style: _Style | None = None


class _Version(msgspec.Struct, frozen=True, rename="camel"):
    role: str
    content: object = None
    steps: tuple[_Step, ...] = ()
    sender_info: _Sender | None = None


class _Message(msgspec.Struct, frozen=True, rename="camel"):
    versions: tuple[_Version, ...] = ()
    currently_selected: int = 0
    role: str | None = None
    content: object = None


class _Conversation(msgspec.Struct, frozen=True, rename="camel"):
    messages: tuple[_Message, ...]
    name: str | None = None
    title: str | None = None
    pinned: bool = False
    created_at: float | None = None
    assistant_last_messaged_at: float | None = None
    user_last_messaged_at: float | None = None
    system_prompt: str | None = None


def conversation(exported: object, now: datetime) -> ArchivedConversation:
    """Read one conversation; raises `msgspec.ValidationError` where it is none."""
    read = msgspec.convert(exported, _Conversation, strict=False)
    created = moment(_seconds(read.created_at), now)
    changed = max(
        moment(_seconds(read.assistant_last_messaged_at), created),
        moment(_seconds(read.user_last_messaged_at), created),
    )
    tree = Tree(read.name or read.title or "", created, changed, read.pinned)
    tree.system_prompt = read.system_prompt or ""
    leaf: Place | None = None
    for message in read.messages:
        versions = message.versions or (
            (_Version(message.role, message.content),) if message.role else ()
        )
        parent, first = leaf, True
        for number, version in enumerate(versions):
            text = _said(version)
            if version.role == "system" and text:
                tree.system_prompt = text
            if version.role not in _ROLES or not text:
                continue
            speaker = version.sender_info.sender_name if version.sender_info else None
            place = tree.add(
                parent,
                _ROLES[version.role],
                text,
                changed,
                speaker=speaker or "",
                alone=len(versions) == 1,
            )
            if first or number == message.currently_selected:
                leaf = place
            first = False
    return tree.conversation(leaf)


def _seconds(milliseconds: float | None) -> float | None:
    return None if milliseconds is None else milliseconds / 1000


def _said(version: _Version) -> str:
    """The text of a version; what a model thought stands in the tags that models use for it."""
    pieces = [_text(version.content)]
    for step in version.steps:
        if step.type not in {None, "contentBlock"}:
            continue
        text = _text(step.content)
        if step.style and step.style.type == "thinking" and text:
            text = re.sub(r"</?think>", "", text).strip()
            text = f"<think>\n{text}\n</think>"
        pieces.append(text)
    return "\n\n".join(filter(None, pieces)).strip()


def _text(content: object) -> str:
    """The texts of a list of pieces; of files and pictures nothing."""
    match content:
        case str():
            return content
        case list() | tuple():
            return "".join(map(_text, content))
        case {"type": "text", "text": str(text)}:
            return text
        case _:
            return ""
