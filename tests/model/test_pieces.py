"""What tokens write, for a whole real vocabulary."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from paceline.engine.llama.model import Model

FIRST_BUFFER = 64
"""Bytes that a piece gets at first; a longer one is asked for again."""


@pytest.fixture(scope="module")
def model(starter: Path) -> Iterator[Model]:
    loaded = Model.load(starter)
    yield loaded
    loaded.close()


def test_every_piece_is_written_whole_however_long(model: Model) -> None:
    pieces = {token: model.piece(token) for token in range(model.vocabulary_size)}
    longest = max(pieces, key=lambda token: len(pieces[token]))
    assert len(pieces[longest]) > FIRST_BUFFER, "else this test shows nothing"
    text = pieces[longest].decode("utf-8")
    assert model.tokenize(text, add_special=False) == [longest]
    for token, piece in pieces.items():
        if len(piece) > FIRST_BUFFER // 2:
            again = model.tokenize(piece.decode("utf-8"), add_special=False)
            assert b"".join(pieces[each] for each in again) == piece, token
