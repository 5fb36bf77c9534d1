"""Every theme can be read: contrast is computed, the desktop's wishes are followed, text grows."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from paceline.settings import Settings, Theme
from paceline.ui.colours import CONTRAST_DARK, CONTRAST_LIGHT, DARK, LIGHT, Colours
from paceline.ui.theme import _grown
from ui.conftest import Stage
from ui.test_pictures import SIZES, STATES, clipped

THEMES = {
    "light": (LIGHT, 4.5),
    "dark": (DARK, 4.5),
    "contrast-light": (CONTRAST_LIGHT, 7.0),
    "contrast-dark": (CONTRAST_DARK, 7.0),
}


def luminance(colour: str) -> float:
    parts = [QColor(colour).redF(), QColor(colour).greenF(), QColor(colour).blueF()]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", THEMES)
def test_text_can_be_read_on_every_ground(theme: str) -> None:
    c, least = THEMES[theme]
    for ground in (
        c.window,
        c.surface,
        c.raised,
        c.hover,
        c.bubble,
        c.drafted,
        c.corrected,
        c.bonus,
    ):
        assert contrast(c.text, ground) >= least, ground
    for text, ground in (
        (c.muted, c.window),
        (c.muted, c.bubble),
        (c.muted, c.raised),
        (c.muted, c.hover),
        (c.on_accent, c.accent),
        (c.accent, c.window),
        (c.accent, c.bubble),
        (c.good, c.drafted),
        (c.warning, c.warning_soft),
        (c.danger, c.danger_soft),
        (c.text, c.danger_soft),
        (c.toast_text, c.toast),
        (c.toast_accent, c.toast),
    ):
        assert contrast(text, ground) >= least, (text, ground)
    for ground in (c.code, c.drafted, c.corrected, c.bonus):
        for text in (
            c.code_keyword,
            c.code_name,
            c.code_string,
            c.code_number,
            c.code_comment,
            c.muted,
            c.accent,
            c.danger,
        ):
            assert contrast(text, ground) >= least, (text, ground)
    for line, ground in (
        (c.drafted_line, c.drafted),
        (c.corrected_line, c.corrected),
        (c.bonus_line, c.bonus),
    ):
        assert contrast(line, ground) >= 3, (line, ground)


@pytest.mark.parametrize("colours", [CONTRAST_LIGHT, CONTRAST_DARK])
def test_lines_stand_out_in_high_contrast(colours: Colours) -> None:
    c = colours
    for ground in (c.window, c.raised, c.surface, c.bubble, c.code):
        assert contrast(c.border, ground) >= 3, ground
        assert contrast(c.quote_bar, ground) >= 3, ground
        assert contrast(c.accent, ground) >= 3, ground


def test_dark_themes_know_that_they_are() -> None:
    assert [colours.is_dark for colours, _ in THEMES.values()] == [False, True, False, True]


def test_high_contrast_is_chosen_in_the_menu(stage: Stage) -> None:
    (action,) = (a for a in stage.window.actions() if a.text() == "&High contrast")
    action.trigger()
    assert stage.appearance.colours in (CONTRAST_LIGHT, CONTRAST_DARK)
    stage.qtbot.waitUntil(lambda: bool(stage.saved))
    assert stage.saved[-1].theme is Theme.HIGH_CONTRAST


def test_sizes_in_the_style_sheet_grow_but_lines_stay_thin() -> None:
    assert _grown("a { font-size: 8pt; border: 1px solid; padding: 6px; }", 1.5) == (
        "a { font-size: 12.0pt; border: 1px solid; padding: 9px; }"
    )


@pytest.mark.parametrize("state", ["empty", "ready", "streaming", "crashed"])
@pytest.mark.parametrize(
    ("percent", "size"), [(90, "small"), (125, "small"), (150, "large"), (200, "large")]
)
def test_text_of_any_size_finds_room(
    make_stage: Callable[..., Stage], picture_folder: Path, percent: int, size: str, state: str
) -> None:
    """What does not fit is scrolled to, so it may end outside, but whole."""
    stage = make_stage(Settings(theme=Theme.LIGHT, text_percent=percent))
    stage.window.resize(SIZES[size])
    stage.settle(100)
    STATES[state](stage)
    stage.settle(100)
    assert stage.window.grab().save(str(picture_folder / f"text-{percent}-{state}.png"))
    assert stage.window.size() == SIZES[size]
    assert [each for each in clipped(stage.window) if "outside" not in each] == []


def test_the_text_follows_its_setting(make_stage: Callable[..., Stage]) -> None:
    points = QApplication.font().pointSizeF()
    stage = make_stage(Settings(theme=Theme.LIGHT))
    try:
        stage.appearance.resize(150)
        assert stage.message.font().pointSizeF() == pytest.approx(11 * 1.5, abs=0.1)
        assert QApplication.font().pointSizeF() == pytest.approx(points * 1.5)
    finally:
        stage.appearance.resize(100)
    assert QApplication.font().pointSizeF() == pytest.approx(points)
