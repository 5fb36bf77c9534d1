"""What can be chosen before the local server is started."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QRadioButton,
    QSizePolicy,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from paceline.library.hub.tokens import TokenPlace
from paceline.library.memory_fit import Fit
from paceline.loading import PairChoice
from paceline.settings import ServerWishes
from paceline.ui.failure import Failure
from paceline.ui.serving.room import Room
from paceline.ui.serving.wording import key_sentence, room_sentence
from paceline.ui.spin_text import inset_text
from paceline.ui.switch import Switch

MOST_PORT = 65_535
MOST_SEATS = 16


class ServingForm(QWidget):
    """Emits what the person wants; renders what is so."""

    wishes_changed = Signal(object)
    """Carries the `ServerWishes`."""
    files_pressed = Signal()
    """Other files are to be chosen."""
    new_key_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wishes = ServerWishes()
        self._pairs: tuple[PairChoice | None, ...] = ()
        self._pair = QComboBox()
        self._pair.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._pair.setMinimumContentsLength(24)
        self._pair.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self._pair.activated.connect(self._on_pair_activated)
        self._port = _spin(MOST_PORT)
        self._port.setGroupSeparatorShown(False)
        self._port.valueChanged.connect(self._on_edited)
        self._seats = _spin(MOST_SEATS)
        self._seats.valueChanged.connect(self._on_edited)
        self._alone = QRadioButton(self.tr("Only this &computer"))
        self._alone.setAccessibleName(self.tr("Only this computer"))
        self._network = QRadioButton(self.tr("Others in my &network too, with a key"))
        self._network.setAccessibleName(self.tr("Others in my network too, with a key"))
        self._network.toggled.connect(self._on_edited)
        self._warning = _note(
            self.tr(
                "What is asked and answered travels without encryption. Do this only in a network "
                "that you trust."
            )
        )
        self._warning.setObjectName("contextWarning")
        self._key = _note("")
        self._new_key = QPushButton(self.tr("Ma&ke a new key"))
        self._new_key.setAccessibleName(self.tr("Make a new key"))
        self._new_key.setAutoDefault(False)
        self._new_key.clicked.connect(self.new_key_pressed)
        self._automatic = Switch(self.tr("Start it whenever Paceline st&arts"))
        self._automatic.setAccessibleName(self.tr("Start it whenever Paceline starts"))
        self._automatic.toggled.connect(self._on_edited)
        self._room = _note("")
        self._room.setObjectName("serverRoom")
        self._lay_out()

    def show_wishes(self, wishes: ServerWishes) -> None:
        """Show what is chosen."""
        self._wishes = wishes
        for part in (self._port, self._seats, self._alone, self._network, self._automatic):
            part.blockSignals(True)
        self._port.setValue(wishes.port)
        self._seats.setValue(wishes.seats)
        (self._network if wishes.for_network else self._alone).setChecked(True)
        self._automatic.setChecked(wishes.start_with_program)
        for part in (self._port, self._seats, self._alone, self._network, self._automatic):
            part.blockSignals(False)
        for shown in (self._warning, self._key, self._new_key):
            shown.setVisible(wishes.for_network)
        self._choose_pair()

    def show_pairs(self, pairs: Sequence[tuple[PairChoice | None, str]]) -> None:
        """Offer these pairs, None for the one in the window, and a way to other files."""
        self._pairs = tuple(choice for choice, _ in pairs)
        self._pair.clear()
        self._pair.addItems([*(words for _, words in pairs), self.tr("Other files…")])
        self._choose_pair()

    def show_room(self, found: Room | Failure | None) -> None:
        """Say what the server will take; None while that is being found out."""
        match found:
            case None:
                self._show(self.tr("Looking how much memory it takes…"), "")
            case Room():
                self._show(room_sentence(found), found.judged.value)
            case Failure():
                self._show(found.text, Fit.TOO_LARGE.value)

    def show_words(self, words: str) -> None:
        """Say something else where the memory stands."""
        self._show(words, "")

    def show_key(self, place: TokenPlace) -> None:
        """Say where the key is kept."""
        self._key.setText(key_sentence(place))
        kept = place is not TokenPlace.NOWHERE
        self._new_key.setEnabled(kept)

    def commit(self) -> None:
        """Take what was typed into a number and not left yet."""
        for box in (self._port, self._seats):
            box.interpretText()

    def focus_first(self) -> None:
        """Lead the keyboard to the first choice."""
        self._pair.setFocus()

    def _show(self, words: str, kind: str) -> None:
        self._room.setText(words)
        self._room.setProperty("fit", kind)
        self._room.style().unpolish(self._room)
        self._room.style().polish(self._room)

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 8, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(10)
        grid.setColumnStretch(1, 1)
        who = QVBoxLayout()
        who.setSpacing(6)
        who.addWidget(self._alone)
        who.addWidget(self._network)
        who.addWidget(self._warning)
        key = QHBoxLayout()
        key.addWidget(self._key, 1)
        key.addWidget(self._new_key)
        who.addLayout(key)
        rows = (
            (self.tr("&Models"), self._pair),
            (self.tr("&Port"), self._port),
            (self.tr("&Replies at once"), self._seats),
        )
        for row, (words, control) in enumerate(rows):
            label = QLabel(words)
            label.setBuddy(control)
            control.setAccessibleName(words.replace("&", ""))
            control.setAccessibleDescription(words.replace("&", ""))
            grid.addWidget(label, row, 0)
            stretch = control is self._pair
            place = Qt.AlignmentFlag(0) if stretch else Qt.AlignmentFlag.AlignLeft
            grid.addWidget(control, row, 1, place)
        asks = QLabel(self.tr("Who may ask"))
        grid.addWidget(asks, 3, 0, Qt.AlignmentFlag.AlignTop)
        grid.addLayout(who, 3, 1)
        grid.addWidget(self._automatic, 4, 1)
        grid.addWidget(self._room, 5, 0, 1, 2)
        grid.setRowStretch(6, 1)

    def _choose_pair(self) -> None:
        if self._wishes.pair in self._pairs:
            self._pair.setCurrentIndex(self._pairs.index(self._wishes.pair))

    def _on_pair_activated(self, index: int) -> None:
        if index < len(self._pairs):
            self._emit(self._pairs[index])
        else:
            self._choose_pair()
            self.files_pressed.emit()

    def _on_edited(self) -> None:
        self._emit(self._wishes.pair)

    def _emit(self, pair: PairChoice | None) -> None:
        wishes = ServerWishes(
            port=self._port.value(),
            for_network=self._network.isChecked(),
            seats=self._seats.value(),
            start_with_program=self._automatic.isChecked(),
            pair=pair,
        )
        if wishes != self._wishes:
            self._wishes = wishes
            self.wishes_changed.emit(wishes)


def _spin(most: int) -> QSpinBox:
    box = QSpinBox()
    box.setRange(1, most)
    box.setKeyboardTracking(False)
    inset_text(box)
    return box


def _note(text: str) -> QLabel:
    label = QLabel(text)
    label.setObjectName("muted")
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label
