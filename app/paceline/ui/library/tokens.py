"""Entering a token for the Hub: asks for it, and has it kept where only the person can read it."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from paceline.errors import AppError
from paceline.library.hub.access import HubAccess
from paceline.library.hub.tokens import Secret, TokenPlace, token_of
from paceline.ui.failure import Failure
from paceline.ui.library.desk import Desk

TOKEN_PAGE: Final = "settings/tokens"  # noqa: S105 - a page of the Hub
WIDTH: Final = 460


class TokenDialog(QDialog):
    """Hands over what was entered, checked, as a secret; keeps nothing itself."""

    entered = Signal(object)
    """Carries the `Secret`."""

    def __init__(self, endpoint: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("sheet")
        self.setWindowTitle(self.tr("Token for the Hub"))
        self.setModal(True)
        words = QLabel(
            self.tr(
                "Some models are given only to people who have accepted their terms. A token tells "
                "{address} who you are: make one there that may read, and paste it here. It is "
                "kept in this system's keyring, or, where there is none, until Paceline is closed."
            ).format(address=endpoint)
        )
        words.setWordWrap(True)
        words.setMinimumWidth(WIDTH)
        self._field = QLineEdit()
        self._field.setEchoMode(QLineEdit.EchoMode.Password)
        self._field.setPlaceholderText("hf_…")
        self._field.setAccessibleName(self.tr("Token"))
        self._problem = QLabel()
        self._problem.setObjectName("problem")
        self._problem.setTextFormat(Qt.TextFormat.PlainText)
        self._problem.setWordWrap(True)
        self._problem.hide()
        page = QPushButton(self.tr("Open the &page for tokens"))
        page.setAccessibleName(self.tr("Open the page for tokens"))
        address = QUrl(f"{endpoint}/{TOKEN_PAGE}")
        page.clicked.connect(lambda: QDesktopServices.openUrl(address))
        cancel = QPushButton(self.tr("C&ancel"))
        cancel.setAccessibleName(self.tr("Cancel"))
        cancel.clicked.connect(self.reject)
        keep = QPushButton(self.tr("&Keep the token"))
        keep.setObjectName("primary")
        keep.setAccessibleName(self.tr("Keep the token"))
        keep.clicked.connect(self._on_keep_clicked)
        for button in (page, cancel):
            button.setAutoDefault(False)
        keep.setDefault(True)
        buttons = QHBoxLayout()
        buttons.addWidget(page)
        buttons.addStretch(1)
        buttons.addWidget(cancel)
        buttons.addWidget(keep)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 14)
        column.setSpacing(10)
        for part in (words, self._field, self._problem):
            column.addWidget(part)
        column.addLayout(buttons)
        self._field.setFocus()

    def _on_keep_clicked(self) -> None:
        try:
            secret = token_of(self._field.text())
        except AppError as error:
            self._problem.setText(Failure(error.code, error.detail).text)
            self._problem.show()
            self._field.setFocus()
            return
        self._field.clear()
        self.accept()
        self.entered.emit(secret)


class Tokens(QObject):
    """Opens the dialog where a page asks for it."""

    def __init__(self, window: QWidget, desk: Desk, access: HubAccess) -> None:
        super().__init__(window)
        self._window = window
        self._desk = desk
        self._access = access
        desk.token_wanted.connect(self._on_token_wanted)

    def _on_token_wanted(self, then: Callable[[], None]) -> None:
        try:
            endpoint = self._access.endpoint
        except AppError as error:
            self._desk.notices.show_failure(Failure(error.code, error.detail))
            return
        dialog = TokenDialog(endpoint, QApplication.activeWindow() or self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.entered.connect(lambda secret: self._keep(endpoint, secret, then))
        dialog.open()

    def _keep(self, endpoint: str, secret: Secret, then: Callable[[], None]) -> None:
        """Beside the window, because a keyring may ask the person first."""

        def done(place: TokenPlace) -> None:
            self._desk.notices.tell(
                self.tr("The token is kept in this system's keyring.")
                if place is TokenPlace.KEYRING
                else self.tr("The token is kept until Paceline is closed: there is no keyring.")
            )
            then()

        self._desk.background.start(
            lambda _call: self._access.tokens.keep(endpoint, secret),
            done,
            self._desk.notices.show_failure,
        )
