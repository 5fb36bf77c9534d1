"""Several replies to one conversation, written side by side.

The conversation is read once, by the target's own context, so that the next turn still finds it
there. From then on a temporary context writes a token of every reply in each pass. Nothing is
drafted: the passes are wide already, and each row is one that is wanted.
"""

import secrets
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from time import perf_counter

import numpy as np

from paceline.engine.detokenizer import Detokenizer
from paceline.engine.llama.sampler import SamplerChain
from paceline.engine.loaded_pair import LoadedPair
from paceline.engine.manuscript import Manuscript
from paceline.engine.overflow import Window
from paceline.engine.reasoning import Reasoning, spoken
from paceline.engine.sampling import Sampler, make_sampler
from paceline.engine.stop_strings import StopStrings
from paceline.engine.tokens import Draft, ReadProgress, ScoreRow
from paceline.engine.verify import MatchVerifier
from paceline.errors import AppError, Cancelled
from paceline.options import ReplySettings
from paceline.provenance import Forgotten, ReplySummary, Round, StopReason, Token
from paceline.tally import Tally

NumberedRound = tuple[int, Round]
"""Which of the replies, from 0, and a round of it."""

_SEEDS = 2**32 - 1


class Alternatives:
    """Running replies: iterate over what each pass said, then read the `summaries`.

    Reply number i is the one that its seed gives to a single reply, the first one's seed plus i,
    but for near-ties. Each ends by itself, and all have a summary however they end.
    """

    def __init__(
        self,
        pair: LoadedPair,
        window: Window,
        settings: ReplySettings,
        count: int,
        progress: ReadProgress = lambda _done, _total: None,
    ) -> None:
        self._pair = pair
        self._window = window
        self._prompt = window.tokens
        self._settings = settings
        self._sampling = sampling = settings.sampling
        self._progress = progress
        room = pair.context.capacity - len(self._prompt)
        self._limit = min(settings.max_tokens or room, room)
        self._full = StopReason.LENGTH if self._limit == settings.max_tokens else StopReason.CONTEXT
        first = secrets.randbelow(_SEEDS) if sampling.seed is None else sampling.seed
        self._seeds = [(first + number) % _SEEDS for number in range(count)]
        self._voices = [self._voice() for _ in self._seeds]
        self._turn = pair.target.take_turn()
        self._held = pair.target.reuse(self._prompt, shift=self.forgotten is not None)
        self._first_token_ms: float | None = None

    def _voice(self) -> "_Voice":
        pair, prompt, stop = self._pair, self._window.prompt, self._sampling.stop
        manuscript = Manuscript(
            Detokenizer(spoken(pair.model)),
            StopStrings((*stop, *pair.template.stop)),
            Reasoning(prompt.text.removesuffix(prompt.continued), prompt.continued),
        )
        return _Voice(manuscript, pair.model.is_end, stop)

    @property
    def reused(self) -> int:
        """Prompt tokens that need not be read again."""
        return self._held

    @property
    def forgotten(self) -> Forgotten | None:
        """What the model does not read, None where it reads everything."""
        return self._window.forgotten

    @property
    def summaries(self) -> tuple[ReplySummary, ...]:
        """What each reply amounts to so far; a rate counts that reply's tokens alone."""
        return tuple(
            voice.tally.summarize(
                text=voice.manuscript.text,
                stop_reason=voice.stop_reason or StopReason.CANCELLED,
                prompt_tokens=len(self._prompt),
                prefill_tokens=len(self._prompt) - self._held if number == 0 else 0,
                time_to_first_token_ms=self._first_token_ms,
                seed=seed,
                forgotten=self.forgotten,
                settings=self._settings,
            )
            for number, (voice, seed) in enumerate(zip(self._voices, self._seeds, strict=True))
        )

    def __iter__(self) -> Iterator[tuple[NumberedRound, ...]]:
        """Read the prompt, then write all replies; ends quietly when cancelled."""
        with ExitStack() as held:
            try:
                yield from self._passes(held)
            except Cancelled:
                yield from self._give_out(self._rest())
            except AppError:
                yield from self._give_out(self._rest())
                raise
            finally:
                for voice in self._voices:
                    self._window.remember(*voice.manuscript.whole())

    def _passes(self, held: ExitStack) -> Iterator[tuple[NumberedRound, ...]]:
        started = mark = perf_counter()
        chain: SamplerChain | None = None
        if self._sampling.temperature > 0:
            chain = SamplerChain(self._sampling, self._pair.model.vocabulary_size)
            held.callback(chain.close)
        samplers = [make_sampler(self._sampling, self._prompt, chain, seed) for seed in self._seeds]
        last = self._read()
        branches = self._pair.branch(len(self._voices), self._limit)
        held.callback(branches.close)
        living = list(enumerate(self._voices))
        rows: Iterable[ScoreRow] | None = None
        while living:
            if rows is None:
                mark = perf_counter()
                rows = [branches.begin(last)] * len(living)
            else:
                rows = branches.step([(number, voice.last) for number, voice in living])
            scored = perf_counter()
            tokens = [
                voice.say(row, samplers[number])
                for (number, voice), row in zip(living, rows, strict=True)
            ]
            now = perf_counter()
            if self._first_token_ms is None:
                self._first_token_ms = (now - started) * 1000
            threads, _ = self._pair.take_threads_used()
            step = _Pass((scored - mark) * 1000, (now - mark) * 1000, threads)
            mark = now
            said = []
            for (number, voice), token in zip(living, tokens, strict=True):
                said += [(number, round_) for round_ in voice.write(token, step)]
                if voice.said == self._limit:
                    voice.stop_reason = voice.stop_reason or self._full
                if voice.stop_reason is not None:
                    branches.end(number)
                    said += [(number, round_) for round_ in voice.manuscript.finish()]
            yield from self._give_out(said)
            living = [(number, voice) for number, voice in living if voice.stop_reason is None]

    def _read(self) -> int:
        """Read the prompt but for its last token, which is returned."""
        target, held = self._pair.target, self._held
        to_read = len(self._prompt) - held
        self._progress(0, to_read)
        try:
            return target.prefill(self._prompt, lambda done, _total: self._progress(done, to_read))
        except AppError:
            # What failed may have left numbers that are none, for every later reply to read.
            target.forget()
            raise
        finally:
            self._pair.take_threads_used()

    def _rest(self) -> list[NumberedRound]:
        return [
            (number, round_)
            for number, voice in enumerate(self._voices)
            for round_ in voice.manuscript.finish()
        ]

    def _give_out(self, said: Sequence[NumberedRound]) -> Iterator[tuple[NumberedRound, ...]]:
        for number, round_ in said:
            self._voices[number].tally.add(round_)
        if said:
            yield tuple(said)


