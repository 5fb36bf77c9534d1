"""The window in another language: nothing stays English, and nothing is clipped."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractTableModel,
    QCoreApplication,
    QModelIndex,
    Qt,
    QTranslator,
)
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QDialog,
    QGroupBox,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QSpinBox,
    QTabWidget,
    QToolTip,
    QWidget,
)

from paceline.library.catalog import load_catalog
from paceline.settings import Language, Settings, Theme
from paceline.ui.language import speak
from test_translations import catalogue
from ui.conftest import Stage
from ui.test_pictures import SIZES, STATES, clipped, picture
from ui.views import VIEWS

SHEETS = (
    "settings", "change_keys", "palette", "show_keys", "explain_colours", "diagnose", "about",
    "steer", "several_answers", "compare_settings", "check_parity",
)  # fmt: skip

PLACES = [
    view
    for view in VIEWS
    if view.startswith(("models", "downloading", "updates", "server", "remote"))
]
"""Where models, servers and newer versions are spoken of."""

OURS = {one.context for one in catalogue("de")}
NAMES = {one.source for one in catalogue("de")}

NOT_OURS = re.compile(
    r"Paceline$|^(Deutsch|English|bf16|iq4_nl|f16|f32|Esc)$|^q\d|^llama |\.(md|csv)\b|^File: "
    r"|^Scroll (Left|Right)$|^Ctrl\+|^Hello!|^What did you|^[\d.]+ KB"
    r"| (kB|bytes)$|^[0-9a-f]{12}$"
)
"""Names, kinds of numbers and files, and what the person wrote."""

NAMES_OF_MODELS = re.compile(
    r"^(⚠ )?\S*[-\d/_]\S*$|^[\d.]+ [kMG]B$|/models-0/|^(target|draft|gemma|mit|my models)$"
    r"|^(LM Studio|curl|Python)$|^a-large-model: |^hf_…$|^A small model that was put"
    r"|^Accept the terms first"
)
"""Also addresses, licences, folders, and what models, and their authors, say."""


class Marking(QTranslator):
    """Marks all that is translated, so that what is not stands out."""

    def translate(
        self,
        context: str | bytes | bytearray | memoryview,
        source: str | bytes | bytearray | memoryview,
        disambiguation: str | bytes | bytearray | memoryview | None = None,  # noqa: ARG002
        n: int = -1,  # noqa: ARG002
    ) -> str | None:
        name = context if isinstance(context, str) else bytes(context).decode()
        text = source if isinstance(source, str) else bytes(source).decode()
        return f"⟦{text}⟧" if name in OURS else None

    def isEmpty(self) -> bool:
        return False


def texts(window: QWidget) -> Iterator[str]:  # noqa: C901 - one case for each kind of widget
    """All that the window says, to eyes and to a screen reader."""
    yield window.windowTitle()
    for widget in [window, *window.findChildren(QWidget)]:
        if not widget.isVisible() or widget.objectName().startswith("qt_"):
            continue
        yield from (widget.accessibleName(), widget.accessibleDescription(), widget.toolTip())
        match widget:
            case QLabel() | QAbstractButton():
                yield widget.text()
            case QGroupBox():
                yield widget.title()
            case QComboBox():
                yield from (widget.itemText(index) for index in range(widget.count()))
            case QTabWidget():
                yield from (widget.tabText(index) for index in range(widget.count()))
            case QSpinBox():
                yield from (widget.prefix(), widget.suffix(), widget.specialValueText())
            case QLineEdit() | QPlainTextEdit():
                yield widget.placeholderText()
            case QAbstractItemView():
                yield from cells(widget.model())
            case _:
                pass
    for owner in [window, *window.findChildren(QMenu)]:
        for action in owner.actions():
            yield from (action.text(), action.toolTip())


def cells(model: QAbstractItemModel) -> Iterator[str]:
    """Headings and the first rows of a list or table."""
    table = isinstance(model, QAbstractTableModel)
    for column in range(model.columnCount(QModelIndex()) if table else 1):
        heading = model.headerData(column, Qt.Orientation.Horizontal)
        yield from (text for text in (heading,) if isinstance(text, str))
        for row in range(min(model.rowCount(QModelIndex()), 40)):
            for role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
                text = model.index(row, column).data(role)
                if isinstance(text, str):
                    yield text


def said(window: QWidget) -> set[str]:
    return {text for text in texts(window) if re.search(r"[A-Za-z]{2}", text)}


def sheets(stage: Stage) -> Iterator[tuple[str, QDialog]]:
    """Every dialog, opened by its action and closed again."""
    for name in SHEETS:
        (action,) = (one for one in stage.window.actions() if one.objectName() == name)
        action.trigger()
        stage.settle(100)
        shown = [w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog)]
        (sheet,) = (w for w in shown if w.isVisible())
        yield name, sheet
        sheet.close()


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_nothing_is_said_without_translation(make_stage: Callable[..., Stage]) -> None:
    marking = Marking()
    QCoreApplication.installTranslator(marking)
    bare: set[str] = set()
    try:
        for state in ("building", "crashed", "searching", "inspector-replay", "messages"):
            stage = make_stage(Settings(theme=Theme.LIGHT))
            stage.dictionary = {name: (f"⟦{name}⟧",) for name in NAMES}
            STATES[state](stage)
            bare |= {text for text in said(stage.window) if "⟦" not in text}
            QToolTip.hideText()
            if state == "messages":
                for _, sheet in sheets(stage):
                    bare |= {text for text in said(sheet) if "⟦" not in text}
    finally:
        QCoreApplication.removeTranslator(marking)
    assert {text for text in bare if not NOT_OURS.search(text)} == set()


@pytest.mark.qt_log_ignore("This plugin does not support")
@pytest.mark.parametrize("view", PLACES)
def test_nothing_of_models_and_servers_is_said_without_translation(
    make_stage: Callable[..., Stage], view: str
) -> None:
    marking = Marking()
    QCoreApplication.installTranslator(marking)
    try:
        stage = make_stage(Settings(theme=Theme.LIGHT))
        stage.dictionary = {name: (f"⟦{name}⟧",) for name in NAMES} | {
            "Enter a token: Llama 3.3 70B": ("⟦Enter a token…⟧: Llama 3.3 70B",),
            "Start": ("⟦Start⟧",),
        }
        bare = {text for text in said(VIEWS[view](stage)) if "⟦" not in text}
    finally:
        QCoreApplication.removeTranslator(marking)
    bare -= {pair.title for pair in load_catalog()} | {job.title for job in stage.queue.jobs()}
    names = (NOT_OURS, NAMES_OF_MODELS)
    assert {text for text in bare if not any(each.search(text) for each in names)} == set()


@pytest.fixture
def german(make_stage: Callable[..., Stage]) -> Stage:
    """A window that speaks German."""
    speak(Language.GERMAN)
    stage = make_stage(Settings(theme=Theme.LIGHT, language=Language.GERMAN))
    for one in catalogue("de"):
        stage.dictionary = {
            **stage.dictionary,
            one.source: (*stage.dictionary.get(one.source, ()), *one.forms),
        }
    return stage


@pytest.mark.qt_log_ignore("This plugin does not support raise")  # tooltips offscreen
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("state", STATES)
def test_nothing_is_clipped_in_german(
    german: Stage, picture_folder: Path, state: str, size: str
) -> None:
    german.window.resize(SIZES[size])
    german.settle(400)
    STATES[state](german)
    german.settle(50)
    assert picture(german).save(str(picture_folder / f"german-{state}-{size}.png"))
    QToolTip.hideText()
    assert german.window.size() == SIZES[size]
    assert clipped(german.window) == []
    assert english(german.window) == set()


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_no_dialog_is_clipped_in_german(german: Stage, picture_folder: Path) -> None:
    STATES["messages"](german)
    for name, sheet in sheets(german):
        assert sheet.grab().save(str(picture_folder / f"german-{name}.png"))
        assert clipped(sheet) == [], name
        assert english(sheet) == set(), name


@pytest.mark.qt_log_ignore("This plugin does not support")
@pytest.mark.parametrize("view", PLACES)
def test_nothing_of_models_and_servers_is_clipped_in_german(
    german: Stage, picture_folder: Path, view: str
) -> None:
    german.dictionary = {
        **german.dictionary,
        "Enter a token: Llama 3.3 70B": ("Token eingeben: Llama 3.3 70B",),
        "Start": ("Starten",),
    }
    shown = VIEWS[view](german)
    if not isinstance(shown, QDialog):  # a dialog is as large as what it says
        shown.resize(SIZES["small"])
    german.settle(100)
    name = view.replace(": ", "-").replace(", ", "-").replace(" ", "-")
    assert shown.grab().save(str(picture_folder / f"german-{name}.png"))
    assert clipped(shown) == []
    assert english(shown) - {"target", "draft"} == set()  # files of the doctor's pairs


def english(window: QWidget) -> set[str]:
    """Sentences of ours that the window says as the code has them, though German has others."""
    both = {form for one in catalogue("de") for form in one.forms}
    return {one.source for one in catalogue("de")} & said(window) - both


@pytest.mark.parametrize("language", Language)
def test_every_language_can_be_chosen_and_left(language: Language, stage: Stage) -> None:
    speak(language)
    speak(Language.ENGLISH)
    assert QCoreApplication.translate("Remedy", "&Try again") == "&Try again"
    assert stage.window.tr("%n chat(s) imported.", "", 2) == "2 chat(s) imported."
    speak(Language.GERMAN)
    assert QCoreApplication.translate("ChatFiles", "%n chat(s) imported.", "", 1) == (
        "1 Chat importiert."
    )
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "Abbrechen"
