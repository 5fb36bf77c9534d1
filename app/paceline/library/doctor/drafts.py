"""Which drafts suit a target: among the person's files, in the catalogue, and on the Hub.

Only drafts of the ordinary kind are offered, since the engine loads no others.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import inf, log
from typing import Final, Protocol

from paceline.errors import AppError, Cancelled
from paceline.library.catalog import CatalogPair, DrafterKind, ModelFile
from paceline.library.doctor.chart import Chart, HubReader, chart_of, read_chart
from paceline.library.doctor.diagnosis import RemoteFile, Verdict
from paceline.library.doctor.examination import verdict_of
from paceline.library.doctor.rules import find_breach
from paceline.library.doctor.wording import Phrase
from paceline.library.downloads.records import Wanted, wanted
from paceline.library.file_names import Role, title_of
from paceline.library.hub.records import HubModel, ModelQuery, Page, Repository, RepositorySummary
from paceline.library.installed.records import InstalledModel
from paceline.library.pair_files import is_here, wanted_files
from paceline.vocabulary import Mismatch, Vocabulary, find_mismatch
from paceline.words import QT_TRANSLATE_NOOP

BEST_SHARE: Final = 1 / 12
"""Of the target's bytes: smaller ones guess worse, larger ones cost more than they save."""

_LARGEST_SHARE: Final = 0.5
"""Of the target's bytes: larger ones are not offered at all."""

_LOOKED_INTO: Final = 4
"""Repositories of an author whose files are asked for."""

_READ: Final = 2
"""Candidates on the Hub whose headers are read, some megabytes each."""

_PREFERRED: Final = ("Q4_K_M", "Q8_0", "Q4_0", "Q5_K_M", "Q6_K")
"""A draft's quantization changes no word, only how often it is right."""

_SIZE: Final = re.compile(r"(?<![a-z0-9.])[0-9]+(?:\.[0-9]+)?[bm](?![a-z0-9])")

_WORD: Final = re.compile(r"[a-z]{3,}")
_NO_FAMILIES: Final = frozenset({"meta", "the"})
"""Words with which publishers begin names of models of several families."""


class HubSearcher(HubReader, Protocol):
    """What is asked of the Hub; `library.hub.hub.Hub` is one."""

    def search(self, query: ModelQuery) -> Page:
        """Return a page of repositories."""
        ...

    def repository(self, repository: str) -> Repository:
        """Return what a repository holds."""
        ...


class Origin(StrEnum):
    """Where a draft was found; the first costs nothing to try."""

    INSTALLED = "installed"
    CATALOGUE = "catalogue"
    HUB = "hub"


@dataclass(frozen=True, slots=True)
class DraftCandidate:
    """A draft that suits, or probably does: then `verdict` is None, for its header is unread.

    It is `installed`, or `wanted` says what would have to be fetched. `size` is in bytes, None
    where that is not known. `reason` says why it is offered.
    """

    title: str
    origin: Origin
    size: int | None
    verdict: Verdict | None
    reason: Phrase
    installed: InstalledModel | None = None
    wanted: tuple[Wanted, ...] = ()
    is_recommended: bool = False
    """With this very target, by the catalogue."""


_HERE: Final = QT_TRANSLATE_NOOP(
    "Doctor", "On this machine, with the target's vocabulary; {percent} % of its size"
)
_RECOMMENDED: Final = QT_TRANSLATE_NOOP("Doctor", "Recommended with this target")
_RELATED: Final = QT_TRANSLATE_NOOP(
    "Doctor", "Recommended with {title}, a model of the same family; not examined yet"
)
_READ_ON_HUB: Final = QT_TRANSLATE_NOOP(
    "Doctor", "By the same author, with the target's vocabulary; {percent} % of its size"
)
_UNREAD_ON_HUB: Final = QT_TRANSLATE_NOOP(
    "Doctor", "By the same author, of the same family; not examined yet"
)


