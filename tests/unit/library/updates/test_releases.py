"""Which releases a feed tells of, and which of them are news."""

import json

import pytest

from fakes.release_feed import release
from paceline.library.updates.releases import LONGEST_NOTES, Release, newer, read_feed


def versions(*told: dict[str, object]) -> list[str]:
    return [each.version for each in read_feed(json.dumps(told).encode())]


def test_versions_stand_in_their_order_not_in_that_of_letters() -> None:
    told = [release(each) for each in ("0.9.0", "0.10.0", "0.2.0", "0.10.0rc1")]
    assert versions(*told) == ["0.10.0", "0.10.0rc1", "0.9.0", "0.2.0"]


def test_drafts_and_names_that_are_no_versions_are_passed_over() -> None:
    assert versions(release("1.0"), release("2.0", draft=True), release("nightly")) == ["1.0"]
    assert versions(release("2.0", draft=True)) == []
    assert versions() == []


@pytest.mark.parametrize(
    ("current", "news"),
    [
        ("0.1.0", ["1.0", "0.2"]),
        ("0.2", ["1.0"]),
        ("1.0", []),
        ("1.0.0", []),
        ("2.0", []),
        ("1.1rc1", ["1.1rc2"]),
        ("0.9rc1", ["1.1rc2", "1.0"]),
    ],
)
def test_news_are_above_what_is_here(current: str, news: list[str]) -> None:
    told = (Release("1.1rc2"), Release("1.0"), Release("0.2"), Release("damaged"))
    assert [each.version for each in newer(told, current)] == news


def test_a_release_that_the_feed_calls_unfinished_is_none_of_the_news() -> None:
    assert newer((Release("2.0", prerelease=True),), "1.0") == ()


@pytest.mark.parametrize(
    "page",
    [
        "http://example.org/1.0",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "https://example.org/" + "x" * 600,
        None,
    ],
)
def test_a_browser_is_only_sent_to_pages_of_the_web(page: str | None) -> None:
    told = [release("1.0", html_url=page), release("2.0", html_url="https://example.org/2.0")]
    newest, oldest = read_feed(json.dumps(told).encode())
    assert (newest.page, oldest.page) == ("https://example.org/2.0", "")


def test_texts_are_bounded() -> None:
    (found,) = read_feed(json.dumps([release("1.0", body="a" * 100_000)]).encode())
    assert len(found.notes) <= LONGEST_NOTES + 2
    (found,) = read_feed(json.dumps([release("1.0", body=None, published_at="now")]).encode())
    assert (found.notes, found.published) == ("", None)
