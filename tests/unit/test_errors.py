"""Every failure has words for the person who meets it."""

import string

import pytest

from paceline.errors import AppError, ErrorCode, sentence

TELLS_WHAT_WAS_DONE = {
    ErrorCode.SETTINGS_DAMAGED,
    ErrorCode.LEARNED_UNUSABLE,
    ErrorCode.HISTORY_RECOVERED,
}
"""Failures after which the person need not do anything."""

ADVICE = (
    "attach check choose close enter fetch free install load open press report restart run send "
    "shorten start stop swap try wait"
)


@pytest.mark.parametrize("code", ErrorCode)
def test_every_code_has_a_sentence(code: ErrorCode) -> None:
    text = sentence(code, "DETAIL")
    assert "DETAIL" in text
    assert "{" not in text
    assert text[0].isupper() or text.startswith(("DETAIL", "llama.cpp"))
    assert text.endswith((".", "DETAIL"))


@pytest.mark.parametrize("code", sorted(set(ErrorCode) - TELLS_WHAT_WAS_DONE))
def test_every_sentence_says_what_to_do(code: ErrorCode) -> None:
    words = sentence(code).lower().translate(str.maketrans("", "", string.punctuation)).split()
    assert set(words) & set(ADVICE.split())


def test_details_are_taken_as_they_are() -> None:
    text = sentence(ErrorCode.FILE_MISSING, "/models/{0}/{detail}/%s.gguf")
    assert "/models/{0}/{detail}/%s.gguf" in text


def test_an_error_speaks_its_sentence() -> None:
    error = AppError(ErrorCode.FILE_EMPTY, "tiny.gguf")
    assert str(error) == sentence(ErrorCode.FILE_EMPTY, "tiny.gguf")
    assert (error.code, error.detail) == (ErrorCode.FILE_EMPTY, "tiny.gguf")
