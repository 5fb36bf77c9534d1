"""A file that came with a message: its name and size; pressed, it shows its text."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QPlainTextEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from paceline.history.records import Attachment
from paceline.ui.text_size import text_size


class AttachmentChip(QToolButton):
    """One file."""

    def __init__(self, attachment: Attachment, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._attachment = attachment
        self.setObjectName("chipButton")
        size = text_size(attachment.text)
        name = self.fontMetrics().elidedText(attachment.name, Qt.TextElideMode.ElideMiddle, 220)
        self.setText(f"{name} · {size}".replace("&", "&&"))
        self.setAccessibleName(
            self.tr("Attached file {name}, {size}").format(name=attachment.name, size=size)
        )
        self.setToolTip(self.tr("Show the text of the file"))
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.clicked.connect(self._on_clicked)

    def _on_clicked(self) -> None:
        dialog = AttachmentDialog(self._attachment, self.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()


class AttachmentDialog(QDialog):
    """The text of a file, to read and to copy from."""

    def __init__(self, attachment: Attachment, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(attachment.name)
        text = QPlainTextEdit(attachment.text)
        text.setReadOnly(True)
        text.setTabChangesFocus(True)
        text.setAccessibleName(self.tr("Text of {name}").format(name=attachment.name))
        text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(text)
        column.addWidget(buttons)
        self.resize(640, 480)
