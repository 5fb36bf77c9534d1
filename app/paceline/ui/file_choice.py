"""Asks the person for a GGUF file with the desktop's own dialog."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget


def choose_gguf(parent: QWidget, title: str, start: Path | None) -> Path | None:
    """The chosen file, or None where the person changed their mind."""
    name, _ = QFileDialog.getOpenFileName(
        parent, title, str(start) if start else "", "GGUF models (*.gguf);;All files (*)"
    )
    return Path(name) if name else None
