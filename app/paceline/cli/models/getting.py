"""`paceline models get`: a pair or a model, fetched whole and verified, or paused for later."""

import shlex
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

from paceline.cli.arguments.options import Options
from paceline.cli.interruption import interrupt_aborts
from paceline.cli.job import INTERRUPTED
from paceline.cli.models.progress import telling
from paceline.cli.models.references import HubReference, choose, refer
from paceline.cli.shelves import Shelves
from paceline.cli.terminal import remark
from paceline.engine.llama.native import AbortFlag
from paceline.errors import AppError, Cancelled, ErrorCode
from paceline.library.catalog import CatalogPair, load_catalog
from paceline.library.downloads.fetching import fetch
from paceline.library.downloads.records import Wanted, wanted
from paceline.library.downloads.room import require_room_for
from paceline.library.downloads.speed_limit import SpeedLimit
from paceline.library.hub.hub import Hub
from paceline.library.pair_files import locate, wanted_files

_Answer = TypeVar("_Answer")


@dataclass(frozen=True, slots=True)
class Errand:
    """What is to be fetched, and what the person may do with it."""

    title: str
    files: tuple[Wanted, ...]
    pair: CatalogPair | None = None

    def next_step(self, paths: Sequence[Path]) -> str:
        """Say how to use what has arrived at these paths."""
        if self.pair is not None:
            return f"Chat with: paceline chat --pair {self.pair.id}"
        return f"Chat with: paceline chat --target {shlex.quote(str(paths[0]))}"


def get(options: Options, shelves: Shelves, abort: AbortFlag) -> int | None:
    """Fetch what is named; returns the exit status of an interruption."""
    with shelves.open_hub() as hub, interrupt_aborts(abort):
        errand = _errand(options, shelves, hub)
        if not errand.files:
            remark(f"{errand.title} is here already. {errand.next_step(())}")
            return None
        require_room_for(errand.title, errand.files, shelves.cache)
        try:
            paths = _fetch_all(hub, errand.files, options, shelves, abort)
        except Cancelled:
            remark(f"Paused; what has come is kept. Go on with: {_again(options)}")
            return INTERRUPTED
    remark(f"{errand.title} is here. {errand.next_step(paths)}")
    return None


def _errand(options: Options, shelves: Shelves, hub: Hub) -> Errand:
    meant = refer(options.name, load_catalog(), options.hub_file)
    if isinstance(meant, CatalogPair):
        return _pair_errand(meant, shelves)
    return _hub_errand(meant, options.revision, hub)


def _pair_errand(pair: CatalogPair, shelves: Shelves) -> Errand:
    here = locate(pair, shelves.found())
    for model in (here.target, here.draft):
        if model is not None:
            remark(f"{model.title} is here already: {model.path}")
    return Errand(pair.title, wanted_files(here.missing), pair)


def _hub_errand(meant: HubReference, revision: str, hub: Hub) -> Errand:
    repository = asked(hub, meant.repository, lambda: hub.repository(meant.repository, revision))
    model = choose(repository.models, meant)
    return Errand(model.title, tuple(wanted(file, revision) for file in model.files))


def _fetch_all(
    hub: Hub, files: Sequence[Wanted], options: Options, shelves: Shelves, abort: AbortFlag
) -> list[Path]:
    """Fetch one file after the other, so that a pause leaves as many whole ones as can be."""
    limit = SpeedLimit(options.speed or shelves.wishes.bytes_per_second)
    paths = []
    with telling(json=options.json) as told:
        for each in files:
            told.begin(each)
            try:
                fetching = partial(
                    fetch,
                    hub,
                    each,
                    cache=shelves.cache,
                    progress=told.report,
                    cancelled=lambda: abort.is_set,
                    limit=limit,
                )
                path = asked(hub, each.repository, fetching)
            except Cancelled:
                told.pause()
                raise
            told.arrive(path)
            paths.append(path)
    return paths


def asked(hub: Hub, repository: str, question: Callable[[], _Answer]) -> _Answer:
    """Return the answer; where terms must be accepted first, tell on which page."""
    try:
        return question()
    except AppError as error:
        if error.code is ErrorCode.HUB_GATED:
            remark(f"The terms are at {hub.terms_page(repository)}")
        raise


def _again(options: Options) -> str:
    """The command that goes on."""
    return shlex.join(["paceline", *options.given])
