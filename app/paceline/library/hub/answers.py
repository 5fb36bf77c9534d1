"""What the Hub's JSON says, checked and turned into records.

Answers may be of any kind, depth and type; whatever cannot be used becomes one sentence.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Annotated, Final, TypeVar

import msgspec

from paceline.errors import ErrorCode
from paceline.library.file_names import grouped, is_gguf, quantization_of, role_of
from paceline.library.hub.failures import HubError
from paceline.library.hub.names import (
    MOST_FILE_BYTES,
    is_commit,
    is_file_path,
    is_repository,
    is_sha256,
    without_unshown,
)
from paceline.library.hub.records import (
    Account,
    CardSummary,
    HubFile,
    HubModel,
    Repository,
    RepositorySummary,
)

MOST_ANSWER_BYTES: Final = 8 << 20
"""The listing of a repository with ten thousand files takes a quarter of it."""

_LONGEST_WORD: Final = 80
_MOST_WORDS: Final = 8
_LICENCE_TAG: Final = "license:"

_Count = Annotated[int, msgspec.Meta(ge=0, le=1 << 62)]
_Bytes = Annotated[int, msgspec.Meta(ge=0, le=MOST_FILE_BYTES)]
_Answer = TypeVar("_Answer")


class _Stored(msgspec.Struct):
    sha256: str
    size: _Bytes


class _Sibling(msgspec.Struct):
    rfilename: str
    size: _Bytes | None = None
    lfs: _Stored | None = None


class _Gguf(msgspec.Struct):
    total: _Count | None = None
    context_length: _Count | None = None


class _Model(msgspec.Struct, rename="camel"):
    id: str
    sha: str | None = None
    gated: bool | str | None = None
    downloads: _Count | None = None
    likes: _Count | None = None
    last_modified: str | None = None
    tags: list[str] | None = None
    siblings: list[_Sibling] | None = None
    gguf: _Gguf | None = None
    card_data: dict[str, object] | None = None


class _Whoami(msgspec.Struct):
    name: str


def summaries(body: bytes) -> tuple[RepositorySummary, ...]:
    """Read a page of a list. Entries that cannot be used are left out, unless none can be."""
    entries = decoded(body, list[msgspec.Raw])
    found = [summary for entry in entries if (summary := _summary(bytes(entry))) is not None]
    if entries and not found:
        raise _unusable()
    return tuple(found)


def repository(body: bytes) -> Repository:
    """Read what the Hub says of one repository with its files; the card's text is elsewhere."""
    model = decoded(body, _Model)
    commit = model.sha or ""
    if not is_repository(model.id) or not is_commit(commit):
        raise _unusable()
    ggufs = [each for each in model.siblings or () if is_gguf(each.rfilename)]
    files: dict[str, HubFile] = {}
    for sibling in ggufs:
        file = _file(model.id, commit, sibling)
        if file is not None:
            files[file.path] = file
    head = model.card_data or {}
    return Repository(
        id=model.id,
        commit=commit,
        gated=bool(model.gated),
        licence=_licence(model),
        card=CardSummary("", _words(head.get("base_model")), _words(head.get("language"))),
        models=tuple(
            HubModel(
                group.title,
                group.role,
                group.quantization,
                tuple(files[name] for name in group.names),
                group.complete,
            )
            for group in grouped(files)
        ),
        parameters=model.gguf.total if model.gguf else None,
        trained_context=model.gguf.context_length if model.gguf else None,
        left_out=len(ggufs) - len(files),
    )


def account(body: bytes) -> Account:
    """Read whose token it is."""
    return Account(_word(decoded(body, _Whoami).name))


def decoded(body: bytes, kind: type[_Answer]) -> _Answer:
    """Read JSON of a kind; raises HUB_ANSWER_INVALID for everything else."""
    try:
        return msgspec.json.decode(body, type=kind)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        raise _unusable(body) from None


def _summary(entry: bytes) -> RepositorySummary | None:
    try:
        model = msgspec.json.decode(entry, type=_Model)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        return None
    if not is_repository(model.id):
        return None
    names = [each.rfilename for each in model.siblings or () if is_gguf(each.rfilename)]
    quantizations = {
        found
        for name in names
        if not role_of(name).is_hidden and (found := quantization_of(name)) is not None
    }
    return RepositorySummary(
        id=model.id,
        downloads=model.downloads or 0,
        likes=model.likes or 0,
        modified=_moment(model.last_modified),
        gated=bool(model.gated),
        licence=_licence(model),
        parameters=model.gguf.total if model.gguf else None,
        quantizations=tuple(sorted(quantizations)),
    )


def _file(name: str, commit: str, sibling: _Sibling) -> HubFile | None:
    """None for a file that no system could keep safely, or whose checksum is none."""
    stored = sibling.lfs
    size = stored.size if stored else sibling.size
    if size is None or not is_file_path(sibling.rfilename):
        return None
    if stored is not None and not is_sha256(stored.sha256):
        return None
    return HubFile(name, commit, sibling.rfilename, size, stored.sha256 if stored else None)


def _licence(model: _Model) -> str | None:
    for tag in model.tags or ():
        if tag.startswith(_LICENCE_TAG):
            return _word(tag.removeprefix(_LICENCE_TAG)) or None
    said = _words((model.card_data or {}).get("license"))
    return said[0] if said else None


def _words(value: object) -> tuple[str, ...]:
    """A word or a list of them, as the head of a card may have either; others count as none."""
    several: Iterable[object] = value if isinstance(value, list) else (value,)
    words = [_word(each) for each in several if isinstance(each, str)]
    return tuple(word for word in words if word)[:_MOST_WORDS]


def _word(text: str) -> str:
    return without_unshown(text[: 2 * _LONGEST_WORD]).replace("\n", " ").strip()[:_LONGEST_WORD]


def _moment(text: str | None) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)


def _unusable(body: bytes = b"") -> HubError:
    page = body[:200].lstrip()[:1] == b"<"
    return HubError(
        ErrorCode.HUB_ANSWER_INVALID, "a web page instead of data" if page else "it makes no sense"
    )
