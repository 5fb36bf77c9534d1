"""Where the library of the window gets what it shows; the program uses the defaults."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from paceline import paths
from paceline.library.catalog import CatalogPair, load_catalog
from paceline.library.hub.access import HubAccess
from paceline.library.hub_cache import hub_cache_folder
from paceline.library.installed.places import Place, places
from paceline.library.memory_fit import MachineMemory, this_machine
from paceline.ui.library.downloads.download_list import Queue
from paceline.ui.library.hub_opening import HubMaker


def downloads_folder() -> Path:
    """Where the list of downloads is kept."""
    return paths.data_folder() / "downloads"


def open_queue(make_hub: HubMaker) -> Queue:
    """Open the real queue; off the window's thread, for it brings the client of the Hub."""
    from paceline.library.downloads.downloads import Downloads  # noqa: PLC0415

    return Downloads(make_hub, downloads_folder(), cache=hub_cache_folder())


@dataclass(frozen=True, slots=True)
class LibrarySources:
    """Each is called beside the window, where nothing else is said."""

    catalog: Callable[[], Sequence[CatalogPair]] = load_catalog
    machine: Callable[[], MachineMemory] = this_machine
    graphics: Callable[[], int] = lambda: 0
    """Bytes of the largest graphics processor with memory of its own, as the engine told."""
    places: Callable[[Sequence[Path]], tuple[Place, ...]] = places
    queue: Callable[[HubMaker], Queue] = open_queue
    access: Callable[[], HubAccess] = HubAccess
    """Called on the window's thread, which asks nobody yet."""
