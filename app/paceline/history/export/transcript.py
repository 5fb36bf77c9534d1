"""What Markdown and HTML exports have in common: the branch in view, and figures in words. Pure."""

from collections.abc import Iterator
from datetime import datetime

from paceline.chat import Role
from paceline.history.archive import ArchivedConversation, ArchivedMessage
from paceline.history.records import MessageState
from paceline.provenance import ReplySummary

UNTITLED = "Untitled chat"


def title_of(conversation: ArchivedConversation) -> str:
    """On one line."""
    return " ".join(conversation.title.split()) or UNTITLED


def in_view(conversation: ArchivedConversation) -> tuple[ArchivedMessage, ...]:
    """The messages from the first to the conversation's leaf."""
    messages = conversation.messages
    path = []
    place = conversation.leaf
    if place is None and messages:
        place = len(messages) - 1
    while place is not None:
        path.append(messages[place])
        place = messages[place].parent
    return tuple(reversed(path))


def name_of(message: ArchivedMessage) -> str:
    """Who speaks."""
    match message.role:
        case Role.USER:
            return "You"
        case Role.SYSTEM:
            return "System"
        case Role.ASSISTANT:
            return message.speaker or "Assistant"


def when(time: datetime) -> str:
    """To the minute, in UTC."""
    return f"{time:%Y-%m-%d %H:%M} UTC"


def facts_of(message: ArchivedMessage) -> str:
    """What a reader may want to know of a reply, on one line; nothing of what was typed."""
    facts = list(_figures(message.summary)) if message.summary else []
    match message.state:
        case MessageState.STOPPED:
            facts.append("stopped")
        case MessageState.INTERRUPTED | MessageState.STREAMING:
            facts.append("interrupted")
        case MessageState.COMPLETE:
            pass
    return " · ".join(facts)


def _figures(summary: ReplySummary) -> Iterator[str]:
    yield "1 token" if summary.tokens == 1 else f"{summary.tokens:,} tokens"
    if summary.tokens_per_second is not None:
        yield f"{summary.tokens_per_second:.1f} tokens per second"
    if summary.acceptance is not None:
        yield f"{summary.acceptance:.0%} of guesses accepted"
    if summary.net_gain is not None:
        yield f"net gain {summary.net_gain:.2f}x"
