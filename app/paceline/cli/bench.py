"""`paceline bench`: what speculation gains, measured in turns on the same machine.

A speed-up compares two replies that were written one right after the other, so that a machine
whose speed drifts does not lie. A plain reply serves the drafted ones on both of its sides: three
draft lengths take five replies a turn. The order rotates from turn to turn, so that no policy
always comes first, or always before its plain neighbour.
"""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Final

import msgspec

from paceline.chat import ChatMessage, Role
from paceline.cli.arguments.options import Options
from paceline.cli.interruption import interrupt_aborts
from paceline.cli.job import run_job
from paceline.cli.models import open_session, pair_name, sampling_of
from paceline.cli.report import Machine, Report, Result, Samples, table
from paceline.cli.terminal import remark, screen
from paceline.cli.workloads import Workload, load_workloads
from paceline.engine.llama.native import AbortFlag
from paceline.engine.session import Session
from paceline.engine.threads import usable_threads
from paceline.errors import Cancelled
from paceline.options import DrafterChoice, Speculation, Verification
from paceline.provenance import ReplySummary, StopReason

PLAIN: Final = "off"
"""The policy that all others are compared with."""

_DEFAULT_MAX_TOKENS: Final = 96
_DEFAULT_SEED: Final = 1


def bench(options: Options) -> int:
    """Run the job and return its exit status."""
    return run_job(partial(_bench, options))


def turn_order(drafted: Sequence[str], turn: int) -> list[tuple[str, ...]]:
    """Return who writes in this turn, in groups of neighbours around one plain reply each."""
    if not drafted:
        return [(PLAIN,)]
    start = turn % len(drafted)
    rotated = [*drafted[start:], *drafted[:start]]
    groups: list[tuple[str, ...]] = []
    for place in range(0, len(rotated), 2):
        before, *after = rotated[place : place + 2]
        if after or turn % 2:
            groups.append((before, PLAIN, *after))
        else:
            groups.append((PLAIN, before))
    return groups


def _bench(options: Options, abort: AbortFlag) -> None:
    workloads = load_workloads(options.workloads, options.kinds)
    with open_session(options, abort) as session, interrupt_aborts(abort):
        machine = Machine.here(options.threads or usable_threads())
        report = Report(pair_name(options), machine, _measure(session, workloads, options))
    if options.json:
        print(msgspec.json.format(msgspec.json.encode(report)).decode())
    else:
        screen().print(table(report))


def _measure(session: Session, workloads: list[Workload], options: Options) -> list[Result]:
    policies = _policies(options)
    # Warms caches and is not counted.
    _reply(session, workloads[0].prompts[0], policies[PLAIN], options)
    results: list[Result] = []
    for workload in workloads:
        samples = {name: Samples() for name in policies}
        for run in range(options.runs):
            for index, prompt in enumerate(workload.prompts):
                _take_turn(session, prompt, policies, run + index, samples, options)
            remark(f"{workload.kind}: turn {run + 1} of {options.runs} done")
        results += [each.result(workload.kind, name) for name, each in samples.items()]
    return results


def _policies(options: Options) -> dict[str, Speculation]:
    """Return what to compare by name, plain decoding first."""
    policies = {PLAIN: Speculation(enabled=False)}
    if options.speculation:
        for length in options.draft_lengths:
            policies[f"fixed:{length}"] = Speculation(
                drafter=DrafterChoice(options.drafter),
                draft_length=length,
                verification=Verification(options.verification),
            )
    return policies


def _take_turn(
    session: Session,
    prompt: str,
    policies: Mapping[str, Speculation],
    turn: int,
    samples: Mapping[str, Samples],
    options: Options,
) -> None:
    """Let every policy answer the prompt; compares within a group only."""
    drafted = [name for name in policies if name != PLAIN]
    for group in turn_order(drafted, turn):
        replies = {name: _reply(session, prompt, policies[name], options) for name in group}
        for name, reply in replies.items():
            samples[name].add(reply, replies[PLAIN])


def _reply(
    session: Session, prompt: str, speculation: Speculation, options: Options
) -> ReplySummary:
    """Answer one prompt and return its figures; raises `Cancelled`."""
    sampling = sampling_of(options, temperature=0)
    if sampling.seed is None:
        sampling = msgspec.structs.replace(sampling, seed=_DEFAULT_SEED)
    reply = session.reply(
        (ChatMessage(Role.USER, prompt),),
        sampling,
        speculation,
        max_tokens=options.max_tokens or _DEFAULT_MAX_TOKENS,
    )
    for _ in reply:
        pass
    if reply.summary.stop_reason == StopReason.CANCELLED:
        raise Cancelled
    return reply.summary
