from collections.abc import Sequence

from paceline.engine.drafters.base import Request
from paceline.engine.drafters.personal import LEAST_SHARE, PersonalDrafter
from paceline.engine.ngram_table import NgramTable
from paceline.engine.ngrams import Ngrams
from paceline.engine.tokens import Outcome

END = 0


class Learned:
    """Implements `TableSource`."""

    def __init__(self, *texts: Sequence[int]) -> None:
        self.table = NgramTable.of(Ngrams.none(), cap=1000)
        self.learn(*texts)

    def learn(self, *texts: Sequence[int]) -> None:
        for text in texts:
            self.table = self.table.with_rows(Ngrams.of(text))


def drafter_of(source: Learned, prompt: Sequence[int]) -> PersonalDrafter:
    drafter = PersonalDrafter(source, lambda token: token == END)
    drafter.begin(prompt)
    return drafter


def test_it_goes_on_as_earlier_chats_did() -> None:
    drafter = drafter_of(Learned([1, 2, 3, 4, 5, 6, 7, 8]), [9, 2, 3, 4])
    draft = drafter.propose(Request(3))
    assert draft.tokens == (5, 6, 7)
    assert draft.drafter == drafter.name == "personal"
    assert all(share is not None and LEAST_SHARE <= share < 1 for share in draft.confidences)
    drafter.observe(Outcome((5, 6)))
    assert drafter.propose(Request(9)).tokens == (7, 8)


def test_without_anything_learned_it_is_silent() -> None:
    assert drafter_of(Learned(), [1, 2, 3]).propose(Request(4)).drafter is None
    assert drafter_of(Learned([1, 2, 3]), []).propose(Request(4)).tokens == ()


def test_an_unlikely_continuation_is_not_guessed() -> None:
    source = Learned(*([1, 2, 3 + n] for n in range(9)))
    assert drafter_of(source, [1, 2]).propose(Request(4)).tokens == ()


def test_a_guess_stops_at_an_end_token() -> None:
    source = Learned([1, 2, 3, END, 7, 8])
    assert drafter_of(source, [9, 9, 1, 2]).propose(Request(1)).tokens == (3,)
    assert drafter_of(source, [9, 1, 2, 3]).propose(Request(5)).tokens == (END,)


def test_what_is_learned_meanwhile_counts_from_the_next_reply_on() -> None:
    source = Learned()
    drafter = drafter_of(source, [1, 2, 3, 4])
    source.learn([1, 2, 3, 4, 5])
    assert drafter.propose(Request(1)).tokens == ()
    drafter.begin([1, 2, 3, 4])
    assert drafter.propose(Request(1)).tokens == (5,)
