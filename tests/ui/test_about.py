"""About: which copy this is, what it runs on, and the licences of what came along."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QPlainTextEdit

from paceline import __version__, paths
from paceline.installation import BuildFacts, Flavour
from paceline.protocol.messages import PROTOCOL_VERSION, Ready
from paceline.settings import Settings, Theme
from paceline.ui.help import about
from paceline.ui.help.about import flavour_words
from paceline.ui.help.sheet import Sheet
from ui.conftest import Stage
from ui.test_pictures import clipped
from ui.views import trigger

READY = Ready(PROTOCOL_VERSION, "0.3.36", (), 2, processor_variant="zen4")

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # offscreen


def said(stage: Stage) -> str:
    trigger(stage, "about")
    sheet = stage.part(Sheet)
    return "\n".join(one.text() for one in sheet.findChildren(QLabel))


def listed(stage: Stage) -> str:
    return stage.named(QPlainTextEdit, "Licences of what comes along").toPlainText()


def test_a_checkout_says_so_and_lists_the_packages(stage: Stage) -> None:
    words = said(stage)
    for fact in (__version__, "runs from a checkout", "not known"):
        assert fact in words
    assert "Code for this processor" not in words
    assert "msgspec" in listed(stage)


def test_a_build_shows_what_packaging_and_the_engine_know(
    stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage.engine.worker_ready.emit(READY)
    (tmp_path / "licences.txt").write_text("Everything, with every text")
    monkeypatch.setattr(about, "build_facts", lambda: BuildFacts("deb", "c0ffee", ""))
    monkeypatch.setattr(paths, "resource_folder", lambda: tmp_path)
    words = said(stage)
    for fact in ("a Debian package", "c0ffee", "llama.cpp (0.3.36)", "zen4"):
        assert fact in words
    assert listed(stage) == "Everything, with every text"


@pytest.mark.parametrize("kind", Flavour)
def test_every_way_to_get_a_copy_has_words(kind: Flavour) -> None:
    assert flavour_words(kind)


@pytest.mark.parametrize("theme", [Theme.LIGHT, Theme.DARK, Theme.HIGH_CONTRAST])
def test_nothing_is_clipped(
    make_stage: Callable[..., Stage], picture_folder: Path, theme: Theme
) -> None:
    stage = make_stage(Settings(theme=theme))
    stage.engine.worker_ready.emit(READY)
    said(stage)
    sheet = stage.part(Sheet)
    assert sheet.grab().save(str(picture_folder / f"about-copy-{theme}.png"))
    assert clipped(sheet) == []
    assert sheet.height() <= 600
