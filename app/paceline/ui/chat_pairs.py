"""Which pair a chat was written with: remembered with each chat, and offered when it is opened.

Loading takes seconds and memory, so leafing through old chats loads nothing by itself.
"""

import msgspec
from PySide6.QtCore import QObject

from paceline.history.records import Conversation, ConversationId
from paceline.ui.pair_name import PairName
from paceline.ui.pair_opening import PairOpening
from paceline.ui.pair_wishes import PairWishes
from paceline.ui.workbench import Workbench


class ChatPairs(QObject):
    """Keeps the pair of a chat in its setup."""

    def __init__(self, workbench: Workbench, pairs: PairWishes, opening: PairOpening) -> None:
        super().__init__(workbench.window)
        self._session = session = workbench.session
        self._notices = workbench.notices
        self._pairs = pairs
        self._opening = opening
        self._chat: ConversationId | None = None
        session.reply_begun.connect(self._on_reply_begun)
        session.conversation_changed.connect(self._on_conversation_changed)

    def _on_reply_begun(self) -> None:
        setup = self._session.setup
        self._session.keep_setup(msgspec.structs.replace(setup, pair=self._pairs.in_use))

    def _on_conversation_changed(self, conversation: Conversation | None) -> None:
        chat = conversation.id if conversation else None
        if chat == self._chat:
            return
        self._chat = chat
        pair, in_use = self._session.setup.pair, self._pairs.in_use
        if pair is None or in_use is None or pair == in_use or self._opening.busy:
            return
        self._notices.tell(
            self.tr("This chat was written with {pair}.").format(pair=PairName.of_choice(pair)),
            self.tr("&Load it"),
            lambda: self._opening.open(pair),
        )
