"""What the server says while it runs: lines for a person, or for a program with `--json`."""

import sys
from collections.abc import Callable, Iterator
from typing import Final, assert_never

from paceline.cli.terminal import disarmed
from paceline.protocol.server_lines import (
    AnyServerLine,
    Figures,
    Listening,
    Loading,
    Ready,
    Request,
    Stopped,
    Trouble,
    encode_line,
)


def for_programs(line: AnyServerLine) -> None:
    """Print one JSON object."""
    sys.stdout.buffer.write(encode_line(line))
    sys.stdout.buffer.flush()


def for_people() -> Callable[[AnyServerLine], None]:
    """Return what prints sentences, and figures of every request; never a word of its texts."""
    told: set[str] = set()

    def tell(line: AnyServerLine) -> None:
        if isinstance(line, Loading):  # every step of it would be too much
            if line.part not in told:
                told.add(line.part)
                _say(_LOADING.get(line.part, f"Loading the {line.part}…"))
        elif isinstance(line, Trouble):
            print("paceline:", disarmed(line.sentence), file=sys.stderr, flush=True)
        else:
            told.clear()
            for text in _sentences(line):
                _say(text)

    return tell


_LOADING: Final = {"build": "Building the practice target…"}


def _sentences(line: Listening | Ready | Request | Figures | Stopped) -> Iterator[str]:
    match line:
        case Listening():
            yield f"Listening at {line.url}, the base URL for clients. Ctrl+C stops it."
            if line.made_key is not None:
                yield f"Key, made for this run and told only here: {line.made_key}"
            if line.reachable:
                yield (
                    "Other computers can reach this address. The traffic is not encrypted: use it "
                    "in a network that you trust, or behind a proxy that speaks https."
                )
        case Ready():
            pair = line.target if line.draft is None else f"{line.target} with {line.draft}"
            yield (
                f"Ready: {line.model} ({pair}), {line.seats} replies at once, "
                f"{line.context_length} tokens of context each."
            )
            yield from line.notes
        case Request():
            yield _request(line)
        case Figures():
            pass
        case Stopped():
            if line.code is None:
                yield "Stopped."
        case _:
            assert_never(line)


def _request(line: Request) -> str:
    parts = [f"{line.number}. {line.path} {line.status}"]
    if line.code is not None:
        parts.append(line.code)
    if line.tokens:
        parts.append(f"{line.prompt_tokens} + {line.tokens} tokens")
    parts.append(f"{line.seconds:.1f} s")
    if line.tokens_per_second is not None:
        parts.append(f"{line.tokens_per_second:.1f} tok/s")
    if line.acceptance is not None:
        parts.append(f"acceptance {100 * line.acceptance:.0f} %")
    if line.net_gain is not None:
        parts.append(f"net gain {line.net_gain:.2f}")
    return ", ".join(parts)


def _say(text: str) -> None:
    print(disarmed(text), flush=True)
