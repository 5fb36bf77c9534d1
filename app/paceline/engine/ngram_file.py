"""What was learned from chats as one file, believed only after every check.

Layout, little-endian: magic, format version and length of the header; the header as JSON; the
columns of the rows (keys, continuations, weights); the columns of the token texts (ids, lengths,
bytes), so that the person can read the file without the model; a BLAKE2b sum of all before. The
sizes in the header must add up to the file's own, so nothing is allocated that is not there.
"""

import hashlib
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Final

import msgspec
import numpy as np

from paceline.engine.ngrams import LONGEST_KEY, Ngrams
from paceline.errors import AppError, ErrorCode
from paceline.whole_file import write_whole

FORMAT_VERSION: Final = 1

MOST_BYTES: Final = 2**25
"""Twice what a full cache takes; a longer file is none of ours and is not even read."""

SUM_BYTES: Final = 16

_MAGIC: Final = b"paceline ngrams\n"
_PREFIX: Final = struct.Struct(f"<{len(_MAGIC)}sHI")
_LONGEST_HEADER: Final = 4096
_BYTES_PER_ROW: Final = 4 * LONGEST_KEY + 4 + 2
_BYTES_PER_TEXT: Final = 4 + 2
_LONGEST_TEXT: Final = 2**16 - 1

_Count = Annotated[int, msgspec.Meta(ge=0, le=MOST_BYTES)]


class Header(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a file says of itself: whose tokens, how much, and when (seconds since 1970)."""

    tokenizer: Annotated[str, msgspec.Meta(pattern=r"\A[0-9a-f]{32}\Z")]
    model: Annotated[str, msgspec.Meta(max_length=200)]
    learned_at: Annotated[int, msgspec.Meta(ge=0, lt=2**53)]
    rows: _Count = 0
    texts: _Count = 0
    text_bytes: _Count = 0


@dataclass(frozen=True, slots=True)
class NgramFile:
    """The content of one file; `texts` holds the bytes that each token in the rows writes."""

    header: Header
    rows: Ngrams
    texts: dict[int, bytes]


def write(path: Path, header: Header, rows: Ngrams, texts: dict[int, bytes]) -> bytes:
    """Replace the file and return its sum; counts of the header are filled in.

    Raises `AppError` with `DISK_FULL` or `FILE_UNWRITABLE`. Texts of tokens in no row are left out.
    """
    kept = {token: texts[token][:_LONGEST_TEXT] for token in rows.tokens() if token in texts}
    blob = b"".join(kept.values())
    header = msgspec.structs.replace(
        header, rows=len(rows), texts=len(kept), text_bytes=len(blob), model=header.model[:200]
    )
    described = msgspec.json.encode(header)
    content = b"".join(
        (
            _PREFIX.pack(_MAGIC, FORMAT_VERSION, len(described)),
            described,
            rows.keys.astype("<i4").tobytes(),
            rows.nexts.astype("<i4").tobytes(),
            rows.weights.astype("<u2").tobytes(),
            np.fromiter(kept, "<i4", len(kept)).tobytes(),
            np.fromiter(map(len, kept.values()), "<u2", len(kept)).tobytes(),
            blob,
        )
    )
    total = _sum(content)
    write_whole(path, content + total)
    return total


def read(path: Path, tokenizer: str | None = None) -> tuple[NgramFile, bytes]:
    """Return content and sum; raises `AppError` LEARNED_UNUSABLE with what is wrong with it.

    With the fingerprint of a tokenizer, a file of any other is refused too.

    `FileNotFoundError` is passed on; where it cannot be opened, `AppError` FILE_UNREADABLE. What
    ids and weights mean is not checked here: see `Ngrams.valid`.
    """
    content = _bounded(path)
    header, place = _header(content)
    end = place + header.rows * _BYTES_PER_ROW + header.texts * _BYTES_PER_TEXT + header.text_bytes
    if end + SUM_BYTES != len(content):
        raise _unusable(f"it has {len(content):,} bytes in place of {end + SUM_BYTES:,}")
    total = content[end:]
    if _sum(content[:end]) != total:
        raise _unusable("its content does not match its check sum")
    if tokenizer not in (None, header.tokenizer):
        raise _unusable("it was learned by models with another tokenizer")
    keys = np.frombuffer(content, "<i4", header.rows * LONGEST_KEY, place)
    place += keys.nbytes
    nexts = np.frombuffer(content, "<i4", header.rows, place)
    place += nexts.nbytes
    weights = np.frombuffer(content, "<u2", header.rows, place)
    place += weights.nbytes
    rows = Ngrams(
        keys.reshape(header.rows, LONGEST_KEY).astype(np.int32),
        nexts.astype(np.int32),
        weights.astype(np.uint32),
    )
    return NgramFile(header, rows, _texts(content[place:end], header)), total


def read_header(path: Path) -> Header:
    """Return what the file says of itself, of which nothing but the form was checked.

    Raises as `read`.
    """
    header, _ = _header(_bounded(path, _PREFIX.size + _LONGEST_HEADER))
    return header


def read_sum(path: Path) -> bytes | None:
    """Return the sum at the end of the file, by which versions differ; None without a file."""
    try:
        with path.open("rb") as file:
            file.seek(0, 2)
            file.seek(max(0, file.tell() - SUM_BYTES))
            return file.read()
    except OSError:
        return None


def _bounded(path: Path, most: int = MOST_BYTES) -> bytes:
    """Read the beginning of the file, refusing one that is too long to be ours."""
    try:
        with path.open("rb") as file:
            size = file.seek(0, 2)
            if size > MOST_BYTES:
                raise _unusable(f"it has {size:,} bytes, and at most {MOST_BYTES:,} are used")
            file.seek(0)
            return file.read(most)
    except FileNotFoundError:
        raise
    except OSError as error:
        raise AppError(ErrorCode.FILE_UNREADABLE, str(path)) from error


def _header(content: bytes) -> tuple[Header, int]:
    """Return the header and where it ends."""
    if len(content) < _PREFIX.size:
        raise _unusable("it is cut off")
    magic, version, length = _PREFIX.unpack_from(content)
    if magic != _MAGIC:
        raise _unusable("it is another kind of file")
    if version > FORMAT_VERSION:
        raise _unusable(f"a newer version of Paceline wrote it (format {version})")
    if version < FORMAT_VERSION or length > _LONGEST_HEADER:
        raise _unusable("its header is damaged")
    end = _PREFIX.size + length
    if len(content) < end:
        raise _unusable("it is cut off")
    try:
        return msgspec.json.decode(content[_PREFIX.size : end], type=Header), end
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise _unusable("its header is damaged") from error


def _texts(section: bytes, header: Header) -> dict[int, bytes]:
    ids = np.frombuffer(section, "<i4", header.texts).tolist()
    lengths = np.frombuffer(section, "<u2", header.texts, 4 * header.texts)
    ends = _BYTES_PER_TEXT * header.texts + np.cumsum(lengths, dtype=np.int64)
    if len(ends) and ends[-1] != len(section):
        raise _unusable("its texts are damaged")
    starts = ends - lengths
    return {
        token: section[start:end]
        for token, start, end in zip(ids, starts.tolist(), ends.tolist(), strict=True)
    }


def _sum(content: bytes) -> bytes:
    return hashlib.blake2b(content, digest_size=SUM_BYTES).digest()


def _unusable(reason: str) -> AppError:
    return AppError(ErrorCode.LEARNED_UNUSABLE, reason)
