"""The page of downloads: all of them in their order, and how fast they may be together."""

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from paceline.library.downloads.records import Job, JobId
from paceline.settings import Settings
from paceline.ui.library.desk import Desk
from paceline.ui.library.downloads.row import DownloadRow
from paceline.ui.library.downloads.speed_box import SpeedBox
from paceline.ui.library.downloads.wording import Verb, pair_of, summary
from paceline.ui.library.page import Page
from paceline.ui.library.trouble_row import TroubleRow


class DownloadsPage(Page):
    """Rows come and go with the jobs; none is made anew while its job goes on."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._downloads = downloads = desk.downloads
        self._rows: dict[JobId, DownloadRow] = {}
        title = QLabel(self.tr("Downloads"))
        title.setObjectName("sectionTitle")
        title.setIndent(0)
        self._summary = QLabel()
        self._summary.setObjectName("muted")
        self._summary.setTextFormat(Qt.TextFormat.PlainText)
        self._speed = SpeedBox()
        self._speed.limit_changed.connect(self._on_limit_changed)
        self._show_limit(desk.keeper.settings)
        desk.keeper.changed.connect(self._show_limit)
        head = QHBoxLayout()
        head.addWidget(title)
        head.addStretch(1)
        head.addWidget(self._speed)
        self._trouble = TroubleRow()
        self._nothing = QLabel(
            self.tr(
                "Nothing is on its way. Get a pair from the page Recommended, or a model from the "
                "Hugging Face Hub."
            )
        )
        self._nothing.setObjectName("muted")
        self._nothing.setWordWrap(True)
        inside = QWidget()
        inside.setObjectName("libraryPage")
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 0, 8, 12)
        self._column.setSpacing(8)
        self._column.addWidget(self._nothing)
        self._column.addStretch(1)
        area = QScrollArea()
        area.setObjectName("libraryArea")
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inside)
        self._area = area
        whole = QVBoxLayout(self)
        whole.setContentsMargins(8, 4, 10, 0)
        whole.setSpacing(8)
        whole.addLayout(head)
        whole.addWidget(self._summary)
        whole.addWidget(self._trouble)
        whole.addWidget(area, 1)
        downloads.changed.connect(self._render)
        downloads.failed.connect(self._trouble.show_failure)
        self._trouble.remedy_pressed.connect(self._on_remedy_pressed)
        self._render(downloads.jobs)

    def enter(self) -> None:
        """Open the list; it may have things of the last run."""
        self._downloads.open()

    def focus(self) -> None:
        """Take the keyboard to the first download."""
        if self._downloads.jobs:
            self._rows[self._downloads.jobs[0].id].focus()
        else:
            self._speed.setFocus()

    def show_job(self, job: JobId) -> None:
        """Bring a download into view, with the keyboard at it."""
        if (row := self._rows.get(job)) is not None:
            row.focus()
            self._area.ensureWidgetVisible(row)

    def _render(self, jobs: tuple[Job, ...]) -> None:
        for gone in self._rows.keys() - {job.id for job in jobs}:
            row = self._rows.pop(gone)
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        waiting = [job.id for job in jobs if not job.state.ended]
        for place, job in enumerate(jobs):
            if job.id not in self._rows:
                self._rows[job.id] = self._make_row(job)
            row = self._rows[job.id]
            if self._column.indexOf(row) != place:
                self._column.insertWidget(place, row)
                row.show()  # Qt would do so later, and until then it could not take the keyboard
            row.show_job(job, first=job.id in waiting[:1], last=job.id in waiting[-1:])
        self._nothing.setVisible(not jobs)
        told = summary(jobs)
        self._summary.setVisible(told is not None and told.count > 1)
        if told is not None:
            self._summary.setText(" · ".join(filter(None, [told.title, told.pace])))

    def _make_row(self, job: Job) -> DownloadRow:
        row = DownloadRow(job)
        row.verb_pressed.connect(self._on_verb_pressed)
        row.moved.connect(self._on_moved)
        return row

    def _show_limit(self, settings: Settings) -> None:
        self._speed.show_limit(settings.library.speed_limit)

    def _on_limit_changed(self, kilobytes_per_second: int) -> None:
        settings = self._desk.keeper.settings
        limit = kilobytes_per_second or None
        wishes = msgspec.structs.replace(settings.library, speed_limit=limit)
        self._desk.keeper.keep(msgspec.structs.replace(settings, library=wishes))

    def _on_moved(self, job: Job, step: int) -> None:
        """Change places with the next one that has not ended."""
        places = [place for place, one in enumerate(self._downloads.jobs) if not one.state.ended]
        ids = [self._downloads.jobs[place].id for place in places]
        if job.id in ids and 0 <= (neighbour := ids.index(job.id) + step) < len(places):
            self._downloads.move(job.id, places[neighbour])

    def _on_verb_pressed(self, job: Job, verb: Verb) -> None:
        match verb:
            case Verb.PAUSE:
                self._downloads.pause(job.id)
            case Verb.RESUME:
                self._downloads.resume(job.id)
            case Verb.CANCEL:
                self._downloads.cancel(job.id)
            case Verb.RETRY:
                self._downloads.retry(job.id)
            case Verb.REMOVE:
                self._downloads.remove(job.id)
            case Verb.LOAD:
                if (choice := pair_of(job)) is not None:
                    self._desk.load(choice)
            case Verb.TERMS:
                self._desk.open_terms(_gated(job))
            case Verb.TOKEN:
                self._desk.ask_for_token(lambda: self._downloads.retry(job.id))

    def _on_remedy_pressed(self) -> None:
        self._trouble.clear()
        self._downloads.open()


def _gated(job: Job) -> str:
    """Return the repository that wants its terms accepted; the error names it."""
    named = job.error.detail if job.error is not None else ""
    for file in job.files:
        if file.repository in named:
            return file.repository
    return job.files[0].repository
