"""Whether a reply says what it would have said without speculation, and the record of it."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from msgspec.structs import replace

from paceline import __version__
from paceline.chat import ChatMessage
from paceline.machine import Machine, ModelFile
from paceline.options import DrafterChoice, ReplySettings, Speculation, Verification
from paceline.parity import (
    Comparison,
    Divergence,
    Record,
    first_difference,
    nearly_tied,
    saying,
    totals,
)
from paceline.protocol.messages import ModelFacts, PairLoaded
from paceline.provenance import ReplySummary, Round
from paceline.ui.comparing.question import Answer, Question, tokens_of

PLAIN = Speculation(enabled=False)


@dataclass(frozen=True, slots=True)
class Checked:
    """A stored reply that can be written again: what was read, what was said, and how."""

    messages: tuple[ChatMessage, ...]
    rounds: tuple[Round, ...]
    summary: ReplySummary
    settings: ReplySettings
    speaker: str

    @property
    def question(self) -> Question:
        """Ask for the same reply again: with the same seed, and no longer than it was."""
        sampling = replace(self.settings.sampling, seed=self.summary.seed)
        length = max(1, len(tokens_of(self.rounds)))
        return Question(None, self.messages, sampling, length, self.settings.overflow)


def compare(checked: Checked, plain: Answer) -> Comparison:
    """Put the stored reply beside one that was written without speculation.

    One that was replayed only in part is compared as far as that goes.
    """
    said, expected = tokens_of(checked.rounds), plain.tokens
    if plain.cancelled:
        said = said[: len(expected)]
    position = first_difference(expected, said)
    sampling = checked.settings.sampling
    return Comparison(
        kind="chat",
        prompt=checked.question.text,
        policy=_policy(checked.settings.speculation),
        seed=checked.summary.seed if sampling.temperature else None,
        tokens=len(said),
        plain_text="".join(token.text for token in expected),
        speculated_text="".join(token.text for token in said),
        divergence=None if position is None else _divergence(checked, plain, position),
    )


def _divergence(checked: Checked, plain: Answer, position: int) -> Divergence:
    one = saying(plain.tokens, position)
    other = saying(tokens_of(checked.rounds), position)
    seeded = checked.settings.sampling.temperature > 0
    return Divergence(
        position, one, other, gap=None, near_tie=None if seeded else nearly_tied(one, other)
    )


def largest_shift(plain: Answer, rounds: Sequence[Round]) -> float:
    """Return by how much a token's probability moved at the most before the replies differ.

    Passes of other widths round otherwise; this is how much that came to.
    """
    said, expected = tokens_of(rounds), plain.tokens
    end = first_difference(expected, said)
    shifts = [
        abs(one.target_p - other.target_p)
        for one, other in zip(expected[:end], said[:end], strict=False)
        if one.target_p is not None and other.target_p is not None
    ]
    return max(shifts, default=0.0)


def record(
    checked: Checked, comparison: Comparison, pair: PairLoaded, engine: str, began: datetime
) -> Record:
    """Return the comparison with all that somebody else needs to make sense of it.

    It has the form of the records that `paceline parity` writes.
    """
    models = [("target", pair.target), *([("draft", pair.draft)] if pair.draft else [])]
    return Record(
        paceline=__version__,
        pair=checked.speaker,
        models=[_model_file(role, facts) for role, facts in models],
        machine=Machine.here(pair.threads, engine),
        command="parity check in the window",
        began=began.isoformat(timespec="seconds"),
        seconds=time.time() - began.timestamp(),
        sampling=checked.settings.sampling,
        max_tokens=checked.question.max_tokens or 0,
        context=pair.context_length,
        totals=totals([comparison]),
        comparisons=[comparison],
    )


def _model_file(role: str, facts: ModelFacts) -> ModelFile:
    path = Path(facts.path)
    size = path.stat().st_size if path.exists() else facts.size
    return ModelFile(role, path.name, size)


def _policy(speculation: Speculation) -> str:
    """Name a choice as the command line does."""
    automatic = speculation.drafter is DrafterChoice.AUTO
    if not speculation.enabled:
        return "off"
    if speculation.draft_length is None:
        return "governor" if automatic else speculation.drafter.value
    return f"{'fixed' if automatic else speculation.drafter.value}:{speculation.draft_length}"


def says_otherwise_by_nature(settings: ReplySettings) -> bool:
    """Whether the same seed gives another text without speculation, and rightly so.

    Rejection sampling keeps the distribution, not the draw.
    """
    speculation = settings.speculation
    return (
        speculation.enabled
        and speculation.verification is Verification.REJECTION
        and settings.sampling.temperature > 0
    )
