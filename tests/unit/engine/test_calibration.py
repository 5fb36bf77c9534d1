"""What passes cost is known before the first reply, and the caches are left as they were."""

from collections.abc import Sequence

import pytest

from fakes.scripted_chat import user
from fakes.scripted_model import VOCABULARY, ScriptedContext, language
from fakes.scripted_pair import ScriptedPair
from paceline.engine.calibration import BEHIND, BUDGET_SECONDS, WIDTHS, calibrate
from paceline.engine.session import Session
from paceline.engine.tokens import ReadProgress, Scores
from paceline.errors import AppError, ErrorCode
from paceline.options import Sampling, Speculation


class TimedContext(ScriptedContext):
    """Every pass takes `fixed` seconds, and `each` more for every token."""

    def __init__(self, time: list[float], fixed: float, each: float, capacity: int = 512) -> None:
        super().__init__(language(1), capacity=capacity)
        self._time, self._fixed, self._each = time, fixed, each

    def decode(
        self, tokens: Sequence[int], *, outputs: int, progress: ReadProgress | None = None
    ) -> Scores:
        self._time[0] += self._fixed + self._each * len(tokens)
        return super().decode(tokens, outputs=outputs, progress=progress)


def test_costs_are_those_of_the_passes_in_plain_passes() -> None:
    time = [0.0]
    target, draft = TimedContext(time, 0.009, 0.001), TimedContext(time, 0.0005, 0.0005)
    costs = calibrate(target, draft, VOCABULARY, clock=lambda: time[0])
    curve = costs.passes(context_length=100)
    assert [curve[width] for width in WIDTHS] == pytest.approx([(9 + w) / 10 for w in WIDTHS])
    assert costs.plain_ms(context_length=100) == pytest.approx(10)
    assert costs.guess("draft-model", free=False) == pytest.approx(0.1)
    assert costs.read("draft-model") == pytest.approx((0.5 + 16 * 0.5) / 16 / 10)


def test_both_caches_are_empty_afterwards() -> None:
    time = [0.0]
    target, draft = TimedContext(time, 0.01, 0), TimedContext(time, 0.01, 0)
    target.decode([1, 2, 3], outputs=0)
    calibrate(target, draft, VOCABULARY, clock=lambda: time[0])
    assert not target.tokens
    assert not draft.tokens


def test_a_slow_model_is_not_kept_busy_for_long() -> None:
    time = [0.0]
    slow = TimedContext(time, BUDGET_SECONDS, 0)
    costs = calibrate(slow, None, VOCABULARY, clock=lambda: time[0])
    assert sorted(costs.widths[0]) == [1, 4]


def test_a_context_without_room_for_the_passes_is_left_alone() -> None:
    small = TimedContext([0.0], 0.01, 0, capacity=BEHIND + 1)
    assert not calibrate(small, None, VOCABULARY, clock=lambda: 0.0).widths
    assert not small.decoded


def test_a_session_calibrates_once_and_keeps_that_when_it_forgets() -> None:
    pair = ScriptedPair()
    session = Session(pair)
    session.calibrate()
    known = session.knowledge.costs
    assert known.widths[0]
    assert not pair.context.tokens
    pair.read()
    session.calibrate()
    assert pair.read() == (0, 0)
    session.forget()
    assert session.knowledge.costs == known


def test_a_model_that_refuses_costs_nothing_but_the_knowledge() -> None:
    pair = ScriptedPair()
    pair.context.fail_with = [AppError(ErrorCode.DECODE_FAILED, "llama.cpp answered 1")]
    session = Session(pair)
    session.calibrate()
    assert not session.knowledge.costs.widths
    reply = session.reply((user("hi?"),), Sampling(temperature=0), Speculation(), max_tokens=4)
    assert list(reply)
