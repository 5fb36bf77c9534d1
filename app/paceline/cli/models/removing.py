"""`paceline models rm`: delete what Paceline fetched or made, and nothing of other programs."""

import sys
from collections.abc import Sequence

import msgspec

from paceline.cli.arguments.options import Options
from paceline.cli.memory import size
from paceline.cli.models.choosing import meant_by, others_need
from paceline.cli.shelves import Shelves
from paceline.cli.terminal import print_json, remark
from paceline.errors import AppError, Cancelled, ErrorCode
from paceline.library.catalog import CatalogPair, load_catalog
from paceline.library.installed.places import PlaceKind
from paceline.library.installed.records import InstalledModel
from paceline.library.installed.removal import remove
from paceline.library.pair_files import find_pair


class ModelRemoved(msgspec.Struct, frozen=True):
    """What was deleted, and how many bytes of the disk that freed."""

    path: str
    freed: int


def remove_models(options: Options, shelves: Shelves) -> None:
    """Delete them; nothing at all where one of them is not ours."""
    going = _going(options.names, shelves.found(), load_catalog())
    for model in going:
        if not model.deletable:
            raise AppError(ErrorCode.MODEL_NOT_OURS, str(model.path))
    if going and not options.yes:
        _ask(going)
    removed: list[ModelRemoved] = []
    try:
        removed.extend(ModelRemoved(str(model.path), remove(model)) for model in going)
    finally:  # what is gone is told, also where the next one cannot be deleted
        _tell(removed, json=options.json)


def _tell(removed: Sequence[ModelRemoved], *, json: bool) -> None:
    if json:
        print_json(removed)
        return
    for each in removed:
        remark(f"Deleted {each.path}; {size(each.freed)} are free again.")


def _going(
    names: Sequence[str], here: Sequence[InstalledModel], catalog: Sequence[CatalogPair]
) -> list[InstalledModel]:
    """Return what is meant, less the drafts of pairs that must or should stay; tells of those."""
    meant = {name: meant_by(name, here, catalog) for name in names}
    every = {model.path: model for models in meant.values() for model in models}
    named = {
        model.path
        for name, models in meant.items()
        if find_pair(catalog, name) is None
        for model in models
    }
    going = []
    for path, model in every.items():
        needing = others_need(model, every.values(), here, catalog)
        if path in named or not (needing or _came_with_the_program(model)):
            going.append(model)
        elif needing:
            pairs = " and ".join(pair.title for pair in needing)
            remark(f"{model.title} is kept: {pairs} drafts with it.")
        else:
            remark(f"{model.title} is kept: it came with Paceline.")
    return going


def _came_with_the_program(model: InstalledModel) -> bool:
    return model.place.kind is PlaceKind.STARTER


def _ask(models: Sequence[InstalledModel]) -> None:
    """Let the person decide; raises `Cancelled` for anything but a yes."""
    for model in models:
        remark(f"{model.path} ({size(model.size)})")
    if not sys.stdin.isatty():
        raise AppError(ErrorCode.CONFIRMATION_MISSING)
    print("Delete? [y/N] ", end="", file=sys.stderr, flush=True)
    try:
        answer = input()
    except EOFError:
        answer = ""
    if answer.strip().lower() not in ("y", "yes"):
        raise Cancelled
