"""Where the person writes. Keeps every text until it was taken."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QAction, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from paceline.history.records import Attachment
from paceline.ui.centred_row import WIDEST
from paceline.ui.composing.attachment_tray import AttachmentTray
from paceline.ui.composing.budget import Budget, Fit
from paceline.ui.composing.message_edit import MessageEdit


class Composer(QFrame):
    """A growing text box with files, what they take of the context, and Send.

    Send is Stop while a reply is written.
    """

    send_pressed = Signal(str)
    """Carries the text; `attachments` go with it."""
    stop_pressed = Signal()
    text_changed = Signal()
    attachments_changed = Signal()
    files_offered = Signal(object)
    """Carries a tuple of `Path`s that were dropped or pasted."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("composer")
        self.setMaximumWidth(WIDEST)
        self._busy = False
        self._tray = AttachmentTray()
        self._tray.changed.connect(self._on_attachments_changed)
        self._edit = MessageEdit()
        self._edit.return_pressed.connect(self._on_return_pressed)
        self._edit.textChanged.connect(self._on_text_changed)
        self._edit.files_offered.connect(self._on_files_offered)
        self._tray.emptied.connect(self._edit.setFocus)
        self._warning = QLabel()
        self._warning.setObjectName("contextWarning")
        self._warning.setWordWrap(True)
        self._warning.hide()
        self._meter = QLabel()
        self._meter.setObjectName("contextMeter")
        self._meter.hide()
        self._button = QPushButton()
        self._button.setObjectName("primary")
        self._button.clicked.connect(self._on_button_clicked)
        self._tools = QHBoxLayout()
        self._tools.setSpacing(2)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addLayout(self._tools)
        row.addStretch(1)
        row.addWidget(self._meter)
        row.addWidget(self._button)
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 8, 8, 8)
        column.setSpacing(4)
        for part in (self._tray, self._edit, self._warning):
            inset = QHBoxLayout()
            inset.setContentsMargins(8, 0, 0, 0)  # in line with the words on the buttons below
            inset.addWidget(part)
            column.addLayout(inset)
        column.addLayout(row)
        self.setFocusProxy(self._edit)
        self._render()
        self._on_text_changed()

    @property
    def text(self) -> str:
        """What is written."""
        return self._edit.toPlainText()

    @property
    def attachments(self) -> tuple[Attachment, ...]:
        """The files that go along."""
        return self._tray.attachments

    def set_text(self, text: str) -> None:
        """Write this instead."""
        self._edit.replace_text(text)

    def set_attachments(self, attachments: tuple[Attachment, ...]) -> None:
        """Let these files go along."""
        self._tray.set_attachments(attachments)

    def set_own_messages(self, messages: tuple[str, ...]) -> None:
        """Bring these back with Up, the last one first."""
        self._edit.recall.set_messages(messages)

    def give_back(self, text: str, attachments: tuple[Attachment, ...] = ()) -> None:
        """Put what was not answered before what is written."""
        written = self.text
        self.set_text(f"{text}\n{written}" if written else text)
        self.set_attachments((*attachments, *self.attachments))

    def take(self) -> None:
        """Forget all; it was sent."""
        self._edit.clear()
        self._tray.set_attachments(())

    def set_busy(self, *, busy: bool) -> None:
        """Turn Send into Stop and back."""
        self._busy = busy
        self._render()

    def add_tool(self, action: QAction) -> QToolButton:
        """Show an action as a quiet button below the text."""
        button = QToolButton()
        button.setObjectName("quiet")
        button.setDefaultAction(action)
        button.setAccessibleName(action.text().replace("&", ""))
        self._tools.addWidget(button)
        return button

    def show_budget(self, budget: Budget | None) -> None:
        """Show what the message takes of the context; None where nobody can tell."""
        self._meter.setVisible(budget is not None)
        self._warning.setVisible(budget is not None and budget.fit is not Fit.FITS)
        if budget is None:
            return
        self._meter.setText(budget.text)
        self._meter.setToolTip(budget.explanation)
        self._meter.setAccessibleDescription(budget.explanation)
        if self._warning.text() == budget.explanation and self._meter.property("fit") == budget.fit:
            return
        for label in (self._meter, self._warning):
            label.setProperty("fit", str(budget.fit))
            label.style().unpolish(label)
            label.style().polish(label)
        self._warning.setText(budget.explanation)
        if budget.fit is not Fit.FITS:
            event = QAccessibleEvent(self._warning, QAccessible.Event.Alert)
            QAccessible.updateAccessibility(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lines break elsewhere, and a third of the window is another height."""
        super().resizeEvent(event)
        self._edit.fit_height()

    def _render(self) -> None:
        self._button.setText(self.tr("Sto&p") if self._busy else self.tr("&Send"))
        self._button.setToolTip(
            self.tr("Stop the reply (Esc)") if self._busy else self.tr("Send the message (Enter)")
        )
        self._button.setAccessibleName(self.tr("Stop") if self._busy else self.tr("Send"))
        self._button.setEnabled(self._busy or self._has_something)

    @property
    def _has_something(self) -> bool:
        return bool(self.text.strip() or self.attachments)

    def _on_text_changed(self) -> None:
        self._edit.fit_height()
        self._render()
        self.text_changed.emit()

    def _on_attachments_changed(self) -> None:
        self._render()
        self.attachments_changed.emit()

    def _on_files_offered(self, paths: tuple[Path, ...]) -> None:
        self.files_offered.emit(paths)

    def _on_return_pressed(self) -> None:
        if not self._busy and self._has_something:
            self.send_pressed.emit(self.text)

    def _on_button_clicked(self) -> None:
        if self._busy:
            self.stop_pressed.emit()
        else:
            self.send_pressed.emit(self.text)
