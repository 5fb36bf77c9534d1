"""Finds every model of every place: a quick list first, then what the headers say."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, assert_never

from paceline.errors import AppError, ErrorCode
from paceline.library.file_names import Role
from paceline.library.gguf.facts import ModelFacts
from paceline.library.installed.file_sets import FileSet, below, single, without_models
from paceline.library.installed.folder_walk import Identity, is_folder, seen
from paceline.library.installed.header_memory import HeaderMemory
from paceline.library.installed.hub_layout import in_hub_cache
from paceline.library.installed.ollama_store import in_ollama_store
from paceline.library.installed.places import Place, PlaceKind, trouble
from paceline.library.installed.records import InstalledModel
from paceline.library.installed.uses import Uses

_SAVE_EVERY: Final = 32
"""Headers that were read; what a window that is closed meanwhile may cost."""


def found(
    places: Sequence[Place], memory: HeaderMemory | None = None, uses: Uses | None = None
) -> tuple[InstalledModel, ...]:
    """Every model by its files alone, quickly; `facts` only where they are remembered."""
    memory = memory or HeaderMemory()
    uses = uses or Uses()
    models = (
        _model(files, others, _said_by_files(files) or memory.recall(files.files), uses)
        for files, others in _distinct(places)
    )
    return tuple(model for model in models if model is not None)


def scan(
    places: Sequence[Place],
    memory: HeaderMemory | None = None,
    uses: Uses | None = None,
) -> Iterator[InstalledModel]:
    """Every model with what its header says, those that are remembered first.

    Stop it by not asking for more; what was read by then is remembered.
    """
    memory = memory or HeaderMemory()
    uses = uses or Uses()
    unread: list[tuple[FileSet, tuple[Path, ...]]] = []
    for files, others in _distinct(places):
        said = _said_by_files(files) or memory.recall(files.files)
        if said is None:
            unread.append((files, others))
        elif (model := _model(files, others, said, uses)) is not None:
            yield model
    try:
        for number, (files, others) in enumerate(unread, start=1):
            said = memory.read(files.files)
            if not any(os.path.lexists(file.path) for file in files.files):
                continue  # it vanished meanwhile
            if number % _SAVE_EVERY == 0:
                memory.save()
            if (model := _model(files, others, said, uses)) is not None:
                yield model
    finally:
        memory.save()


def _distinct(places: Sequence[Place]) -> list[tuple[FileSet, tuple[Path, ...]]]:
    """Every model once, with the other ways to its first file; the first place has it."""
    every = [files for place in places for files in _sets_in(place)]
    every.sort(key=lambda files: files.missing > 0)
    owners: dict[Identity, int] = {}
    distinct: list[tuple[FileSet, list[Path]]] = []
    for files in every:
        holders = {owners.get(file.identity) for file in files.files}
        holder = holders.pop() if len(holders) == 1 else None
        if holder is None:
            owners |= {file.identity: len(distinct) for file in files.files}
            distinct.append((files, []))
        elif files.files[0].path not in (kept := distinct[holder])[1]:
            kept[1].append(files.files[0].path)
    return [(files, tuple(others)) for files, others in distinct]


def _sets_in(place: Place) -> Iterator[FileSet]:
    """What lies in a place; one that the person added is never passed over in silence."""
    empty = True
    for files in _laid_out(place):
        empty = False
        yield files
    if empty and place.kind is PlaceKind.OWN:
        said = trouble(place) or AppError(ErrorCode.FOLDER_WITHOUT_MODELS, str(place.folder))
        yield without_models(place, said)


def _laid_out(place: Place) -> Iterator[FileSet]:
    if not is_folder(place.folder):
        return single(place) if seen(place.folder) else iter(())
    match place.kind:
        case PlaceKind.HUB | PlaceKind.LLAMA_CPP:
            return in_hub_cache(place)
        case PlaceKind.OLLAMA:
            return in_ollama_store(place)
        case (
            PlaceKind.OWN
            | PlaceKind.LM_STUDIO
            | PlaceKind.JAN
            | PlaceKind.GPT4ALL
            | PlaceKind.STARTER
            | PlaceKind.PRACTICE
        ):
            return below(place)
        case _:
            assert_never(place.kind)


def _said_by_files(files: FileSet) -> AppError | None:
    """The trouble that is seen without reading a header."""
    for file in files.files:
        if file.trouble is not None:
            return file.trouble
    if files.missing:
        there = len(files.files)
        detail = f"{files.title} ({there} of {there + files.missing} files)"
        return AppError(ErrorCode.MODEL_INCOMPLETE, detail)
    return None


def _model(
    files: FileSet, others: tuple[Path, ...], said: ModelFacts | AppError | None, uses: Uses
) -> InstalledModel | None:
    """The record of a model; None for a file that nobody would choose by itself.

    A header knows better than a name what a model is for, except that the drafters made of a
    model's own layers look like one.
    """
    facts = said if isinstance(said, ModelFacts) else None
    role = files.role
    if facts is not None and not (facts.role is Role.MODEL and role.is_drafter):
        role = facts.role
    if role.is_hidden and files.place.folder != files.files[0].path:
        return None
    sizes = {file.identity: file.size for file in files.files}
    return InstalledModel(
        files=tuple(file.path for file in files.files),
        title=files.title,
        place=files.place,
        size=sum(sizes.values()),
        role=role,
        quantization=files.quantization or (facts.quantization if facts else None),
        repository=files.repository,
        facts=facts,
        trouble=said if isinstance(said, AppError) else None,
        last_used=max(filter(None, map(uses.last, (files.files[0].path, *others))), default=None),
        also_at=others,
    )
