"""One choice of files for every way in which they can be wrong."""

from pathlib import Path
from typing import NamedTuple

from fakes.tiny_models import write_bert
from paceline.errors import ErrorCode


class Files(NamedTuple):
    """What is opened as a pair."""

    target: Path
    draft: Path | None = None


def bad_files(folder: Path, starter: Path, practice_target: Path) -> dict[ErrorCode, Files]:
    """Make the files in `folder`; each choice must be refused with its code."""
    (folder / "empty.gguf").touch()
    (folder / "text.gguf").write_text("Dear diary")
    whole = starter.read_bytes()
    (folder / "short.gguf").write_bytes(whole[: len(whole) // 2])
    (folder / "strange.gguf").write_bytes(
        whole.replace(b"\x05\0\0\0\0\0\0\0llama", b"\x05\0\0\0\0\0\0\0zebra", 1)
    )
    (folder / "other.gguf").write_bytes(whole.replace("Ġriver".encode(), "Ġrivex".encode(), 1))
    return {
        ErrorCode.FILE_MISSING: Files(folder / "none.gguf"),
        ErrorCode.FILE_IS_FOLDER: Files(folder),
        ErrorCode.FILE_EMPTY: Files(folder / "empty.gguf"),
        ErrorCode.FILE_NOT_GGUF: Files(folder / "text.gguf"),
        ErrorCode.FILE_TRUNCATED: Files(folder / "short.gguf"),
        ErrorCode.MODEL_UNSUPPORTED: Files(folder / "strange.gguf"),
        ErrorCode.MODEL_IS_EMBEDDING: Files(write_bert(folder / "bert.gguf")),
        ErrorCode.PAIR_INCOMPATIBLE: Files(starter, folder / "other.gguf"),
        ErrorCode.DRAFT_LARGER: Files(starter, practice_target),
    }
