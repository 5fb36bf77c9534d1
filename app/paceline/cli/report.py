"""What a benchmark found, from replies to the printed table."""

import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

import msgspec
from rich import box
from rich.table import Table
from rich.text import Text

from paceline.engine.llama.native import ENGINE_VERSION
from paceline.provenance import ReplySummary


class Spread(msgspec.Struct, frozen=True):
    """Median with the extremes of what was measured."""

    median: float
    min: float
    max: float

    @classmethod
    def of(cls, values: Sequence[float]) -> "Spread":
        """Return the spread of at least one value."""
        return cls(median(values), min(values), max(values))


class Result(msgspec.Struct, frozen=True):
    """One policy on one kind of text; speed-ups are ratios to plain decoding right beside it."""

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

    @classmethod
    def here(cls, threads: int) -> "Machine":
        """Describe this machine, computing on that many threads."""
        return cls(
            system=f"{platform.system()} {platform.release()}",
            processor=_processor(),
            threads=threads,
            engine=ENGINE_VERSION,
            python=platform.python_version(),
            load=os.getloadavg()[0] if hasattr(os, "getloadavg") else None,
        )


class Report(msgspec.Struct, frozen=True):
    """The whole measurement."""

    pair: str
    machine: Machine
    results: list[Result]


@dataclass(slots=True)
class Samples:
    """What one policy yielded on one kind of text."""

    replies: list[ReplySummary] = field(default_factory=list)
    speedups: list[float] = field(default_factory=list)

    def add(self, reply: ReplySummary, plain: ReplySummary) -> None:
        """Count a reply and its gain over the plain one that was written right beside it."""
        self.replies.append(reply)
        self.speedups.append(_rate(reply) / _rate(plain))

    def result(self, kind: str, policy: str) -> Result:
        """Sum up at least one reply; shares are weighted by what they are shares of."""
        tested = sum(reply.tested for reply in self.replies)
        seconds = sum(reply.seconds for reply in self.replies)
        tokens = sum(reply.tokens for reply in self.replies)
        return Result(
            kind=kind,
            policy=policy,
            tokens_per_second=Spread.of([_rate(reply) for reply in self.replies]),
            speedup=Spread.of(self.speedups),
            acceptance=sum(r.accepted for r in self.replies) / tested if tested else None,
            tokens_per_pass=tokens / sum(reply.passes for reply in self.replies),
            loop_overhead=sum((r.loop_overhead or 0) * r.seconds for r in self.replies) / seconds,
            tokens=tokens,
            samples=len(self.replies),
        )


def table(report: Report) -> Table:
    """Lay the results out in at most 80 columns; the extremes of the rates are in the JSON."""
    title = Text(f"{report.pair} on {report.machine.processor}")
    rows = Table(title=title, box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), show_edge=False)
    for heading in ("kind", "policy"):
        rows.add_column(heading, overflow="fold")
    for heading in ("tok/s", "speed-up", "range", "accepted", "per pass", "overhead"):
        rows.add_column(heading, justify="right", overflow="fold")
    for each in report.results:
        gain = each.speedup
        rows.add_row(
            Text(each.kind),
            each.policy,
            f"{each.tokens_per_second.median:.1f}",
            f"{gain.median:.2f}",
            f"{gain.min:.2f}-{gain.max:.2f}",
            "" if each.acceptance is None else f"{each.acceptance:.0%}",
            f"{each.tokens_per_pass:.2f}",
            f"{each.loop_overhead:.1%}",
        )
    return rows


def _rate(summary: ReplySummary) -> float:
    """Return tokens per second; every reply says at least its end token."""
    return summary.tokens / summary.seconds


def _processor() -> str:
    """Return the processor's name where the system tells."""
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        for line in cpuinfo.read_text("utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()
