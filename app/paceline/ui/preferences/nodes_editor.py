"""The list of nodes, with a button that asks each whether it is there."""

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from paceline.errors import AppError, Cancelled
from paceline.node_check import NodeOffer, ask_node
from paceline.nodes import NodeAddress, node_addresses
from paceline.ui.failure import Failure
from paceline.ui.library.background import Background, Call
from paceline.ui.line_edit import LineEdit
from paceline.ui.numbers import decimal
from paceline.ui.preferences.declarations import Declaration
from paceline.ui.preferences.editor import Editor

translate = QCoreApplication.translate

Answer = tuple[NodeAddress, NodeOffer | Failure]
"""What came of asking one node."""


class NodesEditor(Editor):
    """Addresses with commas between; tells of them as a tuple, whether or not they can be taken."""

    def __init__(self, declaration: Declaration) -> None:
        self._line = LineEdit()
        super().__init__(self._line, declaration)
        self._line.setPlaceholderText(translate("Settings", "none"))
        self._line.editingFinished.connect(lambda: self.edited.emit(self._texts()))
        self._line.textChanged.connect(self._on_text_changed)
        self._check = QPushButton(translate("Settings", "Chec&k"))
        self._check.setAccessibleName(translate("Settings", "Check the nodes"))
        self._check.setAutoDefault(False)
        self._check.setEnabled(False)
        self._check.clicked.connect(self._on_check_clicked)
        self._found = QLabel()
        self._found.setObjectName("muted")
        self._found.setWordWrap(True)
        self._found.setTextFormat(Qt.TextFormat.PlainText)
        self._found.hide()
        self._background: Background | None = None
        below = QWidget()
        column = QVBoxLayout(below)
        column.setContentsMargins(0, 0, 0, 0)
        for part in (self._line, self._check, self._found):
            column.addWidget(part)
        row = self.layout()
        assert row is not None
        row.addWidget(below)

    def show_value(self, value: object) -> None:
        """Show these addresses, unless the person is about to write the same."""
        if not self._line.hasFocus() or value != self._texts():
            self._line.setText(", ".join(map(str, value if isinstance(value, tuple) else ())))

    def _texts(self) -> tuple[str, ...]:
        return tuple(self._line.text().replace(",", " ").split())

    def _on_text_changed(self) -> None:
        self._check.setEnabled(bool(self._texts()) and self._background is None)
        self._found.hide()

    def _on_check_clicked(self) -> None:
        try:
            addresses = node_addresses(self._texts())
        except ValueError as error:
            self._say(str(error))
            return
        self._say(translate("Settings", "Asking…"))
        self._check.setEnabled(False)
        self._background = Background(self)
        self._background.start(
            lambda call: [_ask(address, call) for address in addresses],
            lambda answers: self._end("\n".join(map(_words, answers))),
            lambda failure: self._end(failure.text),
        )

    def _end(self, found: str) -> None:
        if self._background is not None:
            self._background.close()
            self._background.deleteLater()
            self._background = None
        self._check.setEnabled(bool(self._texts()))
        self._say(found)

    def _say(self, words: str) -> None:
        self._found.setText(words)
        self._found.setAccessibleName(words)
        self._found.show()


def _ask(address: NodeAddress, call: "Call[object]") -> Answer:
    if call.cancelled():
        raise Cancelled
    try:
        return address, ask_node(address)
    except AppError as error:
        return address, Failure(error.code, error.detail)


def _words(answer: Answer) -> str:
    address, found = answer
    if isinstance(found, Failure):
        return found.text
    free = sum(device.free for device in found.devices) / 1e9
    words = translate("Settings", "{node} is there: {gigabytes} GB free.")
    return words.format(node=address, gigabytes=decimal(free, 1))
