from paceline.engine.detokenizer import Detokenizer

PIECES = {1: b"a", 2: "é".encode()[:1], 3: "é".encode()[1:], 4: "🙂".encode()[:3], 5: b"\xff"}


def test_a_split_character_is_written_by_its_last_token() -> None:
    detokenizer = Detokenizer(PIECES.__getitem__)
    assert [detokenizer.write(token) for token in (1, 2, 3, 1)] == ["a", "", "é", "a"]


def test_bytes_that_are_no_text_are_replaced_and_nothing_is_lost_after_them() -> None:
    detokenizer = Detokenizer(PIECES.__getitem__)
    assert "".join(detokenizer.write(token) for token in (5, 1, 4, 1)) == "�a�a"


def test_a_guess_on_its_own_does_not_disturb_the_stream() -> None:
    detokenizer = Detokenizer(PIECES.__getitem__)
    detokenizer.write(2)
    assert detokenizer.alone(2) == "�"
    assert detokenizer.write(3) == "é"
