"""What is found in one file: its facts, or why it has none; only headers are read for it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final, Protocol, assert_never

from paceline.errors import AppError, Cancelled, ErrorCode
from paceline.library.doctor.diagnosis import LocalFile, Patient, RemoteFile
from paceline.library.file_names import GGUF_SUFFIX, Shard, shard_of
from paceline.library.gguf.facts import ModelFacts, facts_of
from paceline.library.gguf.header import GgufHeader
from paceline.library.gguf.reading import STEP, read_header, read_remote_header
from paceline.library.hub.records import HubFile
from paceline.library.installed.records import InstalledModel

_FINDINGS: Final = frozenset(
    {
        ErrorCode.FILE_EMPTY,
        ErrorCode.FILE_NOT_GGUF,
        ErrorCode.FILE_TRUNCATED,
        ErrorCode.MODEL_UNSUPPORTED,
    }
)
"""Troubles of the file itself; others keep it from being examined at all."""

_MOST_SHARDS: Final = 1_000

_SHARD_STEP: Final = 1 << 18
"""Bytes. Only the first shard has a vocabulary; the headers of the others are small."""

_MOST_READ: Final = 256 << 20
"""Bytes from the Hub for one model: the largest header, and as many shards as are looked into."""


class HubReader(Protocol):
    """What is asked of the Hub; `library.hub.hub.Hub` is one."""

    def file(self, repository: str, revision: str, path: str) -> HubFile:
        """Return what the Hub says of a file now."""
        ...

    def read_range(self, file: HubFile, start: int, end: int) -> bytes:
        """Return the bytes from `start` up to, not including, `end`."""
        ...


@dataclass(frozen=True, slots=True)
class Chart:
    """One file examined: either `facts` or `trouble`.

    `file_bytes` are those of all files of the model, `bytes_read` came from the Hub for it.
    """

    patient: Patient
    facts: ModelFacts | None
    trouble: AppError | None
    file_bytes: int
    bytes_read: int

    @property
    def name(self) -> str:
        """How a person knows the file."""
        return self.patient.name

    @property
    def repository(self) -> str | None:
        """Where on the Hub it is, None for a file on this machine."""
        return self.patient.file.repository if isinstance(self.patient, RemoteFile) else None

    def is_same_file(self, other: "Chart") -> bool:
        """Whether both are one file, which is then loaded once."""
        match self.patient, other.patient:
            case LocalFile(mine), LocalFile(theirs):
                try:
                    return mine.samefile(theirs)
                except OSError:  # one of them vanished since it was read
                    return mine == theirs
            case RemoteFile(mine), RemoteFile(theirs):
                return mine == theirs
            case _:
                return False


def chart_of(model: InstalledModel) -> Chart:
    """Return what is known of a model on this machine, whose header was read before."""
    return Chart(LocalFile(model.path), model.facts, model.trouble, model.size, 0)


def read_chart(
    patient: Patient,
    hub: HubReader | None = None,
    progress: Callable[[int], None] = lambda _bytes: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Chart:
    """Read the headers of all files of a model; see `examine` for what is raised.

    `progress` is told how many bytes have come from the Hub.
    """
    source: _Source
    match patient:
        case LocalFile(path):
            source = _Disk(path, cancelled)
        case RemoteFile(file):
            if hub is None:
                raise AppError(ErrorCode.HUB_OFFLINE)
            source = _Remote(file, hub, progress, cancelled)
        case _:
            assert_never(patient)
    try:
        headers = source.headers()
        return Chart(patient, facts_of(headers[0], headers[1:]), None, source.size, source.read)
    except AppError as error:
        if error.code not in _FINDINGS:
            raise
        return Chart(patient, None, error, source.size, source.read)


class _Source(Protocol):
    """Where the files of a model are; `size` and `read` in bytes grow while headers are read."""

    size: int
    read: int

    def headers(self) -> list[GgufHeader]:
        """Read the headers of all files, the first one first."""
        ...


class _Disk:
    def __init__(self, path: Path, cancelled: Callable[[], bool]) -> None:
        self._path = path
        self._cancelled = cancelled
        self.size = 0
        self.read = 0

    def headers(self) -> list[GgufHeader]:
        found = []
        for name in _shards(self._path.name):
            if self._cancelled():
                raise Cancelled
            path = self._path if name == self._path.name else self._path.with_name(name)
            found.append(read_header(path))
            self.size += path.stat().st_size
        return found


class _Remote:
    def __init__(
        self,
        file: HubFile,
        hub: HubReader,
        progress: Callable[[int], None],
        cancelled: Callable[[], bool],
    ) -> None:
        self._first = file
        self._hub = hub
        self._progress = progress
        self._cancelled = cancelled
        self.size = 0
        self.read = 0

    def headers(self) -> list[GgufHeader]:
        first = self._first
        found: list[GgufHeader] = []
        for path in _shards(first.path):
            # Asked for again even where it is known, since its location may have expired.
            file = self._hub.file(first.repository, first.commit, path)
            header, _ = read_remote_header(
                lambda start, end, file=file: self._bytes(file, start, end),  # type: ignore[misc]
                file.size,
                name=file.name,
                step=_SHARD_STEP if found else STEP,
            )
            found.append(header)
            self.size += file.size
        return found

    def _bytes(self, file: HubFile, start: int, end: int) -> bytes:
        if self._cancelled():
            raise Cancelled
        if self.read + end - start > _MOST_READ:
            raise AppError(ErrorCode.MODEL_UNSUPPORTED, "the headers of its files are too large")
        data = self._hub.read_range(file, start, end)
        self.read += len(data)
        self._progress(self.read)
        return data


def _shards(path: str) -> list[str]:
    """Name all files of the model, of which this is one."""
    shard = shard_of(path)
    if shard is None or shard.of > _MOST_SHARDS:
        return [path]
    return [_shard_name(path, shard, number) for number in range(1, shard.of + 1)]


def _shard_name(path: str, shard: Shard, number: int) -> str:
    suffix = PurePosixPath(path).suffix or GGUF_SUFFIX
    return f"{shard.stem}-{number:05}-of-{shard.of:05}{suffix}"
