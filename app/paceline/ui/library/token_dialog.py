"""The dialog for the token: shows where it is kept and whose it is, takes a new one.

It emits what the person wants and renders what came of it; it keeps nothing itself.
"""

from typing import Final, assert_never

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QDesktopServices
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from paceline.errors import AppError
from paceline.library.hub.identity import Standing
from paceline.library.hub.tokens import TokenPlace, token_of
from paceline.ui.failure import Failure

TOKEN_PAGE: Final = "settings/tokens"  # noqa: S105 - a page of the Hub
WIDTH: Final = 480


class TokenDialog(QDialog):
    """Stays open until a token is kept, or the person closes it."""

    entered = Signal(object)
    """Carries the `Secret` to be tried and kept."""
    check_pressed = Signal()
    forget_pressed = Signal()

    def __init__(self, endpoint: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("sheet")
        self.setWindowTitle(self.tr("Token for the Hub"))
        self.setModal(True)
        self._page = QUrl(f"{endpoint}/{TOKEN_PAGE}")
        words = _label(
            self.tr(
                "Some models are given only to people who have accepted their terms. A token tells "
                "{address} who you are: make one there that may read, and paste it here. It is "
                "kept in this system's keyring, or, where there is none, until Paceline is closed."
            ).format(address=endpoint)
        )
        words.setMinimumWidth(WIDTH)
        self._standing = _label("")
        self._standing.setObjectName("tokenStanding")
        self._standing.setAccessibleName(self.tr("Where the token is kept"))
        self._check = self._button(self.tr("C&heck it"), self.tr("Check the kept token"))
        self._check.clicked.connect(self.check_pressed)
        self._forget = self._button(self.tr("&Forget it"), self.tr("Forget the kept token"))
        self._forget.clicked.connect(self.forget_pressed)
        self._field = QLineEdit()
        self._field.setEchoMode(QLineEdit.EchoMode.Password)
        self._field.setPlaceholderText("hf_…")
        self._field.setAccessibleName(self.tr("Token"))
        self._problem = _label("")
        self._problem.setObjectName("problem")
        self._problem.hide()
        self._keep = self._button(self.tr("&Keep the token"), self.tr("Keep the token"))
        self._keep.setObjectName("primary")
        self._keep.setDefault(True)
        self._keep.clicked.connect(self._on_keep_clicked)
        self._lay_out(words)
        self.show_standing(None)
        self._field.setFocus()

    def show_standing(self, standing: Standing | None) -> None:
        """Say where the token is and whose; None while that is being found out."""
        place = TokenPlace.NOWHERE if standing is None else standing.place
        words = self.tr("One moment…") if standing is None else self._words(standing)
        self._standing.setText(words)
        self._check.setVisible(place is not TokenPlace.NOWHERE)
        self._forget.setVisible(place in (TokenPlace.KEYRING, TokenPlace.SESSION))
        self._show_problem("")
        if standing is None:
            return
        self._announce(words)
        if standing.doubt is not None:
            self.show_failure(Failure(standing.doubt.code, standing.doubt.detail))

    def show_failure(self, failure: Failure) -> None:
        """Say why what was wanted could not be done; what was entered stays."""
        self._keep.setEnabled(True)
        self._show_problem(failure.text)
        self._announce(failure.text)
        self._field.setFocus()

    def clear(self) -> None:
        """Forget what was entered."""
        self._field.clear()

    def _button(self, text: str, name: str) -> QPushButton:
        button = QPushButton(text)
        button.setAccessibleName(name)
        button.setAutoDefault(False)
        return button

    def _lay_out(self, words: QLabel) -> None:
        page = self._button(
            self.tr("Open the &page for tokens"), self.tr("Open the page for tokens")
        )
        page.clicked.connect(lambda: QDesktopServices.openUrl(self._page))
        close = self._button(self.tr("C&lose"), self.tr("Close"))
        close.clicked.connect(self.reject)
        kept = QHBoxLayout()
        kept.addWidget(self._standing, 1)
        kept.addWidget(self._check)
        kept.addWidget(self._forget)
        buttons = QHBoxLayout()
        buttons.addWidget(page)
        buttons.addStretch(1)
        buttons.addWidget(close)
        buttons.addWidget(self._keep)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 14)
        column.setSpacing(12)
        column.addWidget(words)
        column.addLayout(kept)
        column.addWidget(self._field)
        column.addWidget(self._problem)
        column.addLayout(buttons)

    def _on_keep_clicked(self) -> None:
        try:
            secret = token_of(self._field.text())
        except AppError as error:
            self.show_failure(Failure(error.code, error.detail))
            return
        self._keep.setEnabled(False)
        self._show_problem("")
        self.entered.emit(secret)

    def _show_problem(self, text: str) -> None:
        self._problem.setText(text)
        self._problem.setVisible(bool(text))
        self._grow()

    def _grow(self) -> None:
        """Be as high as the text needs; Qt asks for that only before a dialog is shown."""
        layout = self.layout()
        if layout is not None and self.isVisible():
            layout.activate()
            self.resize(self.width(), layout.totalHeightForWidth(self.width()))

    def _words(self, standing: Standing) -> str:
        where = self._where(standing.place)
        if standing.account is None:
            return where
        whose = self.tr("It belongs to {name}.").format(name=standing.account)
        return f"{where} {whose}"

    def _where(self, place: TokenPlace) -> str:
        match place:
            case TokenPlace.NOWHERE:
                return self.tr("No token is kept.")
            case TokenPlace.KEYRING:
                return self.tr("A token is kept in this system's keyring.")
            case TokenPlace.SESSION:
                return self.tr("A token is kept until Paceline is closed: there is no keyring.")
            case TokenPlace.SHARED:
                return self.tr("The token of other programs is used, as the settings allow.")
            case _ as never:
                assert_never(never)

    def _announce(self, text: str) -> None:
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))


def _label(text: str) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label
