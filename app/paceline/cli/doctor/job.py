"""The job: examines a pair, or finds drafts for a target."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, nullcontext
from functools import cache, partial
from typing import Final

from paceline import paths
from paceline.cli.arguments.options import Options
from paceline.cli.doctor.naming import OpenHub, lying, named, named_pair, origin
from paceline.cli.doctor.printing import print_diagnosis, print_drafts
from paceline.cli.doctor.report import draft_report, pair_report
from paceline.cli.interruption import interrupt_aborts
from paceline.cli.job import DONE, run_job
from paceline.cli.machine_fit import measured
from paceline.cli.memory import size
from paceline.cli.shelves import Shelves, open_shelves
from paceline.cli.terminal import print_json, remark, screen
from paceline.engine.llama.native import AbortFlag
from paceline.errors import Cancelled
from paceline.library.catalog import load_catalog
from paceline.library.doctor.chart import Chart, read_chart
from paceline.library.doctor.diagnosis import Part, Patient, RemoteFile
from paceline.library.doctor.drafts import DraftCandidate, best_first, drafts_for, drafts_on_hub
from paceline.library.doctor.examination import examine
from paceline.library.hub.failures import HubError
from paceline.library.installed.places import Place
from paceline.library.installed.records import InstalledModel
from paceline.library.installed.scanning import scan
from paceline.library.pair_files import locate
from paceline.measured_pairs import measured_pairs

UNSUITED: Final = 1
"""The exit status where the pair does not work, or no draft was found."""


def doctor(options: Options) -> int:
    """Run the job and return its exit status."""
    return run_job(partial(_doctor, options))


def _doctor(options: Options, abort: AbortFlag) -> int:
    shelves = open_shelves()
    with ExitStack() as closing, interrupt_aborts(abort):
        hub = cache(lambda: closing.enter_context(shelves.open_hub()))
        with _waiting("Looking for the files"):
            target, draft = _patients(options, shelves, hub)
        if abort.is_set:
            raise Cancelled
        if draft is None:
            return _suggest(target, hub, shelves.places, options, abort)
        return _judge((target, draft), hub, options, abort)


def _patients(options: Options, shelves: Shelves, hub: OpenHub) -> tuple[Patient, Patient | None]:
    """Return target and draft; without a draft, drafts are to be found."""
    if options.draft_name is not None:
        target = named(options.target_name, shelves, hub)
        return target, named(options.draft_name, shelves, hub)
    pair = named_pair(options.target_name, load_catalog())
    if pair is None:
        return named(options.target_name, shelves, hub), None
    here = locate(pair, shelves.found())
    target = lying(pair.target, here.target, hub)
    return target, lying(pair.draft, here.draft, hub) if pair.draft else None


def _judge(
    patients: tuple[Patient, Patient], hub: OpenHub, options: Options, abort: AbortFlag
) -> int:
    """Tell whether a pair works."""
    machine = measured()
    with _waiting("Reading headers") as tell:
        diagnosis = examine(
            *patients,
            hub=hub() if any(isinstance(each, RemoteFile) for each in patients) else None,
            context_length=options.context,
            machine=machine.memory,
            graphics_bytes=machine.graphics_bytes,
            measured=measured_pairs(paths.measured_folder()),
            progress=partial(_reading, tell),
            cancelled=lambda: abort.is_set,
        )
    if options.json:
        print_json(pair_report(diagnosis))
    else:
        print_diagnosis(diagnosis)
    return DONE if diagnosis.verdict.loads else UNSUITED


def _suggest(
    target: Patient, hub: OpenHub, around: Sequence[Place], options: Options, abort: AbortFlag
) -> int:
    """Tell which drafts suit a target."""
    with _waiting("Reading the header of the target") as tell:
        chart = read_chart(
            target,
            hub() if isinstance(target, RemoteFile) else None,
            partial(_reading, tell, Part.TARGET),
            lambda: abort.is_set,
        )
        if chart.trouble is not None:
            raise chart.trouble
        tell("Looking at the models on this machine")
        installed = tuple(_scanned(around, abort))
        repository = chart.repository or origin(target, installed)
        here = drafts_for(chart, installed, load_catalog(), repository=repository)
        tell("Looking for smaller models of the target's author")
        candidates = best_first(chart, [*here, *_on_hub(chart, repository, hub, abort)])
    if options.json:
        print_json([draft_report(each) for each in candidates])
    else:
        print_drafts(chart.name, candidates)
    return DONE if candidates else UNSUITED


def _scanned(around: Sequence[Place], abort: AbortFlag) -> Iterator[InstalledModel]:
    for model in scan(around):
        if abort.is_set:
            raise Cancelled
        yield model


def _on_hub(
    target: Chart, repository: str | None, hub: OpenHub, abort: AbortFlag
) -> tuple[DraftCandidate, ...]:
    if repository is None:
        return ()
    try:
        return drafts_on_hub(target, hub(), repository=repository, cancelled=lambda: abort.is_set)
    except HubError as error:
        # What was found here is shown all the same.
        remark(f"The Hub was not searched. {error}")
        return ()


@contextmanager
def _waiting(what: str) -> Iterator[Callable[[str], None]]:
    """Show on a terminal what takes so long; yields what changes the words."""
    console = screen(error=True)
    with console.status(what) if console.is_terminal else nullcontext() as status:
        yield status.update if status else lambda _what: None


def _reading(tell: Callable[[str], None], part: Part, count: int) -> None:
    tell(f"Reading the header of the {part}: {size(count)}")
