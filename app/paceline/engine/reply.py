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
from paceline.engine.policy import Policy
from paceline.engine.reasoning import Reasoning, spoken
from paceline.engine.sampling import make_sampler
from paceline.engine.speculation import speculate
from paceline.engine.stop_strings import Match, StopStrings
from paceline.engine.tokens import ReadProgress
from paceline.engine.verify import Verifier
from paceline.errors import AppError, Cancelled
from paceline.options import Sampling, Speculation, Verification
from paceline.provenance import ReplySummary, Round, StopReason
from paceline.tally import Tally


class Reply:
    """One running reply: iterate over its rounds, then read its `summary`.

    The summary exists however the reply ends: by its own end, by cancelling, or by ceasing to
    iterate. It may be configured between two rounds.
    """

    def __init__(
        self,
        pair: LoadedPair,
        prompt: Sequence[int],
        lead: str,
        sampling: Sampling,
        policy: Policy,
        verification: Verification,
        budget: int | None,
        progress: ReadProgress,
        ended: Callable[[Sequence[int]], None],
    ) -> None:
        """Prepare the reply; once it was begun, `ended` is told its tokens however it ends."""
        self._policy = policy
        self._verification = verification
        self.tally = Tally()
        self._pair = pair
        self._prompt = list(prompt)
        self._sampling = sampling
        self._budget = budget
        self._progress = progress
        self._ended = ended
        self._seed = secrets.randbelow(2**32 - 1) if sampling.seed is None else sampling.seed
        self._manuscript = Manuscript(
            Detokenizer(spoken(pair.model)),
            StopStrings((*sampling.stop, *pair.template.stop)),
            Reasoning(lead),
        )
        self._stop_reason = StopReason.CANCELLED
        self._first_token_ms: float | None = None
        self._reused = pair.target.reuse(prompt)

    @property
    def reused(self) -> int:
        """Prompt tokens that need not be read again."""
        return self._reused

    def configure(self, speculation: Speculation) -> None:
        """Guess and check as these settings say from the next round on."""
        self._policy.configure(speculation)
        self._verification = speculation.verification

    def __iter__(self) -> Iterator[Round]:
        """Read the prompt, then write; ends quietly when cancelled."""
        chain: SamplerChain | None = None
        if self._sampling.temperature > 0:
            chain = SamplerChain(self._sampling, self._seed, self._pair.model.vocabulary_size)
        try:
            sampler = make_sampler(self._sampling, self._prompt, chain)
            verifier = ChosenVerifier(
                sampler, self._pair.model.is_end, self._seed, lambda: self._verification
            )
            yield from self._rounds(verifier)
        except Cancelled:
            self._stop_reason = StopReason.CANCELLED
            yield from self._give_out(self._manuscript.finish())
        except AppError:
            yield from self._give_out(self._manuscript.finish())
            raise
        finally:
            if chain is not None:
                chain.close()
            self._ended(self._manuscript.ids)

    def _rounds(self, verifier: Verifier) -> Iterator[Round]:
        pair, prompt = self._pair, self._prompt
        started = perf_counter()
        to_read = len(prompt) - self._reused
        self._progress(0, to_read)
        # The last token is read by the first round.
        last = pair.target.prefill(prompt, lambda done, _total: self._progress(done, to_read))
        pair.drafters.begin(prompt, self._policy.drafter)
        pair.take_threads_used()
        room = pair.context.capacity - len(prompt)
        budget = room if self._budget is None else min(room, self._budget)
        said = 0
        for bare in speculate(
            pair.target,
            pair.drafters,
            self._policy,
            verifier,
            last,
            budget=budget,
        ):
            if self._first_token_ms is None:
                self._first_token_ms = (perf_counter() - started) * 1000
            said += len(bare.tokens)
            threads, draft_threads = pair.take_threads_used()
            self._manuscript.add(replace(bare, threads=threads, draft_threads=draft_threads))
            if self._manuscript.match is not None:
                self._stop(self._manuscript.match)
                break
            if pair.model.is_end(bare.tokens[-1].id):
                self._stop_reason = StopReason.END
            elif said >= budget:
                self._stop_reason = StopReason.LENGTH if budget < room else StopReason.CONTEXT
            yield from self._give_out(self._manuscript.final())
        yield from self._give_out(self._manuscript.finish())

    def _stop(self, match: Match) -> None:
        """End before a stop string, as if what was said behind it had never been."""
        own = match.string in self._sampling.stop
        self._stop_reason = StopReason.STOP if own else StopReason.END
        self._pair.target.reuse([*self._prompt, *self._manuscript.ids])

    def _give_out(self, rounds: Iterable[Round]) -> Iterator[Round]:
        for round_ in rounds:
            self.tally.add(round_)
            yield round_

    @property
    def summary(self) -> ReplySummary:
        """What the reply amounts to so far."""
        return self.tally.summarize(
            text=self._manuscript.text,
            stop_reason=self._stop_reason,
            prompt_tokens=len(self._prompt),
            prefill_tokens=len(self._prompt) - self._reused,
            time_to_first_token_ms=self._first_token_ms,
            seed=self._seed,
        )
