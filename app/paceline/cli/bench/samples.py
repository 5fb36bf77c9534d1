"""From replies to figures, policy by policy."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from paceline.cli.bench.report import KindBound, Result, Spread, Verdict
from paceline.cli.policy_names import GOVERNOR, OFF
from paceline.provenance import ReplySummary


@dataclass(slots=True)
class Samples:
    """What one policy yielded on one kind of text."""

    replies: list[ReplySummary] = field(default_factory=list)
    speedups: list[float] = field(default_factory=list)
    governor_ratios: list[float] = field(default_factory=list)

    def add(
        self, reply: ReplySummary, plain: ReplySummary, governed: ReplySummary | None = None
    ) -> None:
        """Count a reply, its gain over its plain neighbour, and the governor's over it."""
        self.replies.append(reply)
        self.speedups.append(_rate(reply) / _rate(plain))
        if governed is not None:
            self.governor_ratios.append(_rate(governed) / _rate(reply))

    def result(self, kind: str, policy: str, bound: float | None = None) -> Result:
        """Sum up at least one reply; shares are weighted by what they are shares of."""
        tested = sum(reply.tested for reply in self.replies)
        seconds = sum(reply.seconds for reply in self.replies)
        tokens = sum(reply.tokens for reply in self.replies)
        speedup = Spread.of(self.speedups)
        return Result(
            kind=kind,
            policy=policy,
            tokens_per_second=Spread.of([_rate(reply) for reply in self.replies]),
            speedup=speedup,
            acceptance=sum(r.accepted for r in self.replies) / tested if tested else None,
            tokens_per_pass=tokens / sum(reply.passes for reply in self.replies),
            loop_overhead=sum((r.loop_overhead or 0) * r.seconds for r in self.replies) / seconds,
            tokens=tokens,
            samples=len(self.replies),
            governor_ratio=Spread.of(self.governor_ratios) if self.governor_ratios else None,
            bound=bound,
            reached=speedup.median / bound if bound else None,
        )


def add_group(samples: Mapping[str, Samples], group: Mapping[str, ReplySummary]) -> None:
    """Count the replies of neighbours; one of them is plain."""
    for name, reply in group.items():
        samples[name].add(reply, group[OFF], group.get(GOVERNOR))


def verdict(results: Sequence[Result], pinned: Sequence[str], bound: KindBound | None) -> Verdict:
    """Say of one kind which of the `pinned` policies was best, and how the governor compares."""
    fixed = [each for each in results if each.policy == OFF or each.policy in pinned]
    best = max(fixed, key=lambda each: each.speedup.median)
    governed = next((each for each in results if each.policy == GOVERNOR), None)
    fastest = max(best.speedup.median, governed.speedup.median if governed else 0.0)
    return Verdict(
        kind=best.kind,
        best_fixed=best.policy,
        best_speedup=best.speedup.median,
        governor_speedup=governed.speedup.median if governed else None,
        governor_share=best.governor_ratio,
        bound=bound,
        reached=fastest / bound.speedup if bound else None,
    )


def _rate(summary: ReplySummary) -> float:
    """Return tokens per second; every reply says at least its end token."""
    return summary.tokens / summary.seconds
