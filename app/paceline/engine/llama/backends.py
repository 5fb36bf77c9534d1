"""The parts of ggml: where they lie, under which names they are bound, and which are loaded.

A build for one processor has all of them linked. One for many machines brings the code for
processors in variants, one file each; of these the best that runs here is chosen, before
anything else is asked of llama.cpp. Only this package uses it.
"""

import ctypes
import os
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Final

import llama_cpp

_SUFFIXES: Final = (".so.0", ".so", ".0.dylib", ".dylib", ".dll")

_VARIANT_FILE: Final = re.compile(r"(?:lib)?ggml-cpu-(?P<variant>[\w.]+)\.(?:so|dll)")

_LOADED: Final = " backend from "
"""What stands before the file in the line that ggml logs once it has loaded a part."""


@cache
def ggml_library(name: str) -> ctypes.CDLL:
    """Bind a ggml library under the name that libllama links, lest a second copy be mapped."""
    folder = _library_folder()
    prefix = "" if os.name == "nt" else "lib"
    for suffix in _SUFFIXES:
        path = folder / f"{prefix}{name}{suffix}"
        if path.exists():
            return ctypes.CDLL(str(path))
    raise FileNotFoundError(f"llama-cpp-python lacks its library {name}")


def load_variants() -> None:
    """Load the best variant for this processor, and whatever else was built as parts.

    Does nothing where the library is linked as a whole. The log must be collected already.
    """
    for folder in _part_folders():
        if any(_variant_of_file(file) for file in folder.iterdir()):
            load = ggml_library("ggml").ggml_backend_load_all_from_path
            load.restype = None
            load.argtypes = [ctypes.c_char_p]
            load(os.fsencode(folder))
            return


def chosen_variant(log: Iterable[str]) -> str | None:
    """Return the variant that ggml's log says was loaded, as zen4; None where it has none."""
    for line in log:
        _, told, file = line.strip().rpartition(_LOADED)
        if told and (variant := _variant_of_file(Path(file))):
            return variant
    return None


def is_of_loading(line: str) -> bool:
    """Whether a line of the log tells that a part was loaded."""
    return _LOADED in line


def _variant_of_file(file: Path) -> str | None:
    found = _VARIANT_FILE.fullmatch(file.name)
    return found["variant"] if found else None


def _library_folder() -> Path:
    return Path(llama_cpp.__file__).parent / "lib"


def _part_folders() -> list[Path]:
    """Where parts may lie: beside the library in a bundle; a wheel has them in a `bin` of its own.

    The wheel's folder is not the one of the virtual environment's programs.
    """
    beside = _library_folder()
    return [folder for folder in (beside, beside.parents[1] / "bin") if folder.is_dir()]
