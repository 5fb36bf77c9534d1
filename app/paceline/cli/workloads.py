"""The prompts of a benchmark, by kind of text."""

import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import msgspec

from paceline import paths
from paceline.errors import AppError, ErrorCode


class Workload(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Prompts of one kind of text."""

    kind: str
    prompts: Annotated[list[str], msgspec.Meta(min_length=1)]


class WorkloadFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file format of the workloads."""

    workload: Annotated[list[Workload], msgspec.Meta(min_length=1)]


def load_workloads(file: Path | None, kinds: Sequence[str]) -> list[Workload]:
    """Read the prompts of these kinds, of all without any; raises `AppError` where one cannot.

    Without a file they are the project's own.
    """
    path = file or paths.resource_folder() / "workloads.toml"
    try:
        content = msgspec.convert(tomllib.loads(path.read_text("utf-8")), WorkloadFile)
    except FileNotFoundError as error:
        raise AppError(ErrorCode.FILE_MISSING, str(path)) from error
    except OSError as error:
        raise AppError(ErrorCode.FILE_UNREADABLE, f"{path} ({error.strerror})") from error
    except ValueError as error:
        raise AppError(ErrorCode.WORKLOADS_INVALID, f"{path}: {error}") from error
    known = [each.kind for each in content.workload]
    unknown = [kind for kind in kinds if kind not in known]
    if unknown:
        raise AppError(
            ErrorCode.WORKLOADS_INVALID,
            f"there is no kind {_listed(unknown)}, only {_listed(known)}",
        )
    return [each for each in content.workload if not kinds or each.kind in kinds]


def _listed(kinds: Sequence[str]) -> str:
    return ", ".join(f"“{kind}”" for kind in kinds)
