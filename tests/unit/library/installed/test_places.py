"""Where programs keep their models, on the three systems."""

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from fakes.model_folders import put
from paceline.errors import ErrorCode
from paceline.library.hub_cache import folder_name, hub_cache_folder, repository_named
from paceline.library.installed.places import (
    Place,
    PlaceKind,
    Surroundings,
    System,
    places,
    trouble,
)


def around(
    home: Path, system: System = System.LINUX, environment: Mapping[str, str] | None = None
) -> Surroundings:
    return Surroundings(system, home, environment or {})


def folders(kind: PlaceKind, surroundings: Surroundings) -> list[str]:
    """Those of one kind, below the home folder."""
    return [
        place.folder.relative_to(surroundings.home).as_posix()
        for place in places((), surroundings)
        if place.kind is kind and place.folder.is_relative_to(surroundings.home)
    ]


@pytest.mark.parametrize(
    ("system", "kind", "expected"),
    [
        (System.LINUX, PlaceKind.HUB, [".cache/huggingface/hub"]),
        (System.MACOS, PlaceKind.HUB, [".cache/huggingface/hub"]),
        (System.WINDOWS, PlaceKind.HUB, [".cache/huggingface/hub"]),
        (System.LINUX, PlaceKind.LLAMA_CPP, [".cache/llama.cpp"]),
        (System.MACOS, PlaceKind.LLAMA_CPP, ["Library/Caches/llama.cpp"]),
        (System.WINDOWS, PlaceKind.LLAMA_CPP, ["AppData/Local/llama.cpp"]),
        (
            System.LINUX,
            PlaceKind.JAN,
            [
                ".local/share/Jan/data/llamacpp/models",
                ".local/share/Jan/data/models",
                ".config/Jan/data/llamacpp/models",
                ".config/Jan/data/models",
            ],
        ),
        (
            System.MACOS,
            PlaceKind.JAN,
            [
                "Library/Application Support/Jan/data/llamacpp/models",
                "Library/Application Support/Jan/data/models",
            ],
        ),
        (
            System.WINDOWS,
            PlaceKind.JAN,
            ["AppData/Roaming/Jan/data/llamacpp/models", "AppData/Roaming/Jan/data/models"],
        ),
        (
            System.LINUX,
            PlaceKind.GPT4ALL,
            [".local/share/nomic.ai/GPT4All", ".cache/gpt4all"],
        ),
        (
            System.MACOS,
            PlaceKind.GPT4ALL,
            ["Library/Application Support/nomic.ai/GPT4All", ".cache/gpt4all"],
        ),
        (
            System.WINDOWS,
            PlaceKind.GPT4ALL,
            ["AppData/Local/nomic.ai/GPT4All", ".cache/gpt4all"],
        ),
        (System.MACOS, PlaceKind.LM_STUDIO, [".lmstudio/models", ".cache/lm-studio/models"]),
        (System.WINDOWS, PlaceKind.OLLAMA, [".ollama/models"]),
    ],
)
def test_each_program_has_its_folders(
    tmp_path: Path, system: System, kind: PlaceKind, expected: list[str]
) -> None:
    assert folders(kind, around(tmp_path, system)) == expected


def test_variables_move_folders(tmp_path: Path) -> None:
    moved = around(
        tmp_path,
        environment={
            "HF_HOME": "~/hf",
            "LLAMA_CACHE": str(tmp_path / "llama"),
            "OLLAMA_MODELS": "$BIG/ollama",
            "BIG": str(tmp_path / "big"),
            "XDG_CACHE_HOME": str(tmp_path / "caches"),
            "XDG_DATA_HOME": str(tmp_path / "share"),
        },
    )
    assert folders(PlaceKind.HUB, moved) == ["hf/hub"]
    assert folders(PlaceKind.LLAMA_CPP, moved) == ["llama", "caches/llama.cpp"]
    assert folders(PlaceKind.OLLAMA, moved) == ["big/ollama", ".ollama/models"]
    assert folders(PlaceKind.GPT4ALL, moved)[0] == "share/nomic.ai/GPT4All"


def test_programs_say_themselves_where_they_were_moved_to(tmp_path: Path) -> None:
    put(tmp_path / ".lmstudio-home-pointer", f"{tmp_path}/studio\n".encode())
    settings = {"downloadsFolder": f"{tmp_path}/studio models", "other": [1]}
    put(tmp_path / "studio/settings.json", json.dumps(settings).encode())
    jan = {"data_folder": f"{tmp_path}/jan", "other": None}
    put(tmp_path / ".local/share/Jan/settings.json", json.dumps(jan).encode())
    assert folders(PlaceKind.LM_STUDIO, around(tmp_path))[:2] == ["studio models", "studio/models"]
    assert folders(PlaceKind.JAN, around(tmp_path))[:2] == ["jan/llamacpp/models", "jan/models"]


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe", b"[]", b'{"downloadsFolder": 7}', b'{"downloadsFolder": "x"}']
)
def test_settings_that_cannot_be_meant_are_passed_over(tmp_path: Path, content: bytes) -> None:
    put(tmp_path / ".lmstudio-home-pointer", content[:2])
    put(tmp_path / ".lmstudio/settings.json", content)
    assert ".lmstudio/models" in folders(PlaceKind.LM_STUDIO, around(tmp_path))


def test_a_place_is_named_once_by_the_program_that_it_belongs_to(tmp_path: Path) -> None:
    own = [tmp_path / "mine", tmp_path / ".ollama/models", tmp_path / "mine/"]
    found = places(own, around(tmp_path))
    assert [place for place in found if place.kind is PlaceKind.OWN] == [
        Place(PlaceKind.OWN, tmp_path / "mine")
    ]
    assert Place(PlaceKind.OLLAMA, tmp_path / ".ollama/models") in found


def test_only_an_added_place_that_is_gone_is_worth_a_word(tmp_path: Path) -> None:
    assert trouble(Place(PlaceKind.JAN, tmp_path / "nowhere")) is None
    assert trouble(Place(PlaceKind.OWN, tmp_path)) is None
    gone = trouble(Place(PlaceKind.OWN, tmp_path / "unplugged"))
    assert gone is not None
    assert gone.code is ErrorCode.FILE_MISSING


@pytest.mark.parametrize(
    "environment",
    [
        {},
        {"XDG_CACHE_HOME": "/caches"},
        {"HF_HOME": "~/hf", "XDG_CACHE_HOME": "/caches"},
        {"HF_HOME": "$BASE/hf", "BASE": "/base"},
        {"HUGGINGFACE_HUB_CACHE": "/old", "HF_HOME": "/hf"},
        {"HF_HUB_CACHE": "~/hub", "HUGGINGFACE_HUB_CACHE": "/old"},
    ],
    ids=["plain", "xdg", "home", "variable", "old", "cache"],
)
def test_the_hub_s_cache_is_where_its_client_has_it(environment: dict[str, str]) -> None:
    given = {"HOME": "/someone", "USERPROFILE": "/someone", **environment}
    asked = subprocess.run(
        [sys.executable, "-c", "import huggingface_hub.constants as c; print(c.HF_HUB_CACHE)"],
        env=given,
        capture_output=True,
        text=True,
        check=True,
    )
    assert Path(asked.stdout.strip()) == hub_cache_folder(given, Path("/someone"))


def test_a_repository_and_its_folder_name_each_other() -> None:
    assert folder_name("someone/model-GGUF") == "models--someone--model-GGUF"
    assert repository_named("models--someone--model-GGUF") == "someone/model-GGUF"
    assert repository_named("datasets--someone--data") is None
    assert repository_named("models--") is None
