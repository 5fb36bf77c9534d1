"""What a screen reader is told: every window and dialog, read through Qt's accessibility tree."""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Final

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QAccessibleEvent,
    QAccessibleInterface,
    QTextDocumentFragment,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QKeySequenceEdit,
    QLabel,
    QLineEdit,
    QListView,
    QMenu,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QRadioButton,
    QScrollBar,
    QSlider,
    QSpinBox,
    QSplitterHandle,
    QTabBar,
    QTableView,
    QTextEdit,
    QToolButton,
    QTreeView,
    QWidget,
)

from paceline.errors import ErrorCode
from paceline.settings import Settings, Theme
from paceline.ui.composing.message_edit import MessageEdit
from paceline.ui.main_window import MainWindow
from ui.conftest import Stage
from ui.replies import long_reply
from ui.views import VIEWS, trigger

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # offscreen

Role = QAccessible.Role

ROLES: Final[tuple[tuple[type[QWidget], set[QAccessible.Role]], ...]] = (
    (QCheckBox, {Role.CheckBox}),
    (QRadioButton, {Role.RadioButton}),
    (QToolButton, {Role.Button, Role.ButtonMenu, Role.CheckBox}),
    (QPushButton, {Role.Button, Role.ButtonMenu}),
    (QComboBox, {Role.ComboBox}),
    (QSpinBox, {Role.SpinBox}),
    (QDoubleSpinBox, {Role.SpinBox}),
    (QLineEdit, {Role.EditableText}),
    (QPlainTextEdit, {Role.EditableText}),
    (QTextEdit, {Role.EditableText}),
    (QSlider, {Role.Slider}),
    (QProgressBar, {Role.ProgressBar}),
    (QTabBar, {Role.PageTabList}),
    (QTreeView, {Role.Tree, Role.Table}),
    (QTableView, {Role.Table}),
    (QListView, {Role.List}),
)
"""What each kind of control is to a screen reader; the first that fits."""

PARTS: Final = (QScrollBar, QSplitterHandle)
"""Parts of something that has a name, which the keys of that scroll or the mouse alone moves."""

MOST_ROWS: Final = 200
"""Of a table or list; all rows come from one model."""


def interfaces(root: QWidget) -> Iterator[QAccessibleInterface]:
    """All that is shown, the root first."""
    waiting = [QAccessible.queryAccessibleInterface(root)]
    while waiting:
        here = waiting.pop()
        yield here
        for place in reversed(range(min(here.childCount(), MOST_ROWS))):
            child: QAccessibleInterface | None = here.child(place)
            if child is not None and child.isValid() and not child.state().invisible:
                waiting.append(child)


def name(interface: QAccessibleInterface) -> str:
    """Its name; on Linux Qt tells that of a combo box by a label or the description alone."""
    if isinstance(interface.object(), QComboBox):
        labels = interface.relations(QAccessible.RelationFlag.Label)
        return " ".join(name(one) for one, _ in labels) or description(interface)
    return interface.text(QAccessible.Text.Name)


def description(interface: QAccessibleInterface) -> str:
    return interface.text(QAccessible.Text.Description)


def widget_of(interface: QAccessibleInterface) -> QWidget | None:
    found = interface.object()
    return found if isinstance(found, QWidget) else None


def inside(widget: QWidget) -> bool:
    """Whether Qt made it as a part of another control."""
    above = widget.parentWidget()
    whole = (QAbstractSpinBox, QComboBox, QKeySequenceEdit)
    return above is not None and (
        isinstance(above, whole) or widget.objectName().startswith("qt_") or inside_view(widget)
    )


def inside_view(widget: QWidget) -> bool:
    above = widget.parentWidget()
    headers = isinstance(widget, QAbstractItemView) and widget.inherits("QHeaderView")
    corner = widget.metaObject().className() == "QTableCornerButton"
    return isinstance(above, QAbstractItemView) and (headers or corner)


