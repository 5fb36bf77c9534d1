"""All files of a model of the Hub whose first is known, to fetch them or find them here. Pure."""

from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from paceline.library.doctor.diagnosis import LocalFile, Patient
from paceline.library.downloads.records import Wanted, wanted
from paceline.library.file_names import shard_of
from paceline.library.hub.records import HubFile
from paceline.library.installed.records import InstalledModel


def wanted_with(first: HubFile) -> tuple[Wanted, ...]:
    """Return the wish for a file and, where it is the first of several shards, for all of them."""
    shard = shard_of(first.path)
    if shard is None:
        return (wanted(first, first.commit),)
    return tuple(
        Wanted(first.repository, f"{shard.stem}-{number:05}-of-{shard.of:05}.gguf", first.commit)
        for number in range(1, shard.of + 1)
    )


def path_of(patient: Patient, installed: Iterable[InstalledModel]) -> Path | None:
    """Return where the model lies on this machine, None where it has to be fetched."""
    match patient:
        case LocalFile(path):
            return path
        case _:
            return _installed_path(patient.file, installed)


def _installed_path(file: HubFile, installed: Iterable[InstalledModel]) -> Path | None:
    name = PurePosixPath(file.path).name
    for model in installed:
        if model.trouble is not None:
            continue
        same_name = model.path.name == name
        whole = len(model.files) > 1 or model.size == file.size or not file.size
        if same_name and whole and model.repository in (None, file.repository):
            return model.path
    return None
