"""What a count of tokens means for the person who is about to send."""

import pytest

from paceline.chat import TokenCount
from paceline.options import Overflow
from paceline.ui.composing.budget import Fit, judge


def test_a_message_that_fits_tells_what_is_left() -> None:
    budget = judge(TokenCount(240, 30, 760), reply=500, overflow=Overflow.STOP)
    assert budget.fit is Fit.FITS
    assert budget.text.replace(",", "") == "240 of 1000 tokens"
    assert "30" in budget.explanation
    assert "760" in budget.explanation


def test_a_reply_that_may_be_cut_short_is_told_before() -> None:
    count = TokenCount(900, 30, 100)
    tight = judge(count, reply=500, overflow=Overflow.STOP)
    assert tight.fit is Fit.TIGHT
    assert "ends there" in tight.explanation
    assert judge(count, reply=500, overflow=Overflow.ROLLING).fit is Fit.FITS


@pytest.mark.parametrize(
    ("overflow", "consequence"),
    [(Overflow.STOP, "refused"), (Overflow.ROLLING, "oldest"), (Overflow.MIDDLE, "middle")],
)
def test_an_overflow_is_told_with_what_follows(overflow: Overflow, consequence: str) -> None:
    budget = judge(TokenCount(1200, 900, -200), reply=500, overflow=overflow)
    assert budget.fit is Fit.OVERFLOWS
    assert budget.text.replace(",", "") == "1200 of 1000 tokens"
    assert "200 tokens too long" in budget.explanation
    assert consequence in budget.explanation
