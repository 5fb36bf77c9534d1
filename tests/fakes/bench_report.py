"""A benchmark that nobody ran."""

from paceline.cli.bench.report import (
    CurvePoint,
    GuessCost,
    KindBound,
    Method,
    PassCost,
    Report,
    Result,
    SlotAcceptance,
    Spread,
    Verdict,
)
from paceline.machine import Machine, ModelFile
from paceline.options import Sampling

KINDS = ("creative", "code")
POLICIES = {"off": 1.0, "draft-model:12": 1.25, "ngram:3": 0.75, "governor": 1.5}
CURVE = {1: 40.0, 2: 45.0, 4: 50.0, 8: 80.0, 16: 120.0}


def spread(median: float, share: float = 0.1) -> Spread:
    """A spread whose extremes lie this share around the median, its quartiles half as far."""
    return Spread(
        median,
        min=median * (1 - share),
        max=median * (1 + share),
        lower=median * (1 - share / 2),
        upper=median * (1 + share / 2),
    )


def bench_report(pair: str = "large[Q4].gguf + small.gguf", processor: str = "Chip <8>") -> Report:
    """A report with something in every part."""
    bounds = [KindBound(kind, "draft-model", 3, 1.75) for kind in KINDS]
    return Report(
        pair=pair,
        models=[ModelFile("target", "large[Q4].gguf", 4_000_000_000)],
        machine=Machine("Linux", processor, 8, "llama.cpp 1", "3.13", 0.25, 8, 16 * 2**30),
        method=Method(
            command="paceline bench --policy 'a & b'",
            began="2026-01-02T03:04:05+00:00",
            seconds=100.0,
            policies=list(POLICIES),
            prompts=dict.fromkeys(KINDS, 2),
            runs=3,
            max_tokens=96,
            sampling=Sampling(temperature=0, seed=1),
            context=4096,
            warm=False,
        ),
        verdicts=[
            Verdict(kind, "draft-model:12", 1.25, 1.5, spread(1.2), bound, 1.5 / 1.75)
            for kind, bound in zip(KINDS, bounds, strict=True)
        ],
        results=[
            Result(
                kind=kind,
                policy=policy,
                tokens_per_second=spread(1234.5 * speedup),
                speedup=spread(speedup),
                acceptance=None if policy == "off" else 1.0,
                tokens_per_pass=16.25,
                loop_overhead=0.125,
                tokens=10_000,
                samples=12,
                governor_ratio=spread(1.5 / speedup),
                bound=1.75,
                reached=speedup / 1.75,
            )
            for kind in KINDS
            for policy, speedup in POLICIES.items()
        ],
        acceptance=[
            SlotAcceptance(kind, drafter, slot, 100, 90, 80, 60, 0.75 - 0.1 * slot)
            for kind in KINDS
            for drafter in ("draft-model", "ngram")
            for slot in range(3)
        ],
        pass_costs=[
            PassCost(kind, width, spread(cost), 50)
            for kind in KINDS
            for width, cost in CURVE.items()
        ],
        guess_costs=[GuessCost(kind, "draft-model", 3.5, 300) for kind in KINDS],
        bounds=bounds,
        curve=[
            CurvePoint(context, width, spread(cost + context / 100))
            for context in (128, 1024)
            for width, cost in CURVE.items()
        ],
    )
