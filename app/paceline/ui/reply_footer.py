"""The small line below a finished reply. Knows no widgets."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from paceline.history.records import MessageState
from paceline.provenance import ReplySummary, ServerReport, StopReason
from paceline.ui.drafter_names import drafter_name
from paceline.ui.numbers import decimal, whole

translate = QCoreApplication.translate


def footer(state: MessageState, summary: ReplySummary | None, drafters: Sequence[str] = ()) -> str:
    """How the reply ended, how long it is, how fast it came, and who guessed how well."""
    parts = []
    if state is MessageState.INTERRUPTED:
        parts.append(translate("ReplyFooter", "⚠ Interrupted: the reply is incomplete"))
    elif state is MessageState.STOPPED:
        parts.append(translate("ReplyFooter", "Stopped by you"))
    if summary is not None:
        parts += _figures(summary, ", ".join(dict.fromkeys(map(drafter_name, drafters))))
        if end := _end(summary.stop_reason):
            parts.append(end)
    return " · ".join(parts)


def _figures(summary: ReplySummary, drafters: str) -> list[str]:
    parts = [_length(summary)]
    if summary.tokens_per_second and not _in_pieces(summary):
        rate = decimal(summary.tokens_per_second, 1)
        parts.append(translate("ReplyFooter", "{rate} tok/s").format(rate=rate))
    if summary.time_to_first_token_ms is not None and summary.tokens:
        seconds = decimal(summary.time_to_first_token_ms / 1000, 2)
        parts.append(translate("ReplyFooter", "first after {seconds} s").format(seconds=seconds))
    if summary.report is not None:
        parts.append(_server_words(summary, summary.report))
    if summary.acceptance is not None:
        percent = f"{100 * summary.acceptance:.0f}"
        parts.append(
            translate("ReplyFooter", "{percent} % of guesses by {names} accepted").format(
                percent=percent, names=drafters
            )
            if drafters
            else translate("ReplyFooter", "{percent} % of guesses accepted").format(percent=percent)
        )
    if summary.net_gain is not None:
        gain = decimal(summary.net_gain, 1)
        parts.append(translate("ReplyFooter", "net gain {gain}x").format(gain=gain))
    return parts


def _server_words(summary: ReplySummary, report: ServerReport) -> str:
    """Return what a server counted of guesses, or that it does not count them, and which it is.

    One that tells of its passes tells all that is told of a reply here.
    """
    server = f"{report.software} {report.server}".strip()
    if summary.passes:
        return translate("ReplyFooter", "written by {server}").format(server=server)
    if report.drafted is None or report.accepted is None:
        return translate("ReplyFooter", "guesses not reported by {server}").format(server=server)
    return translate(
        "ReplyFooter", "{accepted} of {drafted} guesses accepted, says {server}"
    ).format(accepted=whole(report.accepted), drafted=whole(report.drafted), server=server)


def _in_pieces(summary: ReplySummary) -> bool:
    """Whether the server did not count tokens, so that pieces of text were counted."""
    return summary.report is not None and summary.report.tokens is None


def _length(summary: ReplySummary) -> str:
    if _in_pieces(summary):
        return translate("ReplyFooter", "{count} pieces of text, tokens not reported").format(
            count=whole(summary.tokens)
        )
    if summary.tokens == 1:
        return translate("ReplyFooter", "1 token")
    return translate("ReplyFooter", "{count} tokens").format(count=whole(summary.tokens))


def _end(reason: StopReason) -> str:
    match reason:
        case StopReason.LENGTH:
            return translate("ReplyFooter", "cut at the longest reply allowed")
        case StopReason.CONTEXT:
            return translate("ReplyFooter", "cut because the context is full")
        case StopReason.END | StopReason.STOP | StopReason.CANCELLED:
            return ""
