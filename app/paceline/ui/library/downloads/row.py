"""One download: what it is, how far it has come, and what can be done with it."""

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from paceline.library.downloads.records import DownloadState, Job
from paceline.ui.elided_label import ElidedLabel
from paceline.ui.library.downloads.wording import Verb, fraction, status, verbs

translate = QCoreApplication.translate


class DownloadRow(QFrame):
    """Renders a `Job`; tells what is pressed."""

    verb_pressed = Signal(object, object)
    """Carries the `Job` and the `Verb`."""
    moved = Signal(object, int)
    """Carries the `Job`, and -1 to have it earlier or 1 to have it later."""

    def __init__(self, job: Job, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._job = job
        self._title = ElidedLabel(job.title)
        self._title.setObjectName("cardTitle")
        self._bar = QProgressBar()
        self._bar.setRange(0, 1000)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("Download of {title}").format(title=job.title))
        self._status = QLabel()
        self._status.setObjectName("downloadStatus")
        self._status.setTextFormat(Qt.TextFormat.PlainText)
        self._status.setWordWrap(True)
        self._earlier = self._make_arrow("↑", self.tr("Earlier: {title}"), -1)
        self._later = self._make_arrow("↓", self.tr("Later: {title}"), 1)
        self._buttons = {verb: self._make_button(verb) for verb in Verb}
        head = QHBoxLayout()
        head.setSpacing(6)
        head.addWidget(self._title)
        head.addStretch(1)
        head.addWidget(self._earlier)
        head.addWidget(self._later)
        for button in self._buttons.values():
            head.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 10, 12, 12)
        column.setSpacing(6)
        column.addLayout(head)
        column.addWidget(self._bar)
        column.addWidget(self._status)
        self.show_job(job, first=True, last=True)

    @property
    def job(self) -> Job:
        """What is shown."""
        return self._job

    def show_job(self, job: Job, *, first: bool, last: bool) -> None:
        """Show how the same download stands now, and whether it is the first or last that waits."""
        before, self._job = self._job, job
        can = verbs(job)
        for verb in can:
            self._buttons[verb].show()
        if any(button.hasFocus() and verb not in can for verb, button in self._buttons.items()):
            self._buttons[can[0]].setFocus()  # Qt would go on to whatever stands beside it
        for verb, button in self._buttons.items():
            button.setVisible(verb in can)
        self._earlier.setVisible(not job.state.ended and not first)
        self._later.setVisible(not job.state.ended and not last)
        self._bar.setVisible(job.state not in (DownloadState.DONE, DownloadState.CANCELLED))
        self._bar.setValue(round(1000 * fraction(job.done, job.size)))
        text = status(job)
        if text != self._status.text():
            self._status.setText(text)
        failed = job.state is DownloadState.FAILED
        if self._status.property("failed") != failed:
            self._status.setProperty("failed", failed)
            self._status.style().unpolish(self._status)
            self._status.style().polish(self._status)
        if failed and before.state is not DownloadState.FAILED:
            self.setAccessibleName(text)
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def focus(self) -> None:
        """Take the keyboard to the first button."""
        self._buttons[verbs(self._job)[0]].setFocus()

    def _make_button(self, verb: Verb) -> QPushButton:
        button = QPushButton(_label(verb))
        button.setObjectName("primary" if verb is Verb.LOAD else "offer")
        button.setAccessibleName(f"{_label(verb).removesuffix('…')}: {self._job.title}")
        if verb is Verb.REMOVE:
            button.setAccessibleDescription(
                self.tr("Takes it off this list; models that have arrived stay.")
            )
        button.clicked.connect(lambda: self.verb_pressed.emit(self._job, verb))
        return button

    def _make_arrow(self, sign: str, name: str, step: int) -> QToolButton:
        button = QToolButton()
        button.setObjectName("quiet")
        button.setText(sign)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.setAccessibleName(name.format(title=self._job.title))
        button.clicked.connect(lambda: self.moved.emit(self._job, step))
        return button


def _label(verb: Verb) -> str:
    return {
        Verb.PAUSE: translate("Downloads", "Pause"),
        Verb.RESUME: translate("Downloads", "Resume"),
        Verb.CANCEL: translate("Downloads", "Cancel"),
        Verb.RETRY: translate("Downloads", "Try again"),
        Verb.LOAD: translate("Downloads", "Load"),
        Verb.REMOVE: translate("Downloads", "Remove"),
        Verb.TERMS: translate("Downloads", "Open the terms"),
        Verb.TOKEN: translate("Downloads", "Enter a token…"),
    }[verb]
