"""`paceline bench`: what speculation gains, measured in turns on the same machine.

Every prompt is answered plainly and with each draft length, one right after the other, several
times; a speed-up compares neighbours only, so that a machine whose speed drifts does not lie.
"""

import os
import platform
import sys
import tomllib
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

import msgspec
from rich.console import Console
from rich.table import Table

from paceline import paths
from paceline.chat import ChatMessage, Role
from paceline.cli.arguments import Options
from paceline.cli.interruption import interrupt_aborts
from paceline.cli.job import fail
from paceline.cli.models import open_session, pair_name, sampling_of
from paceline.engine.llama.native import ENGINE_VERSION, AbortFlag
from paceline.engine.session import Session
from paceline.engine.threads import usable_threads
from paceline.errors import AppError, Cancelled, ErrorCode
from paceline.options import DrafterChoice, Speculation
from paceline.provenance import ReplySummary, StopReason

_DEFAULT_MAX_TOKENS = 96
_DEFAULT_SEED = 1


class Spread(msgspec.Struct, frozen=True):
    """Median with the extremes of what was measured."""

    median: float
    min: float
    max: float

    @classmethod
    def of(cls, values: list[float]) -> "Spread":
        """Return the spread of at least one value."""
        return cls(median(values), min(values), max(values))


class Result(msgspec.Struct, frozen=True):
    """One policy on one kind of text; speed-ups are ratios to plain decoding beside it."""

    kind: str
    policy: str
    tokens_per_second: Spread
    speedup: Spread
    acceptance: float | None
    tokens_per_pass: float
    loop_overhead: float
    tokens: int
    samples: int


class Machine(msgspec.Struct, frozen=True):
    """Where it was measured; `load` is the system's load average over the last minute."""

    system: str
    processor: str
    threads: int
    engine: str
    python: str
    load: float | None


class Report(msgspec.Struct, frozen=True):
    """The whole measurement."""

    pair: str
    machine: Machine
    results: list[Result]


