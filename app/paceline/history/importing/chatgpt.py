"""ChatGPT's export: conversations.json, a list of conversations with their nodes by name.

The nodes of `mapping` form a tree through their `parent`; many are hidden or say nothing (the
root, instructions, calls of tools and their results, pictures). What hangs behind these hangs
behind the message before them. Pure.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Annotated

import msgspec

from paceline.chat import Role
from paceline.history.archive import ArchivedConversation, Place
from paceline.history.importing.tree import Tree, moment

_ROLES = {"user": Role.USER, "assistant": Role.ASSISTANT}

_Text = str | None
_Seconds = Annotated[float | None, msgspec.Meta(description="since 1970")]


class _Author(msgspec.Struct, frozen=True):
    role: str


class _Content(msgspec.Struct, frozen=True):
    content_type: str = "text"
    parts: tuple[object, ...] | None = None
    text: _Text = None


class _Metadata(msgspec.Struct, frozen=True):
    is_visually_hidden_from_conversation: bool | None = None
    model_slug: _Text = None


class _Message(msgspec.Struct, frozen=True):
    author: _Author
    content: _Content = _Content()
    create_time: _Seconds = None
    metadata: _Metadata = _Metadata()
    recipient: _Text = None


class _Node(msgspec.Struct, frozen=True):
    message: _Message | None = None
    parent: _Text = None
    children: tuple[str, ...] = ()


class _Conversation(msgspec.Struct, frozen=True):
    mapping: dict[str, _Node]
    title: _Text = None
    create_time: _Seconds = None
    update_time: _Seconds = None
    current_node: _Text = None


def conversation(exported: object, now: datetime) -> ArchivedConversation:
    """Read one conversation; raises `msgspec.ValidationError` where it is none."""
    read = msgspec.convert(exported, _Conversation, strict=False)
    created = moment(read.create_time, now)
    tree = Tree(read.title or "", created, moment(read.update_time, created))
    places: dict[str, Place | None] = {}
    for name, node in _parents_first(read.mapping):
        parent = places.get(node.parent or "")
        message = node.message
        text = _said(message) if message else ""
        places[name] = parent
        if message and text and message.author.role in _ROLES:
            places[name] = tree.add(
                parent,
                _ROLES[message.author.role],
                text,
                moment(message.create_time, created),
                speaker=message.metadata.model_slug or "",
                alone=_is_only_child(name, node, read.mapping),
            )
    return tree.conversation(places.get(read.current_node or ""))


def _is_only_child(name: str, node: _Node, nodes: dict[str, _Node]) -> bool:
    parent = nodes.get(node.parent or "")
    return parent is not None and set(parent.children) == {name}


def _parents_first(nodes: dict[str, _Node]) -> Iterator[tuple[str, _Node]]:
    """Every node that hangs on a root; one that is its own ancestor does not."""
    waiting = [name for name, node in nodes.items() if node.parent not in nodes][::-1]
    seen = set(waiting)
    while waiting:
        name = waiting.pop()
        yield name, nodes[name]
        children = [
            child
            for child in dict.fromkeys(nodes[name].children)
            if child in nodes and child not in seen and nodes[child].parent == name
        ]
        seen.update(children)
        waiting += children[::-1]


def _said(message: _Message) -> str:
    """What a person saw of a message; nothing of what was hidden or meant for a tool."""
    if message.metadata.is_visually_hidden_from_conversation:
        return ""
    if message.recipient not in {None, "", "all"}:
        return ""
    content = message.content
    if content.content_type == "code" and content.text:
        return f"```\n{content.text}\n```"
    if content.content_type not in {"text", "multimodal_text"}:
        return ""
    return "\n".join(filter(None, map(_part, content.parts or ()))).strip()


def _part(part: object) -> str:
    """A piece of text; of a spoken one its transcript, and of a picture nothing."""
    match part:
        case str():
            return part
        case {"content_type": "audio_transcription", "text": str(text)}:
            return text
        case _:
            return ""
