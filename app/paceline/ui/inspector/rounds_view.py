"""The passes of the reply: timeline or table, and the facts of the pass that is chosen."""

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from paceline.ui.colours import Colours
from paceline.ui.inspector.fact_list import FactList
from paceline.ui.inspector.grid import make_grid
from paceline.ui.inspector.recording import Recording
from paceline.ui.inspector.round_facts import facts_of, round_sentence
from paceline.ui.inspector.round_table import RoundTable, round_columns
from paceline.ui.inspector.timeline import Timeline
from paceline.ui.inspector.view import View
from paceline.ui.switch import Switch


class RoundsView(View):
    """The same passes twice, for the eye and for the ear."""

    pass_chosen = Signal(int)

    def __init__(self, colours: Colours, parent: QWidget | None = None) -> None:
        super().__init__(colours, parent)
        self._timeline = Timeline(colours)
        self._timeline.pass_chosen.connect(self._on_pass_chosen)
        self._table = RoundTable(self)
        self._grid = make_grid(self._table, (column.width for column in round_columns()), digits=7)
        self._grid.setAccessibleName(self.tr("Passes of the reply"))
        self._grid.selectionModel().currentRowChanged.connect(self._on_row_changed)
        self._shapes = QStackedWidget()
        self._shapes.addWidget(self._timeline)
        self._shapes.addWidget(self._grid)
        self._as_table = Switch(self.tr("As a &table"))
        self._as_table.setAccessibleName(self.tr("Show the passes as a table"))
        self._as_table.toggled.connect(self._on_table_toggled)
        self._legend = QLabel(
            self.tr(
                "Above the line guesses: filled accepted, outlined refused, dotted never tested, "
                "a ring where nothing was guessed. Below it milliseconds: hatched the draft, "
                "solid the target's check. ◆ the governor decided anew."
            )
        )
        self._legend.setWordWrap(True)
        self._legend.setObjectName("caption")
        self._told = QLabel()
        self._told.setWordWrap(True)
        self._facts = FactList(self.tr("Facts of the pass"))
        page = QWidget()
        page.setObjectName("inspectorPage")
        below = QVBoxLayout(page)
        below.setContentsMargins(12, 0, 12, 10)
        below.addWidget(self._legend)
        below.addWidget(self._told)
        below.addWidget(self._facts)
        below.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidget(page)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setAccessibleName(self.tr("Facts of the pass"))
        top = QVBoxLayout()
        top.setContentsMargins(12, 10, 12, 0)
        top.addWidget(self._as_table)
        self.column.addLayout(top)
        self.column.addWidget(self._shapes, 3)
        self.column.addWidget(scroll, 2)
        self._tell(None)

    def show_recording(self, recording: Recording) -> None:
        """Show another reply."""
        super().show_recording(recording)
        self._timeline.show_recording(recording)
        self._table.show_recording(recording)
        self._tell(None)

    def refresh(self) -> None:
        """Add the passes that came."""
        self._timeline.refresh()
        self._table.refresh()

    def set_colours(self, colours: Colours) -> None:
        """Change to another theme."""
        super().set_colours(colours)
        self._timeline.set_colours(colours)

    def choose(self, place: int) -> None:
        """Look at a pass."""
        self._timeline.refresh()
        self._timeline.choose(place)

    def _tell(self, place: int | None) -> None:
        if place is None:
            self._told.setText(self.tr("Choose a pass to see what it did and what it took."))
            self._facts.show_facts(())
            return
        round_ = self.recording.rounds[place]
        self._told.setText(round_sentence(place + 1, round_))
        self._facts.show_facts(facts_of(round_))

    def _on_pass_chosen(self, place: int) -> None:
        self._tell(place)
        self.pass_chosen.emit(place)

    def _on_row_changed(self, current: QModelIndex) -> None:
        if current.isValid():
            self._timeline.choose(current.row())

    def _on_table_toggled(self, table: bool) -> None:  # noqa: FBT001 - a Qt slot
        self._legend.setVisible(not table)
        self._shapes.setCurrentIndex(1 if table else 0)
        chosen = self._timeline.chosen
        if table and chosen is not None:
            self._grid.selectRow(chosen)
