"""Where guesses are right: by kind of text, and by place in the draft."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from paceline.ui.colours import Colours
from paceline.ui.inspector.acceptance import ByPosition, by_kind
from paceline.ui.inspector.recording import Recording
from paceline.ui.inspector.share_bars import Row, ShareBars
from paceline.ui.inspector.text_kinds import TextKind, TextKinds
from paceline.ui.inspector.view import View

_GROWTH: Final = 1.1
"""The kinds are counted anew once the reply is so much longer: a token's cost stays flat."""


class AcceptanceView(View):
    """Two sets of bars with the counts behind them."""

    def __init__(self, colours: Colours, parent: QWidget | None = None) -> None:
        super().__init__(colours, parent)
        self._positions = ByPosition()
        self._read = 0
        self._kinds = TextKinds()
        self._classified = 0
        self._kind_bars = ShareBars(self.tr("Acceptance by kind of text"), colours)
        self._position_bars = ShareBars(self.tr("Acceptance by place in the draft"), colours)
        self._nothing = QLabel(
            self.tr("No guess has been tested in this reply, so there is nothing to count.")
        )
        self._nothing.setWordWrap(True)
        page = QWidget()
        page.setObjectName("inspectorPage")
        column = QVBoxLayout(page)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(6)
        column.addWidget(self._nothing)
        column.addWidget(_title(self.tr("By kind of text")))
        column.addWidget(self._kind_bars)
        column.addWidget(
            _remark(self.tr("Accepted guesses out of those that the target tested there."))
        )
        column.addSpacing(10)
        column.addWidget(_title(self.tr("By place in the draft")))
        column.addWidget(self._position_bars)
        column.addWidget(
            _remark(
                self.tr(
                    "Later guesses build on earlier ones. Those behind the first refused guess "
                    "are never tested and count nowhere."
                )
            )
        )
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidget(page)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setAccessibleName(self.tr("Acceptance"))
        self.column.addWidget(scroll)

    def show_recording(self, recording: Recording) -> None:
        """Show another reply."""
        super().show_recording(recording)
        self._positions = ByPosition()
        self._read = 0
        self._kinds = TextKinds()
        self._classified = 0

    def refresh(self) -> None:
        """Count what came."""
        rounds = self.recording.rounds
        for place in range(self._read, len(rounds)):
            self._positions.append(rounds[place])
        self._read = len(rounds)
        self._position_bars.show_rows(
            [
                Row(self.tr("Guess {number}").format(number=slot + 1), share)
                for slot, share in enumerate(self._positions.shares)
            ]
        )
        tokens = self.recording.tokens
        if len(tokens) > self._classified and len(tokens) >= _GROWTH * self._classified:
            self._kinds.append(self.recording.text(self._classified))
            self._classified = len(tokens)
            shares = by_kind(tokens, self._kinds.spans())
            self._kind_bars.show_rows(
                [Row(self._name(kind), share) for kind, share in shares.items()]
            )
        self._nothing.setVisible(not self.recording.tally.tested)

    def set_colours(self, colours: Colours) -> None:
        """Change to another theme."""
        super().set_colours(colours)
        self._kind_bars.set_colours(colours)
        self._position_bars.set_colours(colours)

    def _name(self, kind: TextKind) -> str:
        return {
            TextKind.PROSE: self.tr("Prose"),
            TextKind.CODE: self.tr("Code"),
            TextKind.LIST: self.tr("List"),
            TextKind.REASONING: self.tr("Reasoning"),
        }[kind]


def _title(text: str) -> QLabel:
    label = QLabel(text)
    label.setObjectName("inspectorTitle")
    return label


def _remark(text: str) -> QLabel:
    label = QLabel(text)
    label.setObjectName("caption")
    label.setWordWrap(True)
    return label
