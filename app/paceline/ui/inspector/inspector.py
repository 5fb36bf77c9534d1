"""The inspector as a feature of the window: puts its parts together and between the others."""

from typing import Final

from PySide6.QtCore import QObject, QTimer

from paceline.history.records import MessageId
from paceline.provenance import Token
from paceline.ui.colours import Colours
from paceline.ui.file_choice import choose_save_file
from paceline.ui.inspector.acceptance_view import AcceptanceView
from paceline.ui.inspector.exporting import Exporting, SaveChoice
from paceline.ui.inspector.overview import Overview
from paceline.ui.inspector.panel import Panel
from paceline.ui.inspector.placement import Placement
from paceline.ui.inspector.recording import Recording
from paceline.ui.inspector.replay_view import ReplayView
from paceline.ui.inspector.reply_source import ReplySource
from paceline.ui.inspector.rounds_view import RoundsView
from paceline.ui.inspector.tokens_view import TokensView
from paceline.ui.workbench import Workbench

REFRESH_MS: Final = 110
"""A person reads no faster. Not the strip's pace, so that the two seldom paint in one turn."""


class Inspector(QObject):
    """Shows a reply, and while it streams paints it about ten times a second."""

    def __init__(self, workbench: Workbench, choose_file: SaveChoice = choose_save_file) -> None:
        super().__init__(workbench.window)
        colours = workbench.appearance.colours
        self._actions = workbench.actions
        self._transcript = workbench.chat.transcript
        self._marking = False
        self._shown = Recording()
        self._source = ReplySource(workbench.session, self)
        self._overview = Overview(colours)
        self._tokens = TokensView(colours)
        self._rounds = RoundsView(colours)
        self._acceptance = AcceptanceView(colours)
        self._replay = ReplayView(colours)
        self._exporting = Exporting(workbench.window, choose_file)
        self._panel = Panel(
            [
                (self.tr("Speed"), self._overview),
                (self.tr("Tokens"), self._tokens),
                (self.tr("Passes"), self._rounds),
                (self.tr("Acceptance"), self._acceptance),
                (self.tr("Replay"), self._replay),
            ],
            self._exporting.menu,
            colours,
        )
        self._placement = Placement(
            self._panel,
            workbench.window,
            workbench.columns,
            workbench.composer,
            workbench.actions.show_chats,
            width=workbench.keeper.settings.inspector_width,
        )
        self._timer = QTimer(self, singleShot=True, interval=REFRESH_MS)
        self._timer.timeout.connect(self._panel.refresh)
        self._keeper = workbench.keeper
        self._connect(workbench)
        workbench.actions.inspect.setChecked(workbench.keeper.settings.show_inspector)

    def show_reply(self, message_id: MessageId) -> None:
        """Show a reply of the chat in view, and the panel with it."""
        self._actions.inspect.setChecked(True)
        self._source.show(message_id)

    def _connect(self, workbench: Workbench) -> None:
        action = workbench.actions.inspect
        action.toggled.connect(self._on_toggled)
        self._panel.close_pressed.connect(lambda: action.setChecked(False))
        self._placement.width_changed.connect(workbench.keeper.keep_inspector_width)
        self._panel.detach_pressed.connect(self._placement.detach)
        self._tokens.token_chosen.connect(self._on_token_chosen)
        self._rounds.pass_chosen.connect(self._replay.show_pass)
        self._transcript.token_visited.connect(self._on_token_visited)
        self._transcript.inspect_requested.connect(self.show_reply)
        workbench.appearance.colours_changed.connect(self._on_colours_changed)
        source = self._source
        source.changed.connect(self._on_changed)
        source.grown.connect(self._on_grown)
        source.moved.connect(self._on_moved)
        self._panel.step_pressed.connect(source.step)
        for failing in (source.failed, self._exporting.failed):
            failing.connect(workbench.notices.show_failure)
        self._overview.show_pair(workbench.engine.pair)
        workbench.engine.pair_loaded.connect(self._overview.show_pair)
        for lost in (workbench.engine.pair_lost, workbench.engine.worker_lost):
            lost.connect(lambda _lost: self._overview.show_pair(None))

    def _on_toggled(self, shown: bool) -> None:  # noqa: FBT001 - a Qt slot
        self._keeper.keep_show_inspector(show_inspector=shown)
        self._source.set_active(active=shown)
        if shown:
            self._placement.show()
            self._panel.refresh()
        else:
            self._placement.hide()

    def _on_changed(self, recording: Recording) -> None:
        self._shown = recording
        self._panel.show_recording(recording)
        self._exporting.show_recording(recording)

    def _on_grown(self) -> None:
        if self._panel.isVisible() and not self._timer.isActive():
            self._timer.start()

    def _on_moved(self) -> None:
        self._panel.show_position(self._source.number, self._source.count)

    def _on_token_chosen(self, place: int) -> None:
        self._replay.show_pass(self._shown.pass_of(place))
        message = self._source.message
        if message is not None:
            self._marking = True
            self._transcript.mark(message.id, *self._shown.stretch(place))
            self._marking = False

    def _on_token_visited(self, token: Token | None) -> None:
        if token is None or self._marking or not self._panel.isVisible():
            return
        place = self._shown.place_of(token)
        if place is not None:
            self._tokens.visit(place)

    def _on_colours_changed(self, colours: Colours) -> None:
        self._panel.set_colours(colours)
