"""`paceline bench`: what speculation gains, measured in turns on the same machine.

A speed-up compares two replies that were written one right after the other, so that a machine
whose speed drifts does not lie (`turns.py`). The figures are medians over the turns.
"""

import shlex
import time
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Final

import msgspec

from paceline.chat import ChatMessage, Role
from paceline.cli.arguments.options import Options
from paceline.cli.bench.evidence import Evidence
from paceline.cli.bench.page import write_page
from paceline.cli.bench.pass_costs import measure_curve
from paceline.cli.bench.report import (
    CurvePoint,
    GuessCost,
    KindBound,
    Method,
    PassCost,
    Report,
    Result,
    SlotAcceptance,
    Verdict,
)
from paceline.cli.bench.samples import Samples, add_group, verdict
from paceline.cli.bench.table import curve_table, sentences, table
from paceline.cli.bench.turns import turn_order
from paceline.cli.contestants import Contestant, contestants
from paceline.cli.interruption import interrupt_aborts
from paceline.cli.job import run_job
from paceline.cli.model_choice import pair_name, sampling_of, speculation_of
from paceline.cli.model_files import model_files
from paceline.cli.model_loading import open_pair
from paceline.cli.policy_names import FIXED, GOVERNOR, OFF, PolicyName
from paceline.cli.terminal import remark, screen
from paceline.cli.workloads import Workload, load_workloads
from paceline.engine.llama.native import ENGINE_VERSION, AbortFlag
from paceline.engine.pair import Pair
from paceline.engine.session import Session
from paceline.errors import Cancelled
from paceline.machine import Machine
from paceline.options import Sampling
from paceline.provenance import ReplySummary, Round, StopReason

_DEFAULT_POLICIES: Final = (PolicyName(OFF), PolicyName(FIXED, 3), PolicyName(GOVERNOR))
_DEFAULT_MAX_TOKENS: Final = 96
_DEFAULT_SEED: Final = 1


def bench(options: Options) -> int:
    """Run the job and return its exit status."""
    return run_job(partial(_bench, options))


def policy_names(options: Options) -> list[PolicyName]:
    """Return what to compare as asked for; without a wish the default."""
    if not options.speculation:
        return [PolicyName(OFF)]
    lengths = [PolicyName(FIXED, length) for length in options.draft_lengths]
    return [*options.policies, *lengths] or list(_DEFAULT_POLICIES)


def _bench(options: Options, abort: AbortFlag) -> None:
    workloads = load_workloads(options.workloads, options.kinds)
    with open_pair(options, abort) as pair, interrupt_aborts(abort):
        report = _Measurement(pair, workloads, options).report()
    if options.html is not None:
        write_page(options.html, report)
    if options.json:
        print(msgspec.json.format(msgspec.json.encode(report)).decode())
        return
    console = screen()
    console.print(table(report))
    curve = curve_table(report)
    if curve is not None:
        console.print(curve)
    for sentence in sentences(report):
        console.print(sentence)


@dataclass(frozen=True, slots=True)
class _Findings:
    """What came out for one kind of text."""

    verdict: Verdict
    results: list[Result]
    acceptance: list[SlotAcceptance]
    pass_costs: list[PassCost]
    guess_costs: list[GuessCost]
    bounds: list[KindBound]


