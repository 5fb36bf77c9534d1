"""`paceline updates`: what is said of newer versions, and what where nobody can be asked."""

import json
from collections.abc import Iterator

import pytest

from fakes.release_feed import Answer, ReleaseFeed, release
from paceline import __version__, paths
from paceline.cli.arguments.parser import parse
from paceline.cli.job import DONE, FAILED
from paceline.cli.updates import updates
from paceline.settings import LibraryWishes, Settings, save_settings


@pytest.fixture
def feed(monkeypatch: pytest.MonkeyPatch) -> Iterator[ReleaseFeed]:
    with ReleaseFeed() as served:
        monkeypatch.setenv("PACELINE_RELEASES", served.address)
        monkeypatch.setenv("COLUMNS", "100")
        yield served


def run(*arguments: str) -> int:
    return updates(parse(["updates", *arguments]))


def test_the_newest_version_is_said_to_be_it(
    feed: ReleaseFeed, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run() == DONE
    assert capsys.readouterr().out == f"Paceline {__version__} is the newest version.\n"
    assert len(feed.asked) == 1


def test_what_changed_is_shown_newest_first(
    feed: ReleaseFeed, capsys: pytest.CaptureFixture[str]
) -> None:
    feed.tell(release("7.0"), release("8.0", body="- \x1b[31mred\x07 and *new*"))
    assert run() == DONE
    said = capsys.readouterr()
    assert said.out.index("Paceline 8.0") < said.out.index("Paceline 7.0")
    assert "\x1b[31m" not in said.out
    assert "https://example.org/paceline/8.0" in said.out
    assert "git pull" in said.err


def test_programs_read_json(feed: ReleaseFeed, capsys: pytest.CaptureFixture[str]) -> None:
    feed.tell(release("8.0"))
    assert run("--json") == DONE
    told = json.loads(capsys.readouterr().out)
    assert (told["version"], told["installed_as"]) == (__version__, "checkout")
    assert [each["version"] for each in told["newer"]] == ["8.0"]


def test_trouble_is_one_line(feed: ReleaseFeed, capsys: pytest.CaptureFixture[str]) -> None:
    feed.answers["/releases"] = Answer(b"<html>")
    assert run() == FAILED
    assert capsys.readouterr().err.startswith("paceline: The server that tells of new versions")


def test_offline_means_offline(feed: ReleaseFeed, capsys: pytest.CaptureFixture[str]) -> None:
    save_settings(paths.settings_file(), Settings(library=LibraryWishes(offline=True)))
    assert run() == FAILED
    assert "stay offline" in capsys.readouterr().err
    assert feed.asked == []


def test_a_copy_without_an_address_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("PACELINE_RELEASES", raising=False)
    assert run() == FAILED
    assert "knows no address" in capsys.readouterr().err
