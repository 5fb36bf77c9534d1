import pytest

from paceline.library.doctor.diagnosis import ExpectedGain, GainBasis
from paceline.library.doctor.gain import USUAL_ACCEPTANCE, expected_gain
from paceline.library.doctor.wording import gain_phrase
from paceline.measured_pairs import MeasuredFile, MeasuredPair

TARGET = MeasuredFile("target.gguf", 5_000_000_000)
DRAFT = MeasuredFile("draft.gguf", 500_000_000)
OTHER = MeasuredFile("other.gguf", 250_000_000)

FLAT = tuple(1 + 0.05 * width for width in range(17))
"""Wide passes are cheap, as on a graphics processor."""

STEEP = tuple(1.0 + width for width in range(17))
"""A pass of two costs as much as two passes."""


def gain(pair: MeasuredPair, draft: MeasuredFile = DRAFT) -> ExpectedGain | None:
    return expected_gain(TARGET, draft, [pair])


def test_nothing_is_expected_where_the_target_never_ran() -> None:
    assert expected_gain(TARGET, DRAFT, []) is None
    assert gain(MeasuredPair(DRAFT, TARGET, FLAT, 0.1)) is None
    assert gain(MeasuredPair(MeasuredFile("target.gguf", 4), DRAFT, FLAT, 0.1)) is None


def test_a_pair_that_ran_is_expected_to_do_as_it_did() -> None:
    found = gain(MeasuredPair(TARGET, DRAFT, FLAT, 0.1, (0.8, 0.5, 0.1)))
    assert found is not None
    assert found.basis is GainBasis.PAIR
    assert found.low == found.high == pytest.approx((1 + 0.8 + 0.4) / (0.2 + 1.1))
    assert found.draft_length == 2


def test_of_another_draft_a_range_is_expected_by_its_size() -> None:
    found = gain(MeasuredPair(TARGET, OTHER, FLAT, 0.06, (0.9,)))
    assert found is not None
    assert found.basis is GainBasis.TARGET
    assert 1 < found.low < found.high < 4
    smaller = gain(MeasuredPair(TARGET, None, FLAT), OTHER)
    assert smaller is not None
    assert smaller.high > found.high, "a smaller draft costs less"


def test_a_pair_whose_guesses_were_hardly_judged_keeps_its_measured_cost() -> None:
    cheap = gain(MeasuredPair(TARGET, DRAFT, FLAT, 0.01))
    dear = gain(MeasuredPair(TARGET, DRAFT, FLAT, 0.4))
    assert cheap is not None
    assert dear is not None
    assert cheap.basis is dear.basis is GainBasis.TARGET
    assert cheap.high > dear.high


def test_where_wide_passes_cost_their_width_nothing_is_gained() -> None:
    found = gain(MeasuredPair(TARGET, None, STEEP))
    assert found == ExpectedGain(1.0, 1.0, 0, GainBasis.TARGET)
    assert "Hardly faster" in str(gain_phrase(found))


def test_the_newest_measurement_counts() -> None:
    pairs = [MeasuredPair(TARGET, None, STEEP), MeasuredPair(TARGET, None, FLAT)]
    found = expected_gain(TARGET, DRAFT, pairs)
    assert found is not None
    assert found.high == 1


def test_what_is_not_known_is_said() -> None:
    assert "not known yet" in str(gain_phrase(None))
    low, high = USUAL_ACCEPTANCE
    assert 0 < low < high < 1
    told = str(gain_phrase(ExpectedGain(1.31, 2.04, 4, GainBasis.TARGET)))
    assert "About 1.3 to 2.0 times" in told
    told = str(gain_phrase(ExpectedGain(1.0, 1.28, 2, GainBasis.TARGET)))
    assert "Up to 1.3 times" in told
    assert "this pair" in str(gain_phrase(ExpectedGain(2.0, 2.0, 4, GainBasis.PAIR)))
