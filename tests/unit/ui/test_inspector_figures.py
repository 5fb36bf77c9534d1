"""The inspector's figures: from rounds alone, by arithmetic that can be checked by hand."""

from itertools import pairwise

import msgspec
import pytest

from paceline.provenance import Decision, Round
from paceline.ui.inspector.acceptance import ByPosition, Share, by_kind
from paceline.ui.inspector.pace import MOST, Pace
from paceline.ui.inspector.payoff import Payoff, break_even, payoff_sentence
from paceline.ui.inspector.recording import Recording
from paceline.ui.inspector.replay import MOST_BEFORE, PieceKind, frame_of
from paceline.ui.inspector.round_facts import facts_of, round_sentence, time_sentence
from paceline.ui.inspector.text_kinds import KindSpan, TextKind, TextKinds
from ui.replies import bonus, corrected, drafted, long_reply, make_round, plain


def untested(round_: Round, count: int) -> Round:
    """The same round with guesses behind the refused one."""
    return msgspec.structs.replace(
        round_, drafted=round_.drafted + count, width=round_.width + count
    )


# The recording ----------------------------------------------------------------------------


def test_a_recording_finds_the_pass_of_a_token_and_the_tokens_of_a_pass() -> None:
    recording = Recording(long_reply())
    for place, round_ in enumerate(recording.rounds):
        first = recording.first_token(place)
        assert tuple(recording.tokens[first : first + len(round_.tokens)]) == round_.tokens
        assert all(
            recording.pass_of(token) == place for token in range(first, first + len(round_.tokens))
        )


def test_a_recording_finds_the_place_of_a_token_also_among_later_ones() -> None:
    rounds = long_reply()
    recording = Recording(rounds[:3])
    late = rounds[7].tokens[0]
    assert recording.place_of(rounds[1].tokens[2]) == 3
    assert recording.place_of(late) is None
    for round_ in rounds[3:]:
        recording.append(round_)
    assert recording.tokens[recording.place_of(late) or 0] is late


# Net gain ---------------------------------------------------------------------------------


def test_break_even_of_one_guess_is_its_extra_cost_in_plain_passes() -> None:
    assert break_even({1: 10}, cost_ms=10 * 65, plain_ms=50) == pytest.approx(0.3)


def test_break_even_of_longer_drafts_solves_the_geometric_sum() -> None:
    found = break_even({4: 3, 2: 5}, cost_ms=8 * 90, plain_ms=50)
    assert found is not None
    said = 3 * sum(found**power for power in range(5)) + 5 * sum(found**p for p in range(3))
    assert said * 50 == pytest.approx(8 * 90)


def test_guesses_that_cost_nothing_pay_from_0_percent_on() -> None:
    assert break_even({3: 2}, cost_ms=100, plain_ms=50) == 0.0


def test_guesses_may_cost_more_than_they_can_ever_bring() -> None:
    assert break_even({1: 1}, cost_ms=101, plain_ms=50) is None


def test_a_drafter_that_found_nothing_raises_the_break_even() -> None:
    silent = break_even({1: 10, 0: 5}, cost_ms=10 * 65 + 5 * 55, plain_ms=50)
    assert silent == pytest.approx(0.35)


def paying() -> Recording:
    return Recording(
        [
            make_round(plain("a"), wall_ms=50),
            make_round(drafted("b"), drafted("c", 1), bonus("d"), wall_ms=62),
            make_round(drafted("e"), corrected("f", "x"), wall_ms=62),
        ]
    )


def test_the_meter_says_what_it_means() -> None:
    payoff = Payoff.of(paying())
    assert payoff.net_gain == pytest.approx(6 / 174 * 50)
    assert payoff.acceptance == pytest.approx(0.75)
    assert payoff.break_even == pytest.approx(0.2)
    assert payoff_sentence(payoff) == (
        "Speculation makes this reply 1.7 times as fast. "
        "It pays from 20 % acceptance on; now 75 % are accepted."
    )


