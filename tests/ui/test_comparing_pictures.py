"""Pictures of the sheets for comparing, to be looked at; and nothing in them may be clipped."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget

from paceline.loading import PairChoice, PairKind
from paceline.settings import Settings, Theme
from paceline.ui.comparing.several_sheet import SeveralSheet
from ui.conftest import Stage
from ui.test_comparing import (
    OTHER,
    TEXT,
    check,
    guessed,
    open_sheet,
    press,
    run_contest,
    words,
    write_answers,
)
from ui.test_pictures import clipped

MORE = " Its roots hold it in the soil and drink the water that its leaves breathe out again."
LONG, LONG_OTHER = (text + MORE * 3 for text in (TEXT, OTHER))


def show_several(stage: Stage) -> QWidget:
    return write_answers(stage, LONG, LONG_OTHER[:200], LONG_OTHER + MORE * 4)


def show_many(stage: Stage) -> QWidget:
    return write_answers(stage, *(LONG_OTHER[: 60 + 40 * number] for number in range(6)))


def show_writing(stage: Stage) -> QWidget:
    sheet = open_sheet(stage, "Several answers…", SeveralSheet)
    press(sheet, "Write answers")
    for place in range(12):
        stage.engine.say_alternatives(
            *((number, words(LONG)[place]) for number in range(3) if place < 9 or number)
        )
    return sheet


def show_contest(stage: Stage) -> QWidget:
    return run_contest(stage, words(LONG), guessed(LONG_OTHER))


def show_parity(stage: Stage) -> QWidget:
    return check(stage, words(LONG_OTHER))


VIEWS = {
    "several": show_several,
    "several-many": show_many,
    "several-writing": show_writing,
    "contest": show_contest,
    "parity": show_parity,
}


@pytest.mark.parametrize("theme", [Theme.LIGHT, Theme.DARK, Theme.HIGH_CONTRAST])
@pytest.mark.parametrize("view", VIEWS)
def test_picture(
    make_stage: Callable[..., Stage], picture_folder: Path, theme: Theme, view: str
) -> None:
    stage = make_stage(Settings(theme=theme))
    stage.load(PairChoice(PairKind.PRACTICE))
    stage.reply("What is a tree, and what does it need to grow?", *guessed(LONG))
    sheet = VIEWS[view](stage)
    stage.settle()
    sheet.grab().save(str(picture_folder / f"{view}-{theme}.png"))
    assert clipped(sheet) == []
