"""Asks the Hub for every file of the catalogue and shows what has changed since it was written.

A maintainer runs it, reads what it shows, and runs it again with --write. A pinned commit stays as
long as its content is that of the newest one. What has gone is only shown: somebody must choose
another file, or take the pair out. Ends with status 0 where nothing changed, 1 where something did,
2 where the Hub could not be asked.
"""

import argparse
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, cast

import tomlkit
from tomlkit.items import Bool, Integer, Item, Table, Trivia

from paceline.errors import AppError, ErrorCode
from paceline.library.catalog import CatalogPair, FilePart, ModelFile, load_catalog
from paceline.library.hub.endpoints import endpoint_in_use
from paceline.library.hub.hub import Hub
from paceline.library.hub.records import HubFile, Repository
from paceline.library.hub.tokens import TokenStore
from paceline.whole_file import write_whole

CATALOG: Final = Path(__file__).parents[1] / "models" / "catalog.toml"

UNCHANGED: Final = 0
CHANGED: Final = 1
FAILED: Final = 2

Value = str | int | bool | None


@dataclass(frozen=True, slots=True)
class Place:
    """A table of the catalogue: a pair's target or draft, or with `shard` one of its further."""

    pair: str
    role: str
    shard: int | None = None

    def __str__(self) -> str:
        shard = "" if self.shard is None else f", further shard {self.shard + 1}"
        return f"{self.pair}: {self.role}{shard}"


@dataclass(frozen=True, slots=True)
class Change:
    """What the Hub says now in place of what the catalogue says."""

    place: Place
    field: str
    old: Value
    new: Value

    def __str__(self) -> str:
        return f"{self.place}: {self.field} {_spelled(self.old)} -> {_spelled(self.new)}"


@dataclass(frozen=True, slots=True)
class Gone:
    """What the Hub does not have any more."""

    place: Place
    what: str

    def __str__(self) -> str:
        return f"{self.place}: {self.what} is gone"


Finding = Change | Gone


def findings(hub: Hub, catalog: Iterable[CatalogPair]) -> Iterator[Finding]:
    """Yield what differs, pair by pair; each repository is asked for once."""
    asked: dict[str, Repository | None] = {}
    for pair in catalog:
        for role, model in (("target", pair.target), ("draft", pair.draft)):
            if model is None:
                continue
            if model.repository not in asked:
                asked[model.repository] = _repository(hub, model.repository)
            yield from _compared(Place(pair.id, role), model, asked[model.repository])


def written(text: str, changes: Iterable[Change]) -> str:
    """Return the catalogue's text with these changes; comments and the order stay."""
    document = tomlkit.parse(text)
    pairs = {str(pair["id"]): pair for pair in cast("list[Table]", document["pair"])}
    for change in changes:
        table = cast("Table", pairs[change.place.pair][change.place.role])
        if change.place.shard is not None:
            table = cast("list[Table]", table["further"])[change.place.shard]
        table[change.field] = _item(change.new)
    return tomlkit.dumps(document)


def main(arguments: Sequence[str]) -> int:
    """Ask, show and perhaps write; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("names", nargs="*", metavar="PAIR", help="only these; without any all")
    parser.add_argument("--write", action="store_true", help="write what has changed")
    parser.add_argument("--catalog", type=Path, default=CATALOG, metavar="FILE")
    options = parser.parse_args(arguments)
    catalog = load_catalog(options.catalog)
    if unknown := set(options.names) - {pair.id for pair in catalog}:
        parser.error(f"there is no pair {', '.join(sorted(unknown))}")
    chosen = [pair for pair in catalog if not options.names or pair.id in options.names]
    found: list[Finding] = []
    hub = Hub(endpoint_in_use(None, os.environ), tokens=TokenStore())
    try:
        for finding in findings(hub, chosen):
            print(finding)
            found.append(finding)
    except AppError as error:
        print(error, file=sys.stderr)
        return FAILED
    finally:
        hub.close()
    changes = [finding for finding in found if isinstance(finding, Change)]
    print(
        f"{len(chosen)} pairs asked for, {len(changes)} changes, {len(found) - len(changes)} gone"
    )
    if options.write and changes:
        fresh = written(options.catalog.read_text(encoding="utf-8"), changes)
        write_whole(options.catalog, fresh.encode())
        load_catalog(options.catalog)
    return CHANGED if found else UNCHANGED


def _repository(hub: Hub, name: str) -> Repository | None:
    """The newest commit; None where there is no such repository any more."""
    try:
        return hub.repository(name)
    except AppError as error:
        if error.code is ErrorCode.HUB_REPOSITORY_MISSING:
            return None
        raise


def _compared(place: Place, model: ModelFile, now: Repository | None) -> Iterator[Finding]:
    if now is None:
        yield Gone(place, model.repository)
        return
    files = {file.path: file for each in now.models for file in each.files}
    content: list[Finding] = []
    for number, part in enumerate(model.parts):
        shard = None if number == 0 else number - 1
        here = Place(place.pair, place.role, shard)
        file = files.get(part.file)
        content += [Gone(here, part.file)] if file is None else _compared_part(here, part, file)
    if not any(isinstance(finding, Gone) for finding in content) and (
        content or model.revision == "main"
    ):
        # Sums are those of this commit, and hold as long as it is the one that is fetched.
        yield from _differing(place, {"revision": (model.revision, now.commit)})
    yield from content
    stated = {"licence": (model.licence, now.licence or model.licence)}
    yield from _differing(place, {**stated, "gated": (model.gated, now.gated)})


def _compared_part(place: Place, part: FilePart, file: HubFile) -> list[Finding]:
    told = {"size": (part.size, file.size), "sha256": (part.sha256, file.sha256 or part.sha256)}
    return list(_differing(place, told))


def _differing(place: Place, fields: dict[str, tuple[Value, Value]]) -> Iterator[Change]:
    for field, (old, new) in fields.items():
        if old != new:
            yield Change(place, field, old, new)


def _item(value: Value) -> Item:
    """A value as the catalogue spells it: digits of a size in threes."""
    match value:
        case bool():
            return Bool(1 if value else 0, Trivia())
        case int():
            return Integer(value, Trivia(), f"{value:_}")
        case str():
            return tomlkit.string(value)
        case None:
            raise ValueError("the catalogue leaves out what is not known")


def _spelled(value: Value) -> str:
    match value:
        case None:
            return "unknown"
        case bool():
            return "yes" if value else "no"
        case int():
            return f"{value:,}"
        case str():
            return value


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
