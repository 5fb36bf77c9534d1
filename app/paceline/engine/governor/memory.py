"""Keeps what the governor knows about a pair on a device from one run of the program to the next.

A small file for each pair: what passes and guesses cost, and how many guesses were right. Nothing
of any text is in it. It can always be learned again within some dozens of tokens, so that a file
which cannot be read is set aside without a word, and one that cannot be written costs nothing.
"""

import hashlib
import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Final, Self

import msgspec

from paceline.engine.governor.knowledge import FORMAT_VERSION, Knowledge
from paceline.engine.governor.tuned import TunedFile
from paceline.errors import AppError
from paceline.measured_pairs import MeasuredFile, MeasuredPair, keep_measured
from paceline.options import DrafterChoice
from paceline.whole_file import read_record, write_whole

_LARGEST_FILE: Final = 1_000_000
"""Bytes; a real one has some ten thousand."""

_PREFIX: Final = "governor-"

_ENOUGH_JUDGED: Final = 20
"""Guesses, before it is told how many of them are right."""

_log = logging.getLogger(__name__)


class GovernorMemory:
    """One pair's file in a folder; `tuned`, beside it, is what the person let `tune` find.

    `models` are target and draft, about whose costs the pair doctor is told too.
    """

    def __init__(self, path: Path, models: Sequence[Path] = ()) -> None:
        self._path = path
        self._models = tuple(models)
        self.tuned = TunedFile(path.with_name(f"tuned-{path.name}"))

    @classmethod
    def of(cls, folder: Path, models: Sequence[Path], circumstances: Sequence[str]) -> Self:
        """Return the memory of these model files under these circumstances.

        The latter are all that changes costs: devices, engine, kinds of cache. Models are told
        apart by name and size, since reading them takes too long.
        """
        names = [f"{path.name}:{path.stat().st_size}" for path in models]
        key = hashlib.blake2b(
            "\n".join((*names, "", *circumstances)).encode("utf-8", "surrogateescape"),
            digest_size=16,
        )
        return cls(folder / f"{_PREFIX}{key.hexdigest()}.json", models)

    def recall(self) -> Knowledge:
        """Return what is known, which is nothing for a pair that never ran here."""
        knowledge = read_record(self._path, Knowledge, most_bytes=_LARGEST_FILE)
        if knowledge is None or knowledge.version != FORMAT_VERSION:
            return Knowledge()
        knowledge.age()
        return knowledge

    def keep(self, knowledge: Knowledge) -> None:
        """Write it down; where that is impossible it is learned anew next time."""
        try:
            write_whole(self._path, msgspec.json.encode(knowledge))
        except AppError as error:
            _log.warning("What was measured about a pair could not be kept: %s", error)
        self._tell(knowledge)

    def _tell(self, knowledge: Knowledge) -> None:
        """Write down what passes and guesses cost, where that was measured."""
        costs = knowledge.costs
        if not (self._models and costs.widths):
            return
        try:
            files = [MeasuredFile.of(path) for path in self._models]
        except OSError:
            return
        drafter = DrafterChoice.DRAFT_MODEL.value
        guess = costs.guesses.get(drafter)
        odds = knowledge.odds.get(drafter)
        judged = sum(place.judged for place in odds.places) if odds else 0.0
        pair = MeasuredPair(
            target=files[0],
            draft=files[1] if len(files) > 1 else None,
            passes=tuple(costs.passes(0)[1:]),
            guess=guess.cost if guess else None,
            acceptance=tuple(odds.by_place()) if odds and judged >= _ENOUGH_JUDGED else (),
            plain_ms=costs.plain_ms(0),
        )
        keep_measured(self._path.parent, self._path.stem.removeprefix(_PREFIX), pair)
