"""A pair that exists on paper: what its passes cost and which of its guesses are right.

Everything is drawn beforehand from a seed, token by token, so that every policy meets the same
text: what differs between two runs is what the policies did. Time is computed, not measured.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from paceline.engine.drafters.base import Panel, Request
from paceline.engine.drafters.cascade import Cascade
from paceline.engine.policy import Plan, Policy
from paceline.engine.sampling import ARGMAX
from paceline.engine.tokens import Draft, Outcome
from paceline.options import MAX_DRAFT_LENGTH, DrafterChoice
from paceline.provenance import Origin, RejectedGuess, Round, Token

MODEL = DrafterChoice.DRAFT_MODEL.value
NGRAM = DrafterChoice.NGRAM.value

_LONGEST = 4096


@dataclass(frozen=True)
class Machine:
    """Costs in milliseconds; `passes` by width, `noise` the spread of each as a share.

    `switch` is what a pass takes longer whose width is not that of the last one.
    """

    passes: Callable[[int], float]
    guess: float = 9.0
    read: float = 3.5
    noise: float = 0.1
    switch: float = 5.0


def q4_0(width: int) -> float:
    """Measured: repacked Q4_0 on two cores."""
    return float(np.interp(width, [1, 2, 4, 8, 16, 32], [75, 94, 101, 158, 223, 437]))


def two_slow_cores(width: int) -> float:
    """Measured: the practice pair on two shared cores."""
    return float(np.interp(width, [1, 2, 3, 4, 6, 9, 17], [72, 108, 136, 138, 187, 240, 370]))


def q4_1(width: int) -> float:
    """Measured: a type without good kernels for narrow passes."""
    return float(np.interp(width, [1, 2, 4, 8, 16, 32], [75, 149, 214, 345, 593, 1132]))


def graphics(width: int) -> float:
    """A graphics processor: memory bound up to eight tokens."""
    return 20.0 + 0.2 * width + (6.0 if width > 8 else 0.0)


@dataclass(frozen=True)
class Text:
    """How predictable a text is to the draft model, and how often it repeats itself.

    `acceptance` is the mean share of the model's guesses that are right, `spread` how much that
    differs from token to token; `candour` how well its confidence tells so, 0 to 1, and `modesty`
    above 1 makes it less sure than it should be. Stretches of `repeat_length` tokens are copies
    for `repeats` of the text.
    """

    acceptance: float
    spread: float = 0.35
    candour: float = 0.8
    modesty: float = 1.0
    repeats: float = 0.0
    repeat_length: int = 24


RIGHT = 1
WRONG = 2


class _Script:
    """What is said, and what each drafter would guess, token by token."""

    def __init__(self, text: Text, seed: int) -> None:
        dice = np.random.default_rng(seed)
        self.at = 0
        chance = np.full(_LONGEST, text.acceptance)
        if 0 < text.acceptance < 1:
            sharpness = 1 / max(text.spread * (1 - text.acceptance), 1e-3)
            chance = dice.beta(
                text.acceptance * sharpness, (1 - text.acceptance) * sharpness, _LONGEST
            )
        self.easy = dice.random(_LONGEST) < chance
        doubt = dice.beta(3, 1, _LONGEST)
        self.confidence = (text.candour * chance + (1 - text.candour) * doubt) ** text.modesty
        stretches = dice.random(_LONGEST // text.repeat_length + 1) < text.repeats
        self.copied = np.repeat(stretches, text.repeat_length)[:_LONGEST]
        self.lucky = dice.random((_LONGEST, MAX_DRAFT_LENGTH))


class SimulatedModel:
    """A draft model on paper; `milliseconds` is what its guesses have cost since last asked."""

    name = MODEL

    def __init__(self, script: _Script, machine: Machine) -> None:
        self._script = script
        self._machine = machine
        self._held = 0

    @property
    def lag(self) -> int:
        behind = self._script.at - self._held
        return behind if behind > 2 else 0

    def begin(self, prompt: Sequence[int]) -> None:
        """The prompt is read."""

    def warm_up(self) -> None:
        """Nothing to read."""

    def observe(self, outcome: Outcome) -> None:
        guessed = outcome.drafted if outcome.drafter == MODEL else 0
        at = self._script.at - len(outcome.said)
        self._held = max(self._held, at + min(guessed, outcome.accepted + 1))

    def forget(self) -> None:
        """Nothing was learned."""

    def propose(self, request: Request) -> Draft:
        read = min(self.lag, 24)
        caught_up = read * self._machine.read
        self._held += read
        if self._script.at - self._held > 2:
            return Draft(catch_up_ms=caught_up, decode_ms=caught_up)
        tokens: list[int] = []
        confidences: list[float | None] = []
        for at in range(self._script.at, self._script.at + request.limit):
            tokens.append(RIGHT if self._script.easy[at] else WRONG)
            confidences.append(float(self._script.confidence[at]))
            if not request.go_on(confidences):
                break
        spent = caught_up + len(tokens) * self._machine.guess
        self._held = self._script.at
        return Draft(MODEL, tuple(tokens), tuple(confidences), caught_up, spent)


class SimulatedNgrams:
    """Guesses well in copied stretches, and badly now and then elsewhere."""

    name = NGRAM
    lag = 0

    def __init__(self, script: _Script) -> None:
        self._script = script

    def begin(self, prompt: Sequence[int]) -> None:
        """Nothing to index."""

    def warm_up(self) -> None:
        """Nothing to read."""

    def observe(self, outcome: Outcome) -> None:
        """Nothing to learn."""

    def forget(self) -> None:
        """Nothing was learned."""

    def propose(self, request: Request) -> Draft:
        at = self._script.at
        lucky = self._script.lucky[at]
        if self._script.copied[at]:
            good = [0.97 if self._script.copied[at + n] else 0.3 for n in range(request.limit)]
        elif lucky[-1] < 0.15:
            good = [0.25] * min(request.limit, 8)
        else:
            return Draft()
        tokens = [
            RIGHT if luck < chance else WRONG for luck, chance in zip(lucky, good, strict=False)
        ]
        return Draft(NGRAM, tuple(tokens), (None,) * len(tokens))


class SimulatedPair:
    """Runs policies over a text; `panel` holds the drafters that they may ask."""

    def __init__(self, machine: Machine, text: Text, seed: int = 0, *, model: bool = True) -> None:
        self._script = _Script(text, seed)
        self._machine = machine
        self._noise = np.random.default_rng(seed).lognormal(0, machine.noise, (_LONGEST, 2))
        ngrams = SimulatedNgrams(self._script)
        if model:
            drafter = SimulatedModel(self._script, machine)
            self.panel = Panel([drafter, ngrams], [Cascade((ngrams, drafter))])
        else:
            self.panel = Panel([ngrams])
        self.rounds: list[Round] = []

    def run(self, policy: Policy, tokens: int) -> float:
        """Write this many tokens; returns tokens per second."""
        clock = 0.0
        while self._script.at < tokens:
            plan = policy.plan(tokens - self._script.at)
            draft = self.panel.propose(plan, ARGMAX)
            round_ = self._round(draft, plan)
            self._script.at += len(round_.tokens)
            said = tuple(token.id for token in round_.tokens)
            hindsight = self.panel.observe(
                Outcome(said, draft.drafter, len(draft.tokens), round_.accepted)
            )
            policy.observe(round_, hindsight)
            self.rounds.append(round_)
            clock += round_.wall_ms
        return 1000 * tokens / clock

    def _round(self, draft: Draft, plan: Plan) -> Round:
        noise_pass, noise_draft = map(float, self._noise[len(self.rounds)])
        width = len(draft.tokens) + 1
        accepted = next(
            (n for n, guess in enumerate(draft.tokens) if guess != RIGHT), len(draft.tokens)
        )
        draft_ms = draft.decode_ms * noise_draft
        before = self.rounds[-1].width if self.rounds else 0
        switch = 0.0 if width == before else self._machine.switch
        verify_ms = (self._machine.passes(width) + switch) * noise_pass
        return Round(
            index=len(self.rounds),
            drafter=draft.drafter,
            drafted=len(draft.tokens),
            tested=min(accepted + 1, len(draft.tokens)),
            accepted=accepted,
            width=width,
            draft_ms=draft_ms,
            catch_up_ms=draft.catch_up_ms * noise_draft,
            verify_ms=verify_ms,
            sample_ms=0.1,
            decode_ms=draft_ms + verify_ms,
            wall_ms=draft_ms + verify_ms + 0.1,
            tokens=_said(draft, accepted),
            decision=plan.decision,
        )


def _said(draft: Draft, accepted: int) -> tuple[Token, ...]:
    said = [
        Token(RIGHT, "", Origin.DRAFTED, 0.9, 1.0, draft.drafter, slot, sure)
        for slot, sure in enumerate(draft.confidences[:accepted])
    ]
    if accepted < len(draft.tokens):
        ghost = RejectedGuess(WRONG, "", draft.confidences[accepted], 0.1)
        said.append(Token(RIGHT, "", Origin.CORRECTED, 0.9, 1.0, rejected=ghost))
    else:
        origin = Origin.BONUS if draft.tokens else Origin.PLAIN
        said.append(Token(RIGHT, "", origin, 0.9, 1.0))
    return tuple(said)
