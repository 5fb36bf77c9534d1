"""`paceline chat`: one message or a conversation in the terminal."""

import sys
from functools import partial
from typing import TYPE_CHECKING, Final

import msgspec

from paceline.chat import ChatMessage, Role
from paceline.cli.arguments.options import Options
from paceline.cli.chat_commands import Conversation
from paceline.cli.interruption import interrupt_aborts
from paceline.cli.job import fail, run_job
from paceline.cli.model_choice import sampling_of, speculation_of
from paceline.cli.model_loading import learning_folder, open_session
from paceline.cli.terminal import remark, takes_colours
from paceline.engine.llama.native import AbortFlag
from paceline.engine.session import Session
from paceline.errors import AppError
from paceline.options import Overflow
from paceline.provenance import Origin, ReplySummary, Round, ServerReport

if TYPE_CHECKING:
    from paceline.cli.server_chat import ServerSession

_COLOURS: Final = {Origin.DRAFTED: "32", Origin.CORRECTED: "4;33", Origin.BONUS: "36"}
"""Terminal codes: green, underlined yellow, cyan; a plain token has none."""

_LEGEND: Final = "Drafted tokens are green, corrected ones yellow, bonus ones cyan. "
_KEYS: Final = "Ctrl+C stops a reply, Ctrl+D ends the chat, /help shows the commands."

_DEFAULT_TEMPERATURE: Final = 0.8


def chat(options: Options) -> int:
    """Run the job and return its exit status; a reply that Ctrl+C stops counts as done."""
    return run_job(partial(_chat, options))


def written(round_: Round, *, coloured: bool) -> str:
    """Return what a round said, unchanged, between the codes of its colours where asked for."""
    if not coloured:
        return "".join(token.text for token in round_.tokens)
    return "".join(
        f"\x1b[{_COLOURS[token.origin]}m{token.text}\x1b[0m"
        if token.text and token.origin in _COLOURS
        else token.text
        for token in round_.tokens
    )


def _chat(options: Options, abort: AbortFlag) -> None:
    if options.server is not None:
        from paceline.cli.server_chat import open_server  # noqa: PLC0415 - brings a client of HTTP

        with open_server(options.server, options, abort) as connected:
            _begin(connected, options, abort)
        return
    with open_session(options, abort, learned=learning_folder(options)) as session:
        if not options.tuned:
            session.tuned = None
        _begin(session, options, abort)


def _begin(session: "Session | ServerSession", options: Options, abort: AbortFlag) -> None:
    conversation = Conversation(
        sampling_of(options, temperature=_DEFAULT_TEMPERATURE),
        Overflow(options.overflow),
        [ChatMessage(Role.SYSTEM, options.system)] if options.system else [],
    )
    if options.prompt is not None:
        conversation.messages.append(ChatMessage(Role.USER, options.prompt))
        _say(session, conversation, options, abort)
    else:
        _converse(session, conversation, options, abort)


def _converse(
    session: "Session | ServerSession",
    conversation: Conversation,
    options: Options,
    abort: AbortFlag,
) -> None:
    """Take turns until the end of input; Ctrl+C stops a reply, not the chat."""
    coloured = takes_colours() and not options.json
    remark(f"{_LEGEND if coloured else ''}{_KEYS}")
    while True:
        try:
            prompt = _ask()
        except EOFError:
            return
        if not prompt.strip():
            continue
        before = conversation.messages[:]
        try:
            told = conversation.enter(prompt)
            if told is not None:
                remark(told)
                continue
            conversation.answer(_say(session, conversation, options, abort).text)
        except AppError as error:
            conversation.messages[:] = before
            fail(error)
            continue
        session.settle()


def _ask() -> str:
    """Return what the person types, nothing after Ctrl+C; standard output is left to replies."""
    print("> ", end="", file=sys.stderr, flush=True)
    try:
        return input()
    except KeyboardInterrupt:
        print(file=sys.stderr)
        return ""
    except EOFError:
        print(file=sys.stderr)
        raise


def _say(
    session: "Session | ServerSession",
    conversation: Conversation,
    options: Options,
    abort: AbortFlag,
) -> ReplySummary:
    """Write one reply, as JSON lines or as its text with a line of figures."""
    reply = session.reply(
        conversation.messages,
        conversation.sampling,
        speculation_of(options),
        max_tokens=options.max_tokens,
        overflow=conversation.overflow,
    )
    coloured = takes_colours()
    try:
        with interrupt_aborts(abort):
            for round_ in reply:
                if options.json:
                    print(_line("round", round_), flush=True)
                else:
                    print(written(round_, coloured=coloured), end="", flush=True)
            summary = reply.summary
            if options.json:
                print(_line("summary", summary), flush=True)
            else:
                print(flush=True)
                remark(_figures(summary))
    finally:
        abort.clear()
    return summary


def _line(kind: str, record: Round | ReplySummary) -> str:
    """Return one JSON object with its kind in front."""
    return msgspec.json.encode({"type": kind, **msgspec.to_builtins(record)}).decode()


def _said_by(summary: ReplySummary, report: ServerReport) -> str:
    """Return what a server counted of guesses, or that it does not.

    One that tells of its passes tells all that is told of a reply here.
    """
    if summary.passes:
        return f"written by {report.server}"
    if report.drafted is None or report.accepted is None:
        return f"guesses not reported by {report.server}"
    return f"{report.accepted} of {report.drafted} guesses accepted, says {report.server}"


def _figures(summary: ReplySummary) -> str:
    """Return the figures of a reply on one line, those that were measured."""
    report = summary.report
    in_pieces = report is not None and report.tokens is None
    parts = [f"{summary.tokens} pieces of text" if in_pieces else f"{summary.tokens} tokens"]
    if summary.tokens_per_second is not None and not in_pieces:
        parts.append(f"{summary.tokens_per_second:.1f} tok/s")
    if report is not None:
        parts.append(_said_by(summary, report))
    if summary.acceptance is not None:
        parts.append(f"{summary.acceptance:.0%} of {summary.tested} guesses accepted")
    if summary.tokens_per_pass is not None:
        parts.append(f"{summary.tokens_per_pass:.2f} tokens per pass")
    if summary.net_gain is not None:
        parts.append(f"net gain {summary.net_gain:.2f}x")
    if summary.forgotten is not None:
        left_out = summary.forgotten
        parts.append(f"{left_out.messages} messages ({left_out.tokens} tokens) left out")
    parts.append(f"stopped: {summary.stop_reason}")
    return " · ".join(parts)
