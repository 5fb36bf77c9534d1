"""The starter's weights, taken from the Python package they are published in."""

import sys
from pathlib import Path

import product


def find() -> Path:
    """Return the file, whole; `make setup` installs the package that holds it."""
    sys.path.insert(0, str(product.ROOT / "app"))
    from paceline.errors import AppError  # noqa: PLC0415 - found by the line above
    from paceline.library.starter import find_starter  # noqa: PLC0415

    try:
        return find_starter()
    except AppError as error:
        raise SystemExit(f"{error}\nmake setup brings it.") from error
