"""One reply, from the reading of its prompt to its summary."""

import secrets
from collections.abc import Callable, Iterable, Iterator, Sequence
from time import perf_counter

from msgspec.structs import replace

from paceline.engine.detokenizer import Detokenizer
from paceline.engine.llama.sampler import SamplerChain
from paceline.engine.loaded_pair import LoadedPair
from paceline.engine.manuscript import Manuscript
from paceline.engine.modes import ChosenVerifier
from paceline.engine.overflow import Window
from paceline.engine.policy import Policy
from paceline.engine.reasoning import Reasoning, spoken
from paceline.engine.sampling import make_sampler
from paceline.engine.speculation import speculate
from paceline.engine.stop_strings import StopStrings
from paceline.engine.tokens import ReadProgress
from paceline.engine.verify import Verifier
from paceline.errors import AppError, Cancelled, ErrorCode
from paceline.options import ReplySettings, Speculation
from paceline.provenance import Forgotten, ReplySummary, Round, StopReason
from paceline.tally import Tally


class Reply:
    """One running reply: iterate over its rounds, then read its `summary`.

    The summary exists however the reply ends: by its own end, by cancelling, or by ceasing to
    iterate. It may be configured between two rounds.
    """

    def __init__(
        self,
        pair: LoadedPair,
        window: Window,
        settings: ReplySettings,
        policy: Policy,
        progress: ReadProgress,
        ended: Callable[[Sequence[int]], None],
        template_stop: Sequence[str],
    ) -> None:
        """Prepare the reply; once it was begun, `ended` is told its tokens however it ends.

        A string of `template_stop` ends it as an end token does.
        """
        self._policy = policy
        self._settings = settings
        self.tally = Tally()
        self._pair = pair
        self._window = window
        self._prompt = window.tokens
        self._sampling = sampling = settings.sampling
        # Where turns are forgotten there would be no end to a reply that does not end by itself.
        longest = settings.max_tokens
        self._limit = pair.context.capacity if longest is None else longest
        self._progress = progress
        self._ended = ended
        self._seed = secrets.randbelow(2**32 - 1) if sampling.seed is None else sampling.seed
        prompt = window.prompt
        self._manuscript = Manuscript(
            Detokenizer(spoken(pair.model)),
            StopStrings((*sampling.stop, *template_stop)),
            Reasoning(prompt.text.removesuffix(prompt.continued), prompt.continued),
        )
        self._stop_reason: StopReason | None = None
        self._first_token_ms: float | None = None
        self._said = 0
        self._passes = 0
        self._turn = pair.target.take_turn()
        self._held = pair.target.reuse(self._prompt, shift=self.forgotten is not None)
        self._read_again = 0
        self._read_by_draft = 0
        # The length of prompt and reply, less that of the reply: changes when turns are forgotten.
        self._outset = len(self._prompt)

    @property
    def reused(self) -> int:
        """Prompt tokens that need not be read again."""
        return self._held

    @property
    def forgotten(self) -> Forgotten | None:
        """What the model does not read any more, None where it reads everything."""
        return self._window.forgotten

    def configure(self, speculation: Speculation) -> None:
        """Guess and check as these settings say from the next round on."""
        self._policy.configure(speculation)
        self._settings = replace(self._settings, speculation=speculation)

    def __iter__(self) -> Iterator[Round]:
        """Read the prompt, then write; ends quietly when cancelled."""
        chain: SamplerChain | None = None
        if self._sampling.temperature > 0:
            chain = SamplerChain(self._sampling, self._pair.model.vocabulary_size)
        try:
            sampler = make_sampler(self._sampling, self._prompt, chain, self._seed)
            verifier = ChosenVerifier(
                sampler,
                self._pair.model.is_end,
                self._seed,
                lambda: self._settings.speculation.verification,
            )
            yield from self._rounds(verifier)
        except Cancelled:
            yield from self._give_out(self._manuscript.finish())
        except AppError:
            if self._pair.target.has_turn(self._turn):
                # What failed may have left numbers that are none, for every later reply to read.
                self._pair.target.forget()
            yield from self._give_out(self._manuscript.finish())
            raise
        finally:
            if chain is not None:
                chain.close()
            self._window.remember(*self._manuscript.whole())
            self._ended(self._manuscript.ids)

    def _rounds(self, verifier: Verifier) -> Iterator[Round]:
        started = perf_counter()
        tokens: Sequence[int] | None = self._prompt
        while tokens is not None:
            last = self._read(tokens)
            room = self._pair.context.capacity - len(tokens)
            for bare in speculate(
                self._pair.target,
                self._pair.drafters,
                self._policy,
                verifier,
                last,
                budget=min(room, self._limit - self._said),
                first_index=self._passes,
            ):
                if self._first_token_ms is None:
                    self._first_token_ms = (perf_counter() - started) * 1000
                self._write(bare)
                if self._manuscript.match is not None:
                    break
                yield from self._give_out(self._manuscript.final())
                if not self._pair.target.has_turn(self._turn):
                    raise AppError(ErrorCode.ENGINE_BUSY, "a reply that was begun after this one")
            tokens = None
            if self._stop_reason is None:
                tokens = self._window.shrink(self._manuscript.ids)
        if self._stop_reason is None:
            self._stop_reason = StopReason.CONTEXT
        yield from self._give_out(self._manuscript.finish())

    def _read(self, tokens: Sequence[int]) -> int:
        """Read the prompt, or what is left of prompt and reply, but for the last token.

        That one is returned, and read by the next round.
        """
        pair = self._pair
        held = pair.target.reuse(tokens, shift=self.forgotten is not None)
        to_read = len(tokens) - held
        if self._passes:
            self._read_again += to_read - 1
        self._outset = len(tokens) - self._said
        self._progress(0, to_read)
        last = pair.target.prefill(tokens, lambda done, _total: self._progress(done, to_read))
        self._read_by_draft += pair.drafters.begin(tokens, self._policy.drafter)
        pair.take_threads_used()
        return last

    def _write(self, bare: Round) -> None:
        """Write what a round said, and see whether the reply ends with it."""
        self._said += len(bare.tokens)
        self._passes += 1
        threads, draft_threads = self._pair.take_threads_used()
        self._manuscript.add(
            replace(bare, threads=threads, draft_threads=draft_threads, shared=self._pair.sharing)
        )
        match = self._manuscript.match
        if match is not None:
            # As if what was said behind it had never been.
            self._stop_reason = (
                StopReason.STOP if match.string in self._sampling.stop else StopReason.END
            )
            self._pair.target.trim(self._outset + len(self._manuscript.ids))
        elif self._pair.model.is_end(bare.tokens[-1].id):
            self._stop_reason = StopReason.END
        elif self._said >= self._limit:
            self._stop_reason = StopReason.LENGTH

    def _give_out(self, rounds: Iterable[Round]) -> Iterator[Round]:
        for round_ in rounds:
            self.tally.add(round_)
            yield round_

    @property
    def summary(self) -> ReplySummary:
        """What the reply amounts to so far."""
        return self.tally.summarize(
            text=self._manuscript.text,
            stop_reason=self._stop_reason or StopReason.CANCELLED,
            prompt_tokens=len(self._prompt),
            prefill_tokens=len(self._prompt) - self._held + self._read_again,
            time_to_first_token_ms=self._first_token_ms,
            seed=self._seed,
            draft_prefill_tokens=self._read_by_draft,
            forgotten=self.forgotten,
            settings=self._settings,
        )
