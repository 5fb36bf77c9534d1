"""A finished reply in a few sentences: what a screen reader says of it. Knows no widgets."""

from collections.abc import Collection
from typing import Final

from PySide6.QtCore import QCoreApplication

from paceline.provenance import Origin, ReplySummary, ServerReport
from paceline.ui.drafter_names import drafter_name
from paceline.ui.numbers import decimal, whole

translate = QCoreApplication.translate

EVEN: Final = 0.05
"""Net gains this close to 1 are no difference that a person would notice."""


def reply_summary(summary: ReplySummary, drafters: Collection[str] = ()) -> str:
    """Return how long the reply is, how fast it came, and what guessing did for it.

    `drafters` are those of the reply's rounds, named where they are known.
    """
    sentences = [_speed(summary)]
    if summary.report is not None:
        sentences.append(_server(summary, summary.report))
    if summary.drafted:
        sentences += [_guesses(summary, drafters), gain_sentence(summary.net_gain)]
        sentences.append(_origins(summary))
    elif summary.tokens and summary.report is None:
        sentences.append(
            translate(
                "ReplySummary", "Nothing was guessed: the target wrote every token by itself."
            )
        )
    return " ".join(sentence for sentence in sentences if sentence)


def gain_sentence(net_gain: float | None) -> str:
    """Return what speculation made of the speed, empty where that was not measured."""
    if net_gain is None:
        return ""
    if net_gain >= 1 + EVEN:
        return translate(
            "ReplySummary", "Speculation made it {gain} times as fast as plain decoding."
        ).format(gain=decimal(net_gain, 1))
    if net_gain > 1 - EVEN:
        return translate("ReplySummary", "Speculation made no difference to its speed.")
    return translate(
        "ReplySummary", "Speculation slowed it down, to {percent} % of the speed of plain decoding."
    ).format(percent=f"{100 * net_gain:.0f}")


def _speed(summary: ReplySummary) -> str:
    if summary.tokens == 0:
        return translate("ReplySummary", "An empty reply.")
    length = (
        translate("ReplySummary", "A reply of 1 token")
        if summary.tokens == 1
        else translate("ReplySummary", "A reply of {count} tokens").format(
            count=whole(summary.tokens)
        )
    )
    parts = [length]
    if summary.tokens_per_second:
        parts.append(
            translate("ReplySummary", "at {rate} tokens per second").format(
                rate=decimal(summary.tokens_per_second, 1)
            )
        )
    if summary.time_to_first_token_ms is not None:
        seconds = decimal(summary.time_to_first_token_ms / 1000, 1)
        parts.append(
            translate("ReplySummary", "the first after {seconds} seconds").format(seconds=seconds)
        )
    return ", ".join(parts) + "."


def _server(summary: ReplySummary, report: ServerReport) -> str:
    server = f"{report.software} {report.server}".strip()
    if summary.passes:  # it tells all that is told of a reply here
        return translate("ReplySummary", "It was written by {server}.").format(server=server)
    if report.drafted is None or report.accepted is None:
        return translate(
            "ReplySummary", "It was written by {server}, which does not report guesses."
        ).format(server=server)
    return translate(
        "ReplySummary",
        "It was written by {server}, which reports {drafted} guesses, {accepted} of them accepted.",
    ).format(server=server, drafted=whole(report.drafted), accepted=whole(report.accepted))


def _guesses(summary: ReplySummary, drafters: Collection[str]) -> str:
    names = translate("ReplySummary", " and ").join(
        dict.fromkeys(map(drafter_name, sorted(drafters)))
    )
    tested = whole(summary.tested)
    accepted = whole(summary.accepted)
    percent = f"{100 * (summary.acceptance or 0):.0f}"
    if names:
        return translate(
            "ReplySummary",
            "Of {tested} tested guesses by {names}, {accepted} were accepted, {percent} %.",
        ).format(tested=tested, names=names, accepted=accepted, percent=percent)
    return translate(
        "ReplySummary", "Of {tested} tested guesses, {accepted} were accepted, {percent} %."
    ).format(tested=tested, accepted=accepted, percent=percent)


def _origins(summary: ReplySummary) -> str:
    count = {origin: summary.origins.get(origin, 0) for origin in Origin}
    return translate(
        "ReplySummary",
        "Tokens: {drafted} drafted, {corrected} corrected, {bonus} bonus, {plain} plain.",
    ).format(
        drafted=whole(count[Origin.DRAFTED]),
        corrected=whole(count[Origin.CORRECTED]),
        bonus=whole(count[Origin.BONUS]),
        plain=whole(count[Origin.PLAIN]),
    )
