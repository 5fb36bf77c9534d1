"""The library of models as a feature of the window: opens its window, and loads what it gives.

What brings the client of the Hub along is imported by the calls that need it, beside the window.
"""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, QUrl
from PySide6.QtGui import QDesktopServices

from paceline.library.downloads.records import Job
from paceline.loading import DeviceKind, PairChoice
from paceline.protocol.messages import Ready
from paceline.settings import Settings
from paceline.ui.library.background import Background, Call
from paceline.ui.library.desk import Desk
from paceline.ui.library.downloads.download_list import DownloadList
from paceline.ui.library.downloads.indicator import DownloadIndicator
from paceline.ui.library.downloads.taskbar import Taskbar
from paceline.ui.library.downloads.wording import summary
from paceline.ui.library.page import PageKind
from paceline.ui.library.sources import LibrarySources, downloads_folder
from paceline.ui.library.tokens import Tokens
from paceline.ui.pair_opening import PairOpening
from paceline.ui.workbench import Workbench

if TYPE_CHECKING:
    from paceline.ui.library.pages import LibraryPages

START_DELAY_MS: Final = 1500
"""Until downloads of the last run go on: the window is there first, and has loaded its chats."""


class Library(QObject):
    """Builds nothing before the person asks for it, or the last run left a download."""

    def __init__(
        self,
        workbench: Workbench,
        opening: PairOpening,
        indicator: DownloadIndicator,
        sources: LibrarySources,
    ) -> None:
        super().__init__(workbench.window)
        self._workbench = workbench
        self._opening = opening
        self._graphics = 0
        self._sources = sources = replace(sources, graphics=lambda: self._graphics)
        workbench.engine.worker_ready.connect(self._on_worker_ready)
        self._background = Background(self)
        self._access = access = sources.access()
        self._downloads = DownloadList(lambda: sources.queue(access.hub), self)
        self._taskbar = Taskbar(self)
        self._indicator = indicator
        self._pages: LibraryPages | None = None
        self.desk = desk = Desk(
            self._background,
            self._downloads,
            workbench.keeper,
            workbench.appearance,
            workbench.notices,
            self,
        )
        desk.page_wanted.connect(self.show)
        desk.pair_wanted.connect(self._on_pair_wanted)
        desk.terms_wanted.connect(self._on_terms_wanted)
        self._tokens = Tokens(workbench.window, desk, access)
        self._downloads.changed.connect(self._on_jobs_changed)
        self._downloads.arrived.connect(self._on_arrived)
        self._apply(workbench.keeper.settings)
        workbench.keeper.changed.connect(self._apply)
        indicator.show_pressed.connect(lambda: self.show(PageKind.DOWNLOADS))
        actions = workbench.actions
        actions.models.triggered.connect(lambda _checked=False: self.show())
        actions.hub_token.triggered.connect(lambda _checked=False: self._tokens.show())
        for kind, action in actions.model_pages.items():
            action.triggered.connect(lambda _checked=False, kind=kind: self.show(kind))
        if downloads_folder().exists():
            QTimer.singleShot(START_DELAY_MS, self, self._downloads.open)

    def show(self, kind: PageKind | None = None) -> None:
        """Open the window at a page, else where the person was."""
        if self._pages is None:
            from paceline.ui.library.pages import LibraryPages  # noqa: PLC0415 - not at the start

            self._pages = LibraryPages(
                self._workbench, self.desk, self._access.hub, self._sources, self._own_folders
            )
        self._pages.show(kind)

    def show_recommended(self) -> None:
        """Open the window at the catalogue."""
        self.show(PageKind.RECOMMENDED)

    def close(self) -> None:
        """Pause downloads and stop what is still running; bounded."""
        self._downloads.close()
        self._background.close()
        self._access.close()

    def _own_folders(self) -> tuple[Path, ...]:
        return tuple(map(Path, self._workbench.keeper.settings.library.model_folders))

    def _apply(self, settings: Settings) -> None:
        wishes = settings.library
        self._access.configure(
            address=wishes.endpoint,
            offline=wishes.offline,
            use_shared_token=wishes.use_shared_token,
        )
        self._downloads.configure(
            speed_limit=wishes.bytes_per_second, at_once=wishes.downloads_at_once
        )

    def _on_worker_ready(self, ready: Ready) -> None:
        graphics = (each.memory_total for each in ready.devices if each.kind is DeviceKind.GPU)
        self._graphics = max(graphics, default=0)

    def _on_jobs_changed(self, jobs: tuple[Job, ...]) -> None:
        told = summary(jobs)
        self._indicator.show_summary(told)
        self._taskbar.show_summary(told)

    def _on_arrived(self, job: Job) -> None:
        self.desk.files_changed.emit()

        def work(_call: Call[None]) -> PairChoice | None:
            from paceline.ui.library.recommended.shelf import choice_of  # noqa: PLC0415

            return choice_of(job, self._sources, self._own_folders())

        self._background.start(
            work,
            lambda choice: self._tell_arrival(job, choice),
            lambda _failure: self._tell_arrival(job, None),
        )

    def _tell_arrival(self, job: Job, choice: PairChoice | None) -> None:
        words = self.tr("{title} has arrived.").format(title=job.title)
        if choice is None:
            self._workbench.notices.tell(words)
        else:
            load = self.tr("&Load it")
            self._workbench.notices.tell(words, load, lambda: self.desk.load(choice))

    def _on_pair_wanted(self, choice: PairChoice) -> None:
        """Load it, and lead the person back to the chat, above which the other window would lie."""
        if self._pages is not None:
            self._pages.close()
        self._workbench.window.activateWindow()
        self._workbench.window.raise_()
        self._opening.open(choice)

    def _on_terms_wanted(self, repository: str) -> None:
        self._background.start(
            lambda _call: self._access.hub().terms_page(repository),
            _open,
            self._workbench.notices.show_failure,
        )


def _open(page: str) -> None:
    QDesktopServices.openUrl(QUrl(page))