class _Measurement:
    """One benchmark of a loaded pair."""

    def __init__(self, pair: Pair, workloads: list[Workload], options: Options) -> None:
        self._pair = pair
        self._session = Session(pair)
        self._session.calibrate()
        self._workloads = workloads
        self._options = options
        self._budget = options.max_tokens or _DEFAULT_MAX_TOKENS
        self._sampling = _sampling(options)
        self._drafters = pair.drafters.names
        self._contestants = {
            each.name: each
            for each in contestants(policy_names(options), self._drafters, speculation_of(options))
        }

    def report(self) -> Report:
        """Measure everything; raises `Cancelled`."""
        began, start = datetime.now().astimezone(), time.perf_counter()
        options, pair = self._options, self._pair
        machine = Machine.here(pair.threads.most, ENGINE_VERSION)
        # Warms caches and is not counted.
        self._reply(self._workloads[0].prompts[0], self._contestants[OFF])
        curve = measure_curve(pair, self._workloads[0].prompts[0]) if options.curve else []
        findings = [self._measure(workload, curve) for workload in self._workloads]
        method = Method(
            command=shlex.join(["paceline", *options.given]),
            began=began.isoformat(timespec="seconds"),
            seconds=time.perf_counter() - start,
            policies=list(self._contestants),
            prompts={each.kind: len(each.prompts) for each in self._workloads},
            runs=options.runs,
            max_tokens=self._budget,
            sampling=self._sampling,
            context=pair.context.capacity,
            warm=options.warm,
        )
        return Report(
            pair=pair_name(options),
            models=model_files(pair.spec),
            machine=machine,
            method=method,
            verdicts=[each.verdict for each in findings],
            results=[result for each in findings for result in each.results],
            acceptance=[slot for each in findings for slot in each.acceptance],
            pass_costs=[cost for each in findings for cost in each.pass_costs],
            guess_costs=[cost for each in findings for cost in each.guess_costs],
            bounds=[bound for each in findings for bound in each.bounds],
            curve=curve,
        )

    def _measure(self, workload: Workload, curve: list[CurvePoint]) -> "_Findings":
        """Take all turns of one kind."""
        samples = {name: Samples() for name in self._contestants}
        evidence = Evidence()
        for run in range(self._options.runs):
            for index, prompt in enumerate(workload.prompts):
                for group in turn_order(list(self._contestants), run + index):
                    add_group(samples, self._replies(prompt, group, evidence))
            remark(f"{workload.kind}: turn {run + 1} of {self._options.runs} done")
        return self._sum_up(workload.kind, samples, evidence, curve)

    def _sum_up(
        self,
        kind: str,
        samples: dict[str, Samples],
        evidence: Evidence,
        curve: list[CurvePoint],
    ) -> "_Findings":
        bounds = evidence.bounds(kind, curve)
        best = bounds[0] if bounds else None
        pinned = [name for name, each in self._contestants.items() if each.pinned_length]
        possible = {name: evidence.possible(self._contestants[name], curve) for name in pinned}
        if best is not None:
            free = self._contestants.keys() - {OFF, *pinned}
            possible |= dict.fromkeys(free, best.speedup)
        results = [each.result(kind, name, possible.get(name)) for name, each in samples.items()]
        return _Findings(
            verdict=verdict(results, pinned, best),
            results=results,
            acceptance=evidence.acceptance(kind),
            pass_costs=evidence.pass_costs(kind),
            guess_costs=evidence.guess_costs(kind),
            bounds=bounds,
        )

    def _replies(
        self, prompt: str, group: tuple[str, ...], evidence: Evidence
    ) -> dict[str, ReplySummary]:
        replies = {}
        for name in group:
            contestant = self._contestants[name]
            summary, rounds = self._reply(prompt, contestant)
            evidence.add(rounds, contestant, self._budget)
            replies[name] = summary
        return replies

    def _reply(self, prompt: str, contestant: Contestant) -> tuple[ReplySummary, list[Round]]:
        """Answer one prompt and return its figures and rounds; raises `Cancelled`."""
        if not self._options.warm:
            self._session.forget()
        reply = self._session.reply(
            (ChatMessage(Role.USER, prompt),),
            self._sampling,
            contestant.speculation,
            max_tokens=self._budget,
            policy=contestant.policy(self._drafters),
        )
        rounds = list(reply)
        if reply.summary.stop_reason == StopReason.CANCELLED:
            raise Cancelled
        return reply.summary, rounds


def _sampling(options: Options) -> Sampling:
    """Return the sampler: greedy unless asked otherwise, and always repeatable."""
    sampling = sampling_of(options, temperature=0)
    if sampling.seed is None:
        sampling = msgspec.structs.replace(sampling, seed=_DEFAULT_SEED)
    return sampling
