"""Shows the files that go along with a message, each with a button to leave it out again."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QWidget

from paceline.history.records import Attachment
from paceline.ui.composing.flow_layout import FlowLayout
from paceline.ui.text_size import text_size

WIDEST_NAME: Final = 200
"""Pixels; a longer name loses its middle, so that its ending stays."""


class AttachmentTray(QWidget):
    """Hidden while there are none."""

    changed = Signal()
    emptied = Signal()
    """The person removed the last one; the keyboard belongs elsewhere."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Attached files"))
        self._attachments: tuple[Attachment, ...] = ()
        self._chips: list[_Chip] = []
        self._flow = FlowLayout(self, gap=6)
        self.hide()

    @property
    def attachments(self) -> tuple[Attachment, ...]:
        """What goes along, in order."""
        return self._attachments

    def set_attachments(self, attachments: tuple[Attachment, ...]) -> None:
        """Show these."""
        if attachments == self._attachments:
            return
        self._attachments = attachments
        for chip in self._chips:
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._chips = [_Chip(attachment, self) for attachment in attachments]
        for chip in self._chips:
            chip.removed.connect(self._on_removed)
            self._flow.addWidget(chip)
        self.setVisible(bool(attachments))
        self.updateGeometry()
        self.changed.emit()

    def _on_removed(self, attachment: Attachment) -> None:
        place = self._attachments.index(attachment)
        self.set_attachments(self._attachments[:place] + self._attachments[place + 1 :])
        if self._chips:
            self._chips[min(place, len(self._chips) - 1)].setFocus()
        else:
            self.emptied.emit()


class _Chip(QFrame):
    """One file: its name, its size, and a button that removes it."""

    removed = Signal(object)
    """Carries the `Attachment`."""

    def __init__(self, attachment: Attachment, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("fileChip")
        size = text_size(attachment.text)
        name = QLabel()
        elided = name.fontMetrics().elidedText(
            attachment.name, Qt.TextElideMode.ElideMiddle, WIDEST_NAME
        )
        name.setTextFormat(Qt.TextFormat.PlainText)
        name.setText(elided)
        name.setToolTip(attachment.name)
        name.setAccessibleName(attachment.name)
        amount = QLabel(size)
        amount.setObjectName("muted")
        remove = QToolButton()
        remove.setText("×")  # noqa: RUF001 - the sign that closes things everywhere
        remove.setObjectName("chipRemove")
        remove.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        remove.setToolTip(self.tr("Do not send this file"))
        remove.setAccessibleName(
            self.tr("Remove {file}, {size}").format(file=attachment.name, size=size)
        )
        remove.clicked.connect(lambda: self.removed.emit(attachment))
        self.setFocusProxy(remove)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 3, 3, 3)
        row.setSpacing(6)
        row.addWidget(name)
        row.addWidget(amount)
        row.addWidget(remove)