def drafts_for(
    target: Chart,
    installed: Iterable[InstalledModel] = (),
    catalogue: Sequence[CatalogPair] = (),
    *,
    repository: str | None = None,
) -> tuple[DraftCandidate, ...]:
    """Return drafts on this machine and in the catalogue, best first; takes milliseconds.

    Models on this machine count once their headers were read. `repository` says where on the Hub a
    target on this machine came from.
    """
    here = tuple(installed)
    found = [*_drafts_here(target, here), *_recommended(target, catalogue, here, repository)]
    return best_first(target, found)


def drafts_on_hub(
    target: Chart,
    hub: HubSearcher,
    *,
    repository: str | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> tuple[DraftCandidate, ...]:
    """Return smaller models of the target's author, best first; takes seconds.

    The first ones' headers are read. Raises `AppError` where the Hub cannot be asked, and
    `Cancelled`. None are found for a target that is not known to come from the Hub.
    """
    source = repository or target.repository
    if source is None or target.facts is None:
        return ()
    author = source.partition("/")[0]
    smaller: list[RepositorySummary] = []
    for text in _searched(target.name):
        page = hub.search(ModelQuery(text=text, author=author))
        smaller = _smaller(page.items, target.facts.parameters, source)[:_LOOKED_INTO]
        if smaller:
            break
    models = [
        model for summary in smaller if (model := _model_of(hub, summary, cancelled)) is not None
    ]
    models.sort(key=lambda model: _distance(model.size, target.file_bytes))
    found = []
    for number, model in enumerate(models):
        if number < _READ:
            candidate = _read(target, model, hub, cancelled)
            if candidate is not None:
                found.append(candidate)
        else:
            found.append(_on_hub(model, None, Phrase(_UNREAD_ON_HUB)))
    return best_first(target, found)


def best_first(target: Chart, candidates: Iterable[DraftCandidate]) -> tuple[DraftCandidate, ...]:
    """Order: what is here before what must be fetched, the certain first, then by size."""
    origins = list(Origin)

    def place(candidate: DraftCandidate) -> tuple[bool, bool, int, float]:
        return (
            candidate.origin is not Origin.INSTALLED,
            candidate.verdict is None and not candidate.is_recommended,
            origins.index(candidate.origin),
            _distance(candidate.size, target.file_bytes),
        )

    return tuple(sorted(candidates, key=place))


def family_of(name: str) -> str:
    """Return what models of one family call themselves, as "qwen2.5-coder"; a guess from names."""
    title = title_of(name.rpartition("/")[2]).lower()
    found = _SIZE.search(title)
    return title[: found.start()].strip("-_. ") if found else title


class _Comparison:
    """Compares each family's vocabulary once: what takes 10 ms is asked of hundreds of models.

    Models of a family hold the same tuple of texts (`installed.header_memory`).
    """

    def __init__(self) -> None:
        self._found: dict[tuple[object, ...], Mismatch | None] = {}

    def __call__(self, target: Vocabulary, draft: Vocabulary) -> Mismatch | None:
        special = draft.kind, draft.bos, draft.eos, draft.adds_bos, draft.adds_eos
        key = id(target.texts), id(draft.texts), *special
        if key not in self._found:
            self._found[key] = find_mismatch(target, draft)
        return self._found[key]


def _drafts_here(target: Chart, installed: Sequence[InstalledModel]) -> Iterator[DraftCandidate]:
    compare = _Comparison()
    for model in installed:
        if model.facts is None or not 0 < model.size <= _LARGEST_SHARE * target.file_bytes:
            continue
        chart = chart_of(model)
        verdict = verdict_of(target, chart, find_breach(target, chart, compare))
        if verdict.loads:
            yield DraftCandidate(
                model.title,
                Origin.INSTALLED,
                model.size,
                verdict,
                Phrase(_HERE, {"percent": _percent(model.size, target)}),
                installed=model,
            )


def _recommended(
    target: Chart,
    catalogue: Sequence[CatalogPair],
    installed: Sequence[InstalledModel],
    repository: str | None,
) -> Iterator[DraftCandidate]:
    family = family_of(target.name)
    offered: set[tuple[str, str]] = set()
    pairs = sorted(catalogue, key=lambda pair: not _is_target(target, pair.target, repository))
    for pair in pairs:
        draft = pair.draft
        if draft is None or pair.drafter is not DrafterKind.DRAFT_MODEL:
            continue
        same = _is_target(target, pair.target, repository)
        size = draft.whole_size
        if not same and family_of(pair.target.file) != family:
            continue
        if (draft.repository, draft.file) in offered or any(
            is_here(draft, model) for model in installed
        ):
            continue
        if size is not None and size > _LARGEST_SHARE * target.file_bytes:
            continue
        offered.add((draft.repository, draft.file))
        reason = Phrase(_RECOMMENDED) if same else Phrase(_RELATED, {"title": pair.title})
        yield DraftCandidate(
            title_of(draft.file),
            Origin.CATALOGUE,
            size,
            None,
            reason,
            wanted=wanted_files([draft]),
            is_recommended=same,
        )


def _is_target(target: Chart, file: ModelFile, repository: str | None) -> bool:
    """Whether it is the catalogue's, or the same model in another quantization from there."""
    source = repository or target.repository
    if source is not None:
        return source == file.repository
    name = file.file.rpartition("/")[2]
    return target.name == name and target.file_bytes == file.whole_size


def _searched(name: str) -> tuple[str, ...]:
    """Return what to search for: the family, else its first word, since a small model may be newer.

    Llama 3.1 has no small ones, and those of Llama 3.2 draft for it.
    """
    family = family_of(name)
    words = [word for word in _WORD.findall(family) if word not in _NO_FAMILIES]
    return (family, words[0]) if words and words[0] != family else (family,)


def _smaller(
    summaries: Iterable[RepositorySummary], parameters: int, source: str
) -> list[RepositorySummary]:
    fitting = [
        each
        for each in summaries
        if each.id != source
        and each.parameters is not None
        and 0 < each.parameters <= _LARGEST_SHARE * parameters
    ]
    return sorted(fitting, key=lambda each: _distance(each.parameters, parameters))


def _model_of(
    hub: HubSearcher, summary: RepositorySummary, cancelled: Callable[[], bool]
) -> HubModel | None:
    """Return the model of a repository that suits best as a draft; one that is closed has none."""
    if cancelled():
        raise Cancelled
    try:
        models = hub.repository(summary.id).models
    except AppError:
        return None
    whole = [model for model in models if model.role is Role.MODEL and model.complete]
    return min(whole, key=_preference, default=None)


def _preference(model: HubModel) -> tuple[int, int]:
    named = model.quantization in _PREFERRED
    place = (
        _PREFERRED.index(model.quantization) if named and model.quantization else len(_PREFERRED)
    )
    return place, model.size


def _read(
    target: Chart, model: HubModel, hub: HubSearcher, cancelled: Callable[[], bool]
) -> DraftCandidate | None:
    """Return a candidate whose header fits, None for one that does not fit or is not open."""
    try:
        chart = read_chart(RemoteFile(model.files[0]), hub, cancelled=cancelled)
    except AppError:
        return None
    verdict = verdict_of(target, chart, find_breach(target, chart))
    if not verdict.loads:
        return None
    return _on_hub(model, verdict, Phrase(_READ_ON_HUB, {"percent": _percent(model.size, target)}))


def _on_hub(model: HubModel, verdict: Verdict | None, reason: Phrase) -> DraftCandidate:
    files = tuple(wanted(file) for file in model.files)
    return DraftCandidate(model.title, Origin.HUB, model.size, verdict, reason, wanted=files)


def _percent(size: int, target: Chart) -> int:
    return max(1, round(100 * size / target.file_bytes))


def _distance(size: int | None, target: int) -> float:
    """Return how far a size is from the best one, whichever way."""
    return abs(log(size / target / BEST_SHARE)) if size and target else inf
