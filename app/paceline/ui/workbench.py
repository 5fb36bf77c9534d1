"""What the window lends to its features.

A feature is a class of its own package that is given the workbench, adds its widgets and
connects itself. So the window does not know what its features do, nor they each other.
"""

from dataclasses import dataclass

from PySide6.QtWidgets import QMainWindow, QSplitter

from paceline.ui.actions import Actions
from paceline.ui.chat_session import ChatSession
from paceline.ui.chat_view import ChatView
from paceline.ui.composing.composer import Composer
from paceline.ui.engine import Engine
from paceline.ui.notices.notices import Notices
from paceline.ui.settings_keeper import SettingsKeeper
from paceline.ui.theme import Appearance


@dataclass(frozen=True, slots=True)
class Workbench:
    """The parts that every feature may use.

    `columns` holds, from left to right, the list of chats, the chat, and the inspector.
    """

    window: QMainWindow
    columns: QSplitter
    engine: Engine
    session: ChatSession
    actions: Actions
    appearance: Appearance
    keeper: SettingsKeeper
    chat: ChatView
    composer: Composer
    notices: Notices
