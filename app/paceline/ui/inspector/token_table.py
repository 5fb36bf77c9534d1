"""The tokens of a reply as a table model; rows that are not in sight cost nothing."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractTableModel,
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)
from PySide6.QtGui import QColor, QFont, QIcon

from paceline.provenance import UNKNOWN_ID, Origin, Token
from paceline.ui.colours import Colours
from paceline.ui.drafter_names import drafter_name
from paceline.ui.inspector.origin_icons import origin_icon
from paceline.ui.inspector.recording import Recording
from paceline.ui.numbers import decimal, whole
from paceline.ui.token_description import name, percent, plain_description, quote

Index = QModelIndex | QPersistentModelIndex

translate = QCoreApplication.translate

_NOWHERE = QModelIndex()

TEXT, ORIGIN, _, _, GHOST = range(5)
"""Columns that look special."""


@dataclass(frozen=True, slots=True)
class TokenColumn:
    """What a column says of a token; `width` is in average characters."""

    name: str
    meaning: str
    text: Callable[[Token], str]
    width: int = 12
    number: bool = True


def token_columns() -> tuple[TokenColumn, ...]:
    """Return the most telling first: the table scrolls where it is narrow."""
    return (
        TokenColumn(
            translate("TokenTable", "Text"),
            translate("TokenTable", "What the token added to the text"),
            lambda token: quote(token.text) if token.text else translate("TokenTable", "(none)"),
            12,
            number=False,
        ),
        TokenColumn(
            translate("TokenTable", "Origin"),
            translate("TokenTable", "How the token came to be said"),
            lambda token: name(token.origin),
            17,
            number=False,
        ),
        TokenColumn(
            translate("TokenTable", "Target"),
            translate("TokenTable", "The target's probability of this token"),
            lambda token: _chance(token.target_p),
            9,
        ),
        TokenColumn(
            translate("TokenTable", "Drafter sure"),
            translate("TokenTable", "The drafter's probability of its guess"),
            lambda token: _chance(token.draft_p),
            16,
        ),
        TokenColumn(
            translate("TokenTable", "Refused guess"),
            translate("TokenTable", "What had been guessed here, and was refused"),
            lambda token: quote(token.rejected.text) if token.rejected else "",
            18,
            number=False,
        ),
        TokenColumn(
            translate("TokenTable", "Its drafter"),
            translate("TokenTable", "The drafter's probability of the refused guess"),
            lambda token: _chance(token.rejected.draft_p) if token.rejected else "",
        ),
        TokenColumn(
            translate("TokenTable", "Its target"),
            translate("TokenTable", "The target's probability of the refused guess"),
            lambda token: _chance(token.rejected.target_p) if token.rejected else "",
        ),
        TokenColumn(
            translate("TokenTable", "Drafter"),
            translate("TokenTable", "Who guessed the token"),
            lambda token: drafter_name(token.drafter) if token.drafter else "",
            22,
            number=False,
        ),
        TokenColumn(
            translate("TokenTable", "Place"),
            translate("TokenTable", "The guess's place in its draft"),
            lambda token: "" if token.slot is None else str(token.slot + 1),
            8,
        ),
        TokenColumn(
            translate("TokenTable", "Margin"),
            translate(
                "TokenTable",
                "The target's best logit less its second best; below some tenths it is a near-tie",
            ),
            lambda token: "" if token.margin is None else decimal(token.margin, 2),
            9,
        ),
        TokenColumn(
            translate("TokenTable", "Id"),
            translate("TokenTable", "The token's number in the vocabulary"),
            lambda token: "" if token.id == UNKNOWN_ID else str(token.id),
            9,
        ),
    )


def _alignment(column: TokenColumn) -> int:
    """Numbers end below each other, words begin so; the name above them as they do."""
    side = Qt.AlignmentFlag.AlignRight if column.number else Qt.AlignmentFlag.AlignLeft
    return int(side | Qt.AlignmentFlag.AlignVCenter)


def _chance(probability: float | None) -> str:
    return "" if probability is None else percent(probability)


class TokenTable(QAbstractTableModel):
    """Rows are tokens of one origin, or of all; `refresh` appends those that came since."""

    def __init__(self, colours: Colours, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._columns = token_columns()
        self._recording = Recording()
        self._origin: Origin | None = None
        self._places: list[int] = []
        self._read = 0
        self._struck = QFont()
        self._struck.setStrikeOut(True)
        self._icons: dict[Origin, QIcon] = {}
        self._colours = colours
        self.set_colours(colours)

    def show_recording(self, recording: Recording, origin: Origin | None) -> None:
        """Begin anew with this reply and this filter."""
        self.beginResetModel()
        self._recording = recording
        self._origin = origin
        self._places = []
        self._read = 0
        self._places = self._unread()
        self.endResetModel()

    def refresh(self) -> None:
        """Add the tokens that came since."""
        places = self._unread()
        if places:
            count = len(self._places)
            self.beginInsertRows(_NOWHERE, count, count + len(places) - 1)
            self._places += places
            self.endInsertRows()

    def set_colours(self, colours: Colours) -> None:
        """Change to another theme."""
        self._colours = colours
        self._icons = {origin: origin_icon(origin, colours) for origin in Origin}
        if self._places:
            self.dataChanged.emit(
                self.index(0, 0), self.index(len(self._places) - 1, len(self._columns) - 1)
            )

    def place(self, row: int) -> int:
        """The token's place in the reply."""
        return self._places[row]

    def row(self, place: int) -> int | None:
        """The row of the token at a place; None where the filter hides it."""
        if self._origin is None:
            return place if place < len(self._places) else None
        return self._places.index(place) if place in self._places else None

    def token(self, row: int) -> Token:
        """The token of a row."""
        return self._recording.tokens[self._places[row]]

    # What Qt asks -------------------------------------------------------------------------

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Tokens that the filter lets through."""
        return 0 if parent.isValid() else len(self._places)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """As many as there are facts."""
        return 0 if parent.isValid() else len(self._columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Names of columns, and numbers of tokens."""
        if orientation is Qt.Orientation.Vertical:
            shown = role == Qt.ItemDataRole.DisplayRole
            return whole(self._places[section] + 1) if shown else None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._columns[section].name
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._columns[section].meaning
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(self._columns[section])
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A fact, and how it looks."""
        token = self.token(index.row())
        column = self._columns[index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return column.text(token)
            case Qt.ItemDataRole.ToolTipRole:
                return plain_description(token)
            case Qt.ItemDataRole.AccessibleTextRole:
                said = column.text(token)
                return f"{column.name}: {said}" if said else ""
            case Qt.ItemDataRole.TextAlignmentRole:
                return _alignment(column)
            case _:
                return self._look(token, index.column(), role)

    def _look(self, token: Token, column: int, role: int) -> object:
        """The origin's shape and tint; refused guesses are struck out."""
        if column == ORIGIN and role == Qt.ItemDataRole.DecorationRole:
            return self._icons[token.origin]
        if column == GHOST and role == Qt.ItemDataRole.FontRole:
            return self._struck
        tint = self._colours.tint(token.origin)
        if column == TEXT and tint and role == Qt.ItemDataRole.BackgroundRole:
            return QColor(tint[0])
        return None

    def _unread(self) -> list[int]:
        tokens = self._recording.tokens
        first, self._read = self._read, len(tokens)
        if self._origin is None:
            return list(range(first, self._read))
        return [p for p in range(first, self._read) if tokens[p].origin is self._origin]
