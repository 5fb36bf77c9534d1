"""The live figures: whether speculation is on, how fast it is, and whether it pays."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from paceline.ui.colours import Colours
from paceline.ui.figures import UNKNOWN, Figures
from paceline.ui.rate_graph import RateGraph
from paceline.ui.status import Status


class LiveStrip(QFrame):
    """Renders `Figures`, a `Status` and the graph."""

    def __init__(self, colours: Colours, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("strip")
        self.setAccessibleName(self.tr("Live figures"))
        self._gain = _Figure(
            self.tr("net gain"),
            "0.00x",
            self.tr(
                "How much faster this reply is than plain decoding, measured in this reply. "
                "Above 1.0x speculation pays."
            ),
        )
        self._gain.setObjectName("headline")
        self._now = _Figure(
            self.tr("tok/s now"), "0000.0", self.tr("Tokens per second over the last moments.")
        )
        self._average = _Figure(
            self.tr("tok/s average"), "0000.0", self.tr("Tokens per second of this reply.")
        )
        self._acceptance = _Figure(
            self.tr("acceptance"),
            "100 %",
            self.tr("Accepted guesses out of those that the target tested."),
        )
        self._per_pass = _Figure(
            self.tr("tokens per pass"),
            "00.00",
            self.tr("Mean tokens that one target pass gave."),
        )
        self._chip = QLabel()
        self._chip.setObjectName("chip")
        self._chip.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.graph = RateGraph(colours)
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 8, 16, 8)
        row.setSpacing(20)
        self._row = row
        self._figures = (self._gain, self._now, self._average, self._acceptance, self._per_pass)
        for figure in self._figures:
            row.addWidget(figure)
        self._optional = (self._per_pass, self._average, self._acceptance)
        row.addWidget(self.graph, 1000)
        row.addStretch(1)
        row.addWidget(self._chip, 0, Qt.AlignmentFlag.AlignVCenter)

    def minimumSizeHint(self) -> QSize:
        """Room for the figures that are never left out, and for the chip."""
        needed = self._needed(without=self._optional)
        return QSize(needed, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as many figures as there is room for."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Leave out figures that the strip has no room for, the least telling one first."""
        left_out: tuple[QWidget, ...] = ()
        for count in range(len(self._optional) + 1):
            left_out = self._optional[:count]
            if self._needed(without=left_out) <= self.width():
                break
        for figure in self._optional:
            figure.setVisible(figure not in left_out)

    def _needed(self, *, without: Sequence[QWidget]) -> int:
        shown = [figure for figure in self._figures if figure not in without]
        margins = self._row.contentsMargins()
        widths = [
            *(each.sizeHint().width() for each in shown),
            self._chip.sizeHint().width(),
            self.graph.minimumSizeHint().width(),
        ]
        gaps = self._row.spacing() * (len(shown) + 2)
        return sum(widths) + gaps + margins.left() + margins.right()

    def show_figures(self, figures: Figures) -> None:
        """Show the numbers of a reply."""
        unreported = figures.unreported
        self._gain.set_value(figures.net_gain, unreported=unreported)
        self._now.set_value(figures.now, unreported=unreported)
        self._average.set_value(figures.average, unreported=unreported)
        self._acceptance.set_value(figures.acceptance, unreported=unreported)
        self._per_pass.set_value(figures.tokens_per_pass, unreported=unreported)

    def show_status(self, status: Status) -> None:
        """Show what speculation is doing and why."""
        if self._chip.text() == status.text and self._chip.toolTip() == status.explanation:
            return
        self._chip.setText(status.text)
        self._chip.setToolTip(status.explanation)
        self._chip.setAccessibleName(
            self.tr("Speculation: {status}. {why}").format(
                status=status.text, why=status.explanation
            )
        )
        if self._chip.property("kind") != status.kind.value:
            self._chip.setProperty("kind", status.kind.value)
            self._chip.style().unpolish(self._chip)
            self._chip.style().polish(self._chip)
        self._fit()
        self.updateGeometry()


class _Figure(QWidget):
    """A number above its name; as wide as its widest value, so nothing jumps."""

    def __init__(self, caption: str, widest: str, meaning: str) -> None:
        super().__init__()
        self._caption = caption
        self._widest = widest
        self._meaning = meaning
        self._value = QLabel(UNKNOWN)
        self._value.setObjectName("figure")
        name = QLabel(caption)
        name.setObjectName("caption")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._value)
        column.addWidget(name)
        self.set_value(UNKNOWN)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._value.ensurePolished()
        metrics = self._value.fontMetrics()
        self._value.setMinimumWidth(metrics.horizontalAdvance(self._widest))

    def set_value(self, value: str, *, unreported: bool = False) -> None:
        self._value.setText(value)
        said = value
        if value == UNKNOWN:
            said = (
                self.tr("not reported by the server") if unreported else self.tr("not measured yet")
            )
        elif unreported and value.startswith("≈"):
            said = self.tr("about {count}, counted in pieces of text").format(count=value[1:])
        told = f"{self._meaning} ({said})" if unreported and said != value else self._meaning
        self.setToolTip(told)
        self._value.setAccessibleName(f"{self._caption}: {said}")
