"""What the page of recommended pairs shows: read beside the window. Knows no widgets."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from paceline.library.downloads.records import Job
from paceline.library.installed.scanning import found
from paceline.library.memory_fit import MachineMemory
from paceline.library.pair_files import locate
from paceline.library.recommendation import recommended
from paceline.loading import PairChoice
from paceline.ui.library.downloads.wording import pair_of
from paceline.ui.library.recommended.offer import Offer, job_of, offer
from paceline.ui.library.sources import LibrarySources


@dataclass(frozen=True, slots=True)
class Shelf:
    """All offers, best first, and the machine that they were judged for."""

    offers: tuple[Offer, ...]
    machine: MachineMemory


def look(sources: LibrarySources, own_folders: Sequence[Path]) -> Shelf:
    """Judge every pair for this machine, and look which files are here."""
    here = found(sources.places(own_folders))
    machine = sources.machine()
    judged = recommended(sources.catalog(), machine, graphics_bytes=sources.graphics())
    return Shelf(tuple(offer(one, locate(one.pair, here)) for one in judged), machine)


def choice_of(job: Job, sources: LibrarySources, own_folders: Sequence[Path]) -> PairChoice | None:
    """Return what is to be loaded now that this has arrived.

    A job of a recommended pair may have brought a part of it, because the rest was here.
    """
    for one in look(sources, own_folders).offers:
        if job_of(one.pair, [job]) is not None and one.choice is not None:
            return one.choice
    return pair_of(job)
