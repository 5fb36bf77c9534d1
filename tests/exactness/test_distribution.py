"""What is said follows the target's distribution, whoever guesses and however it is checked.

Whole replies of four tokens are drawn through the loop, the drafters and llama.cpp's own sampler
chain, each with a seed of its own, and counted against the probabilities that follow from the
scripted language. Drafts of two guesses make every reply a mixture of accepted guesses,
corrections, bonus tokens, further rounds and, in the end, a plain one.

Seeds are fixed, so a run gives the same figures every time. `pytest tests/exactness
--replies 100000` is the full count.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from functools import cache
from typing import Final

import numpy as np
import pytest
from scipy.stats import chisquare

from fakes.drafters import OTHER, PANELS, SPEECH, is_end
from fakes.exact_sampling import shares
from fakes.scripted_model import END, VOCABULARY, ScriptedContext, blend
from paceline.engine.drafters.base import Panel, Request
from paceline.engine.drafters.draft_model import DraftModelDrafter
from paceline.engine.llama.sampler import SamplerChain
from paceline.engine.modes import ChosenVerifier
from paceline.engine.policy import FixedPolicy
from paceline.engine.rejection import DrawingChooser, RejectionVerifier, probability
from paceline.engine.sampling import Choice, Chooser, Sampler, make_sampler
from paceline.engine.speculation import speculate
from paceline.engine.target import Target
from paceline.engine.tokens import Distribution, Draft, ScoreRow
from paceline.engine.verify import Verifier
from paceline.options import Sampling, Speculation, Verification

Report = Callable[[str, str, float], None]
Said = tuple[int, ...]
MakeVerifier = Callable[[Sampler, int], Verifier]

PROMPT: Final = (3, 4, 5, 3, 4, 5, 3, 4)
"""Repeats itself, so that the n-gram drafters guess from the first round on."""

LENGTH: Final = 4
DRAFT_LENGTH: Final = 2

SUSPICIOUS: Final = 1e-4
"""Some 170 p-values are looked at; the smallest of them is below this once in 60 runs."""

IMPOSSIBLE: Final = 1e-6
"""A wrong rule must be found out with at least this certainty."""

MIN_EXPECTED: Final = 8.0
"""Replies that a cell of the chi-square must expect; rarer ones are put together."""

OPEN: Final = Sampling(temperature=1.5, top_k=0, top_p=1.0, min_p=0.0)

SETTINGS: Final = {
    "defaults": Sampling(),
    "top-k": Sampling(temperature=1.5, top_k=4, top_p=1.0, min_p=0.0),
    "top-p": Sampling(temperature=1.5, top_k=0, top_p=0.8, min_p=0.0),
    "min-p": Sampling(temperature=1.5, top_k=0, top_p=1.0, min_p=0.05),
    "penalties": Sampling(
        temperature=1.5,
        top_k=0,
        top_p=1.0,
        min_p=0.0,
        repeat_penalty=1.3,
        frequency_penalty=0.7,
        presence_penalty=0.5,
        penalty_window=6,
    ),
    "everything": Sampling(
        temperature=1.2, top_k=12, top_p=0.95, min_p=0.02, repeat_penalty=1.2, presence_penalty=1.0
    ),
}


@cache
def exactly(sampling: Sampling) -> dict[Said, float]:
    """Return the probability of every reply of up to `LENGTH` tokens."""
    whole: dict[Said, float] = {}

    def follow(said: Said, so_far: float) -> None:
        if len(said) == LENGTH or END in said:
            whole[said] = so_far
            return
        history = (*PROMPT, *said)
        row = so_far * shares(SPEECH(history), sampling, history)
        for token in np.flatnonzero(row):
            follow((*said, int(token)), float(row[token]))

    follow((), 1.0)
    return whole


def in_mode(mode: Verification) -> MakeVerifier:
    return lambda sampler, seed: ChosenVerifier(sampler, is_end, seed, lambda: mode)


def draw_replies(
    panel: Panel, make_verifier: MakeVerifier, count: int, sampling: Sampling = OPEN
) -> Counter[Said]:
    """Let the last of the panel guess in so many replies, each with a seed of its own."""
    target = Target(ScriptedContext(SPEECH))
    speculation = Speculation(draft_length=DRAFT_LENGTH)
    replies: Counter[Said] = Counter()
    for seed in range(count):
        last = target.prefill(PROMPT)
        panel.begin(PROMPT, None)
        policy = FixedPolicy(speculation, panel.names[-1:], probes=False)
        with closing(SamplerChain(sampling, VOCABULARY)) as chain:
            verifier = make_verifier(make_sampler(sampling, PROMPT, chain, seed), seed)
            rounds = speculate(target, panel, policy, verifier, last, budget=LENGTH)
            replies[tuple(token.id for each in rounds for token in each.tokens)] += 1
    return replies


def chi_square(replies: Counter[Said], sampling: Sampling, part: str) -> tuple[int, float]:
    """Return the number of cells and the p-value of a part of the replies."""
    seen: Counter[Said] = Counter()
    for said, count in replies.items():
        seen[PARTS[part](said)] += count
    exact = exactly_part(sampling, part)
    if seen.keys() - exact.keys():
        return len(exact), 0.0
    cells = list(_cells(exact, MIN_EXPECTED / replies.total()))
    counts = [sum(seen[each] for each in cell) for cell in cells]
    ideal = np.array([sum(exact[each] for each in cell) for cell in cells])
    return len(cells), float(chisquare(counts, ideal / ideal.sum() * replies.total()).pvalue)


@cache
def exactly_part(sampling: Sampling, part: str) -> dict[Said, float]:
    """Return the probability of every outcome of this part of a reply."""
    outcomes: defaultdict[Said, float] = defaultdict(float)
    for said, share in exactly(sampling).items():
        outcomes[PARTS[part](said)] += share
    return outcomes


def _cells(exact: dict[Said, float], least: float) -> Iterator[list[Said]]:
    """Put rare outcomes together, the likely ones first, until each cell is as probable as this."""
    cell: list[Said] = []
    weight = 0.0
    for said, share in sorted(exact.items(), key=lambda each: -each[1]):
        cell.append(said)
        weight += share
        if weight >= least:
            yield cell
            cell, weight = [], 0.0
    if cell:
        yield cell


PARTS: Final[dict[str, Callable[[Said], Said]]] = {
    "first": lambda said: said[:1],
    "last": lambda said: said[-1:],
    "first three": lambda said: said[:3],
    "last two": lambda said: said[2:],
}


def judge(
    name: str, replies: Counter[Said], report: Report, sampling: Sampling = OPEN
) -> list[float]:
    """Report and return the p-values of all parts of the replies."""
    values: list[float] = []
    for part in PARTS:
        cells, p = chi_square(replies, sampling, part)
        report(name, f"{part}, {replies.total():,} replies, {cells} cells", p)
        values.append(p)
    return values


def test_plain_sampling(replies: int, report: Report) -> None:
    drawn = draw_replies(Panel([]), in_mode(Verification.MATCH), replies)
    assert min(judge("plain", drawn, report)) > SUSPICIOUS


@pytest.mark.parametrize("mode", Verification)
@pytest.mark.parametrize("name", PANELS)
def test_every_drafter_in_every_mode(
    name: str, mode: Verification, replies: int, report: Report
) -> None:
    drawn = draw_replies(PANELS[name](), in_mode(mode), replies)
    assert min(judge(f"{name}, {mode}", drawn, report)) > SUSPICIOUS


@pytest.mark.parametrize("mode", Verification)
@pytest.mark.parametrize("settings", SETTINGS)
def test_every_setting_in_every_mode(
    settings: str, mode: Verification, replies: int, report: Report
) -> None:
    sampling = SETTINGS[settings]
    drawn = draw_replies(PANELS["similar model"](), in_mode(mode), replies, sampling)
    assert min(judge(f"{settings}, {mode}", drawn, report, sampling)) > SUSPICIOUS


def test_changing_the_mode_in_the_middle_of_replies(replies: int, report: Report) -> None:
    modes = list(Verification)

    def taking_turns(sampler: Sampler, seed: int) -> Verifier:
        coins = np.random.default_rng(seed).integers(2, size=LENGTH + 1).tolist()
        return ChosenVerifier(sampler, is_end, seed, lambda: modes[coins.pop()])

    drawn = draw_replies(PANELS["similar model"](), taking_turns, replies)
    assert min(judge("changing modes", drawn, report)) > SUSPICIOUS


class _BestOfQ(DrawingChooser):
    """Claims that its best guess was drawn."""

    def choose(self, logits: ScoreRow, ahead: Sequence[int]) -> Choice:
        choice = super().choose(logits, ahead)
        assert choice.distribution is not None
        best = int(logits.argmax())
        return Choice(best, choice.confidence, choice.distribution)


class _QuotientOfArgmax(RejectionVerifier):
    """Proposes the argmax but accepts with p/q, as llama.cpp's examples/speculative does."""

    def chooser(self) -> Chooser:
        return _BestOfQ(self._sampler, self._draft_dice)


