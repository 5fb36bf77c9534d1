"""A draft that suits a model: in a line, and as a file for the doctor."""

from typing import assert_never

from PySide6.QtCore import QCoreApplication

from paceline.library.doctor.diagnosis import LocalFile, Patient, RemoteFile
from paceline.library.doctor.drafts import DraftCandidate, Origin
from paceline.library.hub.records import HubFile
from paceline.ui.library.sizes import size_text

translate = QCoreApplication.translate


def draft_text(draft: DraftCandidate) -> str:
    """Return its name, its size, where it is, and if that is not certain yet."""
    parts = [draft.title]
    if draft.size is not None:
        parts.append(size_text(draft.size))
    parts.append(_origin(draft.origin))
    if draft.verdict is None:
        parts.append(translate("Drafts", "not checked yet"))
    return " · ".join(parts)


def patient_of(draft: DraftCandidate) -> Patient | None:
    """Return the file that the doctor is to look at."""
    if draft.installed is not None:
        return LocalFile(draft.installed.path)
    if not draft.wanted:
        return None
    first = draft.wanted[0]
    file = HubFile(first.repository, first.revision, first.path, first.size or 0, first.sha256)
    return RemoteFile(file)


def _origin(origin: Origin) -> str:
    match origin:
        case Origin.INSTALLED:
            return translate("Drafts", "on this machine")
        case Origin.CATALOGUE:
            return translate("Drafts", "recommended")
        case Origin.HUB:
            return translate("Drafts", "on the Hub")
        case _:
            assert_never(origin)
