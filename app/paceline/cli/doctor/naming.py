"""From what a person typed to files that can be examined."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from paceline.cli.models.choosing import meant_by
from paceline.cli.models.references import HubReference, choose, refer
from paceline.cli.shelves import Shelves
from paceline.library.catalog import CatalogPair, ModelFile
from paceline.library.doctor.diagnosis import LocalFile, Patient, RemoteFile
from paceline.library.installed.records import InstalledModel
from paceline.library.pair_files import find_pair

if TYPE_CHECKING:
    from paceline.library.hub.hub import Hub

HUB_PREFIX: Final = "hf:"

OpenHub = Callable[[], "Hub"]
"""Makes the way to the Hub, which takes a while; only called where a file lies there."""


def named(name: str, shelves: Shelves, hub: OpenHub) -> Patient:
    """Return the file of this name; raises `AppError` where it is none or cannot be reached."""
    if name.startswith(HUB_PREFIX):
        return _on_hub(name.removeprefix(HUB_PREFIX), hub())
    path = Path(name).expanduser()
    if path.exists() or path.suffix.lower() == ".gguf":
        return LocalFile(path)
    return LocalFile(meant_by(name, shelves.found(), ())[0].path)


def named_pair(name: str, pairs: Sequence[CatalogPair]) -> CatalogPair | None:
    """Return the recommended pair of this name; None for a file's name."""
    return None if Path(name).expanduser().exists() else find_pair(pairs, name)


def lying(file: ModelFile, here: InstalledModel | None, hub: OpenHub) -> Patient:
    """Return a file of the catalogue, as it lies on this machine, else on the Hub."""
    if here is not None:
        return LocalFile(here.path)
    return RemoteFile(hub().file(file.repository, file.revision, file.file))


def origin(target: Patient, installed: Sequence[InstalledModel]) -> str | None:
    """Return the repository that a file came from, None where nobody noted it."""
    if isinstance(target, RemoteFile):
        return target.file.repository
    for model in installed:
        if any(path.samefile(target.path) for path in model.files if path.exists()):
            return model.repository
    return None


def _on_hub(name: str, hub: "Hub") -> Patient:
    """Take a repository's one model, one by quantization or by file; "@" gives a revision."""
    address, at, rest = name.partition("@")
    revision, parted, further = rest.partition("/") if "/" in rest else rest.partition(":")
    meant = refer(f"{address}{parted}{further}" if at else name, ())
    if not isinstance(meant, HubReference):
        raise TypeError("without a catalogue no pair is meant")
    revision = revision or "main"
    if meant.file is not None:
        return RemoteFile(hub.file(meant.repository, revision, meant.file))
    return RemoteFile(choose(hub.repository(meant.repository, revision).models, meant).files[0])
