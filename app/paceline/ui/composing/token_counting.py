"""Asks the engine how many tokens a prompt has, a moment after it last changed."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from paceline.chat import ChatMessage
from paceline.protocol.messages import Failed, Finished
from paceline.ui.engine import Engine

PAUSE_MS: Final = 250
"""Between two key strokes of somebody who is thinking; nobody writes that slowly."""


class TokenCounting(QObject):
    """One question at a time: what changes meanwhile is asked when it was answered."""

    counted = Signal(object)
    """Carries a `TokenCount`, or None where nobody can tell."""

    def __init__(
        self,
        engine: Engine,
        prompt: Callable[[], tuple[ChatMessage, ...]],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._engine = engine
        self._prompt = prompt
        self._asked: int | None = None
        self._is_stale = False
        self._timer = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._timer.timeout.connect(self._ask)
        engine.request_finished.connect(self._on_finished)
        engine.request_failed.connect(self._on_failed)

    def refresh(self) -> None:
        """Count again soon."""
        self._timer.start()

    def _ask(self) -> None:
        if self._asked is not None:
            self._is_stale = True
            return
        self._is_stale = False
        prompt = self._prompt() if self._engine.pair is not None else ()
        if prompt:
            self._asked = self._engine.count_tokens(prompt)
        else:
            self.counted.emit(None)

    def _on_finished(self, event: Finished) -> None:
        if event.request_id == self._asked:
            self._answer(event)

    def _on_failed(self, event: Failed) -> None:
        if event.request_id == self._asked:
            self._answer(None)

    def _answer(self, event: Finished | None) -> None:
        self._asked = None
        self.counted.emit(None if event is None else event.count)
        if self._is_stale:
            self._ask()
