"""The first view: whether it pays, how it went, and what it ran on."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from paceline.protocol.messages import PairLoaded
from paceline.ui.colours import Colours
from paceline.ui.inspector.fact_list import FactList
from paceline.ui.inspector.gain_meter import GainMeter
from paceline.ui.inspector.pace import Pace
from paceline.ui.inspector.pair_facts import pair_facts, thread_facts
from paceline.ui.inspector.payoff import Payoff
from paceline.ui.inspector.plot import Curve, Plot
from paceline.ui.inspector.recording import Recording
from paceline.ui.inspector.view import View


class Overview(View):
    """Meter, curves and facts, scrolled where they do not fit."""

    def __init__(self, colours: Colours, parent: QWidget | None = None) -> None:
        super().__init__(colours, parent)
        self._pace = Pace()
        self._read = 0
        self._meter = GainMeter(colours)
        self._decision = QLabel()
        self._decision.setWordWrap(True)
        self._decision.setObjectName("muted")
        self._decision.setAccessibleName(self.tr("The governor's last decision"))
        self._rate = Plot(self.tr("Tokens per second"), self.tr("tok/s"), colours, places=1)
        self._acceptance = Plot(self.tr("Acceptance"), "%", colours, most=100.0)
        self._length = Plot(self.tr("Draft length"), self.tr("guesses"), colours, places=1)
        self._rate.setToolTip(self.tr("The dashed line is what plain decoding would give."))
        self._threads = FactList(self.tr("Threads of this reply"))
        self._facts = FactList(self.tr("The pair that is loaded now"))
        self._pair: PairLoaded | None = None
        page = QWidget()
        page.setObjectName("inspectorPage")
        column = QVBoxLayout(page)
        column.setContentsMargins(12, 10, 12, 10)
        column.setSpacing(10)
        column.addWidget(self._meter)
        column.addWidget(self._decision)
        for plot in self._plots:
            column.addWidget(plot)
        column.addWidget(self._legend())
        column.addWidget(self._threads)
        loaded = QLabel(self.tr("The pair that is loaded now"))
        loaded.setObjectName("inspectorTitle")
        column.addWidget(loaded)
        column.addWidget(self._facts)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidget(page)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setAccessibleName(self.tr("Overview of the reply"))
        self.column.addWidget(scroll)

    @property
    def _plots(self) -> tuple[Plot, Plot, Plot]:
        return self._rate, self._acceptance, self._length

    def show_recording(self, recording: Recording) -> None:
        """Show another reply."""
        super().show_recording(recording)
        self._pace = Pace()
        self._read = 0
        self.refresh()

    def show_pair(self, pair: PairLoaded | None) -> None:
        """Show where the models lie."""
        self._pair = pair
        self._show_facts()

    def refresh(self) -> None:
        """Draw the curves up to the last pass."""
        rounds = self.recording.rounds
        for place in range(self._read, len(rounds)):
            self._pace.append(rounds[place])
        self._read = len(rounds)
        self._meter.show_payoff(Payoff.of(self.recording))
        decision = self.recording.decision
        self._decision.setText(decision.sentence if decision else "")
        self._decision.setVisible(decision is not None)
        moments = list(self._pace.moments())
        seconds, marks = self._pace.seconds, self._pace.marks
        self._rate.draw(
            Curve(
                [(each.seconds, each.rate) for each in moments],
                seconds,
                marks,
                self.recording.tally.plain_rate,
            )
        )
        self._acceptance.draw(
            Curve(
                [
                    (each.seconds, None if each.acceptance is None else 100 * each.acceptance)
                    for each in moments
                ],
                seconds,
                marks,
            )
        )
        self._length.draw(Curve([(each.seconds, each.length) for each in moments], seconds, marks))
        self._show_facts()

    def set_colours(self, colours: Colours) -> None:
        """Change to another theme."""
        super().set_colours(colours)
        self._meter.set_colours(colours)
        for plot in self._plots:
            plot.set_colours(colours)

    def _show_facts(self) -> None:
        self._threads.show_facts(thread_facts(self.recording))
        self._facts.show_facts(pair_facts(self._pair))

    def _legend(self) -> QLabel:
        legend = QLabel(self.tr("◆ the governor decided anew   ┄ plain decoding"))
        legend.setObjectName("caption")
        legend.setWordWrap(True)
        return legend
