"""The local server as a feature of the window: prepares it, starts and stops it, shows it.

It ends with the window, however that ends, for it holds on to a pipe that only the window has.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QCoreApplication, QObject, Qt, QTimer

from paceline.errors import ErrorCode
from paceline.library.hub.tokens import Secret, TokenPlace
from paceline.library.memory_fit import Fit
from paceline.loading import DeviceKind, PairChoice, PairKind
from paceline.protocol.messages import Ready
from paceline.settings import ServerWishes, Settings
from paceline.ui.failure import Failure
from paceline.ui.library.background import Background, Call
from paceline.ui.library.sizes import size_text
from paceline.ui.pair_opening import PairOpening
from paceline.ui.pair_source import PairFiles
from paceline.ui.pair_wishes import FileChoice, PairWishes
from paceline.ui.serving.command import serve_arguments
from paceline.ui.serving.indicator import ServerIndicator
from paceline.ui.serving.local_server import LocalServer
from paceline.ui.serving.sources import ServingSources
from paceline.ui.serving.state import Phase, ServerState
from paceline.ui.serving.supply import Supply
from paceline.ui.workbench import Workbench

if TYPE_CHECKING:
    from paceline.ui.serving.dialog import ServingDialog
    from paceline.ui.serving.room import Room

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class Prepared:
    """What a start needs; `made` says that the key is new."""

    files: PairFiles
    room: "Room"
    alias: str | None = None
    key: Secret | None = None
    made: bool = False


class Serving(QObject):
    """Does nothing before the person asks, unless the settings start it with the program."""

    def __init__(
        self,
        workbench: Workbench,
        pairs: PairWishes,
        opening: PairOpening,
        indicator: ServerIndicator,
        choose_file: FileChoice,
        sources: ServingSources,
    ) -> None:
        super().__init__(workbench.window)
        self._workbench = workbench
        self._supply = Supply(workbench, pairs, sources)
        self._opening = opening
        self._indicator = indicator
        self._choose_file = choose_file
        self._sources = sources
        self._graphics = 0
        self._made: Secret | None = None
        self._dialog: ServingDialog | None = None
        self._background = Background(self)
        self._preparation: Call[None] | None = None
        self._look: Call[None] | None = None
        self._server = LocalServer(sources.command, self)
        self._server.changed.connect(self._on_changed)
        workbench.engine.worker_ready.connect(self._on_worker_ready)
        workbench.actions.local_server.triggered.connect(self.show)
        workbench.actions.local_server.setVisible(bool(sources.command))
        indicator.show_pressed.connect(self.show)
        opening.opened.connect(self._on_pair_opened)
        self._waits_to_start = bool(sources.command) and self._wishes.start_with_program
        if self._waits_to_start:
            for ended in (opening.opened, opening.failed, opening.cancelled):
                ended.connect(self._start_with_program)
            QTimer.singleShot(0, self, self._on_window_shown)

    @property
    def server(self) -> LocalServer:
        """The server, be it there or not."""
        return self._server

    def show(self) -> None:
        """Open the dialog."""
        if self._dialog is None:
            from paceline.ui.serving.dialog import ServingDialog  # noqa: PLC0415 - not at the start

            self._dialog = dialog = ServingDialog(self._workbench.window)
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.start_pressed.connect(self.start)
            dialog.stop_pressed.connect(self.stop)
            dialog.finished.connect(self._on_finished)
            dialog.form.wishes_changed.connect(self._on_wishes_changed)
            dialog.form.files_pressed.connect(self._on_files_pressed)
            dialog.form.new_key_pressed.connect(self._on_new_key_pressed)
            dialog.form.show_wishes(self._wishes)
            self._render_pairs()
            dialog.watch.show_key(self._made)
            dialog.show_state(self._server.state)
            self._look_for_room()
            self._look_for_key()
        self._dialog.show()
        self._dialog.raise_()
        self._dialog.activateWindow()
        if self._server.state.listening is None:
            self._dialog.form.focus_first()
        else:
            self._dialog.watch.focus_first()

    def start(self) -> None:
        """Look at models, memory and key, and start the server if they allow it."""
        if self._server.state.phase.runs:
            return
        self._workbench.notices.hide_failure_of(ErrorCode.SERVER_LOST)
        self._server.prepare()
        supply, settings = self._supply, self._settings
        choice, files = supply.choice(), supply.files_in_window()

        alias = None if choice.kind is PairKind.FILES else choice.kind.value

        def work(call: Call[None]) -> Prepared:
            found = files or supply.prepare(choice, call)
            room = supply.room(found, settings, self._graphics)
            if room.judged is Fit.TOO_LARGE or not settings.server.for_network:
                return Prepared(found, room, alias)
            kept = self._sources.keys.kept()
            return Prepared(
                found, room, alias, kept or self._sources.keys.make(), made=kept is None
            )

        self._preparation = self._background.start(work, self._launch, self._server.refuse)

    def stop(self) -> None:
        """End the server, or its preparation."""
        if self._preparation is not None:
            self._preparation.cancel()
            self._preparation = None
        self._server.stop()

    def close(self) -> None:
        """Leave no process behind."""
        self._background.close()
        self._server.close()

    # What the person wants ----------------------------------------------------------------

    @property
    def _settings(self) -> Settings:
        return self._workbench.keeper.settings

    @property
    def _wishes(self) -> ServerWishes:
        return self._settings.server

    def _on_wishes_changed(self, wishes: ServerWishes) -> None:
        keeper = self._workbench.keeper
        keeper.keep(msgspec.structs.replace(keeper.settings, server=wishes))
        if self._dialog is not None:
            self._dialog.form.show_wishes(wishes)
            self._look_for_room()

    def _on_files_pressed(self) -> None:
        assert self._dialog is not None
        target = self._choose_file(self._dialog, self.tr("Choose a target model"), None)
        if target is None:
            return
        title = self.tr("Choose a draft model, or cancel to do without one")
        draft = self._choose_file(self._dialog, title, target.parent)
        choice = PairChoice(PairKind.FILES, str(target), str(draft) if draft else None)
        self._on_wishes_changed(msgspec.structs.replace(self._wishes, pair=choice))
        self._render_pairs()

    def _on_new_key_pressed(self) -> None:
        """Make one now and show it when the server runs."""

        def done(made: Secret) -> None:
            self._made = made
            self._workbench.notices.tell(self.tr("The new key is shown once the server runs."))
            if self._dialog is not None:
                self._dialog.watch.show_key(made)
                self._look_for_key()

        self._background.start(
            lambda _call: self._sources.keys.make(), done, self._workbench.notices.show_failure
        )

    def _on_finished(self) -> None:
        """The key was shown; from now on only the keyring tells it."""
        self._dialog = None
        if self._server.state.phase is Phase.READY:
            self._made = None

    # With the program ---------------------------------------------------------------------

    def _on_window_shown(self) -> None:
        if not self._opening.busy:
            self._start_with_program()

    def _start_with_program(self) -> None:
        """The pair of the window goes first; where that fails, another one may do."""
        if not self._waits_to_start:
            return
        self._waits_to_start = False
        if not self._wishes.for_network:
            self.start()
            return
        self._background.start(
            lambda _call: self._sources.keys.kept() is not None,
            lambda kept: self.start() if kept else self._tell_no_key(),
            lambda _failure: self._tell_no_key(),
        )

    def _tell_no_key(self) -> None:
        self._workbench.notices.tell(
            self.tr("The local server was not started, for its key is not kept on this system."),
            self.tr("&Show"),
            self.show,
        )

    # What happens -------------------------------------------------------------------------

    def _launch(self, prepared: Prepared) -> None:
        self._preparation = None
        if prepared.room.judged is Fit.TOO_LARGE:
            self._server.refuse(_short(prepared.room))
            return
        if prepared.made:
            self._made = prepared.key
        if self._dialog is not None:
            self._dialog.watch.show_key(self._made)
        arguments = serve_arguments(prepared.files, self._settings, prepared.alias)
        self._server.launch(arguments, prepared.key.reveal() if prepared.key else None)

    def _on_changed(self, state: ServerState) -> None:
        self._indicator.show_state(state)
        if self._dialog is not None:
            self._dialog.show_state(state)
            if not state.phase.runs:
                self._look_for_room()
                self._look_for_key()
        elif state.failure is not None:
            self._workbench.notices.show_failure(state.failure, retry=self.start)

    def _on_worker_ready(self, ready: Ready) -> None:
        graphics = (each.memory_total for each in ready.devices if each.kind is DeviceKind.GPU)
        self._graphics = max(graphics, default=0)

    def _on_pair_opened(self) -> None:
        if self._dialog is not None:
            self._render_pairs()
            self._look_for_room()

    # Models and memory --------------------------------------------------------------------

    def _look_for_room(self) -> None:
        """Say in the dialog what it takes; models that have to be made first are not made here."""
        dialog = self._dialog
        if dialog is None:
            return
        if self._look is not None:
            self._look.cancel()
        supply, settings = self._supply, self._settings
        choice, files = supply.choice(), supply.files_in_window()
        if files is None and choice.kind is PairKind.PRACTICE:
            dialog.form.show_words(
                self.tr("The practice pair is made at its first use; then its memory is looked at.")
            )
            return

        def work(call: Call[None]) -> "Room":
            found = files or supply.prepare(choice, call)
            return supply.room(found, settings, self._graphics)

        dialog.form.show_room(None)
        self._look = self._background.start(work, self._show_room, self._show_room)

    def _show_room(self, found: "Room | Failure") -> None:
        if self._dialog is not None:
            self._dialog.form.show_room(found)

    def _look_for_key(self) -> None:
        """Say in the dialog where the key is kept, if one is needed."""

        def done(place: TokenPlace) -> None:
            if self._dialog is not None:
                self._dialog.form.show_key(place)

        if self._dialog is not None:
            self._background.start(
                lambda _call: self._sources.keys.place(), done, lambda _failure: None
            )

    def _render_pairs(self) -> None:
        if self._dialog is not None:
            self._dialog.form.show_pairs(self._supply.pairs())


def _short(room: "Room") -> Failure:
    words = translate("Serving", "a local server with these models takes {need}, {free} are free")
    detail = words.format(need=size_text(room.need), free=size_text(room.available))
    return Failure(ErrorCode.MEMORY_SHORT, detail)
