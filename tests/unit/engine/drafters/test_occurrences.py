from hypothesis import given
from hypothesis import strategies as st

from paceline.engine.drafters.occurrences import Occurrences, confidence

KEYS = (3, 2)
TEXTS = st.lists(st.integers(0, 3), max_size=40)


def found(occurrences: Occurrences) -> dict[int, list[int]]:
    return {length: list(occurrences.find(length)) for length in KEYS}


def searched(tokens: list[int]) -> dict[int, list[int]]:
    """Say what must be found, by comparing at every place."""
    return {
        length: [
            end
            for end in range(len(tokens) - 1, length - 1, -1)
            if len(tokens) >= length and tokens[end - length : end] == tokens[-length:]
        ]
        for length in KEYS
    }


@given(TEXTS)
def test_every_earlier_occurrence_is_found_the_latest_first(tokens: list[int]) -> None:
    occurrences = Occurrences(KEYS)
    occurrences.extend(tokens)
    assert found(occurrences) == searched(tokens)


@given(TEXTS, TEXTS, TEXTS)
def test_a_changed_conversation_leaves_no_trace(
    shared: list[int], old: list[int], new: list[int]
) -> None:
    occurrences = Occurrences(KEYS)
    occurrences.begin([*shared, *old])
    kept = occurrences.begin([*shared, *new])
    assert kept >= len(shared)
    assert occurrences.tokens == [*shared, *new]
    assert found(occurrences) == searched([*shared, *new])
    occurrences.begin(shared)
    assert found(occurrences) == searched(shared)


def test_a_second_turn_indexes_only_what_is_new() -> None:
    occurrences = Occurrences(KEYS)
    occurrences.begin([1, 2, 3])
    occurrences.extend([4, 5])
    assert occurrences.begin([1, 2, 3, 4, 5, 6, 7]) == 5
    assert occurrences.begin([1, 2, 9, 4, 5, 6, 7]) == 2
    assert occurrences.begin((1, 2, 9, 4)) == 4


def test_agreement_counts_the_tokens_before_that_are_the_same() -> None:
    occurrences = Occurrences(KEYS)
    occurrences.extend([9, 1, 2, 3, 4, 8, 1, 2, 3])
    assert occurrences.agreement(4, 32) == 3
    assert occurrences.agreement(4, 2) == 2
    assert occurrences.agreement(5, 32) == 0


def test_more_votes_and_longer_agreement_make_surer() -> None:
    assert 0 < confidence(1, 1, 2) < confidence(1, 1, 8) < confidence(3, 3, 8) < 1
    assert confidence(2, 3, 4) < confidence(3, 3, 4)
