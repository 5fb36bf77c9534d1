"""What a tokenizer's models learn from the person's chats: heard, kept, shared, forgotten.

One file per tokenizer in a folder of the person's own. Learning waits until a reply is over and
costs it nothing; a save that fails is said in the log once and tried again later. Processes may
share the folder: each adds what it learned to what lies there by then, under a lock, and where
the file is gone, because the person had it forgotten, memory follows.
"""

import hashlib
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, time
from typing import Final

import msgspec
from filelock import FileLock

from paceline.chat import ChatMessage, Role
from paceline.engine import ngram_file
from paceline.engine.ngram_file import Header, NgramFile
from paceline.engine.ngram_table import NgramTable
from paceline.engine.ngrams import LONGEST_KEY, Ngrams
from paceline.errors import AppError, ErrorCode
from paceline.whole_file import set_aside

MOST_ROWS: Final = 2**19
"""Some 170,000 tokens of which none repeats another; 12 MB on the disk, 40 MB in memory."""

SAVE_EVERY_SECONDS: Final = 30.0
"""A file of megabytes is not written after every reply; a kill costs at most what came since."""

LOCK_SECONDS: Final = 5.0
"""How long a save waits for another process: one takes a fraction of a second."""

_PREFIX: Final = "ngrams-"
_SUFFIX: Final = ".bin"
_MOST_CONVERSATIONS: Final = 4096

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Tokenizer:
    """The tokenizer learned for: `fingerprint` is 32 hexadecimal digits, `text` what ids write."""

    fingerprint: str
    vocabulary_size: int
    model: str
    tokenize: Callable[[str], Sequence[int]]
    text: Callable[[int], bytes]


class PersonalCache:
    """Learns replies and the messages before them; a `TableSource` for the drafter.

    `note` says, for the person, what was wrong with the file, if anything was.
    """

    def __init__(self, folder: Path, tokenizer: Tokenizer, *, cap: int = MOST_ROWS) -> None:
        """Load what was learned; never fails: what cannot be used is set aside."""
        self.note: str | None = None
        self._folder = folder
        self._file = folder / f"{_PREFIX}{tokenizer.fingerprint}{_SUFFIX}"
        self._tokenizer = tokenizer
        self._cap = cap
        self._conversations: set[bytes] = set()
        self._saved_at = float("-inf")
        self._complained = False
        self._heard = self._unsaved = Ngrams.none()
        self._texts: dict[int, bytes] = {}
        self._version: bytes | None = None
        self.table = NgramTable.of(Ngrams.none(), cap=cap)
        self._take_in()

    def hear(
        self, messages: Sequence[ChatMessage], prompt: Sequence[int], said: Sequence[int]
    ) -> None:
        """Note a reply, and the message it answers unless that was noted before.

        Earlier turns were heard when they were said. What the template wrote serves as the key of
        a reply's first tokens, and is not learned itself.
        """
        if messages and messages[-1].role == Role.USER and self._is_new(messages):
            message = self._tokenizer.tokenize(messages[-1].content)
            self._heard = self._heard.and_also(Ngrams.of(message))
        lead = prompt[-LONGEST_KEY:]
        self._heard = self._heard.and_also(Ngrams.of((*lead, *said), len(lead)))

    def settle(self) -> None:
        """Learn what was heard, and save it if that is due; call while nobody waits."""
        self._learn()
        if monotonic() - self._saved_at >= SAVE_EVERY_SECONDS:
            self._save()

    def close(self) -> None:
        """Learn and save what is left."""
        self._learn()
        self._save()

    def forget(self) -> None:
        """Drop everything learned from memory; `wipe` deletes the files."""
        self._heard = self._unsaved = Ngrams.none()
        self._texts = {}
        self._version = None
        self.table = NgramTable.of(Ngrams.none(), cap=self._cap)

    def _is_new(self, messages: Sequence[ChatMessage]) -> bool:
        """Whether the last message is answered for the first time, and not regenerated."""
        digest = hashlib.blake2b(msgspec.json.encode(messages), digest_size=16).digest()
        if digest in self._conversations:
            return False
        if len(self._conversations) >= _MOST_CONVERSATIONS:
            self._conversations.clear()
        self._conversations.add(digest)
        return True

    def _learn(self) -> None:
        heard = self._heard
        if not len(heard):
            return
        if self._version is not None and not self._file.exists():
            self.forget()
        self._heard = Ngrams.none()
        self.table = self.table.with_rows(heard)
        self._unsaved = self._unsaved.and_also(heard)
        new = heard.tokens()
        self._texts |= {each: self._tokenizer.text(each) for each in new if each not in self._texts}

    def _save(self) -> None:
        if not len(self._unsaved):
            return
        self._saved_at = monotonic()
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with _sole_user(self._folder):
                if ngram_file.read_sum(self._file) != self._version:
                    self._take_in()
                tokenizer = self._tokenizer
                header = Header(tokenizer.fingerprint, tokenizer.model, int(time()))
                self._version = ngram_file.write(self._file, header, self.table.rows, self._texts)
        except (AppError, OSError) as error:
            if not self._complained:
                _log.warning("What was learned from chats could not be saved: %s", error)
            self._complained = True
        else:
            self._unsaved = Ngrams.none()
            self._complained = False

    def _take_in(self) -> None:
        """Take over what lies in the file, and add to it what is not saved yet."""
        try:
            stored, version = ngram_file.read(self._file, self._tokenizer.fingerprint)
        except FileNotFoundError:
            self.table = NgramTable.of(self._unsaved, cap=self._cap)
            self._version = None
        except AppError as error:
            set_aside(self._file)
            self.note = str(error)
            self._version = None
        else:
            rows = stored.rows.valid(self._tokenizer.vocabulary_size)
            self.table = NgramTable.of(rows, cap=self._cap).with_rows(self._unsaved)
            self._texts = stored.texts | self._texts
            self._version = version


@dataclass(frozen=True, slots=True)
class StoredCache:
    """A file in the folder; `header` is None and `trouble` set where it cannot be used."""

    path: Path
    header: Header | None
    trouble: AppError | None = None


def stored_caches(folder: Path) -> list[StoredCache]:
    """Return what lies in the folder, damaged files included, by name."""
    found: list[StoredCache] = []
    for path in sorted(folder.glob(f"{_PREFIX}*{_SUFFIX}")):
        try:
            header = ngram_file.read_header(path)
        except FileNotFoundError:
            continue
        except AppError as error:
            found.append(StoredCache(path, None, error))
        else:
            found.append(StoredCache(path, header))
    return found


def read_stored(path: Path) -> NgramFile:
    """Return a cache's content; raises `AppError`, and sets aside what cannot be used."""
    try:
        content, _ = ngram_file.read(path)
    except AppError:
        set_aside(path)
        raise
    return content


def wipe(folder: Path) -> None:
    """Delete everything learned from chats, damaged and unfinished files included.

    Raises `AppError(FILE_UNWRITABLE)` where a file cannot be deleted.
    """
    if not folder.is_dir():
        return
    try:
        with _sole_user(folder):
            for path in folder.glob(f"{_PREFIX}*"):
                path.unlink(missing_ok=True)
    except OSError as error:
        raise AppError(ErrorCode.FILE_UNWRITABLE, str(folder)) from error


def _sole_user(folder: Path) -> FileLock:
    """Return the lock that every process takes before it changes the folder.

    Where it is not to be had, entering it raises filelock's `Timeout`, an `OSError`.
    """
    return FileLock(folder / "ngrams.lock", timeout=LOCK_SECONDS)
