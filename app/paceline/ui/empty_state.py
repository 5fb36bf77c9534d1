"""What a person sees before the first message: what a pair is and how to get one."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIcon, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from paceline.loading import PairKind
from paceline.ui.paragraph import Paragraph

LOWEST_WITH_PICTURE: Final = 430
"""Pixels; below, as under a long notice in a small window, everything is for the offers."""


class EmptyState(QWidget):
    """Offers pairs until one is loaded, then a few first messages."""

    pair_chosen = Signal(object)
    """A `PairKind`."""
    catalogue_pressed = Signal()
    message_suggested = Signal(str)

    def __init__(self, icon: QIcon, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("pages")
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        column.addStretch(2)
        self._picture = QLabel()
        self._picture.setPixmap(icon.pixmap(56, 56))
        self._picture.setAccessibleName("Paceline")
        column.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignHCenter)
        self._title = QLabel()
        self._title.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._title.setObjectName("title")
        self._body = Paragraph("", 500)
        self._body.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._body.setObjectName("lead")
        column.addWidget(self._title, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._body, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(10)
        self._pairs = self._make_pairs()
        self._suggestions = self._make_suggestions()
        column.addWidget(self._pairs, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._suggestions, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
        self.show_no_pair()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the picture out where the offers need its room."""
        super().resizeEvent(event)
        self._picture.setVisible(self.height() >= LOWEST_WITH_PICTURE)

    def show_no_pair(self) -> None:
        """Offer pairs."""
        self._title.setText(self.tr("Choose a pair to begin"))
        self._body.setText(
            self.tr(
                "A large target model writes the answer, and a small draft model rides ahead and "
                "guesses its next words. The target checks every guess in one pass, so the text is "
                "its own and only arrives sooner."
            )
        )
        self._pairs.show()
        self._suggestions.hide()

    def show_pair(self, name: str, remark: str) -> None:
        """Offer first messages for the pair that is loaded."""
        self._title.setText(self.tr("{name} is ready").format(name=name))
        self._body.setText(remark)
        self._pairs.hide()
        self._suggestions.show()

    def set_choosable(self, *, choosable: bool) -> None:
        """While a pair is on its way no other one can be chosen."""
        self._pairs.setEnabled(choosable)

    def _make_pairs(self) -> QWidget:
        box = QWidget()
        grid = QGridLayout(box)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        offers = (
            (
                None,
                self.tr("&Recommended pairs…"),
                self.tr("Good models in every size, downloaded with a draft that fits."),
            ),
            (
                PairKind.PRACTICE,
                self.tr("&Practice pair"),
                self.tr(
                    "Built on this machine in some seconds. Its answers are only as good as its "
                    "135M model."
                ),
            ),
            (
                PairKind.STARTER,
                self.tr("S&tarter model"),
                self.tr("A small chat model alone, drafting from what was already said."),
            ),
            (
                PairKind.FILES,
                self.tr("&Open a GGUF file…"),
                self.tr("A model of your own; a draft can be added afterwards."),
            ),
            (
                PairKind.REMOTE,
                self.tr("&Connect to a server…"),
                self.tr("A model that another program runs, on this computer or elsewhere."),
            ),
        )
        for row, (kind, label, remark) in enumerate(offers):
            button = QPushButton(label)
            button.setObjectName("offer" if kind else "primary")
            button.setAccessibleName(label.replace("&", ""))
            button.setAccessibleDescription(remark)
            button.clicked.connect(lambda _checked=False, kind=kind: self._on_clicked(kind))
            note = Paragraph(remark, 320)
            note.setObjectName("muted")
            grid.addWidget(button, row, 0)
            grid.addWidget(note, row, 1, Qt.AlignmentFlag.AlignVCenter)
        return box

    def _on_clicked(self, kind: PairKind | None) -> None:
        if kind is None:
            self.catalogue_pressed.emit()
        else:
            self.pair_chosen.emit(kind)

    def _make_suggestions(self) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for text in (
            self.tr("Explain what a binary search tree is."),
            self.tr("Write a short story about a lighthouse keeper."),
            self.tr("List five ideas for a rainy afternoon."),
        ):
            button = QPushButton(text)
            button.setObjectName("offer")
            button.setAccessibleName(self.tr("Write: {text}").format(text=text))
            button.clicked.connect(
                lambda _checked=False, text=text: self.message_suggested.emit(text)
            )
            column.addWidget(button)
        return box