def controls(root: QWidget) -> list[QAccessibleInterface]:
    """Everything that can be pressed, changed or given the keyboard."""
    kinds = (
        QAbstractButton,
        QAbstractSlider,
        QAbstractSpinBox,
        QComboBox,
        QLineEdit,
        QPlainTextEdit,
        QTextEdit,
        QAbstractItemView,
        QTabBar,
        QProgressBar,
    )
    found = []
    for interface in interfaces(root):
        widget = widget_of(interface)
        if widget is None or isinstance(widget, PARTS) or inside(widget) or widget is root:
            continue
        tabs = Qt.FocusPolicy.TabFocus in widget.focusPolicy()
        if isinstance(widget, kinds) or tabs or interface.state().focusable:
            found.append(interface)
    return found


def label(interface: QAccessibleInterface) -> str:
    widget = interface.object()
    return f"{type(widget).__name__} {name(interface)!r}"


def above(interface: QAccessibleInterface) -> str:
    """The names of what it stands in."""
    names = []
    here: QAccessibleInterface | None = interface.parent()
    while here is not None and here.isValid():
        names.append(name(here))
        here = here.parent()
    return " < ".join(one for one in names if one)


def unknown_role(interface: QAccessibleInterface) -> bool:
    widget = interface.object()
    for kind, roles in ROLES:
        if isinstance(widget, kind):
            return interface.role() not in roles
    return False


def untold_tooltip(interface: QAccessibleInterface) -> str:
    """What only the mouse is told."""
    widget = widget_of(interface)
    tip = "" if widget is None else widget.toolTip()
    plain = QTextDocumentFragment.fromHtml(tip).toPlainText() if "<" in tip else tip
    told = f"{name(interface)} {description(interface)}"
    return "" if " ".join(plain.split()) in " ".join(told.split()) or tip in told else plain


def wrong_state(interface: QAccessibleInterface) -> list[str]:
    """Where the state that is told is not the one that is seen."""
    state, widget = interface.state(), interface.object()
    wrong = []
    if isinstance(widget, QWidget) and bool(state.disabled) is widget.isEnabled():
        wrong.append("disabled")
    if isinstance(widget, QAbstractButton) and widget.isCheckable():
        if not state.checkable:
            wrong.append("checkable")
        if bool(state.checked) is not widget.isChecked():
            wrong.append("checked")
    if isinstance(widget, QTextEdit | QPlainTextEdit | QLineEdit) and (
        bool(state.readOnly) is not widget.isReadOnly()
    ):
        wrong.append("readOnly")
    if isinstance(widget, QToolButton | QPushButton):
        menu: QMenu | None = widget.menu()
        if menu is not None and not state.hasPopup:
            wrong.append("hasPopup")
    return wrong


def silent_value(interface: QAccessibleInterface) -> bool:
    """Whether it has a value on the screen that is not told."""
    widget = interface.object()
    told = interface.text(QAccessible.Text.Value)
    match widget:
        case QTextEdit() | QPlainTextEdit():
            return bool(widget.toPlainText()) and not told
        case QLineEdit() | QAbstractSpinBox():
            return bool(widget.text()) and not told
        case QComboBox():
            return bool(widget.currentText()) and told != widget.currentText()
        case QAbstractSlider() | QProgressBar():
            return interface.valueInterface() is None and not told
        case _:
            return False


@pytest.fixture(autouse=True)
def _reader() -> Iterator[None]:
    """A screen reader listens."""
    QAccessible.setActive(True)
    yield
    QAccessible.setActive(False)


@pytest.fixture
def opened(make_stage: Callable[..., Stage]) -> Callable[[str], QWidget]:
    def open_view(view: str) -> QWidget:
        return VIEWS[view](make_stage(Settings(theme=Theme.LIGHT)))

    return open_view


@pytest.mark.parametrize("view", VIEWS)
def test_every_control_tells_what_it_is(opened: Callable[[str], QWidget], view: str) -> None:
    root = opened(view)
    assert name(QAccessible.queryAccessibleInterface(root))
    found = controls(root)
    print(f"{view}: {len(found)} controls")
    assert found
    wrong = {
        "without a name": [label(one) for one in found if not name(one)],
        "with a wrong role": [f"{label(one)}: {one.role()}" for one in found if unknown_role(one)],
        "with a tooltip that is not told": [
            f"{label(one)}: {tip}" for one in found if (tip := untold_tooltip(one))
        ],
        "with a wrong state": [f"{label(one)}: {w}" for one in found if (w := wrong_state(one))],
        "with a value that is not told": [label(one) for one in found if silent_value(one)],
        "of one name in one place": [
            key
            for key, count in Counter((label(one), above(one)) for one in found).items()
            if count > 1
        ],
    }
    assert {what: which for what, which in wrong.items() if which} == {}


