"""What the doctor says, in the window's language."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QLocale

from paceline.library.doctor.wording import Phrase
from paceline.ui.library.doctor.phrases import all_said, said
from paceline.ui.numbers import write_as


@pytest.fixture
def _german_numbers() -> Iterator[None]:
    write_as(QLocale(QLocale.Language.German))
    yield
    write_as(QLocale(QLocale.Language.English))


@pytest.mark.usefixtures("_german_numbers")
def test_numbers_are_written_as_the_language_does() -> None:
    phrase = Phrase("{name}: {times} times, {count} tokens.", {"name": "a,b.gguf", "times": 1.25})
    whole = Phrase(phrase.template, {**phrase.values, "count": 49152})
    assert said(whole) == "a,b.gguf: 1,2 times, 49.152 tokens."


def test_phrases_stand_behind_each_other() -> None:
    assert all_said([Phrase("One."), Phrase("{what}", {"what": "Two."}, "Errors")]) == "One. Two."
