"""The token as a feature of the window: opens its dialog, and does what is wanted there."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QWidget

from paceline.errors import AppError
from paceline.library.hub.access import HubAccess
from paceline.library.hub.identity import Identity, Standing
from paceline.library.hub.tokens import Secret, TokenPlace
from paceline.ui.failure import Failure
from paceline.ui.library.desk import Desk
from paceline.ui.library.token_dialog import TokenDialog


class Tokens(QObject):
    """Asks the Hub and the keyring beside the window, for both may take their time."""

    def __init__(self, window: QWidget, desk: Desk, access: HubAccess) -> None:
        super().__init__(window)
        self._window = window
        self._desk = desk
        self._identity = Identity(access)
        self._dialog: TokenDialog | None = None
        desk.token_wanted.connect(self._on_token_wanted)

    def show(self) -> None:
        """Open the dialog."""
        self._on_token_wanted(lambda: None)

    def _on_token_wanted(self, then: Callable[[], None]) -> None:
        try:
            endpoint = self._identity.endpoint
        except AppError as error:
            self._desk.notices.show_failure(Failure(error.code, error.detail))
            return
        dialog = TokenDialog(endpoint, QApplication.activeWindow() or self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.entered.connect(lambda secret: self._keep(dialog, secret, then))
        dialog.check_pressed.connect(lambda: self._ask(dialog, self._identity.check))
        dialog.forget_pressed.connect(lambda: self._ask(dialog, self._identity.forget))
        dialog.finished.connect(self._on_finished)
        self._dialog = dialog
        dialog.open()
        self._ask(dialog, lambda: Standing(self._identity.place()))

    def _on_finished(self) -> None:
        self._dialog = None

    def _ask(self, dialog: TokenDialog, question: Callable[[], Standing]) -> None:
        dialog.show_standing(None)
        self._desk.background.start(
            lambda _call: question(),
            lambda standing: self._render(dialog, standing),
            lambda failure: self._refuse(dialog, failure),
        )

    def _render(self, dialog: TokenDialog, standing: Standing) -> None:
        if self._dialog is dialog:
            dialog.show_standing(standing)

    def _refuse(self, dialog: TokenDialog, failure: Failure) -> None:
        if self._dialog is dialog:
            dialog.show_failure(failure)
        else:
            self._desk.notices.show_failure(failure)

    def _keep(self, dialog: TokenDialog, secret: Secret, then: Callable[[], None]) -> None:
        def done(standing: Standing) -> None:
            if self._dialog is dialog:
                dialog.clear()
                dialog.accept()
            self._desk.notices.tell(
                self.tr("The token is kept in this system's keyring.")
                if standing.place is TokenPlace.KEYRING
                else self.tr("The token is kept until Paceline is closed: there is no keyring.")
            )
            then()

        self._desk.background.start(
            lambda _call: self._identity.keep(secret),
            done,
            lambda failure: self._refuse(dialog, failure),
        )
