"""A Hub in memory: whatever repositories a test wants, with files that are on this disk."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

from paceline.errors import AppError, ErrorCode
from paceline.library.file_names import grouped
from paceline.library.hub.access import HubAccess
from paceline.library.hub.failures import HubError
from paceline.library.hub.records import (
    Account,
    CardSummary,
    HubFile,
    HubModel,
    ModelQuery,
    Page,
    PageMark,
    Repository,
    RepositorySummary,
)
from paceline.library.hub.tokens import Secret, TokenStore

if TYPE_CHECKING:
    from paceline.library.hub.hub import Hub

COMMIT: Final = "0123456789abcdef0123456789abcdef01234567"
PER_PAGE: Final = 100


@dataclass
class FakeHub:
    """Answers at once what it holds, or fails with `error`; remembers what it was asked."""

    summaries: list[RepositorySummary] = field(default_factory=list)
    repositories: dict[str, Repository] = field(default_factory=dict)
    contents: dict[tuple[str, str], Path] = field(default_factory=dict)
    error: AppError | None = None
    asked: list[ModelQuery] = field(default_factory=list)
    looked_into: list[str] = field(default_factory=list)
    bytes_read: int = 0
    gate: str = ""
    """A repository whose terms nobody has accepted yet."""

    def add(
        self,
        summary: RepositorySummary,
        files: dict[str, Path],
        *,
        sizes: dict[str, int] | None = None,
        card: str = "",
    ) -> None:
        """Publish a repository; `sizes` lets files seem larger than they are."""
        self.summaries.append(summary)
        sizes = sizes or {}
        models = []
        for group in grouped(files):
            members = tuple(
                HubFile(summary.id, COMMIT, name, sizes.get(name, files[name].stat().st_size), None)
                for name in group.names
            )
            models.append(
                HubModel(group.title, group.role, group.quantization, members, group.complete)
            )
        self.repositories[summary.id] = Repository(
            summary.id,
            COMMIT,
            summary.gated,
            summary.licence,
            CardSummary(card, base_models=("someone/base-model",)),
            tuple(models),
            summary.parameters,
            8192,
        )
        self.contents |= {(summary.id, name): path for name, path in files.items()}

    def search(self, query: ModelQuery, mark: PageMark | None = None) -> Page:
        self.asked.append(query)
        self._fail()
        found = [one for one in self.summaries if query.text.casefold() in one.id.casefold()]
        if query.author is not None:
            found = [one for one in found if one.id.startswith(f"{query.author}/")]
        if query.gated is not None:
            found = [one for one in found if one.gated is query.gated]
        number = mark.number if mark else 0
        items = tuple(found[number * PER_PAGE : (number + 1) * PER_PAGE])
        more = len(found) > (number + 1) * PER_PAGE
        return Page(items, PageMark(f"page{number + 1}", number + 1) if more else None)

    def repository(self, repository: str, _revision: str = "main") -> Repository:
        self.looked_into.append(repository)
        self._fail()
        if repository not in self.repositories:
            raise AppError(ErrorCode.HUB_REPOSITORY_MISSING, repository)
        return self.repositories[repository]

    def file(self, repository: str, _revision: str, path: str) -> HubFile:
        self._fail()
        if repository == self.gate:
            raise AppError(ErrorCode.HUB_GATED, repository)
        size = self.contents[repository, path].stat().st_size
        return HubFile(repository, COMMIT, path, size, None)

    def read_range(self, file: HubFile, start: int, end: int) -> bytes:
        self._fail()
        data = self.contents[file.repository, file.path].read_bytes()[start:end]
        self.bytes_read += len(data)
        return data

    def terms_page(self, repository: str) -> str:
        return f"https://hub.invalid/{repository}"

    def whoami(self, token: Secret | None = None) -> Account:
        self._fail()
        if token is not None and "revoked" in token.reveal():
            raise HubError(ErrorCode.HUB_TOKEN_REFUSED, "Invalid credentials")
        return Account("ada")

    def _fail(self) -> None:
        if self.error is not None:
            raise self.error


class FakeAccess(HubAccess):
    """The way to a Hub in memory; no token is asked of anybody."""

    def __init__(self, hub: FakeHub) -> None:
        super().__init__(TokenStore(ring=lambda: None, environment={}))
        self._fake = hub

    def hub(self) -> "Hub":
        return cast("Hub", self._fake)


def summary(name: str, number: int = 0, **changes: object) -> RepositorySummary:
    """A repository as lists tell of it, each a little different."""
    made = RepositorySummary(
        name,
        downloads=1_234_567 // (number + 1),
        likes=3_210 // (number + 1),
        modified=datetime.now(UTC) - timedelta(days=number),
        gated=number % 7 == 3,
        licence=("apache-2.0", "mit", "llama3.2")[number % 3],
        parameters=(135_000_000, 1_700_000_000, 8_030_000_000)[number % 3],
        quantizations=("Q4_K_M", "Q8_0"),
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # fields by their names
