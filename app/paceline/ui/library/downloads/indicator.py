"""A line in the main window while something is on its way: how far, how fast, how long."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

from paceline.ui.elided_label import ElidedLabel
from paceline.ui.library.downloads.wording import Summary


class DownloadIndicator(QFrame):
    """Hidden while nothing is on its way."""

    show_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("downloadIndicator")
        self.setAccessibleName(self.tr("Downloads"))
        self._title = ElidedLabel()
        self._bar = QProgressBar()
        self._bar.setRange(0, 1000)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("Downloads"))
        self._pace = QLabel()
        self._pace.setObjectName("muted")
        show = QPushButton(self.tr("Show"))
        show.setObjectName("quiet")
        show.setAccessibleName(self.tr("Show the downloads"))
        show.clicked.connect(self.show_pressed)
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 2, 20, 2)
        row.setSpacing(12)
        row.addWidget(self._title)
        row.addWidget(self._bar, 1)
        row.addWidget(self._pace)
        row.addWidget(show)
        self.hide()

    def show_summary(self, told: Summary | None) -> None:
        """Show how far everything together has come."""
        if told is not None:
            self._title.setText(told.title)
            self._bar.setValue(round(1000 * told.fraction))
            percent = f"{100 * told.fraction:.0f} %"
            self._pace.setText(" · ".join(filter(None, [percent, told.pace])))
        if self.isHidden() is not (told is None):
            self.setVisible(told is not None)
