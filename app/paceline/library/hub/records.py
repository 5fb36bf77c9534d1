"""What the Hub is asked, and what it says, checked: values that can be relied upon.

Names of repositories and files, commits and checksums in here have gone through `names`.
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from paceline.library.file_names import Role


class Sort(StrEnum):
    """What comes first; the words are those of the Hub."""

    TRENDING = "trendingScore"
    DOWNLOADS = "downloads"
    LIKES = "likes"
    NEWEST = "createdAt"
    UPDATED = "lastModified"


@dataclass(frozen=True, slots=True)
class ModelQuery:
    """What is looked for among repositories with GGUF files; None asks for nothing.

    Sizes are of one model in bytes. The Hub does not tell them in lists, so they are reckoned
    there from the number of weights and the quantization.
    """

    text: str = ""
    sort: Sort = Sort.TRENDING
    author: str | None = None
    licence: str | None = None
    gated: bool | None = None
    quantization: str | None = None
    smallest_bytes: int | None = None
    largest_bytes: int | None = None


@dataclass(frozen=True, slots=True)
class RepositorySummary:
    """A repository in a list; `quantizations` are those that names of its files tell of."""

    id: str
    downloads: int
    likes: int
    modified: datetime | None
    gated: bool
    licence: str | None
    parameters: int | None
    quantizations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PageMark:
    """Where the next page begins, in the Hub's own words; `number` counts from 0."""

    cursor: str
    number: int


@dataclass(frozen=True, slots=True)
class Page:
    """Part of what was found. It may be empty and yet have a next one."""

    items: tuple[RepositorySummary, ...]
    next: PageMark | None


@dataclass(frozen=True, slots=True)
class HubFile:
    """A file at one commit. `sha256` is of its content, None for small files kept in Git itself.

    `location` is where its bytes are at the moment. It may be signed, which makes it a secret, and
    expires: who needs a fresh one asks `Hub.file` again.
    """

    repository: str
    commit: str
    path: str
    size: int
    sha256: str | None
    location: str = field(default="", repr=False, compare=False)
    xet_hash: str | None = field(default=None, repr=False, compare=False)
    """Names the content in Xet, the Hub's store for large files; None where it is not there."""

    @property
    def name(self) -> str:
        """The name without folders."""
        return self.path.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class HubModel:
    """A model of a repository: one file, or all of its shards in order."""

    title: str
    role: Role
    quantization: str | None
    files: tuple[HubFile, ...]
    complete: bool = True
    """Whether no shard is missing."""

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(file.size for file in self.files)


@dataclass(frozen=True, slots=True)
class CardSummary:
    """What the model card says first, as plain text, and what its head declares."""

    text: str = ""
    base_models: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Repository:
    """One repository at one commit.

    `left_out` counts files that no system could keep safely under their names.
    """

    id: str
    commit: str
    gated: bool
    licence: str | None
    card: CardSummary
    models: tuple[HubModel, ...]
    parameters: int | None = None
    trained_context: int | None = None
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class Account:
    """Whose token it is."""

    name: str
