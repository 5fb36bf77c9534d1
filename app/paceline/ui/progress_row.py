"""Long work in sight: what is done, how far it has come, and a way out."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLabel, QProgressBar, QPushButton, QWidget

from paceline.ui.centred_row import centred_row


class ProgressRow(QFrame):
    """Hidden while nothing takes long."""

    cancel_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("progressRow")
        self._label = QLabel()
        self._bar = QProgressBar()
        self._bar.setRange(0, 1000)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("Progress"))
        self._percent = QLabel()
        self._percent.setObjectName("muted")
        self._cancel = QPushButton(self.tr("C&ancel"))
        self._cancel.setObjectName("quiet")
        self._cancel.setAccessibleName(self.tr("Cancel"))
        self._cancel.clicked.connect(self._on_cancel_clicked)
        row = centred_row(self)
        row.setContentsMargins(4, 4, 4, 4)
        row.setSpacing(12)
        row.addWidget(self._label)
        row.addWidget(self._bar, 1)
        row.addWidget(self._percent)
        row.addWidget(self._cancel)
        self._percent.setMinimumWidth(self._percent.fontMetrics().horizontalAdvance("100 %"))
        self.hide()

    def show_progress(self, what: str, fraction: float) -> None:
        """Show how far `what` has come, 0 to 1."""
        self._label.setText(what)
        self._bar.setAccessibleName(what)
        self._bar.setValue(round(1000 * fraction))
        self._percent.setText(f"{100 * fraction:.0f} %")
        if self.isHidden():
            self._cancel.setEnabled(True)
            self.show()

    def _on_cancel_clicked(self) -> None:
        """Once is enough; the row goes when the work has ended."""
        self._cancel.setEnabled(False)
        self._label.setText(self.tr("Cancelling…"))
        self.cancel_pressed.emit()
