"""Conversations as one page of HTML that needs nothing else: no script, no font, no network."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from paceline import paths
from paceline.chat import Role
from paceline.history.archive import ArchivedConversation, ArchivedMessage
from paceline.history.export.hypertext import hypertext
from paceline.history.export.tints import Tints
from paceline.history.export.transcript import facts_of, in_view, name_of, title_of, when
from paceline.history.records import Attachment


@dataclass(frozen=True, slots=True)
class _Shown:
    """A message as the template sees it."""

    role: Role
    name: str
    when: str
    body: Markup
    facts: str
    attachments: Sequence[Attachment]


@dataclass(frozen=True, slots=True)
class _Chat:
    """A conversation as the template sees it."""

    title: str
    when: str
    system_prompt: str
    messages: Sequence[_Shown]


def page(conversations: Sequence[ArchivedConversation]) -> str:
    """Return the whole page; of each conversation it shows the branch in view."""
    environment = Environment(
        loader=FileSystemLoader(paths.resource_folder()),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    chats = [
        _Chat(
            title_of(each),
            when(each.created),
            each.setup.system_prompt.strip(),
            [_shown(message) for message in in_view(each)],
        )
        for each in conversations
    ]
    return environment.get_template("chat_page.html").render(
        chats=chats,
        exported=when(datetime.now(UTC)),
        tinted=any(message.rounds for each in conversations for message in in_view(each)),
    )


def _shown(message: ArchivedMessage) -> _Shown:
    return _Shown(
        role=message.role,
        name=name_of(message),
        when=when(message.created),
        body=hypertext(message.content, Tints(message.content, message.rounds)),
        facts=facts_of(message),
        attachments=message.attachments,
    )
