"""Conversations as Markdown: the branch in view, each message as it was written. Pure."""

import re
from collections.abc import Iterator, Sequence

from paceline.history.archive import ArchivedConversation, ArchivedMessage
from paceline.history.export.transcript import facts_of, in_view, name_of, title_of, when

_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~])")


def markdown(conversations: Sequence[ArchivedConversation]) -> str:
    """Return one text of all conversations."""
    return "\n".join(line for each in conversations for line in _conversation(each))


def _conversation(conversation: ArchivedConversation) -> Iterator[str]:
    yield f"# {_escaped(title_of(conversation))}\n"
    yield f"*{when(conversation.created)}*\n"
    if prompt := conversation.setup.system_prompt.strip():
        yield "**System prompt**\n"
        yield f"{_quoted(prompt)}\n"
    for message in in_view(conversation):
        yield from _message(message)


def _message(message: ArchivedMessage) -> Iterator[str]:
    yield "---\n"
    yield f"**{_escaped(name_of(message))}** · {when(message.created)}\n"
    for attachment in message.attachments:
        yield f"Attached: {_escaped(attachment.name)}\n"
        yield f"{_fenced(attachment.text)}\n"
    if content := _closed(message.content.strip("\n")):
        yield f"{content}\n"
    if facts := facts_of(message):
        yield f"*{facts}*\n"


def _escaped(text: str) -> str:
    return _MARKUP.sub(r"\\\1", " ".join(text.split()))


def _quoted(text: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in text.splitlines())


def _fenced(text: str) -> str:
    """A code block whose fence is longer than any inside."""
    longest = max(map(len, re.findall(r"`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    end = "" if text.endswith("\n") or not text else "\n"
    return f"{fence}\n{text}{end}{fence}"


def _closed(content: str) -> str:
    """The text with its last fence closed: what was cut off must not swallow what follows."""
    fence = ""
    for line in content.splitlines():
        found = re.match(r" {0,3}(`{3,}|~{3,})(.*)$", line)
        if not found:
            continue
        marks, rest = found.groups()
        if not fence:
            fence = marks
        elif marks.startswith(fence) and not rest.strip():
            fence = ""
    return f"{content}\n{fence}" if fence else content
