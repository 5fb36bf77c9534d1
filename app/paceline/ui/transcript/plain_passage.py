"""Text without any markup, as a person typed it: selectable, as high as it needs."""

from math import ceil

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextOption, QWheelEvent
from PySide6.QtWidgets import QFrame, QTextEdit, QWidget


class PlainPassage(QTextEdit):
    """Read-only; never scrolls by itself."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fitted: tuple[int, int, int] | None = None
        self.textChanged.connect(self.forget_fit)
        self.setObjectName("passage")
        self.setReadOnly(True)
        self.setAcceptRichText(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # the flags have set another one
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setLineWrapMode(QTextEdit.LineWrapMode.FixedPixelWidth)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.document().setDocumentMargin(0)
        self.document().setUndoRedoEnabled(False)
        self.viewport().setAutoFillBackground(False)
        self.setPlainText(text)

    def fit(self, width: int) -> tuple[int, int]:
        """The width that the text takes of this much, and its height then."""
        if self._fitted is None or self._fitted[0] != width:
            self.setLineWrapColumnOrWidth(width)
            needed = min(width, ceil(self.document().idealWidth()) + 1)
            self.setLineWrapColumnOrWidth(needed)
            self._fitted = (width, needed, ceil(self.document().size().height()))
        return self._fitted[1:]

    def forget_fit(self) -> None:
        """It may need another room now."""
        self._fitted = None

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave scrolling to the column."""
        event.ignore()