def test_the_meter_says_that_nothing_was_guessed_or_not_yet_measured() -> None:
    assert "Nothing has been guessed" in payoff_sentence(Payoff.of(Recording()))
    only_drafted = Recording([make_round(drafted("a"), bonus("b"))])
    assert "not known until" in payoff_sentence(Payoff.of(only_drafted))


def test_the_meter_says_that_guessing_loses_and_that_it_must() -> None:
    losing = Recording(
        [make_round(plain("a"), wall_ms=20), make_round(drafted("b"), bonus("c"), wall_ms=60)]
    )
    said = payoff_sentence(Payoff.of(losing))
    assert "slows this reply down, to 75 %" in said
    assert "always right would cost too much" in said


# Curves -----------------------------------------------------------------------------------


def test_curves_hold_the_true_rate_and_stay_bounded() -> None:
    pace = Pace()
    for _ in range(30_000):
        pace.append(make_round(drafted("a"), bonus("b"), wall_ms=40))
    moments = list(pace.moments())
    assert MOST / 2 <= len(moments) <= MOST
    assert all(moment.rate == pytest.approx(50) for moment in moments)
    assert all(moment.acceptance == 1 and moment.length == 1 for moment in moments)
    assert moments[-1].seconds == pytest.approx(1200)
    assert all(first.seconds < second.seconds for first, second in pairwise(moments))


def test_a_curve_follows_a_change_within_its_smoothing() -> None:
    slow = [make_round(plain("a"), wall_ms=100) for _ in range(40)]
    fast = [make_round(plain("a"), wall_ms=20) for _ in range(200)]
    moments = list(Pace([*slow, *fast]).moments())
    assert moments[20].rate == pytest.approx(10)
    assert moments[-1].rate == pytest.approx(50)
    assert moments[20].acceptance is None


def test_decisions_are_marked_when_they_take_effect() -> None:
    decision = Decision("It pays.", "draft-model", 3)
    rounds = [make_round(plain("a"), wall_ms=100), make_round(plain("b"), wall_ms=100)]
    pace = Pace([*rounds, msgspec.structs.replace(rounds[0], decision=decision)])
    assert [(mark.seconds, mark.decision) for mark in pace.marks] == [(0.2, decision)]


# Acceptance -------------------------------------------------------------------------------


def test_acceptance_by_position_counts_drafted_tested_and_accepted() -> None:
    rounds = [
        make_round(drafted("a"), drafted("b", 1), bonus("c")),
        untested(make_round(drafted("a"), corrected("b", "x")), 2),
        untested(make_round(corrected("a", "x")), 1),
        make_round(plain("a")),
    ]
    assert ByPosition(rounds).shares == [
        Share(3, 3, 2),
        Share(3, 2, 1),
        Share(1, 0, 0),
        Share(1, 0, 0),
    ]
    assert ByPosition(rounds).shares[2].acceptance is None


MIXED = """# Title

Some words

- one
  more
  ```py
  - x = 1
  ```
- two

> quoted

```
plain
```

| a | b |
|---|---|
| 1 | 2 |
"""


def parts_of(kinds: TextKinds, text: str) -> list[tuple[TextKind, str]]:
    parts = []
    start = 0
    for span in kinds.spans():
        parts.append((span.kind, text[start : span.end]))
        start = span.end
    return parts


def test_code_lists_and_prose_are_told_apart() -> None:
    kinds = TextKinds()
    kinds.append(MIXED)
    assert parts_of(kinds, MIXED) == [
        (TextKind.PROSE, "# Title\n\nSome words\n\n"),
        (TextKind.LIST, "- one\n  more\n  "),
        (TextKind.CODE, "```py\n  - x = 1\n  ```\n"),
        (TextKind.LIST, "- two\n\n> "),
        (TextKind.PROSE, "quoted\n\n"),
        (TextKind.CODE, "```\nplain\n```\n\n| "),
        (TextKind.PROSE, "a | b |\n|---|---|\n| 1 | 2 |\n"),
    ]


