"""Downloads in the window: the page, the line above the message box, the toast."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QDoubleSpinBox, QLabel, QLineEdit

from paceline.errors import AppError, ErrorCode
from paceline.library.downloads.records import DownloadState, JobId, Wanted
from paceline.ui.library.downloads.indicator import DownloadIndicator
from paceline.ui.library.downloads.row import DownloadRow
from paceline.ui.library.library_window import LibraryWindow
from paceline.ui.library.token_dialog import TokenDialog
from paceline.ui.notices.toasts import Toast
from ui.conftest import Stage
from ui.views import trigger

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # offscreen

TARGET = Wanted("someone/models", "qwen3-8b.gguf", size=5_000_000_000)
SECRET = "hf_this_is_nobodys_token"
DRAFT = Wanted("someone/models", "qwen3-0.6b.gguf", size=600_000_000)


@pytest.fixture
def page(stage: Stage) -> Stage:
    """The page, with its list open."""
    trigger(stage, "models_downloads")
    stage.qtbot.waitUntil(lambda: stage.queue.started)
    return stage


def rows(stage: Stage) -> list[DownloadRow]:
    found = stage.part(LibraryWindow).findChildren(DownloadRow)
    return sorted((row for row in found if row.isVisible()), key=lambda row: row.y())


def words(row: DownloadRow) -> str:
    return " | ".join(label.text() for label in row.findChildren(QLabel) if label.isVisible())


def add(stage: Stage, title: str = "Qwen3 8B") -> JobId:
    before = len(stage.queue.jobs())
    job = stage.queue.add(title, [TARGET, DRAFT])
    stage.qtbot.waitUntil(lambda: len(rows(stage)) == before + 1)
    return job


def until_state(stage: Stage, job: JobId, state: DownloadState) -> None:
    stage.qtbot.waitUntil(
        lambda: [one.state for one in stage.queue.jobs() if one.id == job] == [state]
    )
    stage.settle(20)


def test_an_empty_page_says_where_models_come_from(page: Stage) -> None:
    said = [label.text() for label in page.part(LibraryWindow).findChildren(QLabel)]
    assert any("Nothing is on its way" in text for text in said)


def test_a_download_shows_amount_speed_and_time(page: Stage) -> None:
    job = add(page)
    assert "Waits for its turn" in words(rows(page)[0])
    page.queue.advance(job, 1_400_000_000)
    page.settle(20)
    assert words(rows(page)[0]) == "Qwen3 8B | 1.4 GB of 5.6 GB · 12.4 MB/s · about 6 min left"


def test_pause_resume_cancel_and_remove(page: Stage) -> None:
    job = add(page)
    page.queue.advance(job, 1_000_000_000)
    page.settle(20)
    page.click("Pause: Qwen3 8B")
    until_state(page, job, DownloadState.PAUSED)
    assert "Paused · 1.0 GB of 5.6 GB" in words(rows(page)[0])
    page.click("Resume: Qwen3 8B")
    until_state(page, job, DownloadState.QUEUED)
    page.click("Cancel: Qwen3 8B")
    until_state(page, job, DownloadState.CANCELLED)
    page.click("Remove: Qwen3 8B")
    page.qtbot.waitUntil(lambda: not rows(page))


def test_what_failed_says_why_and_can_be_tried_again(page: Stage) -> None:
    job = add(page)
    page.queue.state(job, DownloadState.FAILED, AppError(ErrorCode.DISK_FULL, "5.6 GB are needed"))
    page.settle(20)
    assert "The disk is too full: 5.6 GB are needed" in words(rows(page)[0])
    page.click("Try again: Qwen3 8B")
    until_state(page, job, DownloadState.QUEUED)


def test_a_line_that_broke_is_told_as_waiting(page: Stage) -> None:
    job = add(page)
    trouble = AppError(ErrorCode.HUB_UNREACHABLE, "the connection was reset")
    page.queue.state(job, DownloadState.WAITING, trouble)
    page.settle(20)
    assert "goes on by itself" in words(rows(page)[0])
    assert "the connection was reset" in words(rows(page)[0])


def test_terms_are_offered_where_they_are_asked_for(page: Stage) -> None:
    job = add(page)
    page.queue.state(job, DownloadState.FAILED, AppError(ErrorCode.HUB_GATED, "someone/models"))
    page.settle(20)
    for name in ("Open the terms", "Enter a token", "Try again"):
        assert page.named(QAbstractButton, f"{name}: Qwen3 8B").isVisible()


def test_a_token_is_checked_kept_and_the_download_tried_again(page: Stage) -> None:
    job = add(page)
    page.queue.state(job, DownloadState.FAILED, AppError(ErrorCode.HUB_GATED, "someone/models"))
    page.settle(20)
    page.click("Enter a token: Qwen3 8B")
    dialog = page.part(TokenDialog)
    field = page.named(QLineEdit, "Token")
    QTest.keyClicks(field, "short")
    page.click("Keep the token")
    (problem,) = dialog.findChildren(QLabel, "problem")
    assert "short" not in problem.text().replace("too short", "")
    assert problem.isVisible()
    field.clear()
    QTest.keyClicks(field, SECRET)
    page.click("Keep the token")
    until_state(page, job, DownloadState.QUEUED)
    assert any(
        "until Paceline is closed" in toast.text for toast in page.window.findChildren(Toast)
    )
    page.settle(600)
    assert SECRET not in repr(page.saved)


def test_the_order_is_changed_among_what_has_not_ended(page: Stage) -> None:
    first, over, last = add(page, "first"), add(page, "over"), add(page, "last")
    page.queue.finish(over, Path("/a.gguf"), Path("/b.gguf"))
    page.settle(20)
    page.click("Earlier: last")
    page.qtbot.waitUntil(lambda: page.queue.jobs()[0].id == last)
    page.settle(20)
    assert [row.job.title for row in rows(page)] == ["last", "first", "over"]
    page.click("Later: last")
    page.qtbot.waitUntil(lambda: page.queue.jobs()[0].id == first)


def test_the_same_files_are_not_fetched_twice(page: Stage) -> None:
    add(page)
    page.window._library.desk.get("Qwen3 8B", [DRAFT, TARGET])
    page.settle(100)
    assert len(page.queue.jobs()) == 1


def test_the_speed_limit_acts_at_once_and_is_kept(page: Stage) -> None:
    page.named(QDoubleSpinBox, "Speed limit").setValue(5)
    page.qtbot.waitUntil(lambda: page.queue.speed_limit == 5_000_000)
    page.named(QDoubleSpinBox, "Speed limit").setValue(0)
    page.qtbot.waitUntil(lambda: page.queue.speed_limit is None)
    page.settle(600)
    assert page.saved[-1].library.speed_limit is None


def test_the_main_window_shows_a_line_while_something_is_on_its_way(page: Stage) -> None:
    line = page.part(DownloadIndicator)
    assert not line.isVisible()
    job = add(page)
    page.queue.advance(job, 1_400_000_000)
    page.qtbot.waitUntil(line.isVisible)
    page.settle(20)
    said = " | ".join(label.text() for label in line.findChildren(QLabel))
    assert said == "Qwen3 8B | 25 % · 12.4 MB/s · about 6 min left"
    page.part(LibraryWindow).close()
    page.click("Show the downloads")
    page.qtbot.waitUntil(page.part(LibraryWindow).isVisible)
    page.queue.pause(job)
    page.qtbot.waitUntil(lambda: not line.isVisible())


def test_a_pair_that_has_arrived_is_offered_and_loaded(page: Stage) -> None:
    job = add(page)
    page.queue.finish(job, Path("/hub/qwen3-8b.gguf"), Path("/hub/qwen3-0.6b.gguf"))
    page.qtbot.waitUntil(lambda: bool(page.window.findChildren(Toast)))
    page.click("Load it: Qwen3 8B has arrived.")
    page.qtbot.waitUntil(lambda: bool(page.engine.loads))
    assert page.engine.loads == [(Path("/hub/qwen3-8b.gguf"), Path("/hub/qwen3-0.6b.gguf"))]


def test_what_arrived_before_this_start_is_not_told_again(stage: Stage) -> None:
    job = stage.queue.add("Qwen3 8B", [TARGET])
    stage.queue.finish(job, Path("/hub/qwen3-8b.gguf"))
    trigger(stage, "models_downloads")
    stage.qtbot.waitUntil(lambda: len(rows(stage)) == 1)
    stage.settle(50)
    assert not stage.window.findChildren(Toast)


def test_nothing_is_opened_before_it_is_wanted(stage: Stage) -> None:
    stage.settle(100)
    assert not stage.queue.started


def test_downloads_of_the_last_run_go_on_by_themselves(
    make_stage: Callable[..., Stage], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("paceline.ui.library.library.START_DELAY_MS", 0)
    monkeypatch.setattr("paceline.ui.library.library.downloads_folder", lambda: Path("/"))
    stage = make_stage()
    stage.qtbot.waitUntil(lambda: stage.queue.started)


def test_closing_the_window_pauses_downloads(page: Stage) -> None:
    add(page)
    page.window.close()
    assert page.queue.closed


def test_escape_closes_the_window_of_models(page: Stage) -> None:
    window = page.part(LibraryWindow)
    window.activateWindow()
    page.qtbot.waitUntil(window.isActiveWindow)
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Escape)
    page.qtbot.waitUntil(lambda: not window.isVisible())


def test_the_start_of_the_program_imports_neither_the_hubs_client_nor_the_pages() -> None:
    script = (
        "import sys, paceline.ui.application\n"
        "print([name for name in ('huggingface_hub', 'keyring', 'paceline.ui.library.pages')"
        " if name in sys.modules])"
    )
    told = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert told.stdout.strip() == "[]"
