"""All keys on one sheet, as they are now."""

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QGridLayout, QLabel, QMainWindow, QMenu, QWidget

from paceline.ui.actions import plain_text
from paceline.ui.help.sheet import INSET, Sheet

translate = QCoreApplication.translate


def shortcuts_sheet(window: QMainWindow) -> Sheet:
    """List what the menus hold and has a key, under the names of the menus."""
    sheet = Sheet(translate("Help", "Keys"), _page(_groups(window)), window)
    sheet.resize(560, 560)
    return sheet


def _groups(window: QMainWindow) -> list[tuple[str, list[tuple[str, str]]]]:
    writing = [
        (translate("Help", "Send the message"), translate("Help", "Enter")),
        (translate("Help", "Begin a new line"), translate("Help", "Shift+Enter")),
    ]
    groups = [(translate("Help", "Writing"), writing)]
    for title in window.menuBar().actions():
        menu = title.menu()
        if isinstance(menu, QMenu):
            lines = [
                (plain_text(action), _native(action))
                for action in menu.actions()
                if not action.shortcut().isEmpty()
            ]
            if lines:
                groups.append((plain_text(title), lines))
    return groups


def _page(groups: list[tuple[str, list[tuple[str, str]]]]) -> QWidget:
    page = QWidget()
    grid = QGridLayout(page)
    grid.setContentsMargins(INSET, 6, 12, 6)
    grid.setVerticalSpacing(5)
    grid.setColumnStretch(0, 1)
    row = 0
    for title, lines in groups:
        heading = QLabel(title)
        heading.setObjectName("settingTitle")
        heading.setContentsMargins(0, 10, 0, 0)
        grid.addWidget(heading, row, 0, 1, 2)
        row += 1
        for text, key in lines:
            shown = QLabel(key)
            shown.setObjectName("key")
            shown.setAccessibleName(f"{text}: {key}")
            grid.addWidget(QLabel(text), row, 0)
            grid.addWidget(shown, row, 1, Qt.AlignmentFlag.AlignRight)
            row += 1
    grid.setRowStretch(row, 1)
    return page


def _native(action: QAction) -> str:
    return action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
