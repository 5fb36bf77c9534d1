"""`paceline models verify`: whether files are still what their publisher gave out."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import msgspec
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TransferSpeedColumn

from paceline.cli.arguments.options import Options
from paceline.cli.interruption import interrupt_aborts
from paceline.cli.models.choosing import meant_by
from paceline.cli.models.tables import print_table
from paceline.cli.shelves import Shelves
from paceline.cli.terminal import print_json, remark, screen
from paceline.engine.llama.native import AbortFlag
from paceline.errors import AppError, ErrorCode
from paceline.library.catalog import load_catalog
from paceline.library.installed.checksums import Verdict, verify
from paceline.library.installed.records import InstalledModel

DAMAGED: Final = 1
"""Exit status where a file is not as it should be, or cannot be read."""


class FileChecked(msgspec.Struct, frozen=True):
    """A file and its sum; `expected` is None where nobody wrote down what it should be.

    A file that could not be read has no verdict, and `trouble` says why.
    """

    path: str
    verdict: Verdict | None
    sha256: str | None = None
    expected: str | None = None
    trouble: str | None = None


def verify_models(options: Options, shelves: Shelves, abort: AbortFlag) -> int | None:
    """Check them one after the other; returns an exit status of its own for a damaged one."""
    models = _chosen(options.names, shelves)
    checked: list[FileChecked] = []
    with interrupt_aborts(abort), _bar(json=options.json) as bar:
        for model in models:
            checked += _checked(model, bar(model), lambda: abort.is_set)
    if options.json:
        print_json(checked)
    else:
        _tell(checked)
    good = (Verdict.INTACT, Verdict.UNKNOWN)
    return None if all(each.verdict in good for each in checked) else DAMAGED


def _tell(checked: Sequence[FileChecked]) -> None:
    if not checked:
        remark("There is no model to check.")
        return
    print_table(
        ("file", "checksum"),
        [(Path(each.path).name, _WORDS[each.verdict]) for each in checked],
    )
    for each in checked:
        if each.trouble:
            remark(each.trouble)
    if any(each.verdict is Verdict.DAMAGED for each in checked):
        remark("Delete what is damaged with `paceline models rm`, and fetch it again.")


_WORDS: Final = {
    Verdict.INTACT: "right",
    Verdict.DAMAGED: "wrong: damaged",
    Verdict.UNKNOWN: "readable; no sum is known",
    None: "cannot be checked",
}


def _chosen(names: Sequence[str], shelves: Shelves) -> list[InstalledModel]:
    here = shelves.found()
    if not names:
        # An added folder without models has a line in the list, and nothing to read.
        return [model for model in here if _code(model) is not ErrorCode.FOLDER_WITHOUT_MODELS]
    catalog = load_catalog()
    chosen = [model for name in names for model in meant_by(name, here, catalog)]
    return list({model.path: model for model in chosen}.values())


def _code(model: InstalledModel) -> ErrorCode | None:
    return model.trouble.code if model.trouble else None


def _checked(
    model: InstalledModel, progress: Callable[[int, int], None], cancelled: Callable[[], bool]
) -> list[FileChecked]:
    try:
        sums = verify(model, progress, cancelled)
    except AppError as error:
        return [FileChecked(str(model.path), None, trouble=str(error))]
    return [
        FileChecked(str(file.path), file.verdict, file.sha256, file.expected) for file in sums.files
    ]


@contextmanager
def _bar(*, json: bool) -> Iterator[Callable[[InstalledModel], Callable[[int, int], None]]]:
    """Yield what makes a bar for a model."""
    console = screen(error=True)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TransferSpeedColumn(),
    )
    with Progress(
        *columns, console=console, transient=True, disable=json or not console.is_terminal
    ) as bars:

        def begin(model: InstalledModel) -> Callable[[int, int], None]:
            task = bars.add_task(model.title, total=model.size)
            return lambda done, whole: bars.update(task, completed=done, total=whole)

        yield begin
