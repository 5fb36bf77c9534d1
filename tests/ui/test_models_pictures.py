"""Pictures of the window of models and of what it adds to the main one; nothing may be clipped."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog

from paceline.settings import Settings, Theme
from ui.conftest import Stage
from ui.test_pictures import SIZES, clipped
from ui.views import VIEWS

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # offscreen

MODELS = [view for view in VIEWS if view.startswith(("models", "downloading"))]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("view", MODELS)
def test_nothing_of_the_models_is_clipped(
    make_stage: Callable[..., Stage], picture_folder: Path, view: str, size: str
) -> None:
    stage = make_stage(Settings(theme=Theme.LIGHT))
    stage.window.resize(SIZES[size])
    shown = VIEWS[view](stage)
    if not isinstance(shown, QDialog):  # a dialog is as large as what it says
        shown.resize(SIZES[size])
    name = view.replace(": ", "-").replace(", ", "-").replace(" ", "-")
    for theme in (Theme.LIGHT, Theme.DARK, Theme.HIGH_CONTRAST):
        stage.appearance.choose(theme)
        stage.settle(40)
        assert shown.grab().save(str(picture_folder / f"{name}-{size}-{theme}.png"))
        assert clipped(shown) == []
