"""What a model or a pair would take of this machine's memory, as a bar and in words."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from paceline.ui.colours import Colours
from paceline.ui.composing.flow_layout import FlowLayout

BAR_HEIGHT: Final = 16
_SWATCH: Final = 12


@dataclass(frozen=True, slots=True)
class Portion:
    """A stretch of the bar, in bytes; `colour` names a field of `Colours`, `text` says it all.

    `hatched` marks what others hold, so that the bar is understood without its colours.
    """

    text: str
    size: int
    colour: str
    hatched: bool = False


@dataclass(frozen=True, slots=True)
class MemoryPicture:
    """All of the bar; `room` is how many bytes it stands for."""

    sentence: str
    portions: tuple[Portion, ...]
    room: int


class MemoryBar(QWidget):
    """The bar, its key below it, and a sentence; a screen reader is told the sentence and key."""

    def __init__(self, colours: Colours, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._colours = colours
        self._bar = _Bar(colours)
        self._sentence = QLabel()
        self._sentence.setWordWrap(True)
        self._key = QWidget()
        self._flow = FlowLayout(self._key, gap=14)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self._sentence)
        column.addWidget(self._bar)
        column.addWidget(self._key)

    @property
    def text(self) -> str:
        """All that it says."""
        told = [self._sentence.text()]
        told += [swatch.text() for swatch in self._key.findChildren(_Swatch)]
        return "\n".join(told)

    def show_picture(self, picture: MemoryPicture) -> None:
        """Show this."""
        self._sentence.setText(picture.sentence)
        self._bar.show_picture(picture)
        for old in self._key.findChildren(_Swatch):
            self._flow.removeWidget(old)
            old.hide()
            old.deleteLater()
        for portion in picture.portions:
            self._flow.addWidget(_Swatch(portion, self._colours))
        self._key.updateGeometry()

    def set_colours(self, colours: Colours) -> None:
        """Change to another theme."""
        self._colours = colours
        self._bar.set_colours(colours)
        for swatch in self._key.findChildren(_Swatch):
            swatch.set_colours(colours)


class _Bar(QWidget):
    def __init__(self, colours: Colours) -> None:
        super().__init__()
        self._colours = colours
        self._picture = MemoryPicture("", (), 1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(200, BAR_HEIGHT)

    def show_picture(self, picture: MemoryPicture) -> None:
        self._picture = picture
        told = [picture.sentence, *(portion.text for portion in picture.portions)]
        self.setAccessibleName(". ".join(told))
        self.update()

    def set_colours(self, colours: Colours) -> None:
        self._colours = colours
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        area = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        whole = max(self._picture.room, sum(each.size for each in self._picture.portions), 1)
        painter.fillRect(area, QColor(self._colours.hover))
        x = area.left()
        for portion in self._picture.portions:
            width = area.width() * portion.size / whole
            painter.fillRect(
                QRectF(x, area.top(), width, area.height()), _brush(portion, self._colours)
            )
            x += width
        painter.setPen(QPen(QColor(self._colours.muted), 1))
        painter.drawRect(area)
        end = area.left() + area.width() * self._picture.room / whole
        if end < area.right() - 1:  # what is needed goes on behind all that the machine has
            painter.setPen(QPen(QColor(self._colours.danger), 3))
            painter.drawLine(int(end), 0, int(end), self.height())
        painter.end()


class _Swatch(QLabel):
    def __init__(self, portion: Portion, colours: Colours) -> None:
        super().__init__(portion.text)
        self._portion = portion
        self._colours = colours
        self.setContentsMargins(_SWATCH + 6, 0, 0, 0)

    def set_colours(self, colours: Colours) -> None:
        self._colours = colours
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        square = QRectF(0.5, (self.height() - _SWATCH) / 2, _SWATCH - 1, _SWATCH - 1)
        painter.fillRect(square, QColor(self._colours.hover))
        painter.fillRect(square, _brush(self._portion, self._colours))
        painter.setPen(QPen(QColor(self._colours.muted), 1))
        painter.drawRect(square)
        painter.end()


def _brush(portion: Portion, colours: Colours) -> QBrush:
    style = Qt.BrushStyle.BDiagPattern if portion.hatched else Qt.BrushStyle.SolidPattern
    return QBrush(QColor(colours.named()[portion.colour]), style)
