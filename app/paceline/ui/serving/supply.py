"""Which models a local server gets, and how much memory they take beside those of the window."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from paceline.loading import PairChoice, PairKind
from paceline.settings import Settings
from paceline.ui.library.background import Call
from paceline.ui.pair_name import PairName
from paceline.ui.pair_source import PairFiles
from paceline.ui.pair_wishes import PairWishes
from paceline.ui.serving.sources import ServingSources
from paceline.ui.workbench import Workbench

if TYPE_CHECKING:
    from paceline.ui.serving.room import Room

translate = QCoreApplication.translate


class Supply:
    """Asks the settings and the window; `prepare` and `room` read disks, and belong in threads."""

    def __init__(self, workbench: Workbench, wishes: PairWishes, sources: ServingSources) -> None:
        self._workbench = workbench
        self._wishes = wishes
        self._sources = sources

    def choice(self) -> PairChoice:
        """What is served; a model that is on a server already is not served again."""
        settings = self._settings
        for choice in (settings.server.pair, self._wishes.in_use, settings.pair):
            if choice is not None and choice.kind is not PairKind.REMOTE:
                return choice
        return PairChoice(PairKind.PRACTICE)

    def files_in_window(self) -> PairFiles | None:
        """The files of the pair that is open, where that is the one to be served."""
        pair, choice = self._workbench.engine.pair, self._wishes.in_use
        if pair is None or pair.remote is not None or choice != self.choice():
            return None
        return PairFiles(Path(pair.target.path), Path(pair.draft.path) if pair.draft else None)

    def pairs(self) -> list[tuple[PairChoice | None, str]]:
        """What can be chosen, and its words; None stands for the pair of the window."""
        pairs: list[tuple[PairChoice | None, str]] = []
        if not self._window_is_remote():
            pairs.append((None, self._words_of_window()))
        fixed = [PairChoice(PairKind.PRACTICE), PairChoice(PairKind.STARTER)]
        chosen = self._settings.server.pair
        if chosen is not None and chosen not in fixed and chosen.kind is PairKind.FILES:
            fixed.insert(0, chosen)
        for choice in fixed:
            name = PairName.of_choice(choice)
            pairs.append((choice, name[:1].upper() + name[1:]))
        return pairs

    def prepare(self, choice: PairChoice, call: Call[None]) -> PairFiles:
        """Find or make the files; raises `AppError` or `Cancelled`."""
        found = self._sources.pairs.prepare(choice, lambda _share: None, call.cancelled)
        assert isinstance(found, PairFiles), "models on servers are not chosen here"
        return found

    def room(self, files: PairFiles, settings: Settings, graphics: int) -> "Room":
        """Judge what they take, with `graphics` bytes on a card; raises `AppError`."""
        from paceline.ui.serving.room import judge_room, need_of  # noqa: PLC0415 - not at the start

        need = need_of(files, settings.context_length, settings.server.seats)
        return judge_room(need, self._sources.machine(), self._held(), graphics)

    @property
    def _settings(self) -> Settings:
        return self._workbench.keeper.settings

    def _held(self) -> int:
        """Bytes that the pair in the window has taken."""
        pair = self._workbench.engine.pair
        if pair is None or pair.memory is None:
            return 0
        return sum(use.total for use in pair.memory.taken or pair.memory.estimated)

    def _window_is_remote(self) -> bool:
        """Whether the window speaks to a model that is on a server already."""
        choice = self._wishes.in_use or self._settings.pair
        return choice is not None and choice.kind is PairKind.REMOTE

    def _words_of_window(self) -> str:
        choice = self._wishes.in_use
        if choice is None:
            return translate("Serving", "The pair that is open in the window")
        words = translate("Serving", "As in the window: {name}")
        return words.format(name=PairName.of_choice(choice))
