"""A lost worker whose reason lies on another machine."""

from collections.abc import Sequence
from dataclasses import replace

from paceline.client.outcome import WorkerFailure, WorkerOutcome
from paceline.errors import ErrorCode
from paceline.nodes import lost_nodes


def explained(outcome: WorkerOutcome, nodes: Sequence[str]) -> WorkerOutcome:
    """Blame the nodes that a pair lay on where the worker said so, or waited without an end."""
    if not nodes:
        return outcome
    lost = lost_nodes(outcome.stderr_tail)
    match outcome.failure.code:
        case ErrorCode.ENGINE_CRASHED if lost is not None:
            detail = lost
        case ErrorCode.ENGINE_SILENT:
            detail = f"{', '.join(nodes)}: {outcome.failure.detail}"
        case _:
            return outcome
    return replace(outcome, failure=WorkerFailure(ErrorCode.NODE_LOST, detail))
