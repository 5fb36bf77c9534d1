"""What the list of chats shows in which order: groups by date, and the chats below them.

Knows no widgets; Qt only translates.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from PySide6.QtCore import QCoreApplication, QLocale

from paceline.history.records import Conversation, ConversationId

translate = QCoreApplication.translate

DAYS_OF_WEEK: Final = 7
"""That "this week" goes back: chats of Friday are not old on Monday."""


@dataclass(frozen=True, slots=True)
class Heading:
    """The name of a group."""

    text: str


@dataclass(frozen=True, slots=True)
class ChatRow:
    """A chat."""

    chat: Conversation


Row = Heading | ChatRow


def title_of(chat: Conversation) -> str:
    """Return what a chat is called; one without a title yet is called a new one."""
    return chat.title or translate("ChatRows", "New chat")


def order_of(chat: Conversation) -> tuple[bool, datetime, ConversationId]:
    """What chats are ordered by, the greatest at the top."""
    return chat.pinned, chat.changed, chat.id


def heading_of(chat: Conversation, now: datetime) -> str:
    """Name the group that a chat stands in; `now` is in the person's zone."""
    return _headings(now)(chat)


def rows_of(chats: Iterable[Conversation], now: datetime) -> tuple[Row, ...]:
    """Put chats in groups, the one that changed last first; `now` is in the person's zone."""
    heading_of = _headings(now)
    ordered = sorted(chats, key=order_of, reverse=True)
    rows: list[Row] = []
    last: str | None = None
    for chat in ordered:
        heading = heading_of(chat)
        if heading != last:
            rows.append(Heading(heading))
            last = heading
        rows.append(ChatRow(chat))
    return tuple(rows)


def _headings(now: datetime) -> Callable[[Conversation], str]:
    """Name the group of a chat; the days' limits are computed once, for there are many chats."""
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    limits = [
        ((midnight - timedelta(days=days)).astimezone(UTC), name)
        for days, name in (
            (0, translate("ChatRows", "Today")),
            (1, translate("ChatRows", "Yesterday")),
            (DAYS_OF_WEEK, translate("ChatRows", "This week")),
        )
    ]
    pinned = translate("ChatRows", "Pinned")
    months: dict[tuple[int, int], str] = {}

    def heading_of(chat: Conversation) -> str:
        if chat.pinned:
            return pinned
        for limit, name in limits:
            if chat.changed >= limit:
                return name
        changed = chat.changed.astimezone(now.tzinfo)
        month = (changed.year, changed.month)
        if month not in months:
            months[month] = _month(*month, now)
        return months[month]

    return heading_of


def _month(year: int, month: int, now: datetime) -> str:
    name = QLocale().standaloneMonthName(month)
    name = name[:1].upper() + name[1:]
    return name if year == now.year else f"{name} {year}"
