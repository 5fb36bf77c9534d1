"""The folders in which programs keep models, on every system.

Where they lie follows the programs' own documentation: huggingface_hub, llama.cpp (`common.cpp`),
LM Studio (`findLMStudioHome`), Jan, GPT4All and Ollama.
"""

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Final, TypeVar, assert_never

import msgspec

from paceline.errors import AppError, ErrorCode
from paceline.library.hub_cache import expanded, hub_cache_folder
from paceline.library.regular_file import beginning
from paceline.library.starter import find_starter
from paceline.paths import cache_folder

_LONGEST_SETTINGS: Final = 2**20
"""Bytes of another program's settings that are read."""

_LONGEST_PATH: Final = 4096


class PlaceKind(StrEnum):
    """Whose models lie there."""

    OWN = "own"
    """A folder, or a single file, that the person added."""
    HUB = "hub"
    """The Hub's cache, into which Paceline downloads."""
    LLAMA_CPP = "llama.cpp"
    LM_STUDIO = "lm-studio"
    JAN = "jan"
    GPT4ALL = "gpt4all"
    OLLAMA = "ollama"
    STARTER = "starter"
    PRACTICE = "practice"


@dataclass(frozen=True, slots=True)
class Place:
    """A folder with models, or for `OWN` and `STARTER` perhaps a single file."""

    kind: PlaceKind
    folder: Path


class System(StrEnum):
    """What decides where programs keep their files."""

    LINUX = "linux"
    MACOS = "macos"
    WINDOWS = "windows"


def _this_system() -> System:
    if sys.platform == "win32":
        return System.WINDOWS
    return System.MACOS if sys.platform == "darwin" else System.LINUX


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a search goes by; the defaults are those of this machine."""

    system: System = field(default_factory=_this_system)
    home: Path = field(default_factory=Path.home)
    environment: Mapping[str, str] = field(default_factory=lambda: os.environ)

    def variable(self, name: str) -> Path | None:
        """The path in an environment variable, None where it is not set or empty."""
        text = self.environment.get(name)
        return expanded(text, self.environment, self.home) if text else None

    def caches(self) -> Path:
        """Where programs of this system keep what can be made again."""
        match self.system:
            case System.LINUX:
                return self.variable("XDG_CACHE_HOME") or self.home / ".cache"
            case System.MACOS:
                return self.home / "Library/Caches"
            case System.WINDOWS:
                return self.variable("LOCALAPPDATA") or self.home / "AppData/Local"
            case _:
                assert_never(self.system)

    def data(self, *, roaming: bool = False) -> Path:
        """Where programs of this system keep what is the person's."""
        match self.system:
            case System.LINUX:
                return self.variable("XDG_DATA_HOME") or self.home / ".local/share"
            case System.MACOS:
                return self.home / "Library/Application Support"
            case System.WINDOWS if roaming:
                return self.variable("APPDATA") or self.home / "AppData/Roaming"
            case System.WINDOWS:
                return self.variable("LOCALAPPDATA") or self.home / "AppData/Local"
            case _:
                assert_never(self.system)


def places(own: Sequence[Path] = (), surroundings: Surroundings | None = None) -> tuple[Place, ...]:
    """Every place where models may lie, each once, existing or not.

    `own` holds folders and single files that the person added. They come behind those of known
    programs, about which more can be said, and what lies in two places belongs to the first.
    """
    around = surroundings or Surroundings()
    every = {
        PlaceKind.HUB: iter([hub_cache_folder(around.environment, around.home)]),
        PlaceKind.LLAMA_CPP: _llama_cpp(around),
        PlaceKind.LM_STUDIO: _lm_studio(around),
        PlaceKind.JAN: _jan(around),
        PlaceKind.GPT4ALL: _gpt4all(around),
        PlaceKind.OLLAMA: _ollama(around),
        PlaceKind.STARTER: _starter(),
        PlaceKind.PRACTICE: iter([cache_folder() / "practice"]),
        PlaceKind.OWN: iter(own),
    }
    found: dict[str, Place] = {}
    for kind, folders in every.items():
        for folder in folders:
            found.setdefault(_spelled(folder), Place(kind, folder))
    return tuple(found.values())


def trouble(place: Place) -> AppError | None:
    """Why nothing can be found in a place that the person added; None where something can."""
    if place.kind is not PlaceKind.OWN:
        return None
    try:
        place.folder.stat()
        if place.folder.is_dir():
            os.scandir(place.folder).close()
    except (FileNotFoundError, NotADirectoryError):
        return AppError(ErrorCode.FILE_MISSING, str(place.folder))
    except (OSError, ValueError):
        return AppError(ErrorCode.FILE_UNREADABLE, str(place.folder))
    return None


def _spelled(path: Path) -> str:
    return os.path.normcase(os.path.normpath(path))


def _llama_cpp(around: Surroundings) -> Iterator[Path]:
    """`LLAMA_CACHE` is used like the Hub's cache; the older folder is flat."""
    if chosen := around.variable("LLAMA_CACHE"):
        yield chosen
    yield around.caches() / "llama.cpp"


def _lm_studio(around: Surroundings) -> Iterator[Path]:
    """A pointer in the home folder says where LM Studio's own home is, if it was moved."""
    homes = [around.home / ".lmstudio", around.home / ".cache/lm-studio"]
    if pointed := _first_line(around.home / ".lmstudio-home-pointer"):
        homes.insert(0, Path(pointed))
    for home in homes:
        chosen = _read_settings(home / "settings.json", _LmStudioSettings)
        if chosen and chosen.downloadsFolder and Path(chosen.downloadsFolder).is_absolute():
            yield Path(chosen.downloadsFolder)
        yield home / "models"


def _jan(around: Surroundings) -> Iterator[Path]:
    bases = [around.data(roaming=True) / "Jan"]
    if around.system is System.LINUX:
        bases.append((around.variable("XDG_CONFIG_HOME") or around.home / ".config") / "Jan")
    for base in bases:
        chosen = _read_settings(base / "settings.json", _JanSettings)
        moved = Path(chosen.data_folder) if chosen and chosen.data_folder else None
        for data in [moved] if moved and moved.is_absolute() else [base / "data"]:
            yield data / "llamacpp/models"
            yield data / "models"


def _gpt4all(around: Surroundings) -> Iterator[Path]:
    yield around.data() / "nomic.ai/GPT4All"
    yield around.home / ".cache/gpt4all"  # that of its Python package


def _ollama(around: Surroundings) -> Iterator[Path]:
    if chosen := around.variable("OLLAMA_MODELS"):
        yield chosen
    yield around.home / ".ollama/models"
    if around.system is System.LINUX:
        yield Path("/usr/share/ollama/.ollama/models")  # where it runs as a service


def _starter() -> Iterator[Path]:
    try:
        yield find_starter()
    except AppError:
        return


class _LmStudioSettings(msgspec.Struct):
    downloadsFolder: str | None = None  # noqa: N815 - LM Studio's spelling


class _JanSettings(msgspec.Struct):
    data_folder: str | None = None


_Settings = TypeVar("_Settings")


def _read_settings(file: Path, kind: type[_Settings]) -> _Settings | None:
    """None where there is no such file, or none that could be meant."""
    try:
        return msgspec.json.decode(beginning(file, _LONGEST_SETTINGS), type=kind)
    except (OSError, ValueError):
        return None


def _first_line(file: Path) -> str:
    """Empty where there is no such file, or none that could be meant."""
    try:
        return beginning(file, _LONGEST_PATH).decode().partition("\n")[0].strip()
    except (OSError, ValueError):
        return ""
