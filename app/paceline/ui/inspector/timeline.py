"""The passes of a reply as bars in a row: guesses above the line, milliseconds below it."""

from typing import Final

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QBrush,
    QColor,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QToolTip, QWidget

from paceline.options import MAX_DRAFT_LENGTH
from paceline.provenance import Round
from paceline.ui.colours import Colours
from paceline.ui.inspector.recording import Recording
from paceline.ui.inspector.round_facts import round_sentence, time_sentence

_STEP: Final = 11
_BAR: Final = 8
_GUTTER: Final = 34
_HEAD: Final = 16
_LEAST_GUESSES: Final = 4
_USUAL: Final = 0.9
"""This share of the passes in sight fits; longer ones are cut and marked."""


class Timeline(QAbstractScrollArea):
    """Paints only the passes in sight; the arrow keys go through them."""

    pass_chosen = Signal(int)

    def __init__(self, colours: Colours, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._colours = colours
        self._recording = Recording()
        self._chosen: int | None = None
        self._most_guesses = _LEAST_GUESSES
        self._read = 0
        self._follows = True
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("Timeline of passes"))
        self.horizontalScrollBar().setSingleStep(_STEP)
        self.horizontalScrollBar().valueChanged.connect(self._on_scrolled)

    @property
    def chosen(self) -> int | None:
        """The pass that the person looks at."""
        return self._chosen

    def sizeHint(self) -> QSize:
        """Room for some dozens of passes."""
        return QSize(300, 230)

    def minimumSizeHint(self) -> QSize:
        """Enough to tell bars apart."""
        return QSize(160, 150)

    def show_recording(self, recording: Recording) -> None:
        """Show another reply."""
        self._recording = recording
        self._chosen = None
        self._read = 0
        self._most_guesses = _LEAST_GUESSES
        self.setAccessibleDescription(self.tr("No pass is chosen; the arrow keys choose one."))
        self._follows = not recording.rounds
        self.horizontalScrollBar().setValue(0)
        self.refresh()

    def refresh(self) -> None:
        """Take in the passes that came; stay at the end where the person is there."""
        rounds = self._recording.rounds
        for place in range(self._read, len(rounds)):
            self._most_guesses = max(self._most_guesses, rounds[place].drafted)
        self._read = len(rounds)
        self._fit()
        self.viewport().update()

    def set_colours(self, colours: Colours) -> None:
        """Change to another theme."""
        self._colours = colours
        self.viewport().update()

    def choose(self, place: int) -> None:
        """Look at a pass, and say so."""
        rounds = self._recording.rounds
        if not rounds:
            return
        place = max(0, min(place, len(rounds) - 1))
        self._chosen = place
        bar = self.horizontalScrollBar()
        left = place * _STEP
        room = self.viewport().width() - _GUTTER
        if left < bar.value():
            bar.setValue(left)
        elif left + _STEP > bar.value() + room:
            bar.setValue(left + _STEP - room)
        self.viewport().update()
        self.setAccessibleDescription(self._told(place))
        event = QAccessibleEvent(self, QAccessible.Event.DescriptionChanged)
        QAccessible.updateAccessibility(event)
        self.pass_chosen.emit(place)

    # Events of Qt -------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from pass to pass."""
        rounds = len(self._recording.rounds)
        here = -1 if self._chosen is None else self._chosen
        page = max(1, (self.viewport().width() - _GUTTER) // _STEP)
        targets = {
            Qt.Key.Key_Left: here - 1,
            Qt.Key.Key_Right: here + 1,
            Qt.Key.Key_PageUp: here - page,
            Qt.Key.Key_PageDown: here + page,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: rounds - 1,
        }
        target = targets.get(Qt.Key(event.key()))
        if target is None or not rounds:
            super().keyPressEvent(event)
        else:
            self.choose(target)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the pass under the mouse."""
        place = self._place_at(event.position().toPoint())
        if place is not None:
            self.choose(place)

    def viewportEvent(self, event: QEvent) -> bool:
        """Tell what the pass under the mouse did."""
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            place = self._place_at(event.pos())
            if place is None:
                QToolTip.hideText()
            else:
                QToolTip.showText(event.globalPos(), self._told(place), self.viewport())
            return True
        return super().viewportEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Other passes are in sight now."""
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the passes in sight, and their scales."""
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rounds = self._recording.rounds
        scrolled = self.horizontalScrollBar().value()
        first = scrolled // _STEP
        last = min(len(rounds), (scrolled + self.viewport().width() - _GUTTER) // _STEP + 1)
        longest = _usual_ms(rounds[first:last])
        self._paint_scales(painter, longest)
        painter.setClipRect(
            QRectF(_GUTTER, 0, self.viewport().width() - _GUTTER, self.viewport().height())
        )
        for place in range(first, last):
            self._paint_pass(painter, place, place * _STEP - scrolled + _GUTTER, longest)
        if self.hasFocus():
            painter.setClipping(False)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(self._colours.accent), 2))
            painter.drawRect(QRectF(self.viewport().rect()).adjusted(1, 1, -1, -1))
        painter.end()

    # Inside -------------------------------------------------------------------------------

    @property
    def _middle(self) -> float:
        return _HEAD + (self.viewport().height() - _HEAD) * 0.52

    def _fit(self) -> None:
        """Make the scroll bar as long as the reply; a person at its end stays there."""
        follows = self._follows and self._chosen is None
        room = self.viewport().width() - _GUTTER
        bar = self.horizontalScrollBar()
        bar.setRange(0, max(0, len(self._recording.rounds) * _STEP - room))
        bar.setPageStep(max(room, _STEP))
        if follows:
            bar.setValue(bar.maximum())

    def _on_scrolled(self, value: int) -> None:
        self._follows = value >= self.horizontalScrollBar().maximum()
        self.viewport().update()

    def _place_at(self, point: QPoint) -> int | None:
        across = point.x() - _GUTTER + self.horizontalScrollBar().value()
        place = across // _STEP
        inside = point.x() >= _GUTTER and 0 <= place < len(self._recording.rounds)
        return place if inside else None

    def _told(self, place: int) -> str:
        round_ = self._recording.rounds[place]
        told = f"{round_sentence(place + 1, round_)} {time_sentence(round_)}"
        return f"{told} {round_.decision.sentence}" if round_.decision else told

    def _paint_scales(self, painter: QPainter, longest: float) -> None:
        middle = self._middle
        painter.setPen(QPen(QColor(self._colours.border), 1))
        width = self.viewport().width()
        painter.drawLine(QPointF(_GUTTER, middle), QPointF(width, middle))
        painter.setPen(QColor(self._colours.muted))
        right = Qt.AlignmentFlag.AlignRight
        top = QRectF(0, _HEAD - 8, _GUTTER - 5, 16)
        painter.drawText(top, right, str(self._most_guesses))
        bottom = QRectF(0, self.viewport().height() - 18, _GUTTER - 5, 16)
        painter.drawText(bottom, right, f"{longest:.0f}")
        painter.drawText(QRectF(0, middle + 2, _GUTTER - 5, 16), right, self.tr("ms"))
        painter.drawText(QRectF(0, middle - 18, _GUTTER - 5, 16), right, "0")

    def _paint_pass(self, painter: QPainter, place: int, x: float, longest: float) -> None:
        round_ = self._recording.rounds[place]
        if place == self._chosen:
            painter.setPen(QPen(QColor(self._colours.accent), 1.4))
            painter.setBrush(QColor(self._colours.hover))
            painter.drawRoundedRect(
                QRectF(x - 1, 1, _STEP - 0.5, self.viewport().height() - 2), 3, 3
            )
        self._paint_guesses(painter, round_, x)
        self._paint_times(painter, round_, x, longest)
        if round_.decision is not None:
            centre = QPointF(x + _BAR / 2, _HEAD / 2)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self._colours.warning))
            corners = [QPointF(0, -5), QPointF(4.5, 0), QPointF(0, 5), QPointF(-4.5, 0)]
            painter.drawPolygon(QPolygonF([centre + corner for corner in corners]))

    def _paint_guesses(self, painter: QPainter, round_: Round, x: float) -> None:
        """Accepted filled, refused outlined, never tested dotted; a ring where none was made."""
        middle = self._middle
        unit = (middle - _HEAD - 4) / min(self._most_guesses, MAX_DRAFT_LENGTH)
        if not round_.drafted:
            painter.setPen(QPen(QColor(self._colours.muted), 1.2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(QPointF(x + _BAR / 2, middle - 5), 2.5, 2.5)
            return
        line = QColor(self._colours.drafted_line)
        height = round_.accepted * unit
        if round_.accepted:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(line)
            painter.drawRect(QRectF(x, middle - height, _BAR, height))
        refused = QColor(self._colours.corrected_line)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if round_.tested > round_.accepted:
            painter.setPen(QPen(refused, 1.4))
            size = (round_.tested - round_.accepted) * unit
            painter.drawRect(QRectF(x + 0.7, middle - height - size, _BAR - 1.4, size))
            height += size
        if round_.drafted > round_.tested:
            painter.setPen(QPen(QColor(self._colours.muted), 1.2, Qt.PenStyle.DotLine))
            size = (round_.drafted - round_.tested) * unit
            painter.drawRect(QRectF(x + 0.7, middle - height - size, _BAR - 1.4, size))

    def _paint_times(self, painter: QPainter, round_: Round, x: float, longest: float) -> None:
        """Hatched for the draft, then solid for the pass of the target."""
        top = self._middle + 2
        room = self.viewport().height() - top - 3
        draft = min(round_.draft_ms / longest, 1.0) * room
        whole = min((round_.draft_ms + round_.verify_ms) / longest, 1.0) * room
        colour = QColor(self._colours.accent)
        painter.setPen(QPen(colour, 1))
        painter.setBrush(QBrush(colour, Qt.BrushStyle.BDiagPattern))
        if draft:
            painter.drawRect(QRectF(x + 0.5, top, _BAR - 1, draft))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._colours.muted))
        painter.drawRect(QRectF(x, top + draft, _BAR, whole - draft))
        if round_.draft_ms + round_.verify_ms > longest:
            painter.setPen(QPen(QColor(self._colours.surface), 2))
            y = top + whole - 6
            painter.drawLine(QPointF(x - 1, y + 2), QPointF(x + _BAR + 1, y - 2))


def _usual_ms(rounds: list[Round]) -> float:
    """Return a time that nearly all of these passes keep within."""
    times = sorted(each.draft_ms + each.verify_ms for each in rounds)
    return 1.15 * times[int(_USUAL * (len(times) - 1))] if times else 1.0
