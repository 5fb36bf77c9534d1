"""Newer versions in the window: nothing without consent, a quiet word, and what has changed."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QLabel, QPushButton

from fakes.release_feed import Answer, ReleaseFeed, release
from paceline import __version__, paths
from paceline.library.updates.updates import Updates
from paceline.settings import LibraryWishes, Settings, Theme
from paceline.ui.notices.toasts import Toast
from paceline.ui.reply_text.reply_text import ReplyText
from paceline.ui.updates.sheet import UpdateSheet
from paceline.ui.updates.updates import UpdateNews
from ui.conftest import Stage
from ui.test_pictures import clipped
from ui.views import VIEWS, trigger

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # offscreen

NOW = datetime.now(UTC)
DAY = timedelta(days=1)


@pytest.fixture
def feed(monkeypatch: pytest.MonkeyPatch) -> Iterator[ReleaseFeed]:
    with ReleaseFeed() as served:
        served.tell(release("7.0"), release("8.0"))
        monkeypatch.setenv("PACELINE_RELEASES", served.address)
        yield served


@pytest.fixture
def remembered(feed: ReleaseFeed) -> Updates:
    """What the windows of a test remember, of a person who is here for some days."""
    memory = Updates(paths.updates_file(), feed.address)
    for days in (3, 2):
        memory.note_start(NOW - days * DAY)
    return memory


@pytest.fixture
def pages(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(QUrl.toString(url)))
    return opened


def toasts(stage: Stage) -> list[str]:
    return [toast.text for toast in stage.window.findChildren(Toast)]


def news(stage: Stage) -> UpdateNews:
    found = stage.window.findChild(UpdateNews)
    assert isinstance(found, UpdateNews)
    return found


def begin(stage: Stage, feed: ReleaseFeed, *, questions: int) -> None:
    """What happens some seconds after a start."""
    news(stage).begin()
    stage.qtbot.waitUntil(lambda: len(feed.asked) == questions)
    stage.settle(60)


def check(stage: Stage) -> UpdateSheet:
    """Ask with the menu, and wait for what comes of it."""
    trigger(stage, "check_updates")
    sheet = stage.part(UpdateSheet)
    stage.qtbot.waitUntil(lambda: "Looking for" not in said(sheet))
    return sheet


def said(sheet: UpdateSheet) -> str:
    """What can be read in the dialog."""
    labels = [one.text() for one in sheet.findChildren(QLabel) if one.isVisible()]
    notes = [one.plain_text() for one in sheet.findChildren(ReplyText) if one.isVisible()]
    return "\n".join(labels + notes)


def shown_buttons(sheet: UpdateSheet) -> list[str]:
    return [one.accessibleName() for one in sheet.findChildren(QPushButton) if one.isVisible()]


def test_nobody_is_asked_without_consent(
    make_stage: Callable[..., Stage], feed: ReleaseFeed
) -> None:
    stage = make_stage()
    begin(stage, feed, questions=0)
    news(stage).look()
    stage.settle(50)
    assert feed.asked == []
    assert toasts(stage) == []


def test_consent_is_asked_in_a_toast_once_and_acts_at_once(
    make_stage: Callable[..., Stage], feed: ReleaseFeed, remembered: Updates
) -> None:
    stage = make_stage()
    begin(stage, feed, questions=0)
    (words,) = toasts(stage)
    assert words.startswith("Shall Paceline look")
    assert stage.message.hasFocus()
    (yes,) = (b for b in stage.window.findChildren(QPushButton) if b.text() == "&Yes, look")
    yes.click()
    stage.qtbot.waitUntil(lambda: "Paceline 8.0 is there." in toasts(stage))
    assert stage.saved == [] or stage.saved[-1].check_for_updates
    assert remembered.standing().newer[0].version == "8.0"
    begin(stage, feed, questions=1)
    assert not any(text.startswith("Shall Paceline") for text in toasts(stage)[1:])


def test_consent_is_not_asked_again(
    make_stage: Callable[..., Stage], feed: ReleaseFeed, remembered: Updates
) -> None:
    begin(make_stage(), feed, questions=0)
    stage = make_stage()
    begin(stage, feed, questions=0)
    assert toasts(stage) == []
    assert not remembered.note_start(NOW)


def test_news_are_told_once_a_day_and_lead_to_what_has_changed(
    make_stage: Callable[..., Stage], feed: ReleaseFeed, pages: list[str]
) -> None:
    stage = make_stage(Settings(theme=Theme.LIGHT, check_for_updates=True))
    begin(stage, feed, questions=1)
    stage.qtbot.waitUntil(lambda: toasts(stage) == ["Paceline 8.0 is there."])
    (look,) = (b for b in stage.window.findChildren(QPushButton) if b.text() == "&What has changed")
    look.click()
    sheet = stage.part(UpdateSheet)
    stage.qtbot.waitUntil(lambda: "A new thing, see the page." in said(sheet))
    assert said(sheet).index("Paceline 8.0") < said(sheet).index("Paceline 7.0")
    assert f"You have {__version__}." in said(sheet)
    assert "git pull" in said(sheet)
    stage.click("Open the page of releases")
    assert pages == ["https://example.org/paceline/8.0"]
    news(stage).look()
    stage.settle(50)
    assert len(feed.asked) == 1
    assert toasts(stage).count("Paceline 8.0 is there.") <= 1


@pytest.mark.parametrize("button", ["Skip this version", "Remind me later"])
def test_who_does_not_want_it_now_hears_no_more_of_it(
    make_stage: Callable[..., Stage], remembered: Updates, button: str
) -> None:
    stage = make_stage()
    sheet = check(stage)
    stage.click(button)
    stage.settle(100)
    assert stage.window.findChildren(UpdateSheet) == [] or not sheet.isVisible()
    assert remembered.news(NOW + DAY) is None
    later = remembered.news(NOW + 8 * DAY)
    assert (later is None) is (button == "Skip this version")


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (Answer(status=503), "Nobody could be asked"),
        (Answer(status=429), "asked too often"),
        (Answer(b"<html>"), "an answer that cannot be used"),
    ],
)
def test_trouble_is_told_to_whoever_asked_and_to_nobody_else(
    make_stage: Callable[..., Stage],
    feed: ReleaseFeed,
    answer: Answer,
    sentence: str,
) -> None:
    feed.answers["/releases"] = answer
    stage = make_stage(Settings(theme=Theme.LIGHT, check_for_updates=True))
    begin(stage, feed, questions=1)
    assert toasts(stage) == []
    assert not stage.banner.isVisible()
    sheet = check(stage)
    assert sentence in said(sheet)
    feed.tell(release(__version__))
    stage.click("Try again")
    stage.qtbot.waitUntil(lambda: "You have the newest version" in said(sheet))
    assert shown_buttons(sheet) == ["Close"]


def test_offline_asks_nobody(make_stage: Callable[..., Stage], feed: ReleaseFeed) -> None:
    quiet = Settings(theme=Theme.LIGHT, check_for_updates=True, library=LibraryWishes(offline=True))
    stage = make_stage(quiet)
    begin(stage, feed, questions=0)
    assert "set to stay offline" in said(check(stage))
    assert feed.asked == []


def test_a_copy_without_an_address_says_so(
    make_stage: Callable[..., Stage], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PACELINE_RELEASES", raising=False)
    stage = make_stage()
    sheet = check(stage)
    assert "knows no address" in said(sheet)
    assert "Try again" not in shown_buttons(sheet)


def test_the_dialog_follows_the_theme_and_can_be_opened_again(
    make_stage: Callable[..., Stage], feed: ReleaseFeed
) -> None:
    stage = make_stage()
    first = check(stage)
    trigger(stage, "theme_dark")
    stage.settle(50)
    first.close()
    stage.settle(50)
    assert "Paceline 8.0" in said(check(stage))
    assert len(feed.asked) == 2


@pytest.mark.parametrize("theme", [Theme.LIGHT, Theme.DARK, Theme.HIGH_CONTRAST])
@pytest.mark.parametrize("view", ["updates: newer", "updates: none"])
def test_nothing_is_clipped(
    make_stage: Callable[..., Stage], picture_folder: Path, view: str, theme: Theme
) -> None:
    sheet = VIEWS[view](make_stage(Settings(theme=theme)))
    assert sheet.grab().save(str(picture_folder / f"{view.replace(': ', '-')}-{theme}.png"))
    assert clipped(sheet) == []
    assert sheet.width() <= 900
    assert sheet.height() <= 600
