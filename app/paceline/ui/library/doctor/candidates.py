"""Which models a person may take as target or draft, and what they are called."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QCoreApplication

from paceline.library.catalog import CatalogPair, ModelFile
from paceline.library.doctor.diagnosis import LocalFile, Patient, RemoteFile
from paceline.library.file_names import quantization_of, title_of
from paceline.library.hub.records import HubFile, HubModel, Repository
from paceline.library.installed.records import InstalledModel
from paceline.ui.library.sizes import size_text

translate = QCoreApplication.translate

_REPOSITORY: Final = re.compile(
    r"(?:https?://(?:www\.)?huggingface\.co/)?(?P<id>[\w.-]+/[\w.-]+)(?:/.*)?"
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A model that can be examined; `detail` says where it is and how large."""

    title: str
    detail: str
    patient: Patient

    def has(self, words: Sequence[str]) -> bool:
        """Whether all words, in small letters, occur in it."""
        said = f"{self.title} {self.detail}".casefold()
        return all(word in said for word in words)


def of_file(file: LocalFile) -> Candidate:
    """Return a file that the person named."""
    return Candidate(title_of(file.name), str(file.path), file)


def of_patient(patient: Patient) -> Candidate:
    """Return a model that another page wants examined."""
    match patient:
        case LocalFile():
            return of_file(patient)
        case RemoteFile(file):
            detail = _joined(translate("Candidates", "on the Hub"), file.repository)
            return Candidate(title_of(file.path), detail, patient)


def of_installed(models: Iterable[InstalledModel]) -> tuple[Candidate, ...]:
    """Return the models on this machine that can be read, by their titles."""
    usable = [one for one in models if one.trouble is None]
    usable.sort(key=lambda one: one.title.casefold())
    here = translate("Candidates", "on this machine")
    return tuple(
        Candidate(one.title, _joined(here, size_text(one.size)), LocalFile(one.path))
        for one in usable
    )


def of_catalogue(pairs: Iterable[CatalogPair]) -> tuple[Candidate, ...]:
    """Return each file that the catalogue names, once, in its order."""
    files = {
        (model.repository, model.file): model
        for pair in pairs
        for model in (pair.target, pair.draft)
        if model is not None
    }
    return tuple(_of_catalogue_file(model) for model in files.values())


def of_repository(repository: Repository) -> tuple[Candidate, ...]:
    """Return the models of a repository."""
    return tuple(of_hub(model) for model in repository.models)


def of_hub(model: HubModel) -> Candidate:
    """Return a model of the Hub."""
    first = model.files[0]
    detail = _joined(translate("Candidates", "on the Hub"), first.repository, size_text(model.size))
    return Candidate(model.title, detail, RemoteFile(first))


def repository_in(text: str) -> str | None:
    """Return the repository that a person typed or pasted, as an id or as an address."""
    found = _REPOSITORY.fullmatch(text.strip())
    return found["id"] if found else None


def fitting(candidates: Iterable[Candidate], text: str) -> tuple[Candidate, ...]:
    """Return those in which every word occurs."""
    words = text.casefold().split()
    return tuple(one for one in candidates if one.has(words))


def _of_catalogue_file(model: ModelFile) -> Candidate:
    size = model.whole_size
    detail = _joined(
        translate("Candidates", "recommended"),
        model.repository,
        *([size_text(size)] if size is not None else []),
    )
    file = HubFile(model.repository, model.revision, model.file, model.size or 0, model.sha256)
    title = title_of(model.file)
    quantization = quantization_of(model.file)
    if quantization and quantization.casefold() not in title.casefold():
        title = f"{title} {quantization}"
    return Candidate(title, detail, RemoteFile(file))


def _joined(*parts: str) -> str:
    return " · ".join(parts)