@dataclass(frozen=True, slots=True)
class _Pass:
    """What one pass over all living replies took, in milliseconds, and its threads."""

    verify_ms: float
    wall_ms: float
    threads: int


class _Voice:
    """One of the replies; `last` is what it said last, `stop_reason` why it says no more."""

    def __init__(
        self, manuscript: Manuscript, is_end: Callable[[int], bool], stop: Sequence[str]
    ) -> None:
        self._is_end = is_end
        self._stop = stop
        self.manuscript = manuscript
        self.tally = Tally()
        self.stop_reason: StopReason | None = None
        self.said = 0
        self.last = 0

    def say(self, row: ScoreRow, sampler: Sampler) -> Token:
        """Return what this reply says where the logits are these."""
        (token,) = MatchVerifier(sampler, self._is_end).judge(Draft(), row[np.newaxis]).tokens
        self.last = token.id
        self.said += 1
        return token

    def write(self, token: Token, step: _Pass) -> Iterator[Round]:
        """Write it down, see whether the reply ends with it, and yield what is final."""
        self.manuscript.add(
            Round(
                index=self.said - 1,
                drafter=None,
                drafted=0,
                tested=0,
                accepted=0,
                width=1,
                draft_ms=0.0,
                catch_up_ms=0.0,
                verify_ms=step.verify_ms,
                sample_ms=step.wall_ms - step.verify_ms,
                decode_ms=step.verify_ms,
                wall_ms=step.wall_ms,
                tokens=(token,),
                threads=step.threads,
            )
        )
        match = self.manuscript.match
        if match is not None:
            self.stop_reason = StopReason.STOP if match.string in self._stop else StopReason.END
        elif self._is_end(token.id):
            self.stop_reason = StopReason.END
        yield from self.manuscript.final()
