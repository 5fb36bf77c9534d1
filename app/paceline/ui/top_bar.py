"""The bar at the top: which pair is in use, and how it speculates."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QSpinBox, QToolButton, QWidget

from paceline.options import MAX_DRAFT_LENGTH, Speculation
from paceline.ui.actions import Actions
from paceline.ui.elided_label import ElidedLabel
from paceline.ui.switch import Switch

_GOVERNED: Final = 0
"""Shown as "auto"."""


class TopBar(QFrame):
    """Renders the pair's name and the speculation; tells what the person changes.

    `draft_length_changed` tells 0 where the governor is to choose.
    """

    speculation_toggled = Signal(bool)
    draft_length_changed = Signal(int)

    def __init__(
        self, actions: Actions, speculation: Speculation, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("topBar")
        actions.show_chats.setIconText("☰")
        chats = QToolButton()
        chats.setObjectName("quiet")
        chats.setDefaultAction(actions.show_chats)
        chats.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        chats.setAccessibleName(actions.show_chats.text().replace("&", ""))
        self._pair = QToolButton()
        self._pair.setObjectName("pairButton")
        self._pair.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._pair.setToolTip(self.tr("Choose the models"))
        self._menu = QMenu(self._pair)
        actions.fill_pair_menu(self._menu)
        self._pair.setMenu(self._menu)
        self._remark = ElidedLabel(may_vanish=True)
        self._remark.setObjectName("muted")
        self._switch = Switch(self.tr("Speculation"))
        self._switch.setAccessibleName(self.tr("Speculation"))
        self._switch.setChecked(speculation.enabled)
        self._switch.toggled.connect(self.speculation_toggled)
        label = QLabel(self.tr("Draft &length"))
        self._length = QSpinBox()
        self._length.setRange(_GOVERNED, MAX_DRAFT_LENGTH)
        self._length.setSpecialValueText(self.tr("auto"))
        self._length.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._length.setValue(speculation.draft_length or _GOVERNED)
        self._length.setAccessibleName(self.tr("Draft length"))
        self._length.valueChanged.connect(self.draft_length_changed)
        label.setBuddy(self._length)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 8, 16, 8)
        row.setSpacing(10)
        row.addWidget(chats)
        row.addWidget(self._pair)
        row.addWidget(self._remark, 1)
        row.addStretch()
        row.addWidget(self._switch)
        row.addSpacing(10)
        row.addWidget(label)
        row.addWidget(self._length)
        self.set_speculation_here(here=True)
        self.show_no_pair()

    def show_no_pair(self) -> None:
        """Say that there is nothing to chat with."""
        self.show_pair(self.tr("No pair"), "")

    def show_pair(self, name: str, remark: str) -> None:
        """Name the pair in use."""
        self._pair.setText(name)
        self._pair.setAccessibleName(self.tr("Pair: {name}").format(name=name))
        self._pair.setAccessibleDescription(f"{self._pair.toolTip()}. {remark}".strip())
        self._remark.setText(remark)
        self._remark.setToolTip(remark)

    def show_speculation(self, speculation: Speculation) -> None:
        """Follow a change made elsewhere."""
        self._switch.setChecked(speculation.enabled)
        self._length.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._length.setValue(speculation.draft_length or _GOVERNED)

    def set_speculation_here(self, *, here: bool) -> None:
        """Whether speculation is decided here; a server decides for itself."""
        told = self.tr("The server decides whether and how it speculates.")
        for control in (self._switch, self._length):
            control.setEnabled(here)
            control.setAccessibleDescription("" if here else told)
        self._switch.setToolTip(
            self.tr("Draft and check, or let the target write alone") if here else told
        )
        self._length.setToolTip(
            self.tr("How many tokens are guessed before each check; auto lets the governor choose")
            if here
            else told
        )

    def open_pair_menu(self) -> None:
        """Show the list of pairs."""
        self._pair.setFocus()
        self._menu.popup(self._pair.mapToGlobal(self._pair.rect().bottomLeft()))
