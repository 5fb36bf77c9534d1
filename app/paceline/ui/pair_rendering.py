"""Renders what the opening of pairs tells: progress, the name of the pair in use, failures."""

from PySide6.QtCore import QObject

from paceline.errors import ErrorCode
from paceline.loading import PairChoice
from paceline.protocol.messages import PairLoaded
from paceline.ui.failure import Failure
from paceline.ui.pair_name import PairName
from paceline.ui.pair_opening import PairOpening
from paceline.ui.progress_row import ProgressRow
from paceline.ui.top_bar import TopBar
from paceline.ui.workbench import Workbench


class PairRendering(QObject):
    """Keeps top bar, empty state, progress and the speaker's name in line with the pair."""

    def __init__(
        self, workbench: Workbench, opening: PairOpening, top_bar: TopBar, progress: ProgressRow
    ) -> None:
        super().__init__(workbench.window)
        self._session = workbench.session
        self._keeper = workbench.keeper
        self._chat = workbench.chat
        self._notices = workbench.notices
        self._top_bar = top_bar
        self._progress = progress
        opening.started.connect(self._on_started)
        opening.progressed.connect(progress.show_progress)
        opening.opened.connect(self._on_opened)
        opening.failed.connect(self._on_failed)
        opening.cancelled.connect(progress.hide)
        workbench.engine.pair_lost.connect(top_bar.show_no_pair)

    def _on_started(self, choice: PairChoice) -> None:
        self._notices.hide_failure()
        opening = self.tr("Opening {pair}").format(pair=PairName.of_choice(choice))
        self._progress.show_progress(opening, 0.0)

    def _on_opened(self, choice: PairChoice, pair: PairLoaded) -> None:
        name = PairName.of(choice, pair)
        self._session.speaker = name.name
        self._top_bar.show_pair(name.name, name.remark)
        self._chat.empty.show_pair(name.name, name.remark)
        self._keeper.keep_pair(choice)
        self._progress.hide()
        self._notices.hide_failure_of(ErrorCode.ENGINE_BUSY)

    def _on_failed(self, failure: Failure) -> None:
        self._progress.hide()
        self._notices.show_failure(failure)
