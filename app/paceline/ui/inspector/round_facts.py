"""What there is to say about one pass, in words."""

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from paceline.provenance import Round
from paceline.ui.drafter_names import drafter_name
from paceline.ui.numbers import decimal, whole

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class Fact:
    """A name and a value, both ready to be shown."""

    name: str
    value: str


def round_sentence(number: int, round_: Round) -> str:
    """Say what the pass did; `number` counts from 1."""
    said = len(round_.tokens)
    tokens = (
        translate("RoundFacts", "1 token")
        if said == 1
        else translate("RoundFacts", "{count} tokens").format(count=said)
    )
    if not round_.drafted:
        return translate("RoundFacts", "Pass {number}: {tokens} without a draft.").format(
            number=whole(number), tokens=tokens
        )
    return translate(
        "RoundFacts", "Pass {number}: {drafted} guessed, {accepted} accepted, {tokens} in all."
    ).format(number=whole(number), drafted=round_.drafted, accepted=round_.accepted, tokens=tokens)


def time_sentence(round_: Round) -> str:
    """Say what the pass took and by whom it was drafted."""
    whole = translate("RoundFacts", "It took {wall} ms").format(wall=_number(round_.wall_ms))
    if not round_.drafted and not round_.draft_ms:
        return f"{whole}."
    return translate(
        "RoundFacts", "{whole}: {draft} ms for the draft, {verify} ms to check it."
    ).format(whole=whole, draft=_number(round_.draft_ms), verify=_number(round_.verify_ms))


def facts_of(round_: Round) -> list[Fact]:
    """Return everything that was recorded, the most telling first."""
    facts = []
    if round_.drafted and round_.drafter:
        facts.append(Fact(translate("RoundFacts", "Drafter"), drafter_name(round_.drafter)))
    untested = round_.drafted - round_.tested
    if untested:
        facts.append(Fact(translate("RoundFacts", "Guesses never tested"), str(untested)))
    facts += [
        Fact(translate("RoundFacts", "Whole pass"), _milliseconds(round_.wall_ms)),
        Fact(translate("RoundFacts", "Draft"), _milliseconds(round_.draft_ms)),
        Fact(translate("RoundFacts", "Check by the target"), _milliseconds(round_.verify_ms)),
        Fact(translate("RoundFacts", "Sampling"), _milliseconds(round_.sample_ms)),
        Fact(translate("RoundFacts", "Tokens in the pass"), str(round_.width)),
    ]
    if round_.catch_up_ms:
        facts.append(
            Fact(translate("RoundFacts", "Draft catching up"), _milliseconds(round_.catch_up_ms))
        )
    if round_.threads:
        facts.append(Fact(translate("RoundFacts", "Threads of the target"), str(round_.threads)))
    if round_.draft_threads:
        facts.append(
            Fact(translate("RoundFacts", "Threads of the draft"), str(round_.draft_threads))
        )
    if round_.decision:
        facts.append(Fact(translate("RoundFacts", "Governor"), round_.decision.sentence))
    return facts


def _milliseconds(value: float) -> str:
    return translate("RoundFacts", "{value} ms").format(value=_number(value))


def _number(milliseconds: float) -> str:
    return decimal(milliseconds, 1 if milliseconds < 10 else 0)
