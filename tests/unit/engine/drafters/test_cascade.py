from paceline.engine.drafters.base import Request
from paceline.engine.drafters.cascade import Cascade, Lookup
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
LONG = Draft("long", (1, 2, 3), (0.8, 0.8, 0.8))


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


def test_the_most_promising_draft_is_taken() -> None:
    lookup = Lookup((Speaker(ONE), Speaker(SILENT), Speaker(LONG)))
    assert lookup.propose(Request(3)).drafter == "long", "0.8 + 0.64 + 0.51 beats 0.9"
    assert lookup.propose(Request(1)).drafter == "one"


def test_a_draft_that_promises_little_leaves_the_model_its_turn() -> None:
    assert Lookup((Speaker(ONE),)).propose(Request(2)) == Draft(), "one guess where two may pay"
    doubtful = Draft("doubtful", (1, 2, 3), (0.6, 0.6, 0.6))
    assert Lookup((Speaker(doubtful),)).propose(Request(3)) == Draft()
    assert Lookup((Speaker(doubtful), Speaker(SILENT))).propose(Request(1)) == Draft()


def test_guesses_that_are_hardly_reached_are_left_out() -> None:
    fading = Draft("fading", (1, 2, 3, 4), (0.9, 0.9, 0.3, 0.9))
    assert Lookup((Speaker(fading),)).propose(Request(4)).tokens == (1, 2)


def test_a_drafter_that_cannot_tell_is_taken_as_undecided() -> None:
    untold = Draft("untold", (1, 2), (1.0, None))
    assert Lookup((Speaker(untold),)).propose(Request(2)) == untold
    assert Lookup((Speaker(Draft("untold", (1,), (None,))),)).propose(Request(1)) == Draft()
