"""What headers said, kept between two looks, so that each file is read once.

A header takes some tenths of a second to read, mostly for its vocabulary. What it said is kept with
the path, size and time of change of each of the model's files, and holds while these are the same.
Models of one family share their vocabulary, so each stands in one file, by its fingerprint, and
once in memory.
"""

import logging
import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from threading import Lock
from typing import Annotated, Final

import msgspec
from msgspec import Meta

import paceline
from paceline.errors import AppError, ErrorCode
from paceline.library.gguf.facts import ModelFacts, facts_of
from paceline.library.gguf.reading import read_header
from paceline.library.installed.folder_walk import FoundFile
from paceline.paths import cache_folder
from paceline.whole_file import write_whole

_LARGEST_INDEX: Final = 64 * 2**20
_LARGEST_VOCABULARY: Final = 64 * 2**20
_INDEX: Final = "headers.json"
_PASSING: Final = frozenset({ErrorCode.FILE_MISSING, ErrorCode.FILE_UNREADABLE})
"""Troubles that may be over without any change of the file."""

_log = logging.getLogger(__name__)


_Stamp = tuple[tuple[str, int, int], ...]
"""Path, size and time of change of each file."""


class _Entry(msgspec.Struct, frozen=True):
    stamp: _Stamp
    facts: ModelFacts | None = None  # without its tokens
    vocabulary: Annotated[str, Meta(pattern="^[0-9a-f]{32}$")] | None = None
    code: ErrorCode | None = None
    detail: str = ""

    @property
    def paths(self) -> tuple[str, ...]:
        """The files of the model: each has one entry."""
        return _paths(self.stamp)


class _Index(msgspec.Struct, frozen=True):
    program: str
    """Another version may understand more headers, or know other facts."""
    entries: tuple[_Entry, ...]


class HeaderMemory:
    """The facts of models; every thread may ask."""

    def __init__(self, folder: Path | None = None) -> None:
        """Keep it in `folder`, or else in the program's cache; read what is there when asked."""
        self._folder = folder or cache_folder() / "headers"
        self._lock = Lock()
        self._texts: dict[str, tuple[bytes, ...]] = {}
        self._pool: dict[bytes, bytes] = {}
        self._changed = False
        self._asked: set[tuple[str, ...]] = set()
        self._known: dict[tuple[str, ...], _Entry] | None = None

    def recall(self, files: Sequence[FoundFile]) -> ModelFacts | AppError | None:
        """What the headers of these files said, None where that is not known."""
        stamp = _stamp(files)
        with self._lock:
            entry = self._entries.get(_paths(stamp))
            self._asked.add(_paths(stamp))
            if entry is None or entry.stamp != stamp:
                return None
            if entry.code is not None:
                return AppError(entry.code, entry.detail)
            if entry.facts is None or entry.vocabulary is None:
                return None
            texts = self._texts_of(entry.vocabulary)
            return None if texts is None else _with_texts(entry.facts, texts)

    def read(self, files: Sequence[FoundFile]) -> ModelFacts | AppError:
        """What the headers of these files say; remembered once it was read."""
        known = self.recall(files)
        if known is not None:
            return known
        try:
            first, *others = [read_header(file.path) for file in files]
            facts = facts_of(first, others)
        except AppError as error:
            if error.code not in _PASSING:
                self._learn(_Entry(_stamp(files), code=error.code, detail=_text(error.detail)))
            return error
        return self._shared(files, facts)

    def save(self) -> None:
        """Write down what was learned; a disk that refuses costs only time at the next start."""
        with self._lock:
            if not self._changed:
                return
            self._changed = False
            kept = tuple(
                entry
                for entry in self._entries.values()
                if entry.paths in self._asked or all(map(os.path.lexists, entry.paths))
            )
            index = _Index(paceline.__version__, kept)
        try:
            write_whole(self._folder / _INDEX, msgspec.json.encode(index))
        except AppError as error:
            _log.warning("what headers said is not kept: %s", error)

    def _shared(self, files: Sequence[FoundFile], facts: ModelFacts) -> ModelFacts:
        """The same facts with the tokens that others of the family hold already."""
        fingerprint = facts.vocabulary.fingerprint()
        with self._lock:
            if fingerprint not in self._texts:
                self._texts[fingerprint] = self._pooled(facts.vocabulary.texts)
                self._store_texts(fingerprint)
            texts = self._texts[fingerprint]
        self._learn(_Entry(_stamp(files), _with_texts(facts, ()), fingerprint))
        return _with_texts(facts, texts)

    def _learn(self, entry: _Entry) -> None:
        with self._lock:
            self._entries[entry.paths] = entry
            self._changed = True

    def _pooled(self, texts: Sequence[bytes]) -> tuple[bytes, ...]:
        """Families share many tokens with each other: each text is held once."""
        return tuple(map(self._pool.setdefault, texts, texts))

    def _texts_of(self, fingerprint: str) -> tuple[bytes, ...] | None:
        if fingerprint not in self._texts:
            with suppress(OSError, ValueError):
                with (self._folder / fingerprint).open("rb") as file:
                    content = file.read(_LARGEST_VOCABULARY)
                stored = msgspec.msgpack.decode(content, type=list[bytes])
                self._texts[fingerprint] = self._pooled(stored)
        return self._texts.get(fingerprint)

    def _store_texts(self, fingerprint: str) -> None:
        try:
            content = msgspec.msgpack.encode(self._texts[fingerprint])
            write_whole(self._folder / fingerprint, content)
        except AppError as error:
            _log.warning("a vocabulary is not kept: %s", error)

    @property
    def _entries(self) -> dict[tuple[str, ...], _Entry]:
        if self._known is None:
            self._known = {entry.paths: entry for entry in self._stored()}
        return self._known

    def _stored(self) -> tuple[_Entry, ...]:
        try:
            with (self._folder / _INDEX).open("rb") as file:
                index = msgspec.json.decode(file.read(_LARGEST_INDEX), type=_Index)
        except (OSError, ValueError):
            return ()
        return index.entries if index.program == paceline.__version__ else ()


def _with_texts(facts: ModelFacts, texts: tuple[bytes, ...]) -> ModelFacts:
    return replace(facts, vocabulary=replace(facts.vocabulary, texts=texts))


def _stamp(files: Sequence[FoundFile]) -> _Stamp:
    return tuple((_text(str(file.path)), file.size, file.changed) for file in files)


def _text(name: str) -> str:
    """Names may hold bytes that are no text; JSON has no place for them."""
    return name.encode("utf-8", "backslashreplace").decode()


def _paths(stamp: _Stamp) -> tuple[str, ...]:
    return tuple(path for path, _, _ in stamp)
