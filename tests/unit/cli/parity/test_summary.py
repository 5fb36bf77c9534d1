"""What a person reads of a comparison."""

from paceline.cli.parity.summary import sentences
from paceline.machine import Machine
from paceline.options import Sampling
from paceline.parity import Comparison, Divergence, Record, Saying, totals


def record(*comparisons: Comparison) -> Record:
    return Record(
        paceline="1.0",
        pair="practice",
        models=[],
        machine=Machine("Linux", "Chip", 2, "llama.cpp", "3.13", None),
        command="paceline parity",
        began="2026-01-02T03:04:05+00:00",
        seconds=1.0,
        sampling=Sampling(),
        max_tokens=48,
        context=512,
        totals=totals(comparisons),
        comparisons=list(comparisons),
    )


def test_every_difference_has_a_line_before_the_totals() -> None:
    near = Divergence(5, Saying(1, " a", 0.5, 0.125), Saying(2, " the", 0.5, 0.25), 0.25, True)
    early = Divergence(9, Saying(1, "\n", 0.5, 3.0), None, None, False)
    lines = list(
        sentences(
            record(
                Comparison("chat", "Hi", "governor", None, 10, "x", "x", None),
                Comparison("chat", "Why\nis the sky blue? " * 3, "governor", 7, 10, "", "", near),
                Comparison("chat", "Hi", "governor", None, 9, "", "", early),
            )
        )
    )
    assert lines == [
        (
            "governor, seed 7, “Why is the sky blue? Why is the sky blu…”: near-tie at token 5: "
            "plain says ' a' (lead 0.125), speculated ' the' (lead 0.250), "
            "0.25 logits between them in the draw"
        ),
        (
            "governor, greedy, “Hi”: DIVERGENCE at token 9: plain says '\\n' (lead 3.000), "
            "speculated nothing more"
        ),
        "governor, greedy: 1 of 2 replies identical (50.0%), 0 with a near-tie, 1 divergent.",
        "governor, seeded: 0 of 1 replies identical (0.0%), 1 with a near-tie, 0 divergent.",
    ]
