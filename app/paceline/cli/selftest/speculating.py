"""Whether a worker starts, and whether it decodes with speculation what it decodes without."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from paceline.chat import ChatMessage, Role
from paceline.cli.selftest.report import Broken
from paceline.cli.selftest.worker_talk import Worker, started
from paceline.options import DrafterChoice, Sampling, Speculation
from paceline.protocol.messages import Finished, Generate, LoadPair, RoundDone
from paceline.provenance import ReplySummary

TOKENS: Final = 48

_MESSAGES: Final = (ChatMessage(Role.USER, "Does everything work?"),)
_GREEDY: Final = Sampling(temperature=0)
_OFF: Final = Speculation(enabled=False)
_DRAFTED: Final = Speculation(drafter=DrafterChoice.DRAFT_MODEL, draft_length=3)


@dataclass(frozen=True, slots=True)
class Decoded:
    """One greedy reply; `margin` is the smallest lead of a token's logit over the next best."""

    summary: ReplySummary
    margin: float


def round_trip(command: Sequence[str]) -> str:
    """Start a worker, hear `Ready`, and let it end."""
    with started(command) as (worker, _):
        ready = worker.greet()
        worker.shut_down()
    threads = "1 thread" if ready.threads == 1 else f"{ready.threads} threads"
    return f"protocol {ready.protocol_version}, {threads}"


def speculate(command: Sequence[str]) -> str:
    """Decode a generated pair with and without a draft, and compare."""
    plain, drafted = (each.summary for each in decoded(command))
    if plain.tokens != TOKENS:
        raise Broken(f"The test model said {plain.tokens} tokens instead of {TOKENS}.")
    if plain.drafted:
        raise Broken(f"{plain.drafted} tokens were guessed with speculation switched off.")
    if not drafted.drafted:
        raise Broken("Nothing was guessed with speculation switched on.")
    if drafted.text != plain.text:
        raise Broken("With speculation the test model said another text than without.")
    return (
        f"{TOKENS} tokens, the same with and without; "
        f"{drafted.accepted} of {drafted.drafted} guesses accepted"
    )


def decoded(command: Sequence[str]) -> tuple[Decoded, Decoded]:
    """Return the reply without speculation and with it."""
    # Weights are drawn with numpy, which may be what is broken.
    from paceline.cli.selftest.tiny_pair import write_draft, write_target  # noqa: PLC0415

    with started(command) as (worker, folder):
        target, draft = write_target(folder / "target.gguf"), write_draft(folder / "draft.gguf")
        worker.greet()
        for _ in worker.answers(LoadPair(1, str(target), str(draft), threads=1)):
            pass
        replies = _reply(worker, 2, _OFF), _reply(worker, 3, _DRAFTED)
        worker.shut_down()
    return replies


def _reply(worker: Worker, request_id: int, speculation: Speculation) -> Decoded:
    asked = Generate(request_id, _MESSAGES, _GREEDY, speculation, TOKENS, rehearsal=True)
    margins: list[float] = []
    summary: ReplySummary | None = None
    for event in worker.answers(asked):
        if isinstance(event, RoundDone):
            margins += [token.margin or 0.0 for token in event.round.tokens]
        elif isinstance(event, Finished):
            summary = event.reply
    if summary is None or not margins:
        raise Broken("The worker ended the reply and said nothing.")
    return Decoded(summary, min(margins))