class _NothingTakenOff(RejectionVerifier):
    """Says something from all of p in place of a refused guess."""

    def _verdict(self, guess: int, p: Distribution, q: Distribution | None) -> int:
        assert q is not None
        if self._verdict_dice.random() * probability(q, guess) < probability(p, guess):
            return guess
        return int(self._verdict_dice.choice(p.ids, p=p.probabilities))


class _JoinedByPlace(RejectionVerifier):
    """Subtracts what stands at the same place in the two lists, whatever its id is."""

    def _verdict(self, guess: int, p: Distribution, q: Distribution | None) -> int:
        assert q is not None
        if self._verdict_dice.random() * probability(q, guess) < probability(p, guess):
            return guess
        rest = np.maximum(p.probabilities - q.probabilities, 0)
        return int(self._verdict_dice.choice(p.ids, p=rest / rest.sum()))


@pytest.mark.parametrize(
    ("wrong", "settings"),
    [
        (_QuotientOfArgmax, "min-p"),
        (_NothingTakenOff, "min-p"),
        (_JoinedByPlace, "top-k"),
    ],
)
def test_a_wrong_rule_is_found_out(
    wrong: type[RejectionVerifier], settings: str, replies: int, report: Report
) -> None:
    sampling = SETTINGS[settings]
    drawn = draw_replies(
        PANELS["similar model"](),
        lambda sampler, seed: wrong(sampler, is_end, seed),
        replies,
        sampling,
    )
    assert min(judge(f"wrong: {wrong.__name__}", drawn, report, sampling)) < IMPOSSIBLE


def test_dropping_unlikely_guesses_untested_is_found_out(replies: int, report: Report) -> None:
    class Choosy(DraftModelDrafter):
        def propose(self, request: Request) -> Draft:
            draft = super().propose(request)
            unlikely = [slot for slot, p in enumerate(draft.confidences) if (p or 0) < 0.2]
            return draft.first(unlikely[0]) if unlikely else draft

    drafter = Choosy(
        ScriptedContext(blend(SPEECH, OTHER, 0.3)),
        vocabulary_size=VOCABULARY,
        target_vocabulary_size=VOCABULARY,
        is_end=is_end,
    )
    drawn = draw_replies(Panel([drafter]), in_mode(Verification.REJECTION), replies)
    assert min(judge("wrong: choosy drafter", drawn, report)) < IMPOSSIBLE
