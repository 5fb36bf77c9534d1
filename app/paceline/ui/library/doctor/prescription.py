"""What to do after a verdict: load the pair, fetch what is missing of it, or nothing. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from paceline.library.doctor.diagnosis import Diagnosis, RemoteFile, Verdict
from paceline.library.downloads.records import Wanted
from paceline.library.installed.records import InstalledModel
from paceline.loading import PairChoice, PairKind
from paceline.ui.library.doctor.candidates import Candidate
from paceline.ui.library.model_files import path_of, wanted_with


class Next(StrEnum):
    """The one button."""

    NOTHING = "nothing"
    LOAD = "load"
    LOAD_TARGET = "load-target"
    GET = "get"
    GET_TARGET = "get-target"
    """As before, but the draft is of no use to the target."""


@dataclass(frozen=True, slots=True)
class Step:
    """What the button does: `choice` for loading, `title` and `wanted` for fetching."""

    what: Next
    choice: PairChoice | None = None
    title: str = ""
    wanted: tuple[Wanted, ...] = ()


_NOTHING = Step(Next.NOTHING)


def next_step(
    diagnosis: Diagnosis | None,
    target: Candidate | None,
    draft: Candidate | None,
    installed: Sequence[InstalledModel],
) -> Step:
    """Return it; files of the Hub that are here already count as here."""
    if diagnosis is None or target is None or draft is None:
        return _NOTHING
    if diagnosis.verdict is Verdict.IMPOSSIBLE:
        return _NOTHING
    with_draft = diagnosis.verdict.loads
    wishes = (target, draft) if with_draft else (target,)
    paths = [path_of(one.patient, installed) for one in wishes]
    if all(paths):
        first, second = str(paths[0]), str(paths[1]) if with_draft else None
        what = Next.LOAD if with_draft else Next.LOAD_TARGET
        return Step(what, choice=PairChoice(PairKind.FILES, first, second))
    missing = tuple(
        file
        for one, path in zip(wishes, paths, strict=True)
        if path is None and isinstance(one.patient, RemoteFile)
        for file in wanted_with(one.patient.file)
    )
    title = " + ".join(one.title for one in wishes)
    return Step(Next.GET if with_draft else Next.GET_TARGET, title=title, wanted=missing)
