"""A recommended pair as a person sees it on this machine. Knows no widgets."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from PySide6.QtCore import QCoreApplication

from paceline.library.catalog import CatalogPair, DrafterKind, ModelFile
from paceline.library.downloads.records import DownloadState, Job, JobId
from paceline.library.memory_fit import Fit
from paceline.library.pair_files import PairFiles, wanted_files
from paceline.library.recommendation import Recommendation, template
from paceline.loading import PairChoice, PairKind
from paceline.ui.library.downloads.wording import fraction, status
from paceline.ui.library.sizes import size_text

translate = QCoreApplication.translate


class Standing(StrEnum):
    """Where the files are."""

    ABSENT = "absent"
    COMING = "coming"
    HERE = "here"


@dataclass(frozen=True, slots=True)
class Offer:
    """What one card shows; sizes in bytes, `fraction` from 0 to 1.

    `missing` is what is still to be downloaded, `choice` what is loaded once all is here.
    """

    pair: CatalogPair
    fit: Fit
    need: int
    reason: str
    missing: tuple[ModelFile, ...]
    choice: PairChoice | None = None
    job: JobId | None = None
    fraction: float = 0.0
    news: str = ""

    @property
    def standing(self) -> Standing:
        """Where the files are."""
        if self.choice is not None:
            return Standing.HERE
        return Standing.ABSENT if self.job is None else Standing.COMING

    @property
    def size(self) -> int | None:
        """Bytes to be downloaded; None where one is not known."""
        sizes = [model.whole_size for model in self.missing]
        known = [size for size in sizes if size is not None]
        return sum(known) if len(known) == len(sizes) else None

    @property
    def drafter(self) -> str:
        """What guesses, in a person's words."""
        if self.pair.draft is not None:
            return self.pair.draft.file.rpartition("/")[2].removesuffix(".gguf")
        if self.pair.drafter is DrafterKind.MTP:
            return translate("Offer", "the target itself")
        return translate("Offer", "what was already said")

    @property
    def licence(self) -> str:
        """The licences of both models."""
        return " + ".join(dict.fromkeys(model.licence for model in self.pair.models))


def offer(judged: Recommendation, files: PairFiles) -> Offer:
    """Put together what is known of a pair before anything is fetched."""
    figures = {
        "need": size_text(judged.need),
        "memory": size_text(judged.memory),
        "read": size_text(judged.read),
    }
    reason = translate("Recommendation", template(judged.reason)).format(**figures)
    choice = None
    if not files.missing:
        target, draft = files.paths()
        choice = PairChoice(PairKind.FILES, str(target), str(draft) if draft else None)
    return Offer(judged.pair, judged.fit, judged.need, reason, files.missing, choice)


def with_jobs(shown: Offer, jobs: Sequence[Job]) -> Offer:
    """Return the same offer with how far its download has come."""
    job = job_of(shown.pair, jobs)
    if job is None or job.state in (DownloadState.DONE, DownloadState.CANCELLED):
        return replace(shown, job=None, fraction=0.0, news="")
    return replace(shown, job=job.id, fraction=fraction(job.done, job.size), news=status(job))


def job_of(pair: CatalogPair, jobs: Sequence[Job]) -> Job | None:
    """Return the job that fetches this pair, or what of it was not here yet."""
    files = {(one.repository, one.path) for one in wanted_files(pair.models)}
    for job in reversed(jobs):
        if job.title == pair.title and {(one.repository, one.path) for one in job.files} <= files:
            return job
    return None
