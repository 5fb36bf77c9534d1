"""What every test may rely on: no screen, and folders of its own instead of the person's."""

import os
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture(autouse=True)
def _own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep tests out of the person's settings, data and logs."""
    monkeypatch.setenv("PACELINE_HOME", str(tmp_path / "home"))
