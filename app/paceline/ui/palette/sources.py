"""Where the palette's entries come from."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QKeySequence

from paceline.ui.actions import Actions, plain_text
from paceline.ui.chat_session import ChatSession
from paceline.ui.palette.entries import Entry, Source
from paceline.ui.preferences.declarations import declarations, section_titles

translate = QCoreApplication.translate


def action_source(actions: Actions) -> Source:
    """All actions that can be done now, with their keys."""

    def entries() -> list[Entry]:
        return [
            Entry(
                f"action:{name}",
                plain_text(action),
                translate("Palette", "switch off") if action.isChecked() else "",
                action.trigger,
                action.shortcut().toString(QKeySequence.SequenceFormat.NativeText),
            )
            for name, action in actions.named().items()
            if action.isEnabled() and name != "palette"
        ]

    return entries


def chat_source(session: ChatSession) -> Source:
    """All chats by their titles."""

    def entries() -> list[Entry]:
        return [
            Entry(
                f"chat:{chat.id}",
                chat.title or translate("Palette", "Untitled chat"),
                translate("Palette", "chat"),
                partial(session.open, chat.id),
            )
            for chat in session.history.conversations()
        ]

    return entries


def setting_source(show: Callable[[str], None]) -> Source:
    """All settings; choosing one opens the dialog there."""

    def entries() -> list[Entry]:
        sections = section_titles()
        words = translate("Palette", "setting · {section}")
        return [
            Entry(
                f"setting:{one.path}",
                one.title,
                words.format(section=sections[one.section]),
                partial(show, one.path),
            )
            for one in declarations()
        ]

    return entries
