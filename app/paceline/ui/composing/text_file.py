"""Reads a file that a person attaches as text, or says why it cannot be one. Knows no Qt.

Nothing in a file names its encoding but a byte order mark. What has none is UTF-8 if it decodes
as such, and Windows-1252 only where the outcome looks like words; anything else is refused, for
a model that is given mojibake answers nonsense without anybody seeing why.
"""

import re
from pathlib import Path
from typing import Final

from paceline.errors import AppError, ErrorCode
from paceline.history.records import Attachment

MOST_BYTES: Final = 1 << 20
"""Of one file: some 300,000 tokens, more than the contexts of models that run at home."""

_MARKS: Final = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),  # before UTF-16, whose mark is its beginning
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)

_CONTROLS: Final = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f-\x9f]")
"""Not in text; tab, line ends, form feed and the escapes of coloured logs are."""

_MOST_CONTROLS: Final = 0.002
"""Share of characters; a stray one does not make a text binary."""

_WESTERN_SIGNS: Final = frozenset("€‚ƒ„…†‡‰‹‘’“”•–—™›\xa0¡¢£¤¥¦§¨©«¬®¯°±²³´µ¶·¸¹»¼½¾¿×÷")  # noqa: RUF001
_LONGEST_WESTERN_RUN: Final = 3
"""Letters beyond ASCII in a row; other alphabets, read as Western, have long runs of them."""


def read_text_file(path: Path) -> Attachment:
    """Read a text file; raises `AppError` with the reason where it is none, or cannot be read."""
    name = path.name or str(path)
    try:
        if path.is_dir():
            raise AppError(ErrorCode.ATTACHMENT_FOLDER, name)
        if path.exists() and not path.is_file():
            raise AppError(ErrorCode.ATTACHMENT_BINARY, name)  # a device or pipe may never end
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except FileNotFoundError as error:
        raise AppError(ErrorCode.FILE_MISSING, name) from error
    except (OSError, ValueError) as error:
        raise AppError(ErrorCode.FILE_UNREADABLE, name) from error
    if len(content) > MOST_BYTES:
        raise AppError(ErrorCode.ATTACHMENT_TOO_LARGE, name)
    text = decode(content, name)
    if not text.strip():
        raise AppError(ErrorCode.ATTACHMENT_EMPTY, name)
    return Attachment(name, text)


def decode(content: bytes, name: str) -> str:
    r"""Make text of a file's bytes, its lines ended by `\n` alone.

    Raises `AppError(ATTACHMENT_BINARY)`, or `ATTACHMENT_ENCODING` for text that cannot be told.
    """
    text = _decoded(content, name)
    if len(_CONTROLS.findall(text)) > _MOST_CONTROLS * len(text):
        raise AppError(ErrorCode.ATTACHMENT_BINARY, name)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _decoded(content: bytes, name: str) -> str:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            try:
                return content[len(mark) :].decode(encoding)
            except UnicodeDecodeError as error:
                raise AppError(ErrorCode.ATTACHMENT_BINARY, name) from error
    if b"\0" in content:
        return _unmarked_utf16(content, name)
    try:
        return content.decode()
    except UnicodeDecodeError:
        pass
    if (text := _damaged_utf8(content)) is not None:
        return text
    return _western(content, name)


def _unmarked_utf16(content: bytes, name: str) -> str:
    """Western text in UTF-16 has a zero in every other byte, and nearly nowhere else."""
    even, odd = content[::2].count(0), content[1::2].count(0)
    half = len(content) // 2
    if len(content) % 2 == 0 and min(even, odd) <= 0.02 * half and max(even, odd) >= 0.5 * half:
        try:
            return content.decode("utf-16-le" if odd > even else "utf-16-be")
        except UnicodeDecodeError:
            pass
    raise AppError(ErrorCode.ATTACHMENT_BINARY, name)


def _damaged_utf8(content: bytes) -> str | None:
    """UTF-8 with a byte or two spoilt, as in a log that was cut; None if it is something else."""
    text = content.decode(errors="replace")
    lost = text.count("\ufffd")
    whole = sum(character > "\x7f" for character in text) - lost
    return text if whole >= 4 * lost else None


def _western(content: bytes, name: str) -> str:
    try:
        text = content.decode("cp1252")
    except UnicodeDecodeError as error:
        raise AppError(_undecodable(content), name) from error
    beyond = re.findall(r"[^\x00-\x7f]+", text)
    plausible = all(
        len(run) <= _LONGEST_WESTERN_RUN and all(c.isalpha() or c in _WESTERN_SIGNS for c in run)
        for run in beyond
    )
    if not plausible:
        raise AppError(_undecodable(content), name)
    return text


def _undecodable(content: bytes) -> ErrorCode:
    """Whether it seems to be text at all: by its control characters."""
    controls = len(_CONTROLS.findall(content.decode("ascii", "ignore")))
    is_text = controls <= _MOST_CONTROLS * len(content)
    return ErrorCode.ATTACHMENT_ENCODING if is_text else ErrorCode.ATTACHMENT_BINARY
