"""The middle of the window: the empty state or the transcript with its legend and detail line."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QDesktopServices, QIcon
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from paceline.provenance import Token
from paceline.ui.colours import Colours
from paceline.ui.empty_state import EmptyState
from paceline.ui.legend import Legend
from paceline.ui.token_description import plain_description
from paceline.ui.transcript.transcript import Transcript


class ChatView(QWidget):
    """Shows one of two pages; the verbs of the parts are theirs."""

    tints_toggled = Signal(bool)

    def __init__(
        self, icon: QIcon, colours: Colours, *, show_tints: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.empty = EmptyState(icon)
        self.transcript = Transcript(colours, show_tints=show_tints)
        self.legend = Legend(colours, show_tints=show_tints)
        self.legend.tints_toggled.connect(self.tints_toggled)
        self._detail = QLabel()
        self._detail.setObjectName("detail")
        self._detail.setWordWrap(True)
        self._detail.hide()
        self.transcript.token_visited.connect(self._on_token_visited)
        self.transcript.link_activated.connect(QDesktopServices.openUrl)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.transcript, 1)
        column.addWidget(self._detail)
        column.addWidget(self.legend)
        self._pages = QStackedWidget()
        self._pages.setObjectName("pages")
        self._pages.addWidget(_scrolling(self.empty))
        self._pages.addWidget(page)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._pages)

    def show_transcript(self, *, shown: bool) -> None:
        """Show the conversation, or the empty state."""
        self._pages.setCurrentIndex(1 if shown else 0)

    def set_appearance(self, colours: Colours, *, show_tints: bool) -> None:
        """Change colours; show or hide tints."""
        self.transcript.set_appearance(colours, show_tints=show_tints)
        self.legend.set_colours(colours)
        self.legend.set_show_tints(show_tints=show_tints)

    def _on_token_visited(self, token: Token | None) -> None:
        self._detail.setVisible(token is not None)
        if token is not None:
            self._detail.setText(plain_description(token))
            event = QAccessibleEvent(self._detail, QAccessible.Event.NameChanged)
            QAccessible.updateAccessibility(event)


def _scrolling(page: QWidget) -> QScrollArea:
    """Large text needs more height than a small window has."""
    area = QScrollArea()
    area.setObjectName("emptyArea")
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(page)
    return area
