"""`paceline chat`: one message or a conversation in the terminal."""

import sys
from collections.abc import Sequence
from typing import Final

import msgspec
from rich.console import Console
from rich.text import Text

from paceline.chat import ChatMessage, Role
from paceline.cli.arguments import Options
from paceline.cli.models import (
    fail,
    interrupt_aborts,
    open_session,
    sampling_of,
    speculation_of,
)
from paceline.engine.llama.native import AbortFlag
from paceline.engine.session import Session
from paceline.errors import AppError, Cancelled
from paceline.provenance import Origin, ReplySummary, Round

_STYLES: Final = {
    Origin.DRAFTED: "green",
    Origin.CORRECTED: "yellow underline",
    Origin.BONUS: "cyan",
    Origin.PLAIN: "",
}
_DEFAULT_TEMPERATURE: Final = 0.8


def chat(options: Options) -> int:
    """Run the job; exit status 0, 2 for an expected failure, 130 when interrupted while loading."""
    abort = AbortFlag()
    try:
        with open_session(options, abort) as session:
            if options.prompt is not None:
                _say(session, _opening(options, options.prompt), options, abort)
            else:
                _converse(session, options, abort)
    except AppError as error:
        return fail(error)
    except (Cancelled, KeyboardInterrupt):
        return 130
    return 0


def _opening(options: Options, prompt: str) -> list[ChatMessage]:
    system = [ChatMessage(Role.SYSTEM, options.system)] if options.system else []
    return [*system, ChatMessage(Role.USER, prompt)]


def _converse(session: Session, options: Options, abort: AbortFlag) -> None:
    """Take turns until the end of input; Ctrl+C stops a reply, not the chat."""
    console = Console(stderr=True)
    console.print(
        "Drafted tokens are green, corrected ones yellow, bonus ones blue. "
        "Ctrl+C stops a reply, Ctrl+D ends the chat.",
        style="dim",
    )
    messages: list[ChatMessage] = _opening(options, "")[:-1]
    while True:
        try:
            prompt = input("> ")
        except EOFError:
            print()
            return
        except KeyboardInterrupt:
            print()
            continue
        if not prompt.strip():
            continue
        asked = [*messages, ChatMessage(Role.USER, prompt)]
        try:
            summary = _say(session, asked, options, abort)
        except AppError as error:
            fail(error)
            continue
        messages = [*asked, ChatMessage(Role.ASSISTANT, summary.text)]


def _say(
    session: Session, messages: Sequence[ChatMessage], options: Options, abort: AbortFlag
) -> ReplySummary:
    """Write one reply, as JSON lines or as coloured text with a line of figures."""
    sampling = sampling_of(options, temperature=_DEFAULT_TEMPERATURE)
    reply = session.reply(
        messages, sampling, speculation_of(options), max_tokens=options.max_tokens
    )
    console = Console(highlight=False, soft_wrap=True)
    with interrupt_aborts(abort):
        for round_ in reply:
            if options.json:
                print(_line("round", round_), flush=True)
            else:
                _print_tokens(console, round_)
    abort.clear()
    summary = reply.summary
    if options.json:
        print(_line("summary", summary), flush=True)
    else:
        console.print()
        Console(stderr=True).print(_figures(summary), style="dim", highlight=False)
    return summary


def _line(kind: str, record: Round | ReplySummary) -> str:
    """Return one JSON object with its kind in front; absent optional fields are left out."""
    fields: dict[str, object] = msgspec.to_builtins(record)
    if isinstance(record, Round):
        fields["tokens"] = [
            {key: value for key, value in token.items() if value is not None}
            for token in msgspec.to_builtins(record.tokens)
        ]
    return msgspec.json.encode({"type": kind, **fields}).decode()


def _print_tokens(console: Console, round_: Round) -> None:
    text = Text()
    for token in round_.tokens:
        text.append(token.text, _STYLES[token.origin])
    console.print(text, end="")
    sys.stdout.flush()


def _figures(summary: ReplySummary) -> str:
    """Return the figures of a reply on one line, those that were measured."""
    parts = [f"{summary.tokens} tokens"]
    if summary.tokens_per_second is not None:
        parts.append(f"{summary.tokens_per_second:.1f} tok/s")
    if summary.acceptance is not None:
        parts.append(f"{summary.acceptance:.0%} of {summary.tested} guesses accepted")
    if summary.tokens_per_pass is not None:
        parts.append(f"{summary.tokens_per_pass:.2f} tokens per pass")
    if summary.net_gain is not None:
        parts.append(f"net gain {summary.net_gain:.2f}x")
    parts.append(f"stopped: {summary.stop_reason}")
    return " · ".join(parts)
