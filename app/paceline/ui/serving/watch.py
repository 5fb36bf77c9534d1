"""What is shown of a local server that runs: its address, an example, its figures."""

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from paceline.library.hub.tokens import Secret
from paceline.ui.serving.examples import Language, example
from paceline.ui.serving.state import ServerState
from paceline.ui.serving.wording import address, figure_texts

translate = QCoreApplication.translate


class ServerWatch(QWidget):
    """Renders a state; copies what is to be pasted elsewhere."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = ServerState()
        self._address, address_row = _copied(
            translate("Serving", "Address"), translate("Serving", "Copy the address")
        )
        self._key, key_row = _copied(
            translate("Serving", "Key"), translate("Serving", "Copy the key")
        )
        self._key_box = QWidget()
        key_column = QVBoxLayout(self._key_box)
        key_column.setContentsMargins(0, 0, 0, 0)
        key_column.addWidget(_heading(translate("Serving", "The key, shown only this time")))
        key_column.addLayout(key_row)
        self._language = QComboBox()
        self._language.addItems([one.value for one in Language])
        self._language.setAccessibleName(translate("Serving", "Language of the example"))
        self._language.setAccessibleDescription(translate("Serving", "Language of the example"))
        self._language.currentIndexChanged.connect(self._render_example)
        self._example = QPlainTextEdit()
        self._example.setObjectName("serverExample")
        self._example.setReadOnly(True)
        self._example.setTabChangesFocus(True)
        self._example.setAccessibleName(translate("Serving", "Example"))
        self._example.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self._example.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self._copy_example = _button(
            translate("Serving", "Copy"), translate("Serving", "Copy the example")
        )
        self._copy_example.clicked.connect(lambda: _copy(self._example.toPlainText()))
        self._figures = tuple(QLabel() for _ in range(6))
        self._trouble = QLabel()
        self._trouble.setObjectName("contextWarning")
        self._trouble.setTextFormat(Qt.TextFormat.PlainText)
        self._trouble.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(8)
        column.addWidget(_heading(translate("Serving", "Base address for clients")))
        column.addLayout(address_row)
        column.addWidget(self._key_box)
        column.addLayout(self._example_row())
        column.addWidget(self._example, 1)
        column.addLayout(self._figure_grid())
        column.addWidget(self._trouble)
        self.show_key(None)

    def show_state(self, state: ServerState) -> None:
        """Show what the server does."""
        before, self._state = self._state, state
        where = address(state)
        if self._address.text() != where:
            self._address.setText(where)
            self._address.setCursorPosition(0)
        for label, text in zip(self._figures, figure_texts(state.figures), strict=True):
            label.setText(text)
        self._trouble.setText(state.trouble.text if state.trouble else "")
        self._trouble.setVisible(state.trouble is not None)
        if (before.listening, before.ready) != (state.listening, state.ready):
            self._render_example()

    def show_key(self, made: Secret | None) -> None:
        """Show a key that was made now; None takes it away."""
        self._key.setText(made.reveal() if made else "")
        self._key.setCursorPosition(0)
        self._key_box.setVisible(made is not None)

    def focus_first(self) -> None:
        """Lead the keyboard to the address."""
        self._address.setFocus()

    def _render_example(self) -> None:
        state = self._state
        if state.listening is None or state.ready is None:  # the model's name is not known yet
            self._example.clear()
            return
        language = list(Language)[self._language.currentIndex()]
        required = state.listening.key_required
        self._example.setPlainText(
            example(language, address(state), state.ready.model, key_required=required)
        )

    def _example_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(_heading(translate("Serving", "Example")))
        row.addStretch()
        row.addWidget(self._language)
        row.addWidget(self._copy_example)
        return row

    def _figure_grid(self) -> QGridLayout:
        titles = (
            translate("Serving", "running"),
            translate("Serving", "waiting"),
            translate("Serving", "tok/s"),
            translate("Serving", "acceptance"),
            translate("Serving", "net gain"),
            translate("Serving", "requests so far"),
        )
        grid = QGridLayout()
        grid.setHorizontalSpacing(18)
        grid.setVerticalSpacing(0)
        for place, (title, value) in enumerate(zip(titles, self._figures, strict=True)):
            value.setObjectName("figure")
            value.setAccessibleName(title)
            caption = QLabel(title)
            caption.setObjectName("caption")
            grid.addWidget(value, 0, place)
            grid.addWidget(caption, 1, place)
            grid.setColumnStretch(place, 1)
        return grid


def _copied(name: str, copy_name: str) -> tuple[QLineEdit, QHBoxLayout]:
    """A field that can be read and copied, and its row."""
    field = QLineEdit()
    field.setReadOnly(True)
    field.setAccessibleName(name)
    button = _button(translate("Serving", "Copy"), copy_name)
    button.clicked.connect(lambda: _copy(field.text()))
    row = QHBoxLayout()
    row.addWidget(field, 1)
    row.addWidget(button)
    return field, row


def _copy(text: str) -> None:
    QGuiApplication.clipboard().setText(text)


def _button(text: str, name: str) -> QPushButton:
    button = QPushButton(text)
    button.setAccessibleName(name)
    button.setAutoDefault(False)
    return button


def _heading(text: str) -> QLabel:
    label = QLabel(text)
    label.setObjectName("settingTitle")
    return label
