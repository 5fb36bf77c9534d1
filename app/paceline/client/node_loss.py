"""A lost worker whose reason lies on another machine."""

from dataclasses import replace

from paceline.client.outcome import WorkerFailure, WorkerOutcome
from paceline.errors import ErrorCode
from paceline.nodes import lost_nodes
from paceline.protocol.messages import LoadPair, Work


def explained(outcome: WorkerOutcome, *requests: Work | None) -> WorkerOutcome:
    """Blame nodes where the worker said so, or where it waited without an end for those it used.

    `requests` are the load of the pair in use and what was under way.
    """
    loads = [each for each in requests if isinstance(each, LoadPair)]
    nodes = dict.fromkeys(node for load in loads for node in load.wishes.nodes)
    lost = lost_nodes(outcome.stderr_tail)
    match outcome.failure.code:
        case ErrorCode.ENGINE_CRASHED if lost is not None:
            detail = lost
        case ErrorCode.ENGINE_SILENT if nodes:
            detail = f"{', '.join(nodes)}: {outcome.failure.detail}"
        case _:
            return outcome
    return replace(outcome, failure=WorkerFailure(ErrorCode.NODE_LOST, detail))
