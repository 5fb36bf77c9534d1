"""Asks the person for files with the desktop's own dialogs."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog, QWidget

translate = QCoreApplication.translate


def choose_gguf(parent: QWidget, title: str, start: Path | None) -> Path | None:
    """The chosen file, or None where the person changed their mind."""
    kinds = ";;".join(
        (translate("FileChoice", "GGUF models (*.gguf)"), translate("FileChoice", "All files (*)"))
    )
    name, _ = QFileDialog.getOpenFileName(parent, title, str(start) if start else "", kinds)
    return Path(name) if name else None


def choose_save_file(parent: QWidget, title: str, name: str, kinds: str) -> Path | None:
    """Where to save; `name` is suggested, `kinds` is a filter such as "Pages (*.html)"."""
    chosen, _ = QFileDialog.getSaveFileName(parent, title, name, kinds)
    return Path(chosen) if chosen else None