class Workload(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Prompts of one kind of text."""

    kind: str
    prompts: list[str]


class WorkloadFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file format of the workloads."""

    workload: list[Workload]


@dataclass(slots=True)
class _Samples:
    """What one policy yielded on one kind of text."""

    replies: list[ReplySummary] = field(default_factory=list)
    speedups: list[float] = field(default_factory=list)

    def add(self, reply: ReplySummary, plain: ReplySummary) -> None:
        self.replies.append(reply)
        self.speedups.append(_rate(reply) / _rate(plain))

    def result(self, kind: str, policy: str) -> Result:
        tested = sum(reply.tested for reply in self.replies)
        seconds = sum(reply.seconds for reply in self.replies)
        return Result(
            kind=kind,
            policy=policy,
            tokens_per_second=Spread.of([_rate(reply) for reply in self.replies]),
            speedup=Spread.of(self.speedups),
            acceptance=sum(r.accepted for r in self.replies) / tested if tested else None,
            tokens_per_pass=sum(r.tokens for r in self.replies)
            / sum(r.passes for r in self.replies),
            loop_overhead=sum((r.loop_overhead or 0) * r.seconds for r in self.replies) / seconds,
            tokens=sum(reply.tokens for reply in self.replies),
            samples=len(self.replies),
        )


def bench(options: Options) -> int:
    """Run the job; exit status 0, 2 for an expected failure, 130 when interrupted."""
    abort = AbortFlag()
    try:
        workloads = load_workloads(options.workloads, options.kinds)
        with open_session(options, abort) as session, interrupt_aborts(abort):
            report = Report(pair_name(options), _machine(), _measure(session, workloads, options))
    except AppError as error:
        return fail(error)
    except (Cancelled, KeyboardInterrupt):
        return 130
    if options.json:
        print(msgspec.json.format(msgspec.json.encode(report)).decode())
    else:
        Console().print(_table(report))
    return 0


def load_workloads(file: Path | None, kinds: tuple[str, ...]) -> list[Workload]:
    """Read the prompts, the project's own by default; raises `AppError` where they cannot be."""
    path = file or paths.resource_folder() / "workloads.toml"
    try:
        content = msgspec.convert(tomllib.loads(path.read_text("utf-8")), WorkloadFile)
    except FileNotFoundError as error:
        raise AppError(ErrorCode.FILE_MISSING, str(path)) from error
    except (OSError, ValueError) as error:
        raise AppError(ErrorCode.FILE_UNREADABLE, f"{path} ({error})") from error
    chosen = [each for each in content.workload if not kinds or each.kind in kinds]
    if not chosen:
        known = ", ".join(each.kind for each in content.workload)
        raise AppError(ErrorCode.FILE_UNREADABLE, f"{path} (it has only the kinds {known})")
    return chosen


def _measure(session: Session, workloads: list[Workload], options: Options) -> list[Result]:
    policies = {"off": Speculation(enabled=False)}
    if options.speculation:
        for length in options.draft_lengths:
            policies[f"fixed:{length}"] = Speculation(
                drafter=DrafterChoice(options.drafter), draft_length=length
            )
    results = []
    _reply(session, workloads[0].prompts[0], policies["off"], options)  # warms caches, not counted
    for workload in workloads:
        samples: defaultdict[str, _Samples] = defaultdict(_Samples)
        for run in range(options.runs):
            for prompt in workload.prompts:
                plain = _reply(session, prompt, policies["off"], options)
                samples["off"].add(plain, plain)
                for name, speculation in list(policies.items())[1:]:
                    samples[name].add(_reply(session, prompt, speculation, options), plain)
            print(
                f"{workload.kind}: turn {run + 1} of {options.runs} done",
                file=sys.stderr,
                flush=True,
            )
        results += [each.result(workload.kind, name) for name, each in samples.items()]
    return results


def _reply(
    session: Session, prompt: str, speculation: Speculation, options: Options
) -> ReplySummary:
    """Answer one prompt and return its figures; raises `Cancelled`."""
    sampling = sampling_of(options, temperature=0)
    if sampling.seed is None:
        sampling = msgspec.structs.replace(sampling, seed=_DEFAULT_SEED)
    reply = session.reply(
        (ChatMessage(Role.USER, prompt),),
        sampling,
        speculation,
        max_tokens=options.max_tokens or _DEFAULT_MAX_TOKENS,
    )
    for _ in reply:
        pass
    if reply.summary.stop_reason == StopReason.CANCELLED:
        raise Cancelled
    return reply.summary


def _rate(summary: ReplySummary) -> float:
    """Return tokens per second; every reply says at least its end token."""
    return summary.tokens / summary.seconds


def _machine() -> Machine:
    return Machine(
        system=f"{platform.system()} {platform.release()}",
        processor=_processor(),
        threads=usable_threads(),
        engine=ENGINE_VERSION,
        python=platform.python_version(),
        load=os.getloadavg()[0] if hasattr(os, "getloadavg") else None,
    )


def _processor() -> str:
    """Return the processor's name where the system tells."""
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        for line in cpuinfo.read_text("utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def _table(report: Report) -> Table:
    table = Table(title=f"{report.pair} on {report.machine.processor}")
    for heading in ("kind", "policy"):
        table.add_column(heading)
    for heading in ("tok/s", "speed-up", "acceptance", "tokens/pass", "overhead"):
        table.add_column(heading, justify="right")
    for result in report.results:
        rate, gain = result.tokens_per_second, result.speedup
        table.add_row(
            result.kind,
            result.policy,
            f"{rate.median:.1f} ({rate.min:.1f}-{rate.max:.1f})",
            f"{gain.median:.2f} ({gain.min:.2f}-{gain.max:.2f})",
            "" if result.acceptance is None else f"{result.acceptance:.0%}",
            f"{result.tokens_per_pass:.2f}",
            f"{result.loop_overhead:.1%}",
        )
    return table
