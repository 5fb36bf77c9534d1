"""Asks before something is deleted."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMessageBox, QWidget

translate = QCoreApplication.translate

Confirm = Callable[[QWidget, str, str], bool]
"""Whether the person agrees to a question; parent, question, and the word on the button."""


def confirm(parent: QWidget, question: str, button: str) -> bool:
    """Ask; Cancel is what Enter and Escape do."""
    box = QMessageBox(
        QMessageBox.Icon.Warning,
        translate("Confirming", "Paceline"),
        question,
        QMessageBox.StandardButton.NoButton,
        parent,
    )
    agree = box.addButton(button, QMessageBox.ButtonRole.DestructiveRole)
    cancel = box.addButton(QMessageBox.StandardButton.Cancel)
    box.setDefaultButton(cancel)
    box.setEscapeButton(cancel)
    box.exec()
    return box.clickedButton() is agree
