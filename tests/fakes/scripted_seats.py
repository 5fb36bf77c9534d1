"""Seats without weights: several replies over shared caches that speak a language of letters."""

from collections.abc import Sequence

import numpy as np

from fakes.scripted_model import VOCABULARY, Language, blend, language
from fakes.scripted_pair import TEMPLATE, ScriptedTokenizer, talk
from paceline.engine.batching.conductor import Conductor, Line
from paceline.engine.batching.seat import Seat
from paceline.engine.batching.seat_context import SeatContext
from paceline.engine.batching.shared_session import SharedSession
from paceline.engine.chat_template import ChatTemplate
from paceline.engine.drafters.ngram_pool import NgramPool
from paceline.engine.panels import make_panel
from paceline.engine.tokens import Part, Scores
from paceline.errors import AppError, Cancelled


class ScriptedCache:
    """Implements `SharedCache` strictly: what would break llama.cpp is an assertion here.

    `passes` are the parts of every pass; the next ones raise what is in `fail_with`, each only
    where the sequence that stands with it has a part (None: whoever has).
    """

    threads_used = 0

    def __init__(
        self, speech: Language, *, sequences: int, capacity: int = 256, widest: int = 64
    ) -> None:
        self._speech = speech
        self.sequences = sequences
        self.capacity = capacity
        self.widest = widest
        self._held: tuple[list[int], ...] = tuple([] for _ in range(sequences))
        self._rows: list[Scores] = []
        self.passes: list[tuple[Part, ...]] = []
        self.copied = 0
        self.fail_with: list[tuple[int | None, AppError | Cancelled]] = []

    @property
    def widths(self) -> list[int]:
        """The tokens in each pass."""
        return [sum(len(part.tokens) for part in parts) for parts in self.passes]

    @property
    def read(self) -> int:
        """Tokens that went through passes."""
        return sum(self.widths)

    def tokens(self, sequence: int) -> Sequence[int]:
        return self._held[sequence]

    def rewind(self, sequence: int, length: int) -> None:
        assert length >= 0
        del self._held[sequence][length:]

    def copy(self, source: int, sequence: int, length: int) -> None:
        held, other = self._held[sequence], self._held[source]
        assert source != sequence
        assert len(held) < length <= len(other)
        assert other[: len(held)] == held
        self.copied += length - len(held)
        held.extend(other[len(held) : length])

    def run(self, parts: Sequence[Part]) -> Sequence[Scores]:
        members = [part.sequence for part in parts]
        assert members, "an empty pass"
        assert len(set(members)) == len(members), "a sequence twice"
        assert 0 < sum(len(part.tokens) for part in parts) <= self.widest
        assert all(0 <= part.outputs <= len(part.tokens) for part in parts)
        for rows in self._rows:
            rows.fill(np.nan)  # views of a buffer that is written again
        self._rows = []
        if self.fail_with and self.fail_with[0][0] in (None, *members):
            raise self.fail_with.pop(0)[1]
        self.passes.append(tuple(parts))
        for part in parts:
            held = self._held[part.sequence]
            assert all(0 <= token < VOCABULARY for token in part.tokens)
            assert len(held) + len(part.tokens) <= self.capacity
            scored = []
            for place, token in enumerate(part.tokens):
                held.append(token)
                if place >= len(part.tokens) - part.outputs:
                    scored.append(self._speech(held))
            self._rows.append(np.array(scored, np.float32).reshape(part.outputs, VOCABULARY))
        return self._rows


class ScriptedSeats:
    """A pair with seats; `target` and `draft` are the caches, `session` is what replies ask."""

    def __init__(
        self,
        count: int,
        *,
        speech: Language | None = None,
        capacity: int = 256,
        widest: int = 64,
        drafts: bool = True,
    ) -> None:
        speech = speech or talk(language(1))
        self.model = ScriptedTokenizer()
        self.target = ScriptedCache(speech, sequences=count, capacity=capacity, widest=widest)
        self.draft = ScriptedCache(
            blend(speech, talk(language(2)), 0.2),
            sequences=count,
            capacity=capacity,
            widest=widest,
        )
        target = Line(self.target)
        draft = Line(self.draft, guesses=True) if drafts else None
        self.conductor = Conductor(target, draft)
        pool = NgramPool(1 << 12)
        seats = []
        for number in range(count):
            context = SeatContext(self.conductor, target, number)
            guessing = SeatContext(self.conductor, draft, number) if draft else None
            panel = make_panel(self.model, guessing, VOCABULARY, pool, None)
            template = ChatTemplate(TEMPLATE, bos="", eos="")
            seats.append(Seat(self.model, template, context, guessing, panel, None))
        self.seats = tuple(seats)
        self.session = SharedSession(self.seats, self.conductor)
