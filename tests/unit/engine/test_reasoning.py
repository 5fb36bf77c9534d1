import pytest

from paceline.engine.reasoning import split, spoken

HARMONY = "<|channel|>analysis<|message|>hm<|end|><|start|>assistant<|channel|>final<|message|>42"


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("42", ("", "42")),
        ("<think>\nhm\n</think>\n\n42", ("hm", "42")),
        ("hm</think>42", ("hm", "42")),
        ("[THINK]hm[/THINK]42", ("hm", "42")),
        (HARMONY, ("hm", "42")),
        ("<|channel|>final<|message|>42", ("", "42")),
        ("<think>unfinished", ("", "<think>unfinished")),
    ],
)
def test_a_reply_splits_into_reasoning_and_answer(text: str, parts: tuple[str, str]) -> None:
    assert split(text) == parts


class Vocabulary:
    """Token 0 ends a reply, 1 and 2 are control tokens, 3 is text."""

    def piece(self, token: int) -> bytes:
        return b"text" if token == 3 else b""

    def special_text(self, token: int) -> str:
        return ("<|end|>", "[THINK]", "<|python_tag|>", "text")[token]

    def is_end(self, token: int) -> bool:
        return token == 0


def test_of_control_tokens_only_those_of_tags_are_written_out() -> None:
    piece = spoken(Vocabulary())
    assert [piece(token) for token in range(4)] == [b"", b"[THINK]", b"", b"text"]
