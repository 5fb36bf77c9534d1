"""`paceline parity`: answers prompts plainly and with speculation, and compares token by token."""

import shlex
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Final

import msgspec
from msgspec.structs import replace

from paceline import __version__, paths
from paceline.chat import ChatMessage, Role
from paceline.cli.arguments.options import Options
from paceline.cli.contestants import Contestant, contestants
from paceline.cli.interruption import interrupt_aborts
from paceline.cli.job import DONE, run_job
from paceline.cli.model_choice import pair_name, sampling_of, speculation_of
from paceline.cli.model_files import model_files
from paceline.cli.model_loading import open_pair
from paceline.cli.parity.divergence import draw_gap
from paceline.cli.parity.summary import sentences
from paceline.cli.policy_names import GOVERNOR, PolicyName
from paceline.cli.terminal import remark, screen
from paceline.cli.workloads import load_workloads
from paceline.engine.llama.native import ENGINE_VERSION, AbortFlag
from paceline.engine.llama.sampler import SamplerChain
from paceline.engine.noise import Noise
from paceline.engine.pair import Pair
from paceline.engine.sampling import make_sampler
from paceline.engine.session import Session
from paceline.errors import AppError, Cancelled, ErrorCode
from paceline.machine import Machine
from paceline.options import Sampling, Verification
from paceline.parity import (
    NEAR_TIE_LOGITS,
    Comparison,
    Divergence,
    Record,
    first_difference,
    nearly_tied,
    saying,
    totals,
)
from paceline.provenance import StopReason, Token

DIVERGENT: Final = 1
"""The exit status where something was said that rounding does not explain."""

_DEFAULT_MAX_TOKENS: Final = 48
_DEFAULT_TEMPERATURE: Final = 0.8
_DEFAULT_POLICIES: Final = (PolicyName(GOVERNOR),)
_REPORT_EVERY: Final = 10


def parity(options: Options) -> int:
    """Run the job and return its exit status."""
    return run_job(partial(_parity, options))


def _parity(options: Options, abort: AbortFlag) -> int:
    file = options.workloads or paths.resource_folder() / "parity_prompts.toml"
    prompts = [
        (each.kind, prompt)
        for each in load_workloads(file, options.kinds)
        for prompt in each.prompts
    ][options.prompts]
    with open_pair(options, abort) as pair, interrupt_aborts(abort):
        record = _Examination(pair, options).record(prompts)
    if options.record is not None:
        _write(options.record, record)
    if options.json:
        print(msgspec.json.format(msgspec.json.encode(record)).decode())
    else:
        console = screen()
        for sentence in sentences(record):
            console.print(sentence, soft_wrap=True)
    return DIVERGENT if any(total.divergent for total in record.totals) else DONE


@dataclass(frozen=True, slots=True)
class _Answer:
    """One finished reply, and every token that the target's context then held."""

    text: str
    tokens: list[Token]
    prompt_tokens: int
    held: list[int]
    seed: int


class _Examination:
    """Compares replies of one loaded pair."""

    def __init__(self, pair: Pair, options: Options) -> None:
        self._pair = pair
        self._session = Session(pair)
        self._options = options
        self._budget = options.max_tokens or _DEFAULT_MAX_TOKENS
        names = options.policies or _DEFAULT_POLICIES
        self._plain, *self._speculated = contestants(
            names, pair.drafters.names, speculation_of(options)
        )
        self._sampling = sampling_of(options, temperature=_DEFAULT_TEMPERATURE)

    def record(self, prompts: Sequence[tuple[str, str]]) -> Record:
        """Answer every prompt in every way; raises `Cancelled`."""
        began, start = datetime.now().astimezone(), time.perf_counter()
        comparisons: list[Comparison] = []
        for count, (kind, prompt) in enumerate(prompts, 1):
            for sampling in self._samplings():
                comparisons += self._compare(kind, prompt, sampling)
            if count % _REPORT_EVERY == 0 or count == len(prompts):
                remark(f"{count} of {len(prompts)} prompts compared")
        return Record(
            paceline=__version__,
            pair=pair_name(self._options),
            models=model_files(self._pair.spec, hashed=True),
            machine=Machine.here(self._pair.threads.most, ENGINE_VERSION),
            command=shlex.join(["paceline", *self._options.given]),
            began=began.isoformat(timespec="seconds"),
            seconds=time.perf_counter() - start,
            sampling=self._sampling,
            max_tokens=self._budget,
            context=self._pair.context.capacity,
            totals=totals(comparisons),
            comparisons=comparisons,
        )

    def _samplings(self) -> Iterator[Sampling]:
        """Return greedy sampling, then the person's with every seed.

        Rejection sampling says another text with the same seed by its nature: only its distribution
        is the same.
        """
        yield replace(self._sampling, temperature=0.0, seed=0)
        if self._options.verification == Verification.MATCH and self._sampling.temperature > 0:
            for seed in self._options.seeds:
                yield replace(self._sampling, seed=seed)

    def _compare(self, kind: str, prompt: str, sampling: Sampling) -> Iterator[Comparison]:
        plain = self._answer(prompt, sampling, self._plain)
        for contestant in self._speculated:
            answer = self._answer(prompt, sampling, contestant)
            yield Comparison(
                kind=kind,
                prompt=prompt,
                policy=contestant.name,
                seed=sampling.seed if sampling.temperature else None,
                tokens=len(answer.tokens),
                plain_text=plain.text,
                speculated_text=answer.text,
                divergence=self._divergence(plain, answer, sampling),
            )

    def _answer(self, prompt: str, sampling: Sampling, contestant: Contestant) -> _Answer:
        reply = self._session.reply(
            (ChatMessage(Role.USER, prompt),),
            sampling,
            contestant.speculation,
            max_tokens=self._budget,
            policy=contestant.policy(self._pair.drafters.names),
        )
        tokens = [token for round_ in reply for token in round_.tokens]
        summary = reply.summary
        if summary.stop_reason == StopReason.CANCELLED:
            raise Cancelled
        held = list(self._pair.context.tokens)
        return _Answer(summary.text, tokens, summary.prompt_tokens, held, summary.seed)

    def _divergence(self, plain: _Answer, other: _Answer, sampling: Sampling) -> Divergence | None:
        position = first_difference(plain.tokens, other.tokens)
        if position is None:
            return None
        one, two = saying(plain.tokens, position), saying(other.tokens, position)
        gap: float | None = None
        near_tie = nearly_tied(one, two)
        if sampling.temperature and one is not None and two is not None:
            gap = self._gap(plain, position, sampling, (one.id, two.id))
            near_tie = gap < NEAR_TIE_LOGITS
        return Divergence(position, one, two, gap, near_tie)

    def _gap(
        self, plain: _Answer, position: int, sampling: Sampling, said: tuple[int, int]
    ) -> float:
        """Compute the plain pass at this position anew and measure how near both draws lie."""
        pair = self._pair
        before = plain.held[: plain.prompt_tokens + position]
        row = pair.target.evaluate((pair.target.prefill(before),))[0]
        with closing(SamplerChain(sampling, pair.model.vocabulary_size)) as chain:
            drawn = make_sampler(sampling, before, chain, plain.seed).warp(row)
        noise = Noise(plain.seed).exponential(position, drawn.ids)
        return draw_gap(row, drawn, noise, said, sampling.temperature)


def _write(file: Path, record: Record) -> None:
    try:
        file.write_bytes(msgspec.json.format(msgspec.json.encode(record)) + b"\n")
    except OSError as error:
        raise AppError(ErrorCode.FILE_UNWRITABLE, str(file)) from error
