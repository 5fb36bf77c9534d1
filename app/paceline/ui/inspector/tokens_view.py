"""Every token of the reply with all that is known of it."""

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QSignalBlocker, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from paceline.provenance import Origin
from paceline.ui.colours import Colours
from paceline.ui.inspector.grid import make_grid
from paceline.ui.inspector.origin_icons import origin_icon
from paceline.ui.inspector.recording import Recording
from paceline.ui.inspector.token_table import TEXT, TokenTable, token_columns
from paceline.ui.inspector.view import View
from paceline.ui.token_description import name, plain_description


class TokensView(View):
    """Table, filter, and a sentence about the token that is chosen."""

    token_chosen = Signal(int)
    """The place of the token that the person chose in the table."""

    def __init__(self, colours: Colours, parent: QWidget | None = None) -> None:
        super().__init__(colours, parent)
        self._table = TokenTable(colours, self)
        self._filter = QComboBox()
        self._filter.setAccessibleName(self.tr("Show tokens of origin"))
        # On Linux the text of a combo box hides its name from screen readers.
        self._filter.setAccessibleDescription(self._filter.accessibleName())
        self._filter.addItem(self.tr("All origins"), None)
        for origin in Origin:
            self._filter.addItem(origin_icon(origin, colours), name(origin), origin)
        self._filter.currentIndexChanged.connect(self._on_filter_changed)
        self._grid = make_grid(self._table, (column.width for column in token_columns()), digits=6)
        self._grid.setAccessibleName(self.tr("Tokens of the reply"))
        selection = self._grid.selectionModel()
        selection.currentRowChanged.connect(self._on_current_row_changed)
        self._told = QLabel()
        self._told.setWordWrap(True)
        self._told.setObjectName("muted")
        top = QVBoxLayout()
        top.setContentsMargins(12, 10, 12, 0)
        top.addWidget(self._filter)
        bottom = QVBoxLayout()
        bottom.setContentsMargins(12, 0, 12, 10)
        bottom.addWidget(self._told)
        self.column.addLayout(top)
        self.column.addWidget(self._grid, 1)
        self.column.addLayout(bottom)
        self._tell()

    def show_recording(self, recording: Recording) -> None:
        """Show another reply."""
        super().show_recording(recording)
        self._table.show_recording(recording, self._origin())
        self._tell()
        self._count()

    def refresh(self) -> None:
        """Add the tokens that came; stay at the end where the person is there."""
        bar = self._grid.verticalScrollBar()
        at_end = bar.value() >= bar.maximum()
        self._table.refresh()
        if at_end and not self._grid.currentIndex().isValid():
            self._grid.scrollToBottom()
        self._count()

    def visit(self, place: int) -> None:
        """Go to the row of the token at a place, as the caret in the transcript did."""
        self._table.refresh()
        row = self._table.row(place)
        if row is None:
            return
        index = self._table.index(row, TEXT)
        with QSignalBlocker(self):  # it came from there: nothing is to be sent back
            flag = QItemSelectionModel.SelectionFlag
            self._grid.selectionModel().setCurrentIndex(index, flag.ClearAndSelect | flag.Rows)
        self._grid.scrollTo(index)

    def set_colours(self, colours: Colours) -> None:
        """Change to another theme."""
        super().set_colours(colours)
        self._table.set_colours(colours)
        for number, origin in enumerate(Origin, 1):
            self._filter.setItemIcon(number, origin_icon(origin, colours))

    def _origin(self) -> Origin | None:
        origin = self._filter.currentData()
        return None if origin is None else Origin(origin)

    def _count(self) -> None:
        origins = self.recording.tally.origins
        counts = [self.recording.tally.tokens, *(origins[origin] for origin in Origin)]
        names = [self.tr("All origins"), *(name(origin) for origin in Origin)]
        for number, (called, count) in enumerate(zip(names, counts, strict=True)):
            self._filter.setItemText(number, f"{called} ({count:,})")

    def _tell(self) -> None:
        index = self._grid.currentIndex()
        if index.isValid():
            self._told.setText(plain_description(self._table.token(index.row())))
        else:
            self._told.setText(self.tr("Choose a token to see it in the conversation."))

    def _on_filter_changed(self) -> None:
        self._table.show_recording(self.recording, self._origin())
        self._tell()

    def _on_current_row_changed(self, current: QModelIndex) -> None:
        self._tell()
        if current.isValid():
            self.token_chosen.emit(self._table.place(current.row()))
