"""The question to the server of releases: what is sent, what is believed, what is refused."""

import json
import threading
from collections.abc import Iterator

import pytest

from fakes.release_feed import Answer, ReleaseFeed, release
from paceline import __version__
from paceline.errors import AppError, ErrorCode
from paceline.library.updates.asking import MOST_BYTES, Patience, Told, Unchanged, ask

QUICK = Patience(connect=1.0, silence=0.2, answer=0.5)


@pytest.fixture
def feed() -> Iterator[ReleaseFeed]:
    with ReleaseFeed() as served:
        yield served


def refused(address: str, mark: str = "") -> AppError:
    with pytest.raises(AppError) as caught:
        ask(address, mark, QUICK)
    return caught.value


def test_the_request_says_nothing_about_the_person_or_the_version(feed: ReleaseFeed) -> None:
    told = ask(feed.address)
    assert isinstance(told, Told)
    (sent,) = feed.asked
    assert sent.pop("host").startswith("127.0.0.1")
    assert sent == {
        "accept": "application/json",
        "accept-encoding": "identity",
        "connection": "keep-alive",
        "user-agent": "Paceline",
    }
    assert __version__ not in str(feed.asked)


def test_the_second_question_asks_for_what_has_changed(feed: ReleaseFeed) -> None:
    told = ask(feed.address)
    assert isinstance(told, Told)
    assert isinstance(ask(feed.address, told.mark), Unchanged)
    feed.tell(release("9.0"), mark='"two"')
    again = ask(feed.address, told.mark)
    assert isinstance(again, Told)
    assert [each.version for each in again.releases] == ["9.0"]


def test_an_unchanged_that_was_not_asked_for_is_no_answer(feed: ReleaseFeed) -> None:
    feed.answers["/releases"] = Answer(status=304)
    assert refused(feed.address).code is ErrorCode.UPDATES_ANSWER_INVALID


def test_a_redirect_is_followed_on_the_same_server_alone(feed: ReleaseFeed) -> None:
    feed.answers["/moved"] = Answer(status=301, headers={"Location": "/releases"})
    assert isinstance(ask(f"{feed.host}/moved"), Told)
    with ReleaseFeed() as other:
        feed.answers["/away"] = Answer(status=302, headers={"Location": other.address})
        assert refused(f"{feed.host}/away").code is ErrorCode.UPDATES_ANSWER_INVALID
        assert other.asked == []
    feed.answers["/round"] = Answer(status=302, headers={"Location": "/round"})
    assert "without end" in refused(f"{feed.host}/round").detail


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (Answer(b"<html>Please log in</html>"), ErrorCode.UPDATES_ANSWER_INVALID),
        (Answer(b"\xff\xfe\x00"), ErrorCode.UPDATES_ANSWER_INVALID),
        (Answer(b"[" * 100_000), ErrorCode.UPDATES_ANSWER_INVALID),
        (Answer(b'["0.2.0"]'), ErrorCode.UPDATES_ANSWER_INVALID),
        (Answer(b'[{"tag_name": "nightly"}]'), ErrorCode.UPDATES_ANSWER_INVALID),
        (Answer(b" " * (MOST_BYTES + 1)), ErrorCode.UPDATES_ANSWER_INVALID),
        (Answer(b"x", headers={"Content-Encoding": "gzip"}), ErrorCode.UPDATES_ANSWER_INVALID),
        (Answer(status=404), ErrorCode.UPDATES_ANSWER_INVALID),
        (Answer(status=429, headers={"Retry-After": "60"}), ErrorCode.UPDATES_UNREACHABLE),
        (Answer(status=503), ErrorCode.UPDATES_UNREACHABLE),
        (Answer(b"[]" * 50, pause=threading.Event()), ErrorCode.UPDATES_UNREACHABLE),
    ],
)
def test_a_bad_answer_is_a_sentence(feed: ReleaseFeed, answer: Answer, code: ErrorCode) -> None:
    feed.answers["/releases"] = answer
    error = refused(feed.address)
    if answer.pause is not None:
        answer.pause.set()
    assert error.code is code
    assert feed.host not in str(error)


def test_a_server_that_is_not_there_is_a_sentence() -> None:
    with ReleaseFeed() as gone:
        pass
    assert refused(gone.address).code is ErrorCode.UPDATES_UNREACHABLE


@pytest.mark.parametrize(
    "address",
    ["http://example.org/releases", "ftp://example.org", "https://a:b@example.org", "not one"],
)
def test_only_safe_addresses_are_asked(address: str) -> None:
    assert refused(address).code is ErrorCode.UPDATES_ADDRESS_UNSAFE


def test_a_copy_without_an_address_says_so() -> None:
    assert refused("").code is ErrorCode.UPDATES_NOT_TOLD


def test_one_release_alone_is_a_feed_too(feed: ReleaseFeed) -> None:
    feed.answers["/releases"] = Answer(json.dumps(release("1.2")).encode())
    told = ask(feed.address)
    assert isinstance(told, Told)
    assert [each.version for each in told.releases] == ["1.2"]
    assert told.mark == ""
