"""The inspector's frame: which reply is shown, the views as tabs, the buttons."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QStackedWidget,
    QTabWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from paceline.provenance import Origin
from paceline.ui.colours import Colours
from paceline.ui.elided_label import ElidedLabel
from paceline.ui.inspector.glyphs import back_icon, close_icon, detach_icon, on_icon
from paceline.ui.inspector.recording import Recording
from paceline.ui.inspector.view import View

LEAST_WIDTH = 300


class Panel(QFrame):
    """Shows one recording; asks only the view in sight to refresh."""

    close_pressed = Signal()
    detach_pressed = Signal()
    step_pressed = Signal(int)
    """Another reply is wanted, so many further down."""

    def __init__(
        self,
        views: Sequence[tuple[str, View]],
        export_menu: QMenu,
        colours: Colours,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("inspector")
        self.setAccessibleName(self.tr("Inspector"))
        self.setMinimumWidth(LEAST_WIDTH)
        self._views = [view for _, view in views]
        self._recording = Recording()
        self._title = ElidedLabel()
        self._title.setObjectName("inspectorTitle")
        self._back = self._button(self.tr("The reply before"))
        self._back.clicked.connect(lambda: self.step_pressed.emit(-1))
        self._on = self._button(self.tr("The reply after"))
        self._on.clicked.connect(lambda: self.step_pressed.emit(1))
        self._export = QToolButton()
        self._export.setText(self.tr("Export"))
        self._export.setObjectName("quiet")
        self._export.setMenu(export_menu)
        self._export.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._export.setAccessibleName(self.tr("Export the passes of this reply"))
        self._export.setToolTip(self.tr("Save the passes of this reply to a file"))
        self._detach = self._button(self.tr("Open in a window of its own"))
        self._detach.clicked.connect(self.detach_pressed)
        self._close = self._button(self.tr("Close the inspector"))
        self._close.clicked.connect(self.close_pressed)
        self._unreported = QLabel(
            self.tr(
                "A server wrote this reply. It does not report passes, guesses or probabilities: "
                "what is listed are pieces of text, as they came."
            )
        )
        self._unreported.setObjectName("unreported")
        self._unreported.setWordWrap(True)
        self._tabs = self._make_tabs(views)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._empty_page())
        self._pages.addWidget(self._tabs)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._head())
        column.addWidget(self._unreported)
        column.addWidget(self._pages, 1)
        self.set_colours(colours)
        self.show_position(0, 0)
        self.refresh()

    @property
    def current(self) -> View:
        """The view in sight."""
        return self._views[self._tabs.currentIndex()]

    def show_position(self, number: int, count: int) -> None:
        """Say which of the replies is shown, `number` from 1."""
        title = name = self.tr("Inspector")
        if count:
            title = self.tr("Reply {number}/{count}").format(number=number, count=count)
            name = self.tr("Reply {number} of {count}").format(number=number, count=count)
        self._title.setText(title)
        self._title.setAccessibleName(name)
        for button, possible in ((self._back, number > 1), (self._on, number < count)):
            button.setVisible(count > 1)
            button.setEnabled(possible)

    def show_recording(self, recording: Recording) -> None:
        """Show another reply."""
        self._recording = recording
        for view in self._views:
            view.show_recording(recording)
        self.refresh()

    def refresh(self) -> None:
        """Bring the view in sight up to the last pass."""
        empty = not self._recording.rounds
        self._pages.setCurrentIndex(0 if empty else 1)
        self._unreported.setVisible(bool(self._recording.tally.origins[Origin.UNREPORTED]))
        self._export.setEnabled(not empty)
        if not empty:
            self.current.refresh()

    def choose(self, view: View) -> None:
        """Bring a view into sight."""
        self._tabs.setCurrentWidget(view)

    def set_detached(self, *, detached: bool) -> None:
        """Whether the panel stands in a window of its own."""
        self._detach.setVisible(not detached)

    def set_colours(self, colours: Colours) -> None:
        """Change to another theme."""
        self._detach.setIcon(detach_icon(colours))
        self._close.setIcon(close_icon(colours))
        self._back.setIcon(back_icon(colours))
        self._on.setIcon(on_icon(colours))
        for view in self._views:
            view.set_colours(colours)

    def _make_tabs(self, views: Sequence[tuple[str, View]]) -> QTabWidget:
        tabs = QTabWidget()
        tabs.setObjectName("inspectorTabs")
        tabs.setAccessibleName(self.tr("Views of the reply"))
        tabs.setDocumentMode(True)
        tabs.tabBar().setExpanding(False)
        tabs.tabBar().setDrawBase(False)
        tabs.tabBar().setAccessibleName(self.tr("Views of the reply"))
        for name, view in views:
            tabs.addTab(view, name)
        tabs.currentChanged.connect(self._on_current_changed)
        return tabs

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setContentsMargins(12, 8, 8, 4)
        head.setSpacing(4)
        head.addWidget(self._back)
        head.addWidget(self._title)
        head.addWidget(self._on)
        head.addStretch(1)
        for button in (self._export, self._detach, self._close):
            head.addWidget(button)
        return head

    def _button(self, name: str) -> QToolButton:
        button = QToolButton()
        button.setObjectName("quiet")
        button.setAccessibleName(name)
        button.setToolTip(name)
        return button

    def _empty_page(self) -> QWidget:
        page = QWidget()
        title = QLabel(self.tr("Nothing to inspect yet"))
        title.setObjectName("inspectorTitle")
        text = QLabel(
            self.tr(
                "Here you see how a reply came about: which tokens were guessed, which guesses "
                "were refused, how long every pass took, and whether guessing paid.\n\n"
                "Send a message, and watch it here while it is written."
            )
        )
        text.setWordWrap(True)
        text.setObjectName("muted")
        column = QVBoxLayout(page)
        column.setContentsMargins(16, 24, 16, 16)
        column.addWidget(title)
        column.addWidget(text)
        column.addStretch(1)
        return page

    def _on_current_changed(self, _index: int) -> None:
        if self._recording.rounds:
            self.current.refresh()
