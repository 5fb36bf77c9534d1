"""The list of devices is for a person to look at: it never costs the engine."""

from collections.abc import Iterator
from pathlib import Path

import llama_cpp
import pytest

from paceline.engine.llama import devices
from paceline.engine.llama.devices import compute_devices


@pytest.fixture(autouse=True)
def libraries_are_looked_up_anew() -> Iterator[None]:
    forget = devices._library.cache_clear
    forget()
    yield
    forget()


def test_this_machine_has_a_processor() -> None:
    assert any(device.name.startswith("CPU") for device in compute_devices())


def test_a_build_without_separate_libraries_tells_no_devices(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(llama_cpp, "__file__", str(tmp_path / "__init__.py"))
    assert compute_devices() == ()
    assert "lacks its library ggml" in capsys.readouterr().err


def test_a_library_without_the_functions_tells_no_devices(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(devices, "_library", lambda _name: object())
    assert compute_devices() == ()
    assert "ggml_backend_dev_count" in capsys.readouterr().err


def test_a_file_that_is_no_library_tells_no_devices(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "lib").mkdir()
    for prefix in ("lib", ""):
        for suffix in devices._SUFFIXES:
            (tmp_path / "lib" / f"{prefix}ggml{suffix}").write_text("no library")
    monkeypatch.setattr(llama_cpp, "__file__", str(tmp_path / "__init__.py"))
    assert compute_devices() == ()
    assert "OSError" in capsys.readouterr().err
