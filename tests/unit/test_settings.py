"""Settings survive a restart; a damaged file is set aside and never overwritten."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paceline.errors import AppError, ErrorCode
from paceline.loading import CacheType, LoadingWishes, PairChoice, PairKind, RemoteServer
from paceline.options import DrafterChoice, Sampling, Speculation
from paceline.settings import (
    LibraryWishes,
    ServerWishes,
    Settings,
    Theme,
    load_settings,
    save_settings,
)

CHANGED = Settings(
    theme=Theme.DARK,
    show_tints=False,
    pair=PairChoice(PairKind.FILES, target='C:\\models\\"gut".gguf', draft="/mödels/d.gguf"),
    servers=(
        RemoteServer("https://example.org/v1", "large", keyed=True),
        RemoteServer("http://127.0.0.1:8080/v1", "small"),
    ),
    sampling=Sampling(temperature=0.0, seed=42),
    speculation=Speculation(enabled=False, drafter=DrafterChoice.NGRAM, draft_length=5),
    max_tokens=77,
    context_length=2048,
    threads=1,
    text_percent=125,
    loading=LoadingWishes(gpu_layers=0, key_type=CacheType.Q8_0),
    library=LibraryWishes(
        endpoint="https://mirror.example", offline=True, model_folders=("/models", "D:\\gguf")
    ),
    server=ServerWishes(port=9000, for_network=True, pair=PairChoice(PairKind.STARTER)),
    check_for_updates=True,
    keys={"stop": "Ctrl+.", "new_chat": ""},
)


def test_a_missing_file_means_defaults(tmp_path: Path) -> None:
    assert load_settings(tmp_path / "none" / "settings.toml") == Settings()


@pytest.mark.parametrize("settings", [Settings(), CHANGED])
def test_round_trip(tmp_path: Path, settings: Settings) -> None:
    path = tmp_path / "new" / "settings.toml"
    save_settings(path, settings)
    assert load_settings(path) == settings
    assert [each.name for each in path.parent.iterdir()] == ["settings.toml"]


@given(
    st.text(st.characters(exclude_categories=["Cs"])),
    st.floats(0, 5),
    st.none() | st.integers(0, 2**32 - 2),
)
def test_any_values_survive(
    tmp_path_factory: pytest.TempPathFactory, name: str, temperature: float, seed: int | None
) -> None:
    path = tmp_path_factory.mktemp("settings") / "settings.toml"
    settings = Settings(
        pair=PairChoice(PairKind.FILES, target=name),
        sampling=Sampling(temperature=temperature, seed=seed),
    )
    save_settings(path, settings)
    assert load_settings(path) == settings


def test_a_newer_version_may_know_more(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text('theme = "dark"\nholograms = true\n', "utf-8")
    assert load_settings(path).theme is Theme.DARK


@pytest.mark.parametrize(
    "content",
    [
        b"theme = ",
        b'theme = "mauve"',
        b"max_tokens = 0",
        b"max_tokens = 'many'",
        b"text_percent = 10000",
        b"[loading]\ngpu_layers = -1",
        b"[library]\nendpoint = 'ftp://mirror.example'",
        b"[library]\nendpoint = 'https://me:secret@mirror.example'",
        b"[library]\ndownloads_at_once = 0",
        b"[speculation]\ndraft_length = 99",
        b"[sampling]\ntemperature = nan",
        b"\xff\xfe\x00",
    ],
)
def test_a_damaged_file_is_set_aside(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "settings.toml"
    path.write_bytes(content)
    with pytest.raises(AppError) as caught:
        load_settings(path)
    assert caught.value.code is ErrorCode.SETTINGS_DAMAGED
    assert (tmp_path / "settings.damaged.toml").read_bytes() == content
    assert load_settings(path) == Settings()


def test_a_folder_in_the_place_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.mkdir()
    with pytest.raises(AppError) as caught:
        load_settings(path)
    assert caught.value.code is ErrorCode.FILE_UNREADABLE
    with pytest.raises(AppError) as caught:
        save_settings(path, Settings())
    assert caught.value.code is ErrorCode.FILE_UNWRITABLE
    assert [each.name for each in tmp_path.iterdir()] == ["settings.toml"]


def test_a_place_where_no_folder_can_be_made(tmp_path: Path) -> None:
    (tmp_path / "config").write_text("a file in the place of the folder")
    with pytest.raises(AppError) as caught:
        save_settings(tmp_path / "config" / "settings.toml", Settings())
    assert caught.value.code is ErrorCode.FILE_UNWRITABLE


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root writes anywhere")
def test_a_read_only_folder(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text("theme = ")
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(AppError) as caught:
            save_settings(path, Settings())
        assert caught.value.code is ErrorCode.FILE_UNWRITABLE
        with pytest.raises(AppError) as caught:
            load_settings(path)
        assert caught.value.code is ErrorCode.SETTINGS_DAMAGED
    finally:
        tmp_path.chmod(0o700)


def test_a_full_disk_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "settings.toml"
    save_settings(path, CHANGED)

    def no_space(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", no_space)
    with pytest.raises(AppError) as caught:
        save_settings(path, Settings())
    assert caught.value.code is ErrorCode.DISK_FULL
    assert load_settings(path) == CHANGED
    assert [each.name for each in tmp_path.iterdir()] == ["settings.toml"]
