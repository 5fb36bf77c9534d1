"""What the doctor found, as a person reads it in a terminal."""

from collections.abc import Iterator
from typing import Final

from rich.table import Table
from rich.text import Text

from paceline.cli.memory import size
from paceline.cli.terminal import screen
from paceline.library.doctor.diagnosis import Diagnosis, Part, Verdict
from paceline.library.doctor.drafts import DraftCandidate
from paceline.library.doctor.wording import (
    caution_phrase,
    gain_phrase,
    rule_phrase,
    rules_passed,
    sentence,
)
from paceline.library.gguf.facts import ModelFacts
from paceline.library.memory_fit import Fit

_VERDICTS: Final = {
    Verdict.COMPATIBLE: ("compatible", "bold green"),
    Verdict.PADDED: ("compatible, with a padded vocabulary", "bold green"),
    Verdict.THROUGH_TEXT: (
        "compatible through text alone, which Paceline cannot do yet",
        "bold yellow",
    ),
    Verdict.IMPOSSIBLE: ("not possible", "bold red"),
}
_MARKS: Final = {True: ("✓", "green"), False: ("✗", "red"), None: ("·", "dim")}
_FITS: Final = {
    Fit.FITS: "fits into this machine's memory",
    Fit.TIGHT: "fits only just, or once other programs are closed",
    Fit.TOO_LARGE: "does not fit into this machine's memory",
}


def print_diagnosis(diagnosis: Diagnosis) -> None:
    """Print it for a person."""
    console = screen()
    table = Table.grid(padding=(0, 2))
    for part, name, facts in (
        ("target", diagnosis.target_name, diagnosis.target),
        ("draft", diagnosis.draft_name, diagnosis.draft),
    ):
        said = Text.assemble((name, "bold"), "\n", (_described(facts), "dim"))
        table.add_row(Text(part, "dim"), said)
    console.print(table)
    console.print()
    for rule, holds in rules_passed(diagnosis):
        mark, style = _MARKS[holds]
        line = Text.assemble(
            (mark, style), "  ", (str(rule_phrase(rule)), style if not holds else "")
        )
        console.print(line)
    console.print()
    word, style = _VERDICTS[diagnosis.verdict]
    console.print(word.capitalize() + ".", style=style)
    console.print(sentence(diagnosis))
    for line in _further(diagnosis):
        console.print()
        console.print(line)


def print_drafts(name: str, candidates: tuple[DraftCandidate, ...]) -> None:
    """Print what suits a target."""
    console = screen()
    if not candidates:
        console.print(
            f"No draft was found for {name}. Loaded alone, it is drafted for by n-grams; a draft "
            "would be a small model of the same family."
        )
        return
    console.print(Text.assemble("Drafts for ", (name, "bold"), ", best first:"), soft_wrap=True)
    for each in candidates:
        why = str(each.reason) if each.size is None else f"{each.reason} ({size(each.size)})"
        console.print()
        console.print(f"  {_address(each)}", style="bold", soft_wrap=True)
        console.print(f"  {why}", soft_wrap=True)


def _address(candidate: DraftCandidate) -> str:
    """What `paceline doctor` takes for it."""
    if candidate.installed:
        return str(candidate.installed.path)
    first = candidate.wanted[0]
    return f"hf:{first.repository}/{first.path}"


def _further(diagnosis: Diagnosis) -> Iterator[Text]:
    """What to expect and to know, a paragraph each."""
    need = diagnosis.memory
    if need is not None:
        both = "Together they take" if diagnosis.verdict.loads else "The target alone takes"
        parts = (
            f"{size(need.weights)} of weights, {size(need.kv_cache)} for a context of "
            f"{diagnosis.context_length:,} tokens, {size(need.compute)} to work in"
        )
        judged = f"; that {_FITS[diagnosis.fit]}" if diagnosis.fit else ""
        yield Text(f"{both} about {size(need.total)}: {parts}{judged}.")
    if diagnosis.verdict.loads:
        yield Text(str(gain_phrase(diagnosis.gain)))
    for caution in diagnosis.warnings:
        yield Text(str(caution_phrase(caution)), "yellow")
    if not diagnosis.verdict.loads and diagnosis.part is not Part.TARGET:
        yield Text(
            "Give the target alone to this command, and it looks for drafts that suit.", "dim"
        )
    if diagnosis.bytes_read:
        yield Text(f"{size(diagnosis.bytes_read)} were read from the Hub.", "dim")


def _described(facts: ModelFacts | None) -> str:
    if facts is None:
        return "its header could not be read"
    parts = (
        facts.name,
        facts.architecture,
        f"{_short(facts.parameters)} parameters",
        facts.quantization,
        size(facts.tensor_bytes),
        f"{len(facts.vocabulary.texts):,} tokens",
    )
    return " · ".join(part for part in parts if part)


def _short(count: int) -> str:
    for unit, letter in ((10**9, "B"), (10**6, "M"), (10**3, "k")):
        if count >= unit:
            return f"{count / unit:.3g}{letter}"
    return str(count)
