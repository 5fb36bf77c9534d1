"""Which chats stand where, and under which date."""

from datetime import UTC, datetime, timedelta, timezone

from paceline.history.records import Conversation
from paceline.ui.sidebar.chat_rows import ChatRow, Heading, rows_of, title_of

HERE = timezone(timedelta(hours=2))
NOW = datetime(2026, 11, 18, 0, 30, tzinfo=HERE)
"""Half an hour into Wednesday; still Tuesday in UTC."""


def chat(id_: int, changed: datetime, *, title: str = "", pinned: bool = False) -> Conversation:
    return Conversation(id_, title, False, pinned, changed, changed.astimezone(UTC), None, 2)


def shown(*chats: Conversation) -> list[str | int]:
    return [row.text if isinstance(row, Heading) else row.chat.id for row in rows_of(chats, NOW)]


def test_days_begin_at_the_persons_midnight() -> None:
    assert shown(
        chat(1, NOW - timedelta(minutes=29)),
        chat(2, NOW - timedelta(minutes=31)),
        chat(3, NOW - timedelta(hours=24, minutes=29)),
        chat(4, NOW - timedelta(hours=24, minutes=31)),
    ) == ["Today", 1, "Yesterday", 2, 3, "This week", 4]


def test_older_chats_stand_under_their_month() -> None:
    assert shown(
        chat(1, datetime(2026, 11, 2, tzinfo=HERE)),
        chat(2, datetime(2026, 10, 31, 23, 59, tzinfo=HERE)),
        chat(3, datetime(2025, 12, 24, tzinfo=HERE)),
        chat(4, datetime(2025, 12, 1, tzinfo=HERE)),
    ) == ["November", 1, "October", 2, "December 2025", 3, 4]


def test_pinned_chats_come_first_whatever_their_age() -> None:
    old = chat(1, datetime(2020, 1, 1, tzinfo=HERE), pinned=True)
    assert shown(chat(2, NOW), old) == ["Pinned", 1, "Today", 2]


def test_a_clock_that_was_set_back_loses_no_chat() -> None:
    assert shown(chat(1, NOW + timedelta(days=400))) == ["Today", 1]


def test_a_chat_without_a_title_has_a_name() -> None:
    assert title_of(chat(1, NOW)) == "New chat"
    assert title_of(chat(1, NOW, title="Trees")) == "Trees"


def test_no_chats_are_no_rows() -> None:
    assert rows_of((), NOW) == ()
    assert isinstance(rows_of([chat(1, NOW)], NOW)[1], ChatRow)
