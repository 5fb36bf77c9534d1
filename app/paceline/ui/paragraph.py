"""A text of several lines that is as wide as it is told and always as high as it needs."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget


class Paragraph(QLabel):
    """Wraps at a fixed width; asks for its full height, which a plain label in a row does not."""

    def __init__(self, text: str, width: int, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFixedWidth(width)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def hasHeightForWidth(self) -> bool:
        """The width is fixed; a layout would ask for the height at its own width."""
        return False

    def sizeHint(self) -> QSize:
        """The fixed width and the height of all lines."""
        self.ensurePolished()
        return QSize(self.maximumWidth(), self.heightForWidth(self.maximumWidth()))

    def minimumSizeHint(self) -> QSize:
        """It does not shrink."""
        return self.sizeHint()
