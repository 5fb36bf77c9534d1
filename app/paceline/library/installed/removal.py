"""Removes a model that Paceline downloaded or made, and nothing besides."""

from paceline.library.installed.records import InstalledModel


def remove(model: InstalledModel) -> int:
    """Remove the model's files and return how many bytes that freed.

    Raises `AppError`: `MODEL_NOT_OURS`, or `FILE_UNWRITABLE` where the disk refuses.
    """
    raise NotImplementedError
