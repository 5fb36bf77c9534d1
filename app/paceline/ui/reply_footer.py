"""The small line below a finished reply. Pure."""

from typing import Final

from paceline.history.records import MessageState
from paceline.provenance import ReplySummary, StopReason

_ENDS: Final = {
    StopReason.END: "",
    StopReason.STOP: "",
    StopReason.LENGTH: "cut at the longest reply allowed",
    StopReason.CONTEXT: "cut because the context is full",
    StopReason.CANCELLED: "",
}


def footer(state: MessageState, summary: ReplySummary | None) -> str:
    """How the reply ended, how long it is and how fast it came."""
    parts = []
    if state is MessageState.INTERRUPTED:
        parts.append("⚠ Interrupted: the reply is incomplete")
    elif state is MessageState.STOPPED:
        parts.append("Stopped by you")
    if summary is not None:
        parts.append(f"{summary.tokens} token" + ("s" if summary.tokens != 1 else ""))
        if summary.tokens_per_second:
            parts.append(f"{summary.tokens_per_second:.1f} tok/s")
        if summary.acceptance is not None:
            parts.append(f"{100 * summary.acceptance:.0f} % of guesses accepted")
        if _ENDS[summary.stop_reason]:
            parts.append(_ENDS[summary.stop_reason])
    return " · ".join(parts)