def bare(interface: QAccessibleInterface) -> bool:
    """Whether it is a label in which nothing stands now."""
    widget = interface.object()
    return isinstance(widget, QLabel) and not widget.text()


@pytest.mark.parametrize("view", VIEWS)
def test_every_row_and_picture_tells_something(opened: Callable[[str], QWidget], view: str) -> None:
    rows = {Role.ListItem, Role.MenuItem, Role.PageTab, Role.Graphic}
    texts = {Role.StaticText}
    found = list(interfaces(opened(view)))
    mute = [one for one in found if one.role() in rows and not name(one)]
    labels = [one for one in found if one.role() in texts and not name(one) and not bare(one)]
    assert [f"{label(one)} in {above(one)}" for one in mute + labels] == []


def stops(window: QWidget, key: Qt.Key, most: int) -> list[QWidget]:
    """Where the focus comes by with one key, until it is back or stays."""
    seen: list[QWidget] = []
    for _ in range(most):
        here: QWidget | None = window.focusWidget()
        assert here is not None, f"nothing has the focus after {seen[-1:]}"
        if seen and here is seen[0]:
            break
        seen.append(here)
        QTest.keyClick(here, key)
    return seen


def missed(wanted: set[QWidget], reached: list[QWidget]) -> set[str]:
    """What the focus came neither to nor into."""
    return {
        f"{type(one).__name__} {one.accessibleName()!r}"
        for one in wanted
        if not any(here is one or one.isAncestorOf(here) for here in reached)
    }


@pytest.mark.parametrize("view", VIEWS)
def test_tab_goes_round_and_back(opened: Callable[[str], QWidget], view: str) -> None:
    root = opened(view)
    window = root.window()
    window.activateWindow()
    if isinstance(window, MainWindow):
        next(edit for edit in window.findChildren(MessageEdit) if edit.isVisible()).setFocus()
    forth = stops(window, Qt.Key.Key_Tab, 400)
    assert window.focusWidget() is forth[0], f"Tab is caught at {forth[-3:]}"
    back = stops(window, Qt.Key.Key_Backtab, 400)
    assert window.focusWidget() is back[0], f"Shift+Tab is caught at {back[-3:]}"
    wanted = {
        widget
        for one in controls(window)
        if (widget := widget_of(one)) is not None
        and Qt.FocusPolicy.TabFocus in widget.focusPolicy()
        and widget.isEnabled()
    }
    assert missed(wanted, forth) == set()
    assert missed(wanted, back) == set()


@pytest.fixture
def announced(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What a screen reader speaks without being asked: announcements and alerts."""
    spoken: list[str] = []

    def hear(event: QAccessibleEvent) -> None:
        if isinstance(event, QAccessibleAnnouncementEvent):
            spoken.append(event.message())
        elif event.type() is QAccessible.Event.Alert:
            spoken.append(name(QAccessible.queryAccessibleInterface(event.object())))

    monkeypatch.setattr(QAccessible, "updateAccessibility", hear)
    return spoken


def test_the_end_of_a_reply_is_spoken(chat: Stage, announced: list[str]) -> None:
    chat.reply("Hello", *long_reply())
    assert len(announced) == 1
    assert announced[0].startswith("The reply has ended. 53 tokens")


def test_a_failure_and_a_toast_are_spoken(chat: Stage, announced: list[str]) -> None:
    chat.send("Hello")
    chat.engine.fail(ErrorCode.DECODE_FAILED, "decode returned 1")
    assert chat.banner.text in announced
    trigger(chat, "delete_chat")
    assert any(words.startswith("Deleted") for words in announced)
