"""What a download says of itself, and what can be done with it. Knows no widgets."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import assert_never

from PySide6.QtCore import QCoreApplication

from paceline.errors import ErrorCode
from paceline.library.downloads.records import DownloadState, Job
from paceline.library.file_names import shard_of
from paceline.loading import PairChoice, PairKind
from paceline.ui.failure import Failure
from paceline.ui.library.sizes import size_text, speed_text, time_text

translate = QCoreApplication.translate


class Verb(StrEnum):
    """What a person can do with a download, in the order of the buttons."""

    LOAD = "load"
    TERMS = "terms"
    TOKEN = "token"  # noqa: S105 - a button
    RETRY = "retry"
    RESUME = "resume"
    PAUSE = "pause"
    CANCEL = "cancel"
    REMOVE = "remove"


GATES = frozenset({ErrorCode.HUB_GATED, ErrorCode.HUB_TOKEN_REFUSED})
"""What the person settles with the Hub: accept the terms, and say with a token who they are."""


def verbs(job: Job) -> tuple[Verb, ...]:
    """Return what can be done now, the most helpful first."""
    match job.state:
        case DownloadState.PAUSED:
            return Verb.RESUME, Verb.CANCEL
        case DownloadState.DONE:
            return (Verb.LOAD, Verb.REMOVE) if pair_of(job) else (Verb.REMOVE,)
        case DownloadState.FAILED if job.error is not None and job.error.code in GATES:
            return Verb.TERMS, Verb.TOKEN, Verb.RETRY, Verb.REMOVE
        case DownloadState.FAILED | DownloadState.CANCELLED:
            return Verb.RETRY, Verb.REMOVE
        case _:
            return Verb.PAUSE, Verb.CANCEL


def fraction(done: int, size: int | None) -> float:
    """Return how far it has come, 0 to 1."""
    return min(done / size, 1.0) if size else 0.0


def status(job: Job) -> str:
    """Return one or two sentences: where it stands, and what went wrong."""
    match job.state:
        case DownloadState.QUEUED:
            words = translate("Downloads", "Waits for its turn")
            text = f"{words} · {_amount(job)}" if job.done else words
        case DownloadState.RUNNING:
            text = " · ".join([_amount(job), *_pace(job.bytes_per_second, job.seconds_left)])
        case DownloadState.WAITING:
            words = translate("Downloads", "{amount} · goes on by itself as soon as it can. {why}")
            text = words.format(amount=_amount(job), why=_trouble(job)).strip()
        case DownloadState.VERIFYING:
            text = translate("Downloads", "Checks that every byte is right")
        case DownloadState.PAUSED:
            text = translate("Downloads", "Paused · {amount}").format(amount=_amount(job))
        case DownloadState.DONE:
            words = translate("Downloads", "Arrived and checked · {size}")
            text = words.format(size=size_text(job.size or job.done))
        case DownloadState.FAILED:
            text = _trouble(job)
        case DownloadState.CANCELLED:
            text = translate("Downloads", "Cancelled")
        case _:
            assert_never(job.state)
    return text


@dataclass(frozen=True, slots=True)
class Summary:
    """All that is under way together; `fraction` from 0 to 1."""

    count: int
    title: str
    fraction: float
    pace: str
    troubled: bool


def summary(jobs: Sequence[Job]) -> Summary | None:
    """Sum up what runs and what waits for its turn; None where nothing does."""
    under_way = [job for job in jobs if job.state.at_work or job.state is DownloadState.QUEUED]
    if not under_way:
        return None
    done = sum(job.done for job in under_way)
    known = all(job.size is not None for job in under_way)
    size = sum(job.size or 0 for job in under_way) if known else None
    speed = sum(job.bytes_per_second or 0.0 for job in under_way)
    left = (size - done) / speed if size is not None and speed > 0 else None
    if len(under_way) == 1:
        title = under_way[0].title
    else:
        title = translate("Downloads", "{count} downloads").format(count=len(under_way))
    pace = " · ".join(_pace(speed or None, left))
    troubled = all(
        job.state in (DownloadState.WAITING, DownloadState.QUEUED) for job in under_way
    ) and any(job.state is DownloadState.WAITING for job in under_way)
    if troubled:
        pace = translate("Downloads", "waits for the line")
    return Summary(len(under_way), title, fraction(done, size), pace, troubled)


def pair_of(job: Job) -> PairChoice | None:
    """Return what is loaded when this has arrived: the first model, drafted for by the second.

    Of a model in shards llama.cpp is given the first. None where not all is here.
    """
    if job.state is not DownloadState.DONE or not job.paths or None in job.paths:
        return None
    firsts = [
        str(path)
        for file, path in zip(job.files, job.paths, strict=True)
        if (shard := shard_of(file.name)) is None or shard.number == 1
    ]
    if not firsts:
        return None
    return PairChoice(PairKind.FILES, firsts[0], firsts[1] if len(firsts) > 1 else None)


def _amount(job: Job) -> str:
    if job.size is None:
        return size_text(job.done)
    words = translate("Downloads", "{done} of {size}")
    return words.format(done=size_text(job.done), size=size_text(job.size or job.done))


def _pace(speed: float | None, seconds_left: float | None) -> list[str]:
    pace = []
    if speed:
        pace.append(speed_text(speed))
    if seconds_left is not None:
        words = translate("Downloads", "{time} left")
        pace.append(words.format(time=time_text(seconds_left)))
    return pace


def _trouble(job: Job) -> str:
    return Failure(job.error.code, job.error.detail).text if job.error is not None else ""
