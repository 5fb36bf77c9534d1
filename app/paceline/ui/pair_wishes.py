"""Which pair the person wants: from the menus, the empty state or a file dialog to an opening."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from paceline.loading import PairChoice, PairKind
from paceline.protocol.messages import PairLoaded
from paceline.ui.actions import Actions
from paceline.ui.engine import Engine
from paceline.ui.pair_opening import PairOpening

FileChoice = Callable[[QWidget, str, Path | None], Path | None]
"""Asks for a GGUF file: parent, title, where to start."""


class PairWishes(QObject):
    """Turns wishes into choices that `PairOpening` leads to a loaded pair."""

    def __init__(
        self,
        window: QWidget,
        engine: Engine,
        opening: PairOpening,
        actions: Actions,
        choose_file: FileChoice,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._engine = engine
        self._opening = opening
        self._choose_file = choose_file
        self._actions = actions
        self._in_use: PairChoice | None = None
        actions.practice.triggered.connect(lambda: self.choose(PairKind.PRACTICE))
        actions.starter.triggered.connect(lambda: self.choose(PairKind.STARTER))
        actions.open_target.triggered.connect(lambda: self.choose(PairKind.FILES))
        actions.open_draft.triggered.connect(self._on_open_draft_triggered)
        actions.drop_draft.triggered.connect(self._on_drop_draft_triggered)
        opening.opened.connect(self._on_opened)
        engine.pair_lost.connect(self._on_pair_lost)

    @property
    def in_use(self) -> PairChoice | None:
        """The choice that led to the pair in use."""
        return self._in_use

    def choose(self, kind: PairKind) -> None:
        """Open a pair of this kind, asking for its file where it needs one."""
        if kind is PairKind.REMOTE:
            self._actions.connect_server.trigger()
        elif kind is not PairKind.FILES:
            self._opening.open(PairChoice(kind))
        elif target := self._choose_file(
            self._window, self.tr("Open a target model"), self._folder()
        ):
            self._opening.open(PairChoice(kind, str(target)))

    def open_again(self) -> None:
        """Load the pair in use anew, if there is one."""
        if self._engine.pair is not None and self._in_use is not None:
            self._opening.open(self._in_use)

    def _folder(self) -> Path | None:
        pair = self._engine.pair
        return Path(pair.target.path).parent if pair and pair.target.path else None

    def _on_open_draft_triggered(self) -> None:
        pair = self._engine.pair
        if pair and (
            draft := self._choose_file(self._window, self.tr("Open a draft model"), self._folder())
        ):
            self._opening.open(PairChoice(PairKind.FILES, pair.target.path, str(draft)))

    def _on_drop_draft_triggered(self) -> None:
        if pair := self._engine.pair:
            self._opening.open(PairChoice(PairKind.FILES, pair.target.path))

    def _on_opened(self, choice: PairChoice, _pair: PairLoaded) -> None:
        self._in_use = choice

    def _on_pair_lost(self) -> None:
        self._in_use = None
