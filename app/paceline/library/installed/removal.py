"""Removes a model that Paceline downloaded or made, and nothing besides.

Files in folders that the person added are not removed: they are the person's own, were brought by
other means, and the file manager deletes them into a trash from which they can come back.
"""

from pathlib import Path

from paceline.errors import AppError, ErrorCode
from paceline.library.installed.places import PlaceKind
from paceline.library.installed.records import InstalledModel


def remove(model: InstalledModel) -> int:
    """Remove the model's files and return how many bytes that freed.

    Raises `AppError`: `MODEL_NOT_OURS`, or `FILE_UNWRITABLE` or `CACHE_DAMAGED` where it cannot be.
    """
    if not model.deletable:
        raise AppError(ErrorCode.MODEL_NOT_OURS, model.title)
    if model.place.kind is PlaceKind.PRACTICE:
        return sum(_remove_practice(file) for file in model.files)
    # The Hub's client takes long to import.
    from paceline.library.hub.cache_removal import remove_files  # noqa: PLC0415

    assert model.repository is not None
    return remove_files(model.place.folder, model.repository, model.files)


def _remove_practice(file: Path) -> int:
    """The file and the record beside it; the pair can be made again at any time."""
    try:
        size = file.stat().st_size
        file.unlink()
        for suffix in (".json", ".lock"):
            file.with_name(file.name + suffix).unlink(missing_ok=True)
    except FileNotFoundError:
        return 0
    except OSError as error:
        raise AppError(ErrorCode.FILE_UNWRITABLE, str(file)) from error
    return size
