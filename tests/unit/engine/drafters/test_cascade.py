import pytest

from paceline.engine.drafters.base import Request
from paceline.engine.drafters.cascade import Cascade, Lookup, expected
from paceline.engine.tokens import Draft


class Speaker:
    """Says the same draft whenever it is asked."""

    def __init__(self, draft: Draft) -> None:
        self.name = draft.drafter or "silent"
        self._draft = draft
        self.asked = 0

    def propose(self, request: Request) -> Draft:
        self.asked += 1
        return self._draft.first(request.limit)


SILENT = Draft(catch_up_ms=2.0, decode_ms=3.0)
ONE = Draft("one", (5,), (0.9,), decode_ms=4.0)
LONG = Draft("long", (1, 2, 3), (0.6, 0.6, 0.6))


def test_the_first_who_is_not_silent_is_heard_and_nobody_after_is_asked() -> None:
    last = Speaker(LONG)
    draft = Cascade((Speaker(SILENT), Speaker(ONE), last)).propose(Request(4))
    assert draft.drafter == "one"
    assert draft.tokens == (5,)
    assert last.asked == 0


def test_the_time_of_all_who_were_asked_is_counted() -> None:
    draft = Cascade((Speaker(SILENT), Speaker(ONE))).propose(Request(4))
    assert (draft.catch_up_ms, draft.decode_ms) == (2.0, 7.0)
    silent = Cascade((Speaker(SILENT), Speaker(SILENT))).propose(Request(4))
    assert (silent.tokens, silent.catch_up_ms, silent.decode_ms) == ((), 4.0, 6.0)


def test_a_draft_is_expected_to_hold_as_far_as_all_before_are_right() -> None:
    assert expected(()) == 0
    assert expected((0.5, 0.5)) == pytest.approx(0.75)
    assert expected((1.0, None)) == pytest.approx(1.5)


def test_the_most_promising_draft_is_taken() -> None:
    lookup = Lookup((Speaker(ONE), Speaker(LONG)))
    assert lookup.propose(Request(3)).drafter == "long"
    assert lookup.propose(Request(1)).drafter == "one"


def test_too_little_promise_is_silence() -> None:
    assert Lookup((Speaker(ONE), Speaker(SILENT)), least=0.8).propose(Request(3)) == ONE
    assert Lookup((Speaker(ONE), Speaker(SILENT)), least=1.0).propose(Request(3)) == Draft()
