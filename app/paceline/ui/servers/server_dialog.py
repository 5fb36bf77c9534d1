"""The dialog that connects to a server: its address, its key, its models.

It emits what the person wants and renders what came of it; it asks and keeps nothing itself.
"""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from paceline.errors import AppError
from paceline.loading import PairChoice, PairKind, RemoteServer
from paceline.remote.addresses import Address, address
from paceline.ui.failure import Failure
from paceline.ui.pair_name import PairName
from paceline.ui.servers.whereabouts import whereabouts

WIDTH: Final = 500


class ServerDialog(QDialog):
    """Stays open until the person connects or closes it."""

    models_wanted = Signal(object, str)
    """Carries the `RemoteServer` as far as it is known, and the key that was entered."""
    connect_pressed = Signal(object, str)
    """Carries the `RemoteServer` and the key that was entered, empty for none or the kept one."""
    forget_pressed = Signal(object)
    """Carries the `RemoteServer` that is not to be remembered any more."""

    def __init__(self, remembered: Sequence[RemoteServer], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("sheet")
        self.setWindowTitle(self.tr("Connect to a server"))
        self.setModal(True)
        self._words = _label(
            self.tr(
                "Chat with a model that another program runs: llama-server, vLLM, Ollama, "
                "LM Studio, another Paceline, or a service that speaks OpenAI's protocol."
            )
        )
        self._words.setMinimumWidth(WIDTH)
        self._known = QComboBox()
        _name(self._known, self.tr("Server"))
        self._forget = self._button(self.tr("&Forget it"), self.tr("Forget this server"))
        self._address = QLineEdit()
        self._address.setPlaceholderText("http://127.0.0.1:8080")
        _name(self._address, self.tr("Address"))
        self._key = QLineEdit()
        self._key.setEchoMode(QLineEdit.EchoMode.Password)
        _name(self._key, self.tr("API key"))
        self._model = QComboBox()
        self._model.setEditable(True)
        self._model.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        _name(self._model, self.tr("Model"))
        field = self._model.lineEdit()
        assert field is not None
        _name(field, self.tr("Model"))
        self._ask = self._button(self.tr("Show its &models"), self.tr("Show its models"))
        self._where = _label("")
        self._where.setObjectName("whereTextGoes")
        self._consent = QCheckBox(self.tr("Send my text &unencrypted to this server"))
        self._consent.setAccessibleName(self.tr("Send my text unencrypted to this server"))
        self._told = _label("")
        self._told.hide()
        self._connect = self._button(self.tr("C&onnect"), self.tr("Connect"))
        self._connect.setObjectName("primary")
        self._connect.setDefault(True)
        self._waiting = False
        self._lay_out()
        self.remember(remembered)
        self._known.currentIndexChanged.connect(self._on_known_chosen)
        self._forget.clicked.connect(self._on_forget_clicked)
        self._address.textChanged.connect(self._on_address_changed)
        self._model.editTextChanged.connect(self._render)
        self._consent.toggled.connect(self._render)
        self._ask.clicked.connect(lambda: self.models_wanted.emit(self._server(), self._key.text()))
        self._connect.clicked.connect(self._on_connect_clicked)
        self._on_known_chosen()
        self._address.setFocus()

    def remember(self, servers: Sequence[RemoteServer]) -> None:
        """Offer these, the last one used first, and a new one."""
        self._known.blockSignals(True)
        self._known.clear()
        for server in servers:
            choice = PairChoice(PairKind.REMOTE, server=server)
            self._known.addItem(PairName.of_choice(choice), server)
        self._known.addItem(self.tr("A new server"), None)
        self._known.blockSignals(False)
        self._on_known_chosen()

    def show_models(self, url: str, models: Sequence[str]) -> None:
        """Offer the models that the server has; `url` is how its address is written in full.

        What comes too late, for another address than the one that stands there now, is dropped.
        """
        place = self._place()
        if place is None or place.url != url:
            self.show_ready()
            return
        self._set_waiting(waiting=False)
        chosen, consents = self._model.currentText(), self._consent.isChecked()
        self._address.setText(url)
        self._consent.setChecked(consents)
        self._model.clear()
        self._model.addItems(list(models))
        if chosen in models or not models:
            self._model.setEditText(chosen)
        match len(models):
            case 0:
                told = self.tr("The server does not list its models: enter the name of one.")
            case 1:
                told = self.tr("The server has one model.")
            case count:
                told = self.tr("The server has {count} models.").format(count=count)
        self._tell(told)
        self._model.setFocus()

    def show_waiting(self) -> None:
        """Say that the server is being asked."""
        self._set_waiting(waiting=True)
        self._tell(self.tr("Asking the server…"))

    def show_ready(self) -> None:
        """Take the next press of a button; nothing came of the last one."""
        self._set_waiting(waiting=False)
        self._tell("")

    def show_failure(self, failure: Failure) -> None:
        """Say why it did not work; what was entered stays."""
        self._set_waiting(waiting=False)
        self._tell(failure.text, failed=True)

    def _button(self, text: str, name: str) -> QPushButton:
        button = QPushButton(text)
        button.setAccessibleName(name)
        button.setAutoDefault(False)
        return button

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(10)
        grid.setColumnStretch(1, 1)
        rows: tuple[tuple[str, QWidget, QWidget | None], ...] = (
            (self.tr("&Server"), self._known, self._forget),
            (self.tr("&Address"), self._address, None),
            (self.tr("API &key"), self._key, None),
            (self.tr("Mo&del"), self._model, self._ask),
        )
        for row, (text, field, button) in enumerate(rows):
            label = QLabel(text)
            label.setBuddy(field)
            grid.addWidget(label, row, 0)
            grid.addWidget(field, row, 1, 1, 1 if button else 2)
            if button:
                grid.addWidget(button, row, 2)
        close = self._button(self.tr("C&lose"), self.tr("Close"))
        close.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(close)
        buttons.addWidget(self._connect)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 14)
        column.setSpacing(12)
        column.addWidget(self._words)
        column.addLayout(grid)
        column.addWidget(self._where)
        column.addWidget(self._consent)
        column.addWidget(self._told)
        column.addLayout(buttons)

    @property
    def _chosen(self) -> RemoteServer | None:
        """The remembered server that is chosen."""
        chosen = self._known.currentData()
        return chosen if isinstance(chosen, RemoteServer) else None

    def _place(self) -> Address | None:
        try:
            return address(self._address.text())
        except AppError:
            return None

    def _server(self) -> RemoteServer | None:
        """What is entered, None while it is no address."""
        place = self._place()
        if place is None:
            return None
        chosen = self._chosen
        keyed = bool(self._key.text()) or (
            chosen is not None and chosen.keyed and chosen.url == place.url
        )
        allowed = place.is_exposed and self._consent.isChecked()
        return RemoteServer(place.url, self._model.currentText().strip(), keyed, allowed)

    def _set_waiting(self, *, waiting: bool) -> None:
        self._waiting = waiting
        self._render()

    def _render(self) -> None:
        place = self._place()
        entered = bool(self._address.text().strip())
        self._where.setText(
            whereabouts(place).sentence
            if place is not None
            else self.tr("This is no address of a server.")
            if entered
            else self.tr("Nothing is sent before you connect.")
        )
        exposed = place is not None and place.is_exposed
        self._consent.setVisible(exposed)
        usable = place is not None and (not exposed or self._consent.isChecked())
        self._ask.setEnabled(usable and not self._waiting)
        model = self._model.currentText().strip()
        self._connect.setEnabled(usable and bool(model) and not self._waiting)
        self._forget.setEnabled(self._chosen is not None)
        self._grow()

    def _tell(self, text: str, *, failed: bool = False) -> None:
        self._told.setText(text)
        self._told.setObjectName("problem" if failed else "told")
        self._told.style().unpolish(self._told)
        self._told.style().polish(self._told)
        self._told.setVisible(bool(text))
        self._grow()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))

    def _grow(self) -> None:
        """Be as high as the text needs; Qt asks for that only before a dialog is shown."""
        layout = self.layout()
        if layout is not None and self.isVisible():
            layout.activate()
            self.resize(self.width(), layout.totalHeightForWidth(self.width()))

    def _on_known_chosen(self) -> None:
        chosen = self._chosen
        self._model.clear()
        self._key.clear()
        self._address.setText(chosen.url if chosen else "")
        self._model.setEditText(chosen.model if chosen else "")
        self._consent.setChecked(chosen is not None and chosen.unencrypted_allowed)
        self._key.setPlaceholderText(
            self.tr("kept; enter another to change it")
            if chosen is not None and chosen.keyed
            else self.tr("only where the server asks for one")
        )
        self._told.hide()
        self._render()

    def _on_address_changed(self) -> None:
        chosen = self._chosen
        if chosen is None or chosen.url != self._address.text():
            self._consent.setChecked(False)  # consent is for one address
        self._render()

    def _on_forget_clicked(self) -> None:
        if self._chosen is not None:
            self.forget_pressed.emit(self._chosen)

    def _on_connect_clicked(self) -> None:
        server = self._server()
        if server is not None and server.model:
            self._set_waiting(waiting=True)
            self.connect_pressed.emit(server, self._key.text())


def _label(text: str) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label


def _name(field: QWidget, name: str) -> None:
    field.setAccessibleName(name)
    if isinstance(field, QComboBox):
        # On Linux the text of a combo box hides its name from screen readers.
        field.setAccessibleDescription(name)
