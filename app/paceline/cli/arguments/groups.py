"""Groups of arguments that several jobs share."""

import argparse
from pathlib import Path
from typing import TypeAlias

from paceline.cli.arguments import values
from paceline.loading import CacheType, FlashAttention
from paceline.options import DrafterChoice, Verification

Jobs: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"
"""What each job adds its parser to."""


def add_models(parser: argparse.ArgumentParser) -> None:
    """Let the person choose a pair."""
    group = parser.add_argument_group("models")
    group.add_argument(
        "--pair",
        type=values.pair_name,
        metavar="NAME",
        help="a ready pair: practice (built on first use), or one that `paceline models get NAME` "
        "fetched",
    )
    group.add_argument(
        "--starter", action="store_true", help="SmolLM2-135M alone, drafting with n-grams"
    )
    group.add_argument("--target", type=Path, metavar="FILE", help="a GGUF file that answers")
    group.add_argument("--draft", type=Path, metavar="FILE", help="a GGUF file that guesses")


def add_loading(parser: argparse.ArgumentParser) -> None:
    """Let the person choose how models are put into memory, and what computes them."""
    group = parser.add_argument_group("loading")
    group.add_argument("--context", type=values.positive, metavar="TOKENS", help="context length")
    group.add_argument("--threads", type=values.threads, metavar="N", help="threads at the most")
    group.add_argument(
        "--fixed-threads",
        type=values.fixed_threads,
        metavar="N[,M]",
        help="threads of the target (and the draft) whatever the load (they follow it)",
    )
    group.add_argument(
        "--draft-context",
        type=values.positive,
        metavar="TOKENS",
        help="context length of the draft (the target's)",
    )
    group.add_argument(
        "--kv-type",
        type=values.cache_types,
        metavar="TYPE[,TYPE]",
        help="how the target's cache stores keys (and values): " + ", ".join(CacheType),
    )
    group.add_argument(
        "--draft-kv-type",
        type=CacheType,
        choices=list(CacheType),
        metavar="TYPE",
        help="the same for the draft, whose exactness never changes the text",
    )
    group.add_argument(
        "--flash-attention",
        type=FlashAttention,
        choices=list(FlashAttention),
        default=FlashAttention.AUTO,
        metavar="auto|on|off",
        help="fused attention (auto); quantized values need it",
    )
    group.add_argument(
        "--small-window",
        dest="swa_full",
        action="store_false",
        default=True,
        help="keep only the window of models with sliding-window attention: less memory, but "
        "going back in a chat may mean to read it again",
    )
    group.add_argument(
        "--device", metavar="NAME", help="compute on this one only; CPU is the processor"
    )
    group.add_argument(
        "--gpu-layers",
        type=values.natural,
        metavar="N",
        help="layers of the target on graphics processors (as many as fit)",
    )
    group.add_argument(
        "--draft-gpu-layers", type=values.natural, metavar="N", help="the same for the draft"
    )
    group.add_argument(
        "--node",
        dest="nodes",
        action="append",
        type=values.node,
        default=[],
        metavar="HOST:PORT",
        help="another machine, where `paceline rpc` runs, that layers of the target go to; may be "
        "repeated. Trusted networks only: nothing is encrypted",
    )


def add_verbose(parser: argparse.ArgumentParser) -> None:
    """Let the person see what loading came to."""
    parser.add_argument(
        "--verbose", action="store_true", help="tell where the models went and what that took"
    )


def add_writing(parser: argparse.ArgumentParser) -> None:
    """Let the person choose how to draft and sample."""
    group = parser.add_argument_group("writing")
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
    group.add_argument(
        "--verification",
        choices=[choice.value for choice in Verification],
        default="match",
        help="how guesses are checked: match gives one text for a seed whatever is guessed, "
        "rejection accepts a little more above temperature 0 (match)",
    )
    group.add_argument("--seed", type=values.seed, metavar="N", help="makes sampling repeatable")
    group.add_argument("--temperature", type=values.temperature, metavar="T", help="0 is greedy")
    group.add_argument("--top-k", type=values.natural, metavar="N", help="0 switches it off")
    group.add_argument("--top-p", type=values.share, metavar="P", help="1 switches it off")
    group.add_argument("--min-p", type=values.share, metavar="P", help="0 switches it off")
    group.add_argument(
        "--repeat-penalty", type=values.penalty, metavar="R", help="1 switches it off"
    )
    for name in ("--frequency-penalty", "--presence-penalty"):
        group.add_argument(
            name, type=values.offset, default=0.0, metavar="F", help="0 switches it off"
        )
    group.add_argument("--max-tokens", type=values.positive, metavar="N", help="longest reply")


def add_workloads(parser: argparse.ArgumentParser) -> None:
    """Let the person choose the prompts."""
    parser.add_argument(
        "--kinds",
        type=values.words,
        default=(),
        metavar="KIND,KIND",
        help="only these kinds of workload",
    )
    parser.add_argument("--workloads", type=Path, metavar="FILE", help="prompts of your own")


def add_policies(parser: argparse.ArgumentParser, default: str) -> None:
    """Let the person choose what is compared with plain decoding."""
    parser.add_argument(
        "--policy",
        dest="policies",
        type=values.policies,
        action="extend",
        default=[],
        metavar="NAME,NAME",
        help=f"what to compare: off, governor, fixed:K, DRAFTER:K, DRAFTER or all ({default})",
    )
