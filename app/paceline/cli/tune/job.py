"""`paceline tune`: lets pinned choices race against the governor, and keeps a clear winner.

Thread counts follow the load by themselves, and layers are placed by the memory that is free; so
what is left to try is who guesses, how far, and how guesses are checked.
"""

from collections.abc import Sequence
from functools import partial
from typing import Final

import msgspec
from msgspec.structs import replace

from paceline import paths
from paceline.chat import ChatMessage, Role
from paceline.cli.arguments.options import Options
from paceline.cli.bench.turns import turn_order
from paceline.cli.contestants import Contestant, contestants
from paceline.cli.interruption import interrupt_aborts
from paceline.cli.job import run_job
from paceline.cli.model_choice import pair_name, sampling_of, speculation_of
from paceline.cli.model_loading import open_pair
from paceline.cli.policy_names import GOVERNOR, OFF, PolicyName
from paceline.cli.terminal import remark, screen
from paceline.cli.tune.contest import Contest, Standing
from paceline.cli.tune.findings import REJECTION, Findings, sentences
from paceline.cli.workloads import Workload, load_workloads
from paceline.engine.governor.tuned import Tuned
from paceline.engine.llama.native import ENGINE_VERSION, AbortFlag
from paceline.engine.pair import Pair
from paceline.engine.session import Session
from paceline.errors import Cancelled
from paceline.machine import Machine
from paceline.options import DrafterChoice, Sampling, Speculation, Verification
from paceline.provenance import ReplySummary, StopReason

_DEFAULT_MAX_TOKENS: Final = 64
_DEFAULT_TEMPERATURE: Final = 0.8

_LENGTHS: Final = {
    DrafterChoice.DRAFT_MODEL: (2, 3, 4, 6),
    DrafterChoice.CASCADE: (3, 6),
    DrafterChoice.HIERARCHY: (4, 8),
}
_FREE_LENGTHS: Final = {DrafterChoice.NGRAM: (4, 8), DrafterChoice.NGRAM_MAP: (4, 8)}
"""Without a draft model nothing but lookups can be pinned."""


def tune(options: Options) -> int:
    """Run the job and return its exit status."""
    return run_job(partial(_tune, options))


def pinned_choices(drafters: Sequence[str]) -> list[PolicyName]:
    """Return what may race against the governor for a pair with these drafters."""
    table = _LENGTHS if DrafterChoice.DRAFT_MODEL in drafters else _FREE_LENGTHS
    return [
        PolicyName(drafter.value, length)
        for drafter, lengths in table.items()
        if drafter in drafters
        for length in lengths
    ]


def _tune(options: Options, abort: AbortFlag) -> None:
    workloads = load_workloads(options.workloads, options.kinds)
    with open_pair(options, abort) as pair, interrupt_aborts(abort):
        file = pair.memory_in(paths.measured_folder()).tuned
        if options.reset:
            file.keep(None)
            remark("The governor chooses again for this pair.")
            return
        findings = _Tuning(pair, workloads, options).findings()
        file.keep(findings.kept)
    if options.json:
        print(msgspec.json.format(msgspec.json.encode(findings)).decode())
        return
    console = screen()
    for sentence in findings.sentences:
        console.print(sentence)


class _Tuning:
    """A contest on one loaded pair."""

    def __init__(self, pair: Pair, workloads: list[Workload], options: Options) -> None:
        self._pair = pair
        self._session = Session(pair)
        self._prompts = _alternating(workloads)
        self._options = options
        self._sampling = sampling_of(options, temperature=_DEFAULT_TEMPERATURE)
        drafters = pair.drafters.names
        wish = replace(speculation_of(options), verification=Verification.MATCH)
        names = [PolicyName(GOVERNOR), *pinned_choices(drafters)]
        self._contestants = {each.name: each for each in contestants(names, drafters, wish)}
        if self._sampling.temperature > 0 and drafters:
            other = Speculation(drafter=wish.drafter, verification=Verification.REJECTION)
            self._contestants[REJECTION] = Contestant(REJECTION, other)
        self._contest = Contest(name for name in self._contestants if name != GOVERNOR)

    def findings(self) -> Findings:
        """Run the heats; raises `Cancelled`."""
        machine = Machine.here(self._pair.threads.most, ENGINE_VERSION)
        # Warms caches and is not counted.
        self._reply(self._prompts[0], self._contestants[OFF], self._sampling)
        for heat in range(self._options.heats):
            self._run(heat)
            for name in self._contest.give_up_losers():
                remark(f"{name} is slower than the governor and runs no more.")
            remark(f"Heat {heat + 1} of {self._options.heats} done.")
        standings = self._contest.standings()
        pinned = [name for name, each in self._contestants.items() if each.pinned_length]
        winner = self._contest.winner(pinned)
        said = list(sentences(standings, winner, self._sampling.temperature))
        return Findings(
            pair=pair_name(self._options),
            machine=machine,
            temperature=self._sampling.temperature,
            heats=self._options.heats,
            standings=standings,
            kept=self._kept(winner, said),
            sentences=said,
        )

    def _run(self, heat: int) -> None:
        """Let all who still run answer one prompt, with a seed of its own."""
        prompt = self._prompts[heat % len(self._prompts)]
        sampling = self._sampling
        if sampling.seed is None:
            sampling = replace(sampling, seed=heat)
        names = [OFF, GOVERNOR, *(name for name in self._contest.running if name != OFF)]
        for group in turn_order(names, heat):
            rates = {
                name: _rate(self._reply(prompt, self._contestants[name], sampling))
                for name in group
            }
            for name, rate in rates.items():
                if name in self._contest.running:
                    self._contest.add(name, rate / rates[GOVERNOR])

    def _reply(self, prompt: str, contestant: Contestant, sampling: Sampling) -> ReplySummary:
        """Answer a prompt; the governor keeps what it learns, drafters forget the answer."""
        self._pair.drafters.forget()
        reply = self._session.reply(
            (ChatMessage(Role.USER, prompt),),
            sampling,
            contestant.speculation,
            max_tokens=self._options.max_tokens or _DEFAULT_MAX_TOKENS,
            policy=contestant.policy(self._pair.drafters.names),
        )
        for _ in reply:
            pass
        if reply.summary.stop_reason == StopReason.CANCELLED:
            raise Cancelled
        return reply.summary

    def _kept(self, winner: Standing | None, said: Sequence[str]) -> Tuned | None:
        if winner is None:
            return None
        chosen = self._contestants[winner.name].speculation
        return Tuned(chosen.drafter, chosen.draft_length or 1, " ".join(said))


def _alternating(workloads: Sequence[Workload]) -> list[str]:
    """Return the first prompt of every kind, then the second, and so on."""
    most = max(len(each.prompts) for each in workloads)
    return [
        each.prompts[place]
        for place in range(most)
        for each in workloads
        if place < len(each.prompts)
    ]


def _rate(summary: ReplySummary) -> float:
    """Return tokens per second; every reply says at least its end token."""
    return summary.tokens / summary.seconds
