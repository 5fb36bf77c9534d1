"""One line of text that gives way: too long, it ends in an ellipsis and keeps its tooltip."""

from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

FEWEST_CHARACTERS: Final = 6


class ElidedLabel(QLabel):
    """Never clipped, never pushing its neighbours away."""

    def __init__(
        self, text: str = "", parent: QWidget | None = None, *, may_vanish: bool = False
    ) -> None:
        super().__init__(text, parent)
        self._may_vanish = may_vanish
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)

    def minimumSizeHint(self) -> QSize:
        """Room for a few letters and the ellipsis, or none where the text may vanish."""
        width = 0 if self._may_vanish else self._fewest()
        return QSize(min(width, super().sizeHint().width()), super().minimumSizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint as much as fits, but no ellipsis alone."""
        if self._may_vanish and self.width() < min(self._fewest(), self.sizeHint().width()):
            return
        painter = QPainter(self)
        room = self.contentsRect()
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, int(self.alignment() | Qt.AlignmentFlag.AlignVCenter), text)
        painter.end()

    def _fewest(self) -> int:
        return self.fontMetrics().averageCharWidth() * FEWEST_CHARACTERS
