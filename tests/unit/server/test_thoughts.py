"""What is thought aloud, apart from the answer."""

import pytest

from paceline.provenance import Origin, Token
from paceline.server.thoughts import Parting


def tokens(*texts: str, reasoning: bool) -> list[Token]:
    return [Token(1, text, Origin.PLAIN, 0.5, 1.0, reasoning=reasoning) for text in texts]


THINKING = tokens("<think>", "\n", "Two", "\n\n", "and two", "\n", "</think>", reasoning=True)
ANSWERING = tokens("\n\n", "Four", "\n", ".", reasoning=False)


@pytest.mark.parametrize("step", [1, 2, 3, 100])
def test_tags_and_the_space_around_the_block_are_left_out(step: int) -> None:
    said = THINKING + ANSWERING
    parting = Parting()
    parts = [parting.read(said[place : place + step]) for place in range(0, len(said), step)]
    assert "".join(thought for thought, _ in parts) == "Two\n\nand two"
    assert "".join(answer for _, answer in parts) == "Four\n."


def test_a_reply_without_thoughts_is_left_as_it_is() -> None:
    assert Parting().read(ANSWERING) == ("", "\n\nFour\n.")
