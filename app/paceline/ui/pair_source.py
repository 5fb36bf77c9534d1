"""From what a person chose to the files that the engine loads; may take seconds and say so.

`LibraryPairs` is the real one; tests bring a small one of their own. Called off the GUI thread.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from paceline.errors import AppError, ErrorCode
from paceline.library.practice import ensure_practice_target
from paceline.library.remote_keys import RemoteKeys
from paceline.library.starter import find_starter
from paceline.loading import PairChoice, PairKind, RemoteServer


@dataclass(frozen=True, slots=True)
class PairFiles:
    """What the engine is asked to load."""

    target: Path
    draft: Path | None


@dataclass(frozen=True, slots=True)
class PairServer:
    """What the engine is asked to connect to, and the key that belongs to it."""

    server: RemoteServer
    key: str | None = field(repr=False)


class PairSource(Protocol):
    """Finds or makes the files of a pair, or says where its server is."""

    def prepare(
        self,
        choice: PairChoice,
        progress: Callable[[float], None],
        cancelled: Callable[[], bool],
    ) -> PairFiles | PairServer:
        """The files, or the server; raises `AppError` or `Cancelled`. `progress` hears 0 to 1."""


class LibraryPairs:
    """The practice pair and the starter from the library, files and servers as they were named."""

    def __init__(self, keys: RemoteKeys | None = None) -> None:
        self._keys = keys or RemoteKeys()

    def prepare(
        self,
        choice: PairChoice,
        progress: Callable[[float], None],
        cancelled: Callable[[], bool],
    ) -> PairFiles | PairServer:
        """Build the practice target where it is missing; everything else is there or not."""
        match choice.kind:
            case PairKind.PRACTICE:
                target = ensure_practice_target(progress=progress, cancelled=cancelled)
                return PairFiles(target, find_starter())
            case PairKind.STARTER:
                return PairFiles(find_starter(), None)
            case PairKind.FILES:
                if not choice.target:
                    raise AppError(ErrorCode.NO_PAIR)
                return PairFiles(Path(choice.target), Path(choice.draft) if choice.draft else None)
            case PairKind.REMOTE:
                if choice.server is None:
                    raise AppError(ErrorCode.NO_PAIR)
                return PairServer(choice.server, self._keys.key(choice.server))
