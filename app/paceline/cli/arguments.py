"""The command line: what may be asked for, and its help."""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Final, Literal

from paceline import __version__
from paceline.options import MAX_DRAFT_LENGTH, DrafterChoice

_DEFAULT_LENGTHS: Final = (2, 3, 4)
_MOST_THREADS: Final = 512  # llama.cpp's own limit


class Options(argparse.Namespace):
    """Everything that a job may read; fields that its command lacks keep these defaults."""

    job: Literal["window", "chat", "bench"] = "window"
    pair: str | None = None
    starter: bool = False
    target: Path | None = None
    draft: Path | None = None
    speculation: bool = True
    drafter: str = "auto"
    draft_length: int | None = None
    draft_lengths: tuple[int, ...] = _DEFAULT_LENGTHS
    seed: int | None = None
    temperature: float | None = None
    top_k: int | None = None
    top_p: float | None = None
    min_p: float | None = None
    repeat_penalty: float | None = None
    max_tokens: int | None = None
    context: int | None = None
    threads: int | None = None
    json: bool = False
    prompt: str | None = None
    system: str | None = None
    runs: int = 3
    kinds: tuple[str, ...] = ()
    workloads: Path | None = None


def parse(arguments: Sequence[str]) -> Options:
    """Read the command line; exits with status 2 and a hint where it makes no sense."""
    parser = argparse.ArgumentParser(
        prog="paceline",
        description="Local chat in which speculative decoding is seen, measured and trusted.",
    )
    parser.add_argument("--version", action="version", version=f"paceline {__version__}")
    jobs = parser.add_subparsers(dest="job", metavar="COMMAND")
    window = jobs.add_parser("window", help="open the window (the default)")
    _add_pair(window)
    chat = jobs.add_parser("chat", help="chat here, in the terminal")
    _add_pair(chat)
    _add_generation(chat)
    chat.add_argument(
        "--prompt", type=whole_text, help="one message; without it the chat is interactive"
    )
    chat.add_argument("--system", type=whole_text, help="the system prompt")
    chat.add_argument(
        "--draft-length",
        type=_length,
        metavar="N",
        help="guesses per draft; without it the governor chooses",
    )
    chat.add_argument("--json", action="store_true", help="print one JSON object per round")
    bench = jobs.add_parser("bench", help="measure what speculation gains")
    _add_pair(bench)
    _add_generation(bench)
    bench.add_argument(
        "--draft-length",
        dest="draft_lengths",
        type=_lengths,
        default=_DEFAULT_LENGTHS,
        metavar="N,N",
        help="draft lengths to compare with plain decoding (2,3,4)",
    )
    bench.add_argument("--runs", type=_positive, default=3, help="turns per prompt (3)")
    bench.add_argument(
        "--kinds",
        type=_kinds,
        default=(),
        metavar="KIND,KIND",
        help="only these kinds of workload",
    )
    bench.add_argument("--workloads", type=Path, metavar="FILE", help="prompts of your own")
    bench.add_argument("--json", action="store_true", help="print JSON instead of a table")
    options = parser.parse_args(arguments, namespace=Options())
    if options.draft and not options.target:
        parser.error("--draft needs --target")
    if sum((options.pair is not None, options.starter, options.target is not None)) > 1:
        parser.error("choose one of --pair, --starter and --target")
    return options


def whole_text(text: str) -> str:
    """Return the text with U+FFFD for each half of a surrogate pair and each undecodable byte."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _add_pair(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("models")
    group.add_argument(
        "--pair", choices=["practice"], help="a ready pair: practice (built on first use)"
    )
    group.add_argument(
        "--starter", action="store_true", help="SmolLM2-135M alone, drafting with n-grams"
    )
    group.add_argument("--target", type=Path, metavar="FILE", help="a GGUF file that answers")
    group.add_argument("--draft", type=Path, metavar="FILE", help="a GGUF file that guesses")


def _add_generation(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("writing")
    group.add_argument("--context", type=_positive, metavar="TOKENS", help="context length")
    group.add_argument("--threads", type=_threads, metavar="N", help="threads at the most")
    group.add_argument(
        "--no-speculation",
        dest="speculation",
        action="store_false",
        default=True,
        help="decode plainly",
    )
    group.add_argument(
        "--drafter",
        choices=[choice.value for choice in DrafterChoice],
        default="auto",
        help="who guesses (auto)",
    )
    group.add_argument("--seed", type=_seed, metavar="N", help="makes sampling repeatable")
    group.add_argument("--temperature", type=_temperature, metavar="T", help="0 is greedy")
    group.add_argument("--top-k", type=_natural, metavar="N", help="0 switches it off")
    group.add_argument("--top-p", type=_share, metavar="P", help="1 switches it off")
    group.add_argument("--min-p", type=_share, metavar="P", help="0 switches it off")
    group.add_argument("--repeat-penalty", type=_penalty, metavar="R", help="1 switches it off")
    group.add_argument("--max-tokens", type=_positive, metavar="N", help="longest reply")


def _number_between(low: float, high: float, text: str) -> float:
    value = float(text)
    if not low <= value <= high:
        raise argparse.ArgumentTypeError(f"{text} is not between {low:g} and {high:g}")
    return value


def _whole_between(low: int, high: int, text: str) -> int:
    value = int(text)
    if not low <= value <= high:
        raise argparse.ArgumentTypeError(f"{text} is not between {low} and {high}")
    return value


def _positive(text: str) -> int:
    return _whole_between(1, 2**31 - 1, text)


def _threads(text: str) -> int:
    return _whole_between(1, _MOST_THREADS, text)


def _natural(text: str) -> int:
    return _whole_between(0, 2**31 - 1, text)


def _seed(text: str) -> int:
    return _whole_between(0, 2**32 - 2, text)


def _length(text: str) -> int:
    return _whole_between(1, MAX_DRAFT_LENGTH, text)


def _lengths(text: str) -> tuple[int, ...]:
    return tuple(_length(part) for part in text.split(","))


def _kinds(text: str) -> tuple[str, ...]:
    return tuple(whole_text(part.strip()) for part in text.split(","))


def _temperature(text: str) -> float:
    return _number_between(0, 5, text)


def _share(text: str) -> float:
    return _number_between(0, 1, text)


def _penalty(text: str) -> float:
    return _number_between(0.01, 4, text)
