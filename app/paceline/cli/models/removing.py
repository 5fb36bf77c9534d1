"""`paceline models rm`: delete what Paceline fetched or made, and nothing of other programs."""

import sys
from collections.abc import Sequence

import msgspec

from paceline.cli.arguments.options import Options
from paceline.cli.memory import size
from paceline.cli.models.choosing import meant_by, others_need
from paceline.cli.models.shelves import Shelves
from paceline.cli.models.tables import print_json
from paceline.cli.terminal import remark
from paceline.errors import AppError, Cancelled, ErrorCode
from paceline.library.catalog import CatalogPair, load_catalog
from paceline.library.installed.records import InstalledModel
from paceline.library.installed.removal import remove
from paceline.library.pair_files import find_pair


class ModelRemoved(msgspec.Struct, frozen=True):
    """What was deleted, and how many bytes of the disk that freed."""

    path: str
    freed: int


def remove_models(options: Options, shelves: Shelves) -> None:
    """Delete them; nothing at all where one of them is not ours."""
    catalog, here = load_catalog(), shelves.found()
    going: dict[str, InstalledModel] = {}
    for name in options.names:
        models = meant_by(name, here, catalog)
        if find_pair(catalog, name):
            models = _without_shared(models, here, catalog)
        going |= {str(model.path): model for model in models}
    for model in going.values():
        if not model.deletable:
            raise AppError(ErrorCode.MODEL_NOT_OURS, str(model.path))
    if not going:
        return
    if not options.yes:
        _ask(list(going.values()))
    removed = [ModelRemoved(path, remove(model)) for path, model in going.items()]
    if options.json:
        print_json(removed)
        return
    for each in removed:
        remark(f"Deleted {each.path}; {size(each.freed)} are free again.")


def _without_shared(
    models: Sequence[InstalledModel],
    here: Sequence[InstalledModel],
    catalog: Sequence[CatalogPair],
) -> tuple[InstalledModel, ...]:
    """Leave out what another pair still needs, and what came with the program."""
    going = []
    for model in models:
        needing = others_need(model, models, here, catalog)
        if needing:
            pairs = " and ".join(pair.title for pair in needing)
            remark(f"{model.title} is kept: {pairs} drafts with it.")
        elif len(models) > 1 and not model.deletable:
            remark(f"{model.title} is kept: Paceline did not fetch it.")
        else:
            going.append(model)
    return tuple(going)


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
