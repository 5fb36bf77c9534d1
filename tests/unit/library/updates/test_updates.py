"""When is asked and told, and what of it is remembered."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from fakes.release_feed import Answer, ReleaseFeed, release
from paceline.errors import AppError, ErrorCode
from paceline.library.updates.updates import Updates

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def feed() -> Iterator[ReleaseFeed]:
    with ReleaseFeed() as served:
        yield served


@pytest.fixture
def updates(feed: ReleaseFeed, tmp_path: Path) -> Updates:
    feed.tell(release("0.2.0"), release("0.3.0"), release("0.1.0"))
    return Updates(tmp_path / "new" / "updates.json", feed.address, current="0.1.0")


def again(updates: Updates, feed: ReleaseFeed, tmp_path: Path, current: str = "0.1.0") -> Updates:
    """The next start of the program."""
    del updates
    return Updates(tmp_path / "new" / "updates.json", feed.address, current=current)


def test_what_was_told_is_known_at_the_next_start(
    updates: Updates, feed: ReleaseFeed, tmp_path: Path
) -> None:
    asked = updates.ask(NOW)
    assert [each.version for each in asked.newer] == ["0.3.0", "0.2.0"]
    assert again(updates, feed, tmp_path).standing() == asked
    assert again(updates, feed, tmp_path, current="0.3.0").standing().newer == ()
    assert len(feed.asked) == 1


def test_the_same_answer_comes_at_the_price_of_a_mark(updates: Updates, feed: ReleaseFeed) -> None:
    first = updates.ask(NOW)
    second = updates.ask(NOW + DAY)
    assert feed.asked[-1]["if-none-match"] == '"one"'
    assert second.newer == first.newer
    assert second.answered_at == NOW + DAY


def test_the_mark_of_one_server_is_not_told_to_another(
    updates: Updates, feed: ReleaseFeed, tmp_path: Path
) -> None:
    updates.ask(NOW)
    with ReleaseFeed() as other:
        elsewhere = Updates(tmp_path / "new" / "updates.json", other.address, current="0.1.0")
        assert elsewhere.standing().newer == ()
        elsewhere.ask(NOW)
        assert "if-none-match" not in other.asked[-1]
    assert len(feed.asked) == 1


def test_once_a_day_is_enough_whatever_came_of_it(updates: Updates, feed: ReleaseFeed) -> None:
    assert updates.is_due(NOW)
    feed.answers["/releases"] = Answer(status=503)
    with pytest.raises(AppError):
        updates.ask(NOW)
    assert not updates.is_due(NOW + 23 * HOUR)
    assert updates.is_due(NOW + DAY)
    assert updates.is_due(NOW - HOUR)  # the clock was put right


def test_whoever_is_offline_asks_nobody(updates: Updates, feed: ReleaseFeed) -> None:
    with pytest.raises(AppError) as caught:
        updates.ask(NOW, offline=True)
    assert caught.value.code is ErrorCode.UPDATES_OFFLINE
    assert feed.asked == []
    assert updates.is_due(NOW)


def test_news_are_told_once_a_day(updates: Updates) -> None:
    assert updates.news(NOW) is None
    updates.ask(NOW)
    found = updates.news(NOW)
    assert found is not None
    assert found.version == "0.3.0"
    updates.note_told(NOW)
    assert updates.news(NOW + HOUR) is None
    assert updates.news(NOW + DAY) == found


def test_later_means_a_week_and_skipped_means_this_version(
    updates: Updates, feed: ReleaseFeed
) -> None:
    updates.ask(NOW)
    updates.put_off(NOW)
    assert updates.news(NOW + 6 * DAY) is None
    assert updates.news(NOW + 7 * DAY) is not None
    updates.skip("0.3.0")
    assert updates.news(NOW + 30 * DAY) is None
    feed.tell(release("0.4.0"), mark='"two"')
    updates.ask(NOW + 31 * DAY)
    assert updates.news(NOW + 31 * DAY) is not None


def test_consent_is_asked_once_and_not_on_the_first_days(updates: Updates) -> None:
    assert [updates.note_start(NOW) for _ in range(5)] == [False] * 5
    assert updates.note_start(NOW + DAY)
    updates.note_consent_asked()
    assert not updates.note_start(NOW + 2 * DAY)


def test_the_second_start_is_too_early_even_after_a_week(updates: Updates) -> None:
    assert not updates.note_start(NOW)
    assert not updates.note_start(NOW + 7 * DAY)
    assert updates.note_start(NOW + 8 * DAY)


def test_a_copy_that_can_ask_nobody_asks_for_no_consent(tmp_path: Path) -> None:
    alone = Updates(tmp_path / "updates.json", "", current="0.1.0")
    assert not any(alone.note_start(NOW + days * DAY) for days in range(5))
    assert not alone.is_due(NOW)


def test_a_damaged_memory_is_forgotten(updates: Updates, tmp_path: Path) -> None:
    updates.ask(NOW)
    file = tmp_path / "new" / "updates.json"
    for damage in (b"{", b'{"asked_at": "2026-11-22T12:00:00"}', b'{"releases": [1]}'):
        file.write_bytes(damage)
        assert updates.is_due(NOW)
        assert updates.standing().newer == ()
