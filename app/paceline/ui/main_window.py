"""The window: puts the parts together and carries their signals to each other.

What to do is decided in `ChatSession`, `PairOpening` and the pure modules; this renders it.
"""

from collections.abc import Callable

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QIcon
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QSplitter, QVBoxLayout, QWidget

from paceline import paths
from paceline.client.engine_client import EngineState
from paceline.errors import AppError
from paceline.history.records import Conversation, MessageState
from paceline.history.store import History
from paceline.installation import release_feed
from paceline.library.remote_keys import RemoteKeys
from paceline.library.updates.updates import Updates
from paceline.loading import PairChoice, PairKind
from paceline.options import Speculation
from paceline.settings import Settings, Theme
from paceline.ui.actions import Actions
from paceline.ui.chat_files import ChatFiles
from paceline.ui.chat_pairs import ChatPairs
from paceline.ui.chat_rendering import ChatRendering
from paceline.ui.chat_session import ChatSession
from paceline.ui.chat_view import ChatView
from paceline.ui.comparing.comparing import Comparing
from paceline.ui.composing.composer import Composer
from paceline.ui.composing.composing import Composing
from paceline.ui.diagnostics.diagnostics import Diagnostics
from paceline.ui.draft_keeping import DraftKeeping
from paceline.ui.engine import Engine, Outcome
from paceline.ui.failure import Failure, Remedy
from paceline.ui.file_choice import choose_gguf
from paceline.ui.help.help import Help
from paceline.ui.inspector.inspector import Inspector
from paceline.ui.learning import Learning, confirm_forgetting
from paceline.ui.learning_wishes import LearningWishes
from paceline.ui.library.downloads.indicator import DownloadIndicator
from paceline.ui.library.library import Library
from paceline.ui.library.sources import LibrarySources
from paceline.ui.live_readings import LiveReadings
from paceline.ui.live_strip import LiveStrip
from paceline.ui.notices.notices import Notices
from paceline.ui.pair_opening import PairOpening
from paceline.ui.pair_rendering import PairRendering
from paceline.ui.pair_source import PairSource
from paceline.ui.pair_wishes import FileChoice, PairWishes
from paceline.ui.palette.palette import Palette
from paceline.ui.palette.sources import action_source, chat_source, setting_source
from paceline.ui.preferences.preferences import Preferences
from paceline.ui.progress_row import ProgressRow
from paceline.ui.servers.servers import Servers
from paceline.ui.serving.indicator import ServerIndicator
from paceline.ui.serving.serving import Serving
from paceline.ui.serving.sources import ServingSources
from paceline.ui.settings_keeper import SettingsKeeper
from paceline.ui.sidebar.chats import Chats
from paceline.ui.status import Situation, judge
from paceline.ui.steering.steering import Steering
from paceline.ui.theme import Appearance
from paceline.ui.top_bar import TopBar
from paceline.ui.updates.updates import UpdateNews
from paceline.ui.window_place import WindowPlace
from paceline.ui.workbench import Workbench


