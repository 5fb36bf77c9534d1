"""Which models the files of a place make, by names and sizes alone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from paceline.errors import AppError
from paceline.library.file_names import (
    Role,
    grouped,
    is_gguf,
    quantization_of,
    role_of,
    shard_of,
    title_of,
)
from paceline.library.hub.names import without_unshown
from paceline.library.hub_cache import repository_named
from paceline.library.installed.folder_walk import FoundFile, model_files, names_in, seen
from paceline.library.installed.places import Place, PlaceKind


@dataclass(frozen=True, slots=True)
class FileSet:
    """The files of one model; `missing` counts shards that are not here."""

    place: Place
    title: str
    role: Role
    quantization: str | None
    files: tuple[FoundFile, ...]
    repository: str | None = None
    missing: int = 0


def single(place: Place) -> Iterator[FileSet]:
    """A file that was added by itself, whatever its name, with its shards."""
    path = place.folder
    if shard_of(path.name) is not None:
        beside = [path.with_name(name) for name in names_in(path.parent) if is_gguf(name)]
        for files in loose(place, beside, path.parent):
            if any(file.path == path for file in files.files):
                yield files
    else:
        yield one_file(place, path, title_of(path.name))


def below(place: Place) -> Iterator[FileSet]:
    """Models that lie in folders under names of their own."""
    yield from loose(place, list(model_files(place.folder)), place.folder)


def one_file(place: Place, path: Path, title: str, repository: str | None = None) -> FileSet:
    """A model of one file; what does not exist is said to be missing."""
    return FileSet(
        place,
        shown(title),
        role_of(title),
        quantization_of(title),
        (seen(path) or FoundFile.absent(path),),
        repository,
    )


def without_models(place: Place, trouble: AppError) -> FileSet:
    """A place in a model's stead, to say what is the matter with it."""
    file = FoundFile(place.folder, 0, 0, str(place.folder), trouble)
    return FileSet(place, shown(title_of(place.folder.name)), Role.MODEL, None, (file,))


def loose(
    place: Place, paths: Sequence[Path], root: Path, repository: str | None = None
) -> Iterator[FileSet]:
    """Models by the names of their files below `root`, shards as one."""
    by_name = {path.relative_to(root).as_posix(): path for path in paths}
    for group in grouped(by_name):
        files = tuple(file for name in group.names if (file := seen(by_name[name])) is not None)
        if files:
            owner = repository or _repository(place.kind, group.names[0])
            yield FileSet(
                place,
                shown(_title(place.kind, group.names[0], group.title)),
                group.role,
                group.quantization,
                files,
                shown(owner) if owner else None,
                group.shards - len(files),
            )


def shown(text: str) -> str:
    """A stranger's name as one line that a window can show; undecodable bytes become marks."""
    return without_unshown(" ".join(text.encode("utf-8", "replace").decode().split())) or "?"


def _title(kind: PlaceKind, name: str, title: str) -> str:
    """Jan calls every file "model.gguf" and means the folder."""
    folder, _, _ = name.rpartition("/")
    return folder if kind is PlaceKind.JAN and title == "model" and folder else title


def _repository(kind: PlaceKind, name: str) -> str | None:
    """LM Studio keeps the Hub's names as folders; a Hub cache may be part of any folder."""
    *parents, _ = name.split("/")
    for parent in parents:
        if repository := repository_named(parent):
            return repository
    if kind is PlaceKind.LM_STUDIO and len(parents) >= 2:
        return "/".join(parents[:2])
    return None
