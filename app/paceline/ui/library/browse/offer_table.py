"""The models of a repository as a table: what each takes of disk and memory, and if it is here."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import (
    QAbstractTableModel,
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)
from PySide6.QtGui import QColor

from paceline.library.file_names import Role
from paceline.ui.colours import Colours
from paceline.ui.figures import UNKNOWN
from paceline.ui.library.browse.offers import Offer
from paceline.ui.library.fit_words import fit_colour, fit_text
from paceline.ui.library.sizes import size_text

Index = QModelIndex | QPersistentModelIndex

translate = QCoreApplication.translate

_NOWHERE = QModelIndex()

_MEMORY: Final = 2
WIDE: Final = 3
"""The column that gives way."""


@dataclass(frozen=True, slots=True)
class OfferColumn:
    """What a column says; `width` is in average characters."""

    name: str
    text: Callable[[Offer], str]
    width: int
    number: bool = False


def offer_columns() -> tuple[OfferColumn, ...]:
    """Return the columns from left to right; names of files differ in their ends alone."""
    return (
        OfferColumn(translate("Offers", "Quantization"), _kind, 12),
        OfferColumn(
            translate("Offers", "Size"), lambda offer: size_text(offer.model.size), 8, number=True
        ),
        OfferColumn(translate("Offers", "Memory"), _memory, 20),
        OfferColumn(translate("Offers", "Model"), _title, 20),
    )


def role_text(role: Role) -> str:
    """Return what a file is for that does not chat by itself; empty for one that does."""
    match role:
        case Role.MTP:
            return translate("Offers", "MTP drafter")
        case Role.EAGLE3:
            return translate("Offers", "EAGLE-3 drafter")
        case Role.DFLASH:
            return translate("Offers", "DFlash drafter")
        case Role.EMBEDDING:
            return translate("Offers", "embedding")
        case Role.MODEL | Role.MMPROJ | Role.OTHER:
            return ""


def _kind(offer: Offer) -> str:
    return offer.model.quantization or role_text(offer.model.role) or UNKNOWN


def _title(offer: Offer) -> str:
    parts = [] if offer.here is None else [translate("Offers", "✓ here")]
    parts.append(offer.model.title)
    if offer.model.quantization and (role := role_text(offer.model.role)):
        parts.append(role)
    if not offer.model.complete:
        parts.append(translate("Offers", "incomplete"))
    elif len(offer.model.files) > 1:
        parts.append(translate("Offers", "{count} files").format(count=len(offer.model.files)))
    return " · ".join(parts)


def _memory(offer: Offer) -> str:
    size = size_text(offer.need)
    if not offer.exact:
        size = translate("Offers", "about {size}").format(size=size)
    return f"{fit_text(offer.fit)}: {size}"


class OfferTable(QAbstractTableModel):
    """Rows stay as they are while their figures become exact."""

    def __init__(self, colours: Colours, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._columns = offer_columns()
        self._colours = colours
        self._offers: tuple[Offer, ...] = ()

    def show_offers(self, offers: tuple[Offer, ...]) -> None:
        """Show these; the same models as before keep their rows, and the view its selection."""
        if [one.model for one in offers] == [one.model for one in self._offers]:
            self._offers = offers
            if offers:
                end = self.index(len(offers) - 1, len(self._columns) - 1)
                self.dataChanged.emit(self.index(0, 0), end)
            return
        self.beginResetModel()
        self._offers = offers
        self.endResetModel()

    def offer_at(self, index: Index) -> Offer | None:
        """The offer of a row."""
        return self._offers[index.row()] if index.isValid() else None

    def set_colours(self, colours: Colours) -> None:
        """Change to another theme."""
        self._colours = colours

    # What Qt asks -------------------------------------------------------------------------

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Models of the repository."""
        return 0 if parent.isValid() else len(self._offers)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """As many as there are facts."""
        return 0 if parent.isValid() else len(self._columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Names of columns."""
        if orientation is Qt.Orientation.Vertical:
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._columns[section].name
            case Qt.ItemDataRole.TextAlignmentRole:
                return _alignment(self._columns[section])
            case _:
                return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A fact, and how it looks."""
        offer = self._offers[index.row()]
        column = self._columns[index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return column.text(offer)
            case Qt.ItemDataRole.ToolTipRole:
                return "\n".join(file.path for file in offer.model.files[:4])
            case Qt.ItemDataRole.AccessibleTextRole:
                said = column.text(offer)
                return f"{column.name}: {said}" if said and index.column() else said
            case Qt.ItemDataRole.TextAlignmentRole:
                return _alignment(column)
            case Qt.ItemDataRole.ForegroundRole if index.column() == _MEMORY:
                return QColor(fit_colour(offer.fit, self._colours))
            case _:
                return None


def _alignment(column: OfferColumn) -> int:
    side = Qt.AlignmentFlag.AlignRight if column.number else Qt.AlignmentFlag.AlignLeft
    return int(side | Qt.AlignmentFlag.AlignVCenter)
