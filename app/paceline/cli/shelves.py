"""Where models are and where they come from, as the person's settings say."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from paceline import paths
from paceline.library.hub.access import HubAccess
from paceline.library.hub_cache import hub_cache_folder
from paceline.library.installed.places import Place, places
from paceline.library.installed.records import InstalledModel
from paceline.library.installed.scanning import found
from paceline.settings import LibraryWishes, load_settings

if TYPE_CHECKING:
    from paceline.library.hub.hub import Hub


@dataclass(frozen=True, slots=True)
class Shelves:
    """The places of models on this machine, and the way to the Hub."""

    wishes: LibraryWishes
    cache: Path
    places: tuple[Place, ...]

    def found(self) -> tuple[InstalledModel, ...]:
        """Every model on this machine, by its files alone."""
        return found(self.places)

    @contextmanager
    def open_hub(self) -> Iterator["Hub"]:
        """Yield the Hub; nothing is asked of it by that."""
        access = HubAccess()
        access.configure(
            address=self.wishes.endpoint,
            offline=self.wishes.offline,
            use_shared_token=self.wishes.use_shared_token,
        )
        try:
            yield access.hub()
        finally:
            access.close()


def open_shelves() -> Shelves:
    """Read the settings; raises `AppError` where they are damaged."""
    wishes = load_settings(paths.settings_file()).library
    own = [Path(folder) for folder in wishes.model_folders]
    return Shelves(wishes, hub_cache_folder(), places(own))
