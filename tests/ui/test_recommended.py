"""Recommended pairs: which come first, what a card tells, and where its button leads."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton, QLabel, QScrollArea

from paceline.errors import AppError, ErrorCode
from paceline.library.catalog import CatalogPair, load_catalog
from paceline.library.downloads.records import DownloadState
from paceline.library.installed.places import Place, PlaceKind
from paceline.loading import DeviceKind
from paceline.protocol.messages import Device, Ready
from paceline.ui.library.library_window import LibraryWindow
from paceline.ui.library.page import PageKind
from paceline.ui.library.recommended.card import Card
from ui.conftest import Stage
from ui.views import trigger

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # offscreen


def pair(name: str) -> CatalogPair:
    (found,) = (one for one in load_catalog() if one.id == name)
    return found


PAIR = pair("qwen3-8b")


def cards(stage: Stage) -> list[Card]:
    found = stage.part(LibraryWindow).findChildren(Card)
    return sorted((card for card in found if card.isVisible()), key=lambda card: card.y())


def card(stage: Stage, title: str) -> Card:
    (found,) = (one for one in cards(stage) if one.offer.pair.title == title)
    return found


def words(card: Card) -> str:
    return " | ".join(label.text() for label in card.findChildren(QLabel) if label.isVisible())


def put(stage: Stage, folder: Path, *files: tuple[str, int]) -> None:
    """Files as the catalogue describes them, without a byte in them."""
    for name, size in files:
        with (folder / name).open("wb") as file:
            file.truncate(size)
    stage.places.append(Place(PlaceKind.OWN, folder))


def click(stage: Stage, name: str) -> None:
    """Scroll to a button of a card and press it."""
    button = stage.named(QAbstractButton, name)
    for area in stage.part(LibraryWindow).findChildren(QScrollArea):
        if area.isAncestorOf(button):
            area.ensureWidgetVisible(button)
    stage.settle(20)
    stage.click(name)


def open_page(stage: Stage) -> None:
    stage.click("Recommended pairs…")
    stage.qtbot.waitUntil(lambda: bool(cards(stage)))
    stage.settle(50)


def test_what_suits_this_machine_comes_first_and_says_why(stage: Stage) -> None:
    open_page(stage)
    chips = [one.findChildren(QLabel, "fitChip")[0].text() for one in cards(stage)]
    assert len(chips) == len(load_catalog())
    assert chips[0] == "Best for this machine"
    order = ["Best for this machine", "Fits", "Tight", "Too large for this machine"]
    assert [order.index(chip) for chip in chips] == sorted(order.index(chip) for chip in chips)
    assert chips[-1] == "Too large for this machine"
    told = words(card(stage, PAIR.title))
    for part in (PAIR.note, "5.7 GB to download", "Qwen3-0.6B-Q8_0", "apache-2.0", "32.0 GB"):
        assert part in told


def test_the_memory_of_a_graphics_processor_counts(stage: Stage) -> None:
    graphics = Device("CUDA0", "A card", 23 * 2**30, 24 * 2**30, DeviceKind.GPU, "CUDA")
    built_in = Device("Vulkan0", "Built in", 2**40, 2**40, DeviceKind.INTEGRATED_GPU, "Vulkan")
    stage.engine.worker_ready.emit(Ready(4, "0.3", (graphics, built_in), 8))
    open_page(stage)
    assert "graphics processor" in words(card(stage, PAIR.title))
    too_large = words(card(stage, pair("llama-3.3-70b").title))
    assert "graphics processor" not in too_large, "what is built in has no memory of its own"


def test_get_fetches_target_and_draft_as_one_job(stage: Stage) -> None:
    open_page(stage)
    click(stage, f"Get {PAIR.title}")
    stage.qtbot.waitUntil(lambda: len(stage.queue.jobs()) == 1)
    (job,) = stage.queue.jobs()
    assert job.title == PAIR.title
    assert PAIR.draft is not None
    assert [file.path for file in job.files] == [PAIR.target.file, PAIR.draft.file]
    assert [file.sha256 for file in job.files] == [PAIR.target.sha256, PAIR.draft.sha256]


def test_a_card_shows_its_download_and_leads_to_it(stage: Stage) -> None:
    open_page(stage)
    click(stage, f"Get {PAIR.title}")
    stage.qtbot.waitUntil(lambda: len(stage.queue.jobs()) == 1)
    job = stage.queue.jobs()[0].id
    stage.queue.advance(job, 2_000_000_000)
    stage.qtbot.waitUntil(lambda: "2.0 GB of 5.7 GB" in words(card(stage, PAIR.title)))
    stage.queue.state(job, DownloadState.FAILED, AppError(ErrorCode.DISK_FULL, "5.7 GB"))
    stage.qtbot.waitUntil(lambda: "disk is too full" in words(card(stage, PAIR.title)))
    click(stage, f"Show the download of {PAIR.title}")
    assert stage.named(QAbstractButton, f"Try again: {PAIR.title}").isVisible()
    stage.queue.cancel(job)
    trigger(stage, f"models_{PageKind.RECOMMENDED}")
    assert stage.named(QAbstractButton, f"Get {PAIR.title}").isVisible()


def test_a_pair_that_is_here_is_loaded(stage: Stage, tmp_path: Path) -> None:
    assert PAIR.draft is not None
    files = [(one.file, one.size or 0) for one in (PAIR.target, PAIR.draft)]
    put(stage, tmp_path, *files)
    open_page(stage)
    assert "to download" not in words(card(stage, PAIR.title))
    click(stage, f"Load {PAIR.title}")
    stage.qtbot.waitUntil(lambda: bool(stage.engine.loads))
    assert stage.engine.loads == [(tmp_path / files[0][0], tmp_path / files[1][0])]


def test_what_is_here_is_not_fetched_again(stage: Stage, tmp_path: Path) -> None:
    assert PAIR.draft is not None
    put(stage, tmp_path, (PAIR.draft.file, PAIR.draft.size or 0))
    open_page(stage)
    assert "5.0 GB to download" in words(card(stage, PAIR.title))
    click(stage, f"Get {PAIR.title}")
    stage.qtbot.waitUntil(lambda: len(stage.queue.jobs()) == 1)
    (job,) = stage.queue.jobs()
    assert [file.path for file in job.files] == [PAIR.target.file]
    put(stage, tmp_path, (PAIR.target.file, PAIR.target.size or 0))
    stage.queue.finish(job.id, tmp_path / PAIR.target.file)
    name = f"Load it: {PAIR.title} has arrived."
    stage.qtbot.waitUntil(lambda: any_button(stage, name))
    stage.click(name)
    stage.qtbot.waitUntil(lambda: bool(stage.engine.loads))
    draft = tmp_path / PAIR.draft.file
    assert stage.engine.loads == [(tmp_path / PAIR.target.file, draft)]


def any_button(stage: Stage, name: str) -> bool:
    return any(one.accessibleName() == name for one in stage.window.findChildren(QAbstractButton))


def test_check_leads_to_the_doctor(stage: Stage) -> None:
    open_page(stage)
    click(stage, f"Check {PAIR.title}")
    assert stage.part(LibraryWindow).shown is PageKind.DOCTOR
