"""`paceline models list`: every model on this machine, whoever brought it."""

from datetime import datetime

import msgspec

from paceline.cli.arguments.options import Options
from paceline.cli.memory import size
from paceline.cli.models.tables import day, print_table
from paceline.cli.shelves import Shelves
from paceline.cli.terminal import print_json, remark
from paceline.library.file_names import Role
from paceline.library.installed.places import PlaceKind
from paceline.library.installed.records import InstalledModel
from paceline.library.installed.scanning import scan


class ModelListed(msgspec.Struct, frozen=True):
    """One line; size in bytes. `ours` says whether `paceline models rm` deletes it."""

    title: str
    path: str
    place: PlaceKind
    repository: str | None
    role: Role
    quantization: str | None
    size: int
    architecture: str | None
    parameters: int | None
    trained_context: int | None
    last_used: datetime | None
    ours: bool
    trouble: str | None


def list_models(options: Options, shelves: Shelves) -> None:
    """List them by title."""
    listed = sorted(
        map(_listed, scan(shelves.places)), key=lambda model: (model.title.lower(), model.path)
    )
    if options.json:
        print_json(listed)
        return
    if not listed:
        remark("No model was found. Fetch one: `paceline models` shows which suit this machine.")
        return
    print_table(
        ("model", "for", "size", "used", "where", "repository", "path"),
        map(_row, listed),
        dispensable=("path", "repository", "for"),
    )
    for each in listed:
        if each.trouble:
            remark(each.trouble)


def _row(model: ModelListed) -> tuple[str, ...]:
    return (
        model.title,
        "" if model.role is Role.MODEL else model.role,
        size(model.size),
        day(model.last_used),
        model.place,
        model.repository or "",
        model.path,
    )


def _listed(model: InstalledModel) -> ModelListed:
    facts = model.facts
    return ModelListed(
        model.title,
        str(model.path),
        model.place.kind,
        model.repository,
        model.role,
        model.quantization,
        model.size,
        facts.architecture if facts else None,
        facts.parameters if facts else None,
        facts.trained_context if facts else None,
        model.last_used,
        model.deletable,
        str(model.trouble) if model.trouble else None,
    )
