"""Pictures of what opens beside and above the chat, all in one window; nothing may be clipped."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Final

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QFileDialog, QListWidget, QPushButton, QWidget

from paceline.loading import PairChoice, PairKind
from paceline.settings import Settings, Theme
from ui.conftest import Stage
from ui.markdown_rounds import cut_into_rounds
from ui.test_comparing import check, guessed, run_contest, words, write_answers
from ui.test_pictures import SIZES, clipped, picture

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # offscreen

EVERYTHING: Final = r"""# Search trees

A *binary search tree* keeps its keys **in order**, see [the paper](https://example.org).

1. Look at the root.
2. Go left or right:
   - left for smaller keys,
   - right for larger ones.

| Step | Cost |
|:-----|-----:|
| search | $O(h)$ |
| insert | $O(h)$ |

```python
def find(node, key):
    while node and node.key != key:
        node = node.left if key < node.key else node.right
    return node
```

> Balance it, or $h$ grows to $n$:

$$h \ge \lceil \log_2 (n + 1) \rceil - 1$$
"""
ANSWER: Final = "A tree is a plant with a trunk that carries its leaves high above the ground. " * 4
OTHER: Final = ANSWER.replace("trunk", "stem")
SHEETS: Final = {
    "steering": "steer",
    "settings": "settings",
    "keys": "show_keys",
    "palette": "palette",
    "diagnostics": "diagnose",
    "about": "about",
    "legend": "explain_colours",
}
"""Views that are sheets of their own, and what opens them."""
COMPARISONS: Final[dict[str, Callable[[Stage], QWidget]]] = {
    "several": lambda stage: write_answers(stage, ANSWER, OTHER[:90], OTHER),
    "contest": lambda stage: run_contest(stage, words(ANSWER), guessed(OTHER)),
    "parity": lambda stage: check(stage, words(OTHER)),
}


def trigger(stage: Stage, name: str) -> None:
    (action,) = (one for one in stage.window.actions() if one.objectName() == name)
    assert action.isEnabled(), f"{name} cannot be done"
    action.trigger()
    stage.settle(20)


@contextmanager
def sheet(stage: Stage, name: str) -> Iterator[QDialog]:
    """The sheet that an action opens, for a while."""
    trigger(stage, name)
    (opened,) = (one for one in stage.window.findChildren(QDialog) if one.isVisible())
    yield opened
    opened.close()
    stage.settle(10)


def views_of_chat(stage: Stage, folder: Path) -> Iterator[tuple[str, QWidget]]:
    """The window with what can stand in it."""
    stage.load(PairChoice(PairKind.PRACTICE))
    stage.reply("What is a tree, and what does it need to grow?", *guessed(ANSWER))
    stage.reply("Show me all that you can write.", *cut_into_rounds(EVERYTHING, Random(7)))
    stage.settle(300)
    yield "markdown", stage.window
    stage.press(Qt.Key.Key_F2)
    yield "rename", stage.window
    stage.press(Qt.Key.Key_Escape)
    trigger(stage, "export_chat")
    stage.qtbot.waitUntil((folder / "chat.md").exists)
    yield "exported", stage.window
    trigger(stage, "delete_chat")
    yield "undo", stage.window
    (undo,) = (b for b in stage.window.findChildren(QPushButton) if b.text() == "&Undo")
    QTest.mouseClick(undo, Qt.MouseButton.LeftButton)
    (folder / "wrong.json").write_text("no chats")
    trigger(stage, "import_chats")
    stage.qtbot.waitUntil(stage.banner.isVisible)
    yield "refused", stage.window


def views_beside_it(stage: Stage) -> Iterator[tuple[str, QWidget]]:
    """The sheets; of the settings every section."""
    for name, action in SHEETS.items():
        with sheet(stage, action) as opened:
            yield name, opened
            for sections in opened.findChildren(QListWidget, "sections"):
                for index in range(1, sections.count()):
                    sections.setCurrentRow(index)
                    stage.settle(10)
                    yield f"{name}-{index}", opened
    for name, compare in COMPARISONS.items():
        shown = compare(stage)
        stage.settle(20)
        yield name, shown
        shown.close()


@pytest.mark.parametrize("theme", [Theme.LIGHT, Theme.DARK, Theme.HIGH_CONTRAST])
@pytest.mark.parametrize("size", SIZES)
def test_nothing_on_the_tour_is_clipped(
    make_stage: Callable[..., Stage],
    picture_folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    size: str,
    theme: Theme,
) -> None:
    stage = make_stage(Settings(theme=theme))
    stage.window.resize(SIZES[size])
    stage.settle(100)
    exported, wrong = tmp_path / "chat.md", tmp_path / "wrong.json"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(exported), ""))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(wrong), ""))
    found = {}
    for views in (views_of_chat(stage, tmp_path), views_beside_it(stage)):
        for name, widget in views:
            stage.settle(30)
            shot = picture(stage) if widget is stage.window else widget.grab()
            assert shot.save(str(picture_folder / f"{name}-{size}-{theme}.png"))
            if said := clipped(widget):
                found[name] = said
    assert found == {}
    assert stage.window.size() == SIZES[size]
