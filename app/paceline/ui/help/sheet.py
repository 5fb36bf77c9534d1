"""A window of its own with a heading, something to read, and Close."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

INSET: Final = 10
"""Pixels between the ring of the focus and what stands in it."""


class Sheet(QDialog):
    """Shows a content that scrolls; more buttons can stand beside Close."""

    def __init__(self, title: str, content: QWidget, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("helpSheet")
        self.setWindowTitle(title)
        heading = QLabel(title)
        heading.setObjectName("sectionTitle")
        heading.setIndent(0)
        heading.setContentsMargins(INSET, 0, 0, 0)
        area = QScrollArea()
        area.setObjectName("helpArea")
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setAccessibleName(title)
        content.setObjectName("helpPage")
        area.setWidget(content)
        self.area = area
        self.buttons = QHBoxLayout()
        self.buttons.addStretch()
        close = QPushButton(self.tr("&Close"))
        close.setAccessibleName(self.tr("Close"))
        close.setAutoDefault(False)
        close.clicked.connect(self.close)
        self.buttons.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 16, 12, 12)
        column.setSpacing(8)
        column.addWidget(heading)
        column.addWidget(area, 1)
        column.addLayout(self.buttons)