class MainWindow(QMainWindow):
    """Chats with one engine, which it closes with itself; history is its owner's to close."""

    def __init__(
        self,
        engine: Engine,
        history: History,
        pair_source: PairSource,
        appearance: Appearance,
        settings: Settings,
        save_settings: Callable[[Settings], None],
        icon: QIcon,
        choose_file: FileChoice = choose_gguf,
        confirm_forgetting: Callable[[QWidget], bool] = confirm_forgetting,
        library: LibrarySources | None = None,
        keys: RemoteKeys | None = None,
        updates: Updates | None = None,
        serving: ServingSources | None = None,
    ) -> None:
        super().__init__()
        self._engine = engine
        self._appearance = appearance
        self._keeper = SettingsKeeper(settings, save_settings, self)
        self._learning = Learning(engine, enabled=settings.learn_from_chats, parent=self)
        self._opening = PairOpening(
            engine,
            pair_source,
            self._learning,
            self._keeper,
            self,
        )
        self._session = ChatSession(engine, history, self._keeper, self)
        self._readings = LiveReadings(self)
        self._loss = ""
        colours = appearance.colours
        self._actions = Actions(self)
        self._pairs = PairWishes(self, engine, self._opening, self._actions, choose_file)
        self._top_bar = TopBar(self._actions, settings.speculation)
        self._strip = LiveStrip(colours)
        self._chat = ChatView(icon, colours, show_tints=settings.show_tints)
        self._notices = Notices(self._chat, self._chat.legend)
        self._progress = ProgressRow()
        self._indicator = DownloadIndicator()
        self._server_indicator = ServerIndicator()
        self._columns = QSplitter(Qt.Orientation.Horizontal)
        self._columns.setObjectName("columns")
        self._composer = Composer()
        self._drafts = DraftKeeping(self._session, self._composer, self)
        self._rendering = ChatRendering(
            self._session,
            self._readings,
            self._chat,
            self._composer,
            self._progress,
            self._strip,
            self,
        )
        self._lay_out(icon)
        self._actions.speculate.setChecked(settings.speculation.enabled)
        self._actions.show_tints.setChecked(settings.show_tints)
        self._actions.themes[appearance.theme].setChecked(True)
        self._connect_person()
        self._connect_work()
        self._workbench = Workbench(
            window=self,
            columns=self._columns,
            engine=engine,
            session=self._session,
            actions=self._actions,
            appearance=appearance,
            keeper=self._keeper,
            chat=self._chat,
            composer=self._composer,
            notices=self._notices,
        )
        self._add_features(
            confirm_forgetting, library or LibrarySources(), updates, keys or RemoteKeys()
        )
        self._serving = Serving(
            self._workbench,
            self._pairs,
            self._opening,
            self._server_indicator,
            choose_file,
            serving or ServingSources(),
        )
        if not self._session.open(settings.open_chat):
            self._session.open(None)
        self._render()
        self._composer.setFocus()

    def open_pair(self, choice: PairChoice) -> None:
        """Open a pair, as at the start."""
        self._opening.open(choice)

    def show_failure(self, failure: Failure) -> None:
        """Show what went wrong and what helps."""
        self._notices.show_failure(failure)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Save, stop every thread, and leave no process behind."""
        self._keeper.flush()
        self._drafts.flush()
        self._files.close()
        self._servers.close()
        self._library.close()
        self._updates.close()
        self._serving.close()
        self._opening.close()
        self._engine.close()
        self._session.close()
        super().closeEvent(event)

    # Building -----------------------------------------------------------------------------

    def _lay_out(self, icon: QIcon) -> None:
        self.setWindowTitle("Paceline")
        self.setWindowIcon(icon)
        self.setMinimumSize(760, 480)
        self.resize(1080, 760)
        self._actions.fill_menu_bar()
        middle = QWidget()
        self._column = column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._top_bar)
        column.addWidget(self._strip)
        column.addWidget(self._notices.banner)
        column.addWidget(self._chat, 1)
        column.addWidget(self._indicator)
        column.addWidget(self._server_indicator)
        column.addWidget(self._progress)
        bottom = QHBoxLayout()
        bottom.setContentsMargins(16, 4, 16, 14)
        bottom.addStretch(1)
        bottom.addWidget(self._composer, 100)
        bottom.addStretch(1)
        column.addLayout(bottom)
        self._columns.addWidget(middle)
        self._columns.setStretchFactor(0, 1)
        self._columns.setCollapsible(0, False)
        self.setCentralWidget(self._columns)

    def _add_features(
        self,
        confirm_forgetting: Callable[[QWidget], bool],
        library: LibrarySources,
        updates: Updates | None,
        keys: RemoteKeys,
    ) -> None:
        """Each adds its widgets and connects itself."""
        self._pair_rendering = PairRendering(
            self._workbench, self._opening, self._top_bar, self._progress
        )
        self._chat_pairs = ChatPairs(self._workbench, self._pairs, self._opening)
        self._learning_wishes = LearningWishes(
            self._workbench, self._learning, self._pairs, confirm_forgetting
        )
        self._inspector = Inspector(self._workbench)
        self._comparing = Comparing(self._workbench)
        self._chats = Chats(self._workbench)
        self._composing = Composing(self._workbench)
        self._files = ChatFiles(self._workbench)
        self._steering = Steering(self._workbench)
        self._library = Library(self._workbench, self._opening, self._indicator, library)
        self._servers = Servers(
            self._workbench,
            self._opening,
            keys,
            self._top_bar,
            self._column,
            self._column.indexOf(self._progress) + 1,
        )
        self._chat.empty.catalogue_pressed.connect(self._library.show_recommended)
        self._preferences = Preferences(self._workbench)
        self._help = Help(self._workbench)
        self._updates = UpdateNews(
            self._workbench, updates or Updates(paths.updates_file(), release_feed())
        )
        self._diagnostics = Diagnostics(self._workbench, paths.log_file())
        self._palette = Palette(
            self._workbench,
            (
                action_source(self._actions),
                chat_source(self._session),
                setting_source(self._preferences.show),
            ),
            paths.data_folder() / "recent_commands.json",
        )
        self._place = WindowPlace(self._workbench, paths.data_folder() / "window.json")

    def _connect_person(self) -> None:
        """What the person wants."""
        actions = self._actions
        actions.new_chat.triggered.connect(lambda: self._session.open(None))
        actions.regenerate.triggered.connect(lambda: self._session.regenerate(None))
        actions.continue_reply.triggered.connect(self._session.continue_reply)
        actions.stop.triggered.connect(self._on_stop_triggered)
        actions.quit.triggered.connect(self.close)
        actions.reload_pair.triggered.connect(self._pairs.open_again)
        actions.speculate.toggled.connect(self._on_speculation_toggled)
        actions.show_tints.toggled.connect(self._on_tints_toggled)
        actions.show_raw.toggled.connect(self._chat.transcript.set_raw)
        actions.focus_message.triggered.connect(self._composer.setFocus)
        actions.focus_transcript.triggered.connect(self._chat.transcript.setFocus)
        actions.focus_notice.triggered.connect(self._notices.focus_latest)
        for theme, action in actions.themes.items():
            action.triggered.connect(lambda _checked, theme=theme: self._on_theme_chosen(theme))
        self._top_bar.speculation_toggled.connect(actions.speculate.setChecked)
        self._top_bar.draft_length_changed.connect(self._on_draft_length_changed)
        self._chat.tints_toggled.connect(actions.show_tints.setChecked)
        self._chat.empty.pair_chosen.connect(self._pairs.choose)
        self._chat.empty.message_suggested.connect(self._on_message_suggested)
        self._composer.send_pressed.connect(self._on_send_pressed)
        self._composer.stop_pressed.connect(self._session.stop)
        self._progress.cancel_pressed.connect(self._on_stop_triggered)
        self._chat.transcript.saving_failed.connect(self._on_saving_failed)
        self._notices.remedy_pressed.connect(self._on_remedy_pressed)
        self._notices.dismissed.connect(self._composer.setFocus)

    def _connect_work(self) -> None:
        """What session, opening and engine tell."""
        session, opening = self._session, self._opening
        session.busy_changed.connect(self._on_busy_changed)
        session.failure_met.connect(self.show_failure)
        session.conversation_changed.connect(self._on_conversation_changed)
        session.entries_changed.connect(self._render)
        for change in (opening.started, opening.opened, opening.failed, opening.cancelled):
            change.connect(self._render)
        self._readings.refreshed.connect(self._render_status)
        self._keeper.changed.connect(self._on_settings_changed)
        self._keeper.save_failed.connect(self._on_save_failed)
        self._appearance.colours_changed.connect(self._on_colours_changed)
        self._engine.state_changed.connect(self._on_engine_state_changed)
        self._engine.worker_lost.connect(self._on_worker_lost)

    # What the person wants ----------------------------------------------------------------

    def _on_send_pressed(self, text: str) -> None:
        attachments = self._composer.attachments
        self._composer.take()
        if self._session.send(text, attachments):
            self._drafts.flush()
        else:
            self._composer.give_back(text, attachments)

    def _on_stop_triggered(self) -> None:
        if self._opening.busy:
            self._opening.cancel()
        else:
            self._session.stop()

    def _on_message_suggested(self, text: str) -> None:
        self._composer.give_back(text)
        self._composer.setFocus()

    def _on_speculation_toggled(self, enabled: bool) -> None:  # noqa: FBT001 - a Qt slot
        self._speculate(msgspec.structs.replace(self._session.speculation, enabled=enabled))

    def _on_draft_length_changed(self, length: int) -> None:
        self._speculate(
            msgspec.structs.replace(self._session.speculation, draft_length=length or None)
        )

    def _speculate(self, speculation: Speculation) -> None:
        self._session.configure(speculation)
        self._keeper.keep_speculation(speculation)
        self._top_bar.show_speculation(speculation)
        self._render()

    def _on_tints_toggled(self, show_tints: bool) -> None:  # noqa: FBT001 - a Qt slot
        self._keeper.keep_show_tints(show_tints=show_tints)
        self._chat.set_appearance(self._appearance.colours, show_tints=show_tints)

    def _on_theme_chosen(self, theme: Theme) -> None:
        self._keeper.keep_theme(theme)
        self._appearance.choose(theme)

    def _on_remedy_pressed(self, remedy: Remedy) -> None:
        self._composer.setFocus()
        match remedy:
            case Remedy.RESTART:
                self._loss = ""
                self._opening.restart_engine()
            case Remedy.OPEN_FILE:
                self._pairs.choose(PairKind.FILES)
            case Remedy.CHOOSE_PAIR:
                self._top_bar.open_pair_menu()
            case Remedy.TRY_AGAIN:
                self._try_again()
            case Remedy.SERVER:
                self._servers.show()
            case Remedy.REGENERATE:
                self._session.regenerate()
            case Remedy.STOP:
                self._on_stop_triggered()
            case Remedy.NEW_CHAT:
                self._begin_anew()
            case Remedy.NONE:
                pass

    def _try_again(self) -> None:
        """Ask a server once more for the reply that it owes, else open the last pair anew."""
        pair, entries = self._engine.pair, self._session.entries
        owes = self._session.awaits_answer or (
            bool(entries) and entries[-1].state is MessageState.INTERRUPTED
        )
        if pair is not None and pair.remote is not None and owes and not self._opening.has_failed:
            self._session.regenerate()
        else:
            self._opening.open_last()

    def _begin_anew(self) -> None:
        """Take a question that was not answered along into a new chat."""
        last = self._session.entries[-1] if self._session.awaits_answer else None
        self._session.open(None)
        if last is not None:
            self._composer.give_back(last.content, last.attachments)

    # What happened ------------------------------------------------------------------------

    def _on_busy_changed(self) -> None:
        if self._session.busy:
            self._notices.hide_failure()
        self._render()

    def _on_conversation_changed(self, conversation: Conversation | None) -> None:
        if self._session.history.is_kept:  # the number of a chat that will not be there misleads
            self._keeper.keep_open_chat(conversation.id if conversation else None)
        if conversation is not None and conversation.messages == 1:
            self._keeper.flush()  # a crash from now on must lead back here
        title = conversation.title if conversation else ""
        program = "Paceline" if self._session.history.is_kept else self.tr("Paceline (not kept)")
        self.setWindowTitle(f"{title} - {program}" if title else program)
        if conversation is None:
            self._notices.hide_failure()
            self._composer.setFocus()
        self._render()

    def _on_settings_changed(self, settings: Settings) -> None:
        self._top_bar.show_speculation(settings.speculation)

    def _on_saving_failed(self, error: AppError) -> None:
        self._notices.show_failure(Failure(error.code, error.detail))

    def _on_save_failed(self, failure: Failure) -> None:
        self._notices.show_failure(failure, retry=self._keeper.save_again)

    def _on_engine_state_changed(self, state: EngineState) -> None:
        if state is not EngineState.CRASHED:
            self._loss = ""
        self._render()

    def _on_worker_lost(self, outcome: Outcome) -> None:
        self._loss = Failure(outcome.failure.code, outcome.failure.detail).text
        self._notices.show_text(self._loss, Remedy.RESTART)
        self._render()

    # Rendering ----------------------------------------------------------------------------

    def _on_colours_changed(self) -> None:
        colours = self._appearance.colours
        self._chat.set_appearance(colours, show_tints=self._keeper.settings.show_tints)
        self._strip.graph.set_colours(colours)

    def _render(self) -> None:
        """Bring every part in line with what session, opening and engine are doing."""
        pair = self._engine.pair
        opening = self._opening.busy
        self._actions.stop.setEnabled(self._session.busy or opening)
        self._actions.regenerate.setEnabled(self._session.can_regenerate)
        self._actions.continue_reply.setEnabled(self._session.can_continue)
        self._actions.set_pair_choosable(
            choosable=not opening,
            has_pair=pair is not None,
            has_target=pair is not None and pair.remote is None,
            has_draft=pair is not None and pair.draft is not None,
        )
        for action in (self._actions.learn, self._actions.forget):
            action.setEnabled(not (self._session.busy or opening))
        self._chat.empty.set_choosable(choosable=not opening)
        self._render_status()

    def _render_status(self) -> None:
        situation = Situation(
            engine=self._engine.state,
            enabled=self._session.speculation.enabled,
            has_pair=self._engine.pair is not None,
            preparing=self._opening.busy,
            draftless_rounds=self._readings.draftless_rounds,
            last_round=self._readings.last_round,
            decision=self._readings.decision,
            loss=self._loss,
            remote=None if self._engine.pair is None else self._engine.pair.remote,
        )
        self._strip.show_status(judge(situation))
