"""What becomes of a reply's rounds on their way to a person: held back, cut, marked, never lost."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paceline.engine.detokenizer import Detokenizer
from paceline.engine.manuscript import Manuscript
from paceline.engine.reasoning import KNOWN, Reasoning
from paceline.engine.stop_strings import StopStrings
from paceline.provenance import Origin, RejectedGuess, Round, Token

PIECES = (
    *(b"a", b"b", b"ab", b"ba", b"aab", b"\n", b"", b"x<", b"<|im", b"_end", b"|>"),
    *("é".encode()[:1], "é".encode()[1:], "é".encode(), "🙂".encode()[:3], "🙂".encode()[3:]),
)
STOPS = st.lists(
    st.one_of(st.text("abé🙂\n", min_size=1, max_size=4), st.just("<|im_end|>")), max_size=3
)
ROUNDS = st.lists(st.lists(st.integers(0, len(PIECES) - 1), min_size=1, max_size=6), max_size=12)


def round_of(index: int, ids: Sequence[int], accepted: int | None = None) -> Round:
    """A round that said these tokens: drafted ones, then a correction."""
    accepted = len(ids) - 1 if accepted is None else accepted
    tokens = tuple(
        Token(token, "", Origin.DRAFTED, 0.5, 1.0, drafter="ngram", slot=slot)
        for slot, token in enumerate(ids[:accepted])
    )
    ghost = RejectedGuess(1, "", None, 0.1)
    own = [Token(token, "", Origin.CORRECTED, 0.5, 1.0, rejected=ghost) for token in ids[accepted:]]
    return Round(
        index=index,
        drafter="ngram",
        drafted=8,
        tested=len(ids),
        accepted=accepted,
        width=9,
        draft_ms=1,
        catch_up_ms=0,
        verify_ms=1,
        sample_ms=1,
        decode_ms=2,
        wall_ms=3,
        tokens=(*tokens, *own),
    )


def manuscript(
    stops: Sequence[str] = (), lead: str = "", pieces: Sequence[bytes] = PIECES
) -> Manuscript:
    return Manuscript(Detokenizer(pieces.__getitem__), StopStrings(stops), Reasoning(lead))


def write(paper: Manuscript, rounds: Sequence[Sequence[int]]) -> list[list[Round]]:
    """Add rounds up to the first stop string; what each step and the end gave out."""
    given_out = []
    for index, ids in enumerate(rounds):
        paper.add(round_of(index, ids))
        if paper.match is not None:
            break
        given_out.append(list(paper.final()))
    given_out.append(list(paper.finish()))
    return given_out


def text_of(rounds: Sequence[Round]) -> str:
    return "".join(token.text for round_ in rounds for token in round_.tokens)


def whole_text(rounds: Sequence[Sequence[int]]) -> str:
    detokenizer = Detokenizer(PIECES.__getitem__)
    return "".join(detokenizer.write(token) for ids in rounds for token in ids)


def cut(text: str, stops: Sequence[str]) -> str:
    """The text before the stop string that is complete first."""
    for end in range(1, len(text) + 1):
        endings = [stop for stop in stops if text[:end].endswith(stop)]
        if endings:
            return text[: end - max(map(len, endings))]
    return text


@given(rounds=ROUNDS, stops=STOPS)
def test_what_is_given_out_is_the_text_before_the_first_stop_string(
    rounds: list[list[int]], stops: list[str]
) -> None:
    paper = manuscript(stops)
    steps = write(paper, rounds)
    out = [round_ for step in steps for round_ in step]
    expected = cut(whole_text(rounds), stops)
    assert text_of(out) == paper.text == expected
    assert (paper.match is not None) == (expected != whole_text(rounds))


@given(rounds=ROUNDS, stops=STOPS)
def test_no_token_is_lost_or_doubled_and_what_is_sent_is_final(
    rounds: list[list[int]], stops: list[str]
) -> None:
    paper = manuscript(stops)
    out = [round_ for step in write(paper, rounds) for round_ in step]
    said = [token for ids in rounds for token in ids]
    kept = [token.id for round_ in out for token in round_.tokens]
    assert kept == said[: len(kept)] == paper.ids
    assert [round_.index for round_ in out] == list(range(len(out)))
    if paper.match is None:
        assert kept == said
        assert len(out) == len(rounds)
        return
    # The shortest run of tokens that writes the text: without its last one some of it is missing.
    assert not kept or paper.tokens[-1].text
    for round_, ids in zip(out, rounds, strict=False):
        assert round_.accepted == min(len(ids) - 1, len(round_.tokens))
        assert round_.tested == len(round_.tokens)
        drafted = [token for token in round_.tokens if token.origin == Origin.DRAFTED]
        assert len(drafted) == round_.accepted
        assert (round_.drafted, round_.wall_ms) == (8, 3), "what it cost stays"


@given(rounds=ROUNDS, stops=STOPS.filter(bool))
def test_a_round_is_held_back_only_while_its_end_may_begin_a_stop_string(
    rounds: list[list[int]], stops: list[str]
) -> None:
    paper = manuscript(stops)
    out = 0
    for number, ids in enumerate(rounds, start=1):
        paper.add(round_of(number, ids))
        if paper.match is not None:
            return
        out += len(list(paper.final()))
        text = whole_text(rounds[:number])
        beginning = max(n for stop in stops for n in range(len(stop)) if text.endswith(stop[:n]))
        shown = whole_text(rounds[:out])
        assert len(shown) <= len(text) - beginning, "a token was sent that may have to go"
        if out < number:
            # Held for a tag of reasoning, or for the rest of a character.
            following = whole_text(rounds[: out + 1])
            may_open = any(tags.opening.startswith(text.lstrip()) for tags in KNOWN)
            silent = may_open or following == whole_text([*rounds[:out], rounds[out][:-1]])
            assert len(following) > len(text) - beginning or silent, "held back without need"


def test_without_stop_strings_every_round_goes_out_at_once() -> None:
    steps = write(manuscript(), [[0, 11], [12, 6], [5]])
    assert [text_of(step) for step in steps] == ["a", "é", "\n", ""]


def test_held_text_comes_with_the_round_that_resolves_it() -> None:
    paper = manuscript(["<|im_end|>"])
    steps = write(paper, [[0, 8], [9, 0]])
    assert [text_of(step) for step in steps] == ["", "a<|im_enda", ""]
    assert [len(step) for step in steps] == [0, 2, 0]


def test_a_stop_string_over_three_rounds_leaves_nothing_of_itself() -> None:
    paper = manuscript(["<|im_end|>"])
    *_, last = write(paper, [[0, 1, 8], [9], [10, 0]])
    assert [text_of([round_]) for round_ in last] == ["ab", "", ""]
    assert [len(round_.tokens) for round_ in last] == [2, 0, 0]
    assert [round_.tested for round_ in last] == [2, 0, 0]


def test_a_token_of_which_a_part_is_before_the_stop_string_counts_with_that_part() -> None:
    paper = manuscript(["ab"])
    [*_, last] = write(paper, [[1, 4]])
    assert [token.text for token in last[0].tokens] == ["b", "a"]
    assert paper.ids == [1, 4]


def test_the_halves_of_a_character_that_begins_the_stop_string_go_with_it() -> None:
    paper = manuscript(["éa"])
    steps = write(paper, [[1], [0, 11], [12, 0]])
    assert [text_of(step) for step in steps] == ["b", "", "a"]
    assert paper.ids == [1, 0]


def test_a_reply_that_begins_with_a_stop_string_is_empty() -> None:
    paper = manuscript(["a"])
    write(paper, [[0, 1]])
    assert (paper.text, paper.ids) == ("", [])


def test_a_ghost_has_its_own_text() -> None:
    paper = manuscript()
    paper.add(round_of(0, [0, 1]))
    [round_] = paper.final()
    assert round_.tokens[1].rejected == RejectedGuess(1, "b", None, 0.1)


THOUGHTS = (b"<", b"think", b">", b"hm", b"</think>", b"\n\n", b"42", b"<b>", b"<think>")


@pytest.mark.parametrize(
    ("lead", "ids", "marked"),
    [
        ("", [8, 3, 4, 6], [True, True, True, False]),
        ("", [5, 8, 3, 4, 5, 6], [True, True, True, True, False, False]),
        ("", [0, 1, 2, 3, 4, 6], [True, True, True, True, True, False]),
        ("", [0, 1, 3, 4, 6], [False] * 5),
        ("", [6, 8, 3], [False] * 3),
        ("<|im_start|>assistant\n<think>\n", [3, 4, 6], [True, True, False]),
        ("<think>\n\n</think>\n\n", [6], [False]),
        ("", [8, 3], [True, True]),
    ],
)
@pytest.mark.parametrize("step", [1, 2, 6])
def test_tokens_of_a_block_of_reasoning_are_marked(
    lead: str, ids: list[int], marked: list[bool], step: int
) -> None:
    paper = manuscript(lead=lead, pieces=THOUGHTS)
    rounds = [ids[start : start + step] for start in range(0, len(ids), step)]
    out = [round_ for given in write(paper, rounds) for round_ in given]
    tokens = [token for round_ in out for token in round_.tokens]
    assert [token.id for token in tokens] == ids
    assert [token.reasoning for token in tokens] == marked
