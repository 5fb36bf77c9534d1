"""What the person wants learned, from the menu and the settings to engine and file."""

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from paceline.ui.learning import Learning, forgotten_text
from paceline.ui.pair_wishes import PairWishes
from paceline.ui.workbench import Workbench


class LearningWishes(QObject):
    """Connects the actions that are about learning from chats."""

    def __init__(
        self,
        workbench: Workbench,
        learning: Learning,
        pairs: PairWishes,
        confirm_forgetting: Callable[[QWidget], bool],
    ) -> None:
        super().__init__(workbench.window)
        self._window = workbench.window
        self._learning = learning
        self._pairs = pairs
        self._keeper = workbench.keeper
        self._confirm_forgetting = confirm_forgetting
        actions, notices = workbench.actions, workbench.notices
        actions.learn.setChecked(learning.enabled)
        actions.learn.toggled.connect(self._on_learn_toggled)
        actions.forget.triggered.connect(self._on_forget_triggered)
        learning.failed.connect(notices.show_failure)
        learning.forgotten.connect(lambda: notices.tell(forgotten_text()))

    def _on_learn_toggled(self, enabled: bool) -> None:  # noqa: FBT001 - a Qt slot
        self._learning.enabled = enabled
        self._keeper.keep_learn_from_chats(learn_from_chats=enabled)
        self._pairs.open_again()  # only a loading brings the folder, or takes it away

    def _on_forget_triggered(self) -> None:
        if self._confirm_forgetting(self._window):
            self._learning.forget()
