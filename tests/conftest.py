"""What every test may rely on: no screen, and folders of its own instead of the person's."""

import os
from pathlib import Path

import hypothesis
import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

hypothesis.settings.register_profile("busy machine", deadline=None)
hypothesis.settings.load_profile("busy machine")

SHALLOW_LAYERS = 30

ALONE = ("model", "process")
"""Folders whose tests decode on all processors, or wait for processes that are killed and begun."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the full counts be asked for, of the statistics (`exactness/`) and of spoiled headers."""
    parser.addoption("--replies", type=int, help="replies to draw per test of exactness")
    parser.addoption("--download-mb", type=int, help="size of files that are fetched in tests")
    parser.addoption("--mutations", type=int, help="headers to spoil (`unit/library/gguf/`)")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what may not run beside other tests."""
    for item in items:
        if item.path.relative_to(Path(__file__).parent).parts[0] in ALONE:
            item.add_marker("alone")


@pytest.fixture(autouse=True)
def _own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep tests out of the person's settings, data, logs and downloaded models."""
    monkeypatch.setenv("PACELINE_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "home" / "hub"))


@pytest.fixture(scope="session")
def starter() -> Path:
    """The real small model."""
    from paceline.library.starter import find_starter

    return find_starter()


@pytest.fixture(scope="session")
def practice_target(starter: Path) -> Path:
    """A real target twice as deep as the starter, built once into the machine's cache."""
    from paceline.library.practice import PracticeRecipe, ensure_practice_target

    return ensure_practice_target(PracticeRecipe(extra_layers=SHALLOW_LAYERS), starter=starter)
