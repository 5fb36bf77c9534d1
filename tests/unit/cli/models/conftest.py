"""The shop in which every test of `paceline models` buys."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from fakes.model_shop import Shop, model_shop


@pytest.fixture
def shop(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Shop]:
    with model_shop(tmp_path, monkeypatch, capsys) as opened:
        yield opened
