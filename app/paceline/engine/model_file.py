"""First look at a model file, before native code sees it.

llama.cpp answers every bad file with the same null pointer; these checks and the reading of its
log turn that into the sentence that helps.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from paceline.errors import AppError, ErrorCode

_MAGIC: Final = b"GGUF"

# Phrases of llama.cpp's loader for a file whose header or tensor data end too early.
_TRUNCATION_SIGNS: Final = (
    "not within the file bounds",
    "failed to read",
    "corrupted or incomplete",
)

_UNSUPPORTED_SIGNS: Final = ("unknown pre-tokenizer", "unknown tokenizer", "unsupported")

_REASON_MARKER: Final = "error loading model: "


def check_model_file(path: Path) -> None:
    """Raise the `AppError` that says why `path` cannot be a model; else return."""
    try:
        if path.is_dir():
            raise AppError(ErrorCode.FILE_IS_FOLDER, str(path))
        with path.open("rb") as file:
            start = file.read(len(_MAGIC))
    except (FileNotFoundError, NotADirectoryError) as error:
        raise AppError(ErrorCode.FILE_MISSING, str(path)) from error
    except OSError as error:
        raise AppError(ErrorCode.FILE_UNREADABLE, f"{path} ({error.strerror})") from error
    if not start:
        raise AppError(ErrorCode.FILE_EMPTY, str(path))
    if start != _MAGIC:
        raise AppError(ErrorCode.FILE_NOT_GGUF, str(path))


def load_failure(path: Path, log: Sequence[str]) -> AppError:
    """Say why llama.cpp returned no model, from what it logged."""
    text = "\n".join(log)
    marker = "unknown model architecture: "
    if marker in text:
        architecture = text.split(marker, 1)[1].split("\n", 1)[0].strip("' ")
        return AppError(
            ErrorCode.MODEL_UNSUPPORTED, f"its architecture “{architecture}” is not known"
        )
    if any(sign in text for sign in _TRUNCATION_SIGNS):
        return AppError(ErrorCode.FILE_TRUNCATED, str(path))
    if "unable to allocate" in text or "failed to allocate" in text:
        return AppError(ErrorCode.MEMORY_SHORT, f"llama.cpp could not allocate room for {path}")
    reasons = [line.split(_REASON_MARKER, 1)[1] for line in log if _REASON_MARKER in line]
    reason = reasons[-1].strip() if reasons else "it gave no reason"
    if any(sign in reason for sign in _UNSUPPORTED_SIGNS):
        return AppError(ErrorCode.MODEL_UNSUPPORTED, reason)
    return AppError(ErrorCode.MODEL_LOAD_FAILED, f"{path} ({reason})")