def test_kinds_of_a_growing_text_are_those_of_the_whole() -> None:
    growing, whole = TextKinds(), TextKinds()
    whole.append(MIXED)
    for character in MIXED:
        growing.append(character)
        growing.spans()
    assert growing.spans() == whole.spans()
    assert TextKinds().spans() == []


def test_acceptance_by_kind_goes_by_where_the_guess_stood() -> None:
    tokens = [
        msgspec.structs.replace(drafted("<think>"), reasoning=True),
        drafted("Hi"),
        corrected("\n\n- a", "x"),
        drafted(" b"),
        bonus(" c"),
    ]
    spans = [KindSpan(TextKind.PROSE, 11), KindSpan(TextKind.LIST, 99)]
    assert by_kind(tokens, spans) == {
        TextKind.PROSE: Share(1, 1, 1),
        TextKind.LIST: Share(3, 2, 1),
        TextKind.REASONING: Share(1, 1, 1),
    }


# Replay -----------------------------------------------------------------------------------


def test_a_frame_shows_guesses_ghost_own_token_and_what_was_never_tested() -> None:
    recording = Recording(
        [
            make_round(plain("A"), wall_ms=50),
            untested(make_round(drafted(" b"), corrected(" c", " x"), wall_ms=70), 2),
        ]
    )
    frame = frame_of(recording, 1)
    assert [token.text for token in frame.before] == ["A"]
    assert [(piece.kind, piece.text) for piece in frame.pieces] == [
        (PieceKind.ACCEPTED, " b"),
        (PieceKind.GHOST, " x"),
        (PieceKind.OWN, " c"),
    ]
    assert frame.untested == 2
    assert frame.seconds == pytest.approx(0.12)


def test_the_frames_of_a_reply_hold_its_text_without_the_ghosts() -> None:
    recording = Recording(long_reply())
    text = ""
    for place in range(len(recording.rounds)):
        frame = frame_of(recording, place)
        assert "".join(token.text for token in frame.before) == text
        text += "".join(piece.text for piece in frame.pieces if piece.kind is not PieceKind.GHOST)
    assert text == recording.text()


def test_a_frame_of_a_long_reply_leaves_out_its_beginning() -> None:
    recording = Recording([make_round(plain("a")) for _ in range(MOST_BEFORE + 50)])
    frame = frame_of(recording, MOST_BEFORE + 49)
    assert (len(frame.before), frame.left_out) == (MOST_BEFORE, 49)


# Words ------------------------------------------------------------------------------------


def test_a_pass_is_told_in_words() -> None:
    round_ = untested(make_round(drafted("a"), corrected("b", "x"), wall_ms=60), 1)
    assert round_sentence(12, round_) == "Pass 12: 3 guessed, 1 accepted, 2 tokens in all."
    assert time_sentence(round_) == "It took 60 ms: 12 ms for the draft, 46 ms to check it."
    facts = {fact.name: fact.value for fact in facts_of(round_)}
    assert facts["Drafter"] == "the draft model"
    assert facts["Guesses never tested"] == "1"
    assert facts["Sampling"] == "0.5 ms"


def test_a_plain_pass_and_a_decision_are_told_in_words() -> None:
    round_ = make_round(plain("a"), wall_ms=45)
    assert round_sentence(1, round_) == "Pass 1: 1 token without a draft."
    assert time_sentence(round_) == "It took 45 ms."
    decided = msgspec.structs.replace(
        round_, decision=Decision("It rests.", None, 0), threads=2, draft_threads=1
    )
    facts = {fact.name: fact.value for fact in facts_of(decided)}
    assert facts["Governor"] == "It rests."
    assert (facts["Threads of the target"], facts["Threads of the draft"]) == ("2", "1")
