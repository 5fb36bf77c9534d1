"""Models on servers as a feature of the window: connects, remembers and forgets them."""

from typing import Final

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QVBoxLayout

from paceline.errors import AppError
from paceline.library.remote_keys import RemoteKeys, key_of, share_key
from paceline.loading import PairChoice, PairKind, RemoteServer
from paceline.protocol.messages import PairLoaded
from paceline.ui.failure import Failure
from paceline.ui.library.background import Background, Call
from paceline.ui.pair_opening import PairOpening
from paceline.ui.servers.server_dialog import ServerDialog
from paceline.ui.servers.whereabouts_bar import WhereaboutsBar
from paceline.ui.top_bar import TopBar
from paceline.ui.workbench import Workbench

MOST_REMEMBERED: Final = 20
"""More nobody looks through; the one used longest ago goes first."""


class Servers(QObject):
    """Asks servers and the keyring beside the window, for both may take their time."""

    def __init__(
        self,
        workbench: Workbench,
        opening: PairOpening,
        keys: RemoteKeys,
        top_bar: TopBar,
        column: QVBoxLayout,
        place: int,
    ) -> None:
        """The line that says where text goes is put into `column` at this place."""
        super().__init__(workbench.window)
        self._window = workbench.window
        self._engine = workbench.engine
        self._keeper = workbench.keeper
        self._notices = workbench.notices
        self._actions = workbench.actions
        self._opening = opening
        self._keys = keys
        self._top_bar = top_bar
        self._background = Background(self)
        self._dialog: ServerDialog | None = None
        self._bar = WhereaboutsBar()
        column.insertWidget(place, self._bar)
        workbench.actions.connect_server.triggered.connect(lambda _checked=False: self.show())
        workbench.engine.pair_loaded.connect(self._on_pair_changed)
        workbench.engine.pair_lost.connect(lambda _lost: self._on_pair_changed(None))
        opening.opened.connect(self._on_opened)

    def show(self) -> None:
        """Open the dialog."""
        if self._dialog is not None:
            self._dialog.activateWindow()
            return
        dialog = ServerDialog(
            self._keeper.settings.servers, QApplication.activeWindow() or self._window
        )
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.models_wanted.connect(self._on_models_wanted)
        dialog.connect_pressed.connect(self._on_connect_pressed)
        dialog.forget_pressed.connect(self._on_forget_pressed)
        dialog.finished.connect(self._on_finished)
        self._dialog = dialog
        dialog.open()

    def close(self) -> None:
        """Stop what is still asked; bounded."""
        self._background.close()

    def _on_finished(self) -> None:
        self._dialog = None

    def _on_models_wanted(self, server: RemoteServer, entered: str) -> None:
        def work(call: Call[None]) -> tuple[str, list[str]]:
            from paceline.remote.pair import models_of  # noqa: PLC0415 - brings the client of HTTP

            key = key_of(entered) if entered else self._keys.key(server)
            place, listing = models_of(
                server.url,
                key,
                unencrypted_allowed=server.unencrypted_allowed,
                look_up=call.cancelled,
            )
            return place.url, [each.id for each in listing.models]

        if self._dialog is not None:
            self._dialog.show_waiting()
        self._background.start(work, self._on_models_found, self._on_asking_failed)

    def _on_models_found(self, found: tuple[str, list[str]]) -> None:
        if self._dialog is not None:
            self._dialog.show_models(*found)

    def _on_asking_failed(self, failure: Failure) -> None:
        if self._dialog is not None:
            self._dialog.show_failure(failure)

    def _on_connect_pressed(self, server: RemoteServer, entered: str) -> None:
        if self._opening.busy:  # the engine was lost meanwhile, and loads its pair again
            if self._dialog is not None:
                self._dialog.show_ready()
            return
        try:
            key = key_of(entered) if entered else None
        except AppError as error:
            self._on_asking_failed(Failure(error.code, error.detail))
            return

        def work(_call: Call[None]) -> bool | None:
            return None if key is None else self._keys.keep(server.url, key)

        def done(lasts: bool | None) -> None:  # noqa: FBT001 - what `work` returned
            if lasts is False:
                self._notices.tell(
                    self.tr("The key is kept until Paceline is closed: there is no keyring.")
                )
            if self._dialog is not None:
                self._dialog.accept()
            self._opening.open(PairChoice(PairKind.REMOTE, server=server))

        self._background.start(work, done, self._on_asking_failed)

    def _on_forget_pressed(self, server: RemoteServer) -> None:
        left = tuple(each for each in self._keeper.settings.servers if each != server)
        self._keeper.keep_servers(left)
        if self._dialog is not None:
            self._dialog.remember(left)
        if server.keyed and not any(share_key(server, each) for each in left):
            self._background.start(
                lambda _call: self._keys.forget(server.url),
                lambda _nothing: None,
                self._notices.show_failure,
            )

    def _on_opened(self, choice: PairChoice, _pair: PairLoaded) -> None:
        if choice.server is not None:
            used = choice.server
            others = (
                each
                for each in self._keeper.settings.servers
                if (each.url, each.model) != (used.url, used.model)
            )
            self._keeper.keep_servers((used, *others)[:MOST_REMEMBERED])

    def _on_pair_changed(self, pair: PairLoaded | None) -> None:
        remote = pair is not None and pair.remote is not None
        self._bar.show_pair(pair)
        self._top_bar.set_speculation_here(here=not remote)
        self._actions.speculate.setEnabled(not remote)
