"""Numbers are written as in English here, whatever the system does."""

import pytest
from PySide6.QtCore import QLocale


@pytest.fixture(autouse=True)
def _english_numbers() -> None:
    QLocale.setDefault(QLocale(QLocale.Language.English))
