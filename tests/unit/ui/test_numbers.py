"""Numbers are written as the window's language writes them."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QLocale

from paceline.ui.numbers import decimal, shortest, whole, write_as


@pytest.fixture
def german() -> Iterator[None]:
    write_as(QLocale("de_DE"))
    yield
    write_as(QLocale("en_GB"))


@pytest.mark.usefixtures("german")
def test_german_has_its_own_marks() -> None:
    assert whole(12_345) == "12.345"
    assert decimal(16.72, 1) == "16,7"
    assert shortest(0.5) == "0,5"
    assert shortest(20.0) == "20"


def test_english_has_those_of_the_code() -> None:
    assert (whole(12_345), decimal(16.72, 1), shortest(0.5)) == ("12,345", "16.7", "0.5")
