"""What was found: a model of one file or several, with what is known of it."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from paceline.errors import AppError
from paceline.library.file_names import Role
from paceline.library.gguf.facts import ModelFacts
from paceline.library.installed.places import Place, PlaceKind


@dataclass(frozen=True, slots=True)
class InstalledModel:
    """A model on this machine; `files` are its shards in order, the first is the one to load.

    `size` counts bytes on the disk, what several links share once. `also_at` are other ways to the
    same bytes. `facts` are None until the header was read, and where that failed: then `trouble`
    says why, in a sentence for the person. `last_used` is when Paceline loaded it last, in UTC.
    """

    files: tuple[Path, ...]
    title: str
    place: Place
    size: int
    role: Role
    quantization: str | None
    repository: str | None = None
    facts: ModelFacts | None = None
    trouble: AppError | None = None
    last_used: datetime | None = None
    also_at: tuple[Path, ...] = ()

    @property
    def path(self) -> Path:
        """The file to load."""
        return self.files[0]

    @property
    def deletable(self) -> bool:
        """Whether Paceline may remove it: what it downloaded or made, and nothing else.

        Files of other programs are theirs, and files in folders that the person added are the
        person's: those are deleted where they are managed, with the system's trash at hand.
        """
        match self.place.kind:
            case PlaceKind.HUB:
                return self.repository is not None
            case PlaceKind.PRACTICE:
                # It is made there and nowhere below, where a link may lead to what is not ours.
                return self.path.parent == self.place.folder
            case _:
                return False
