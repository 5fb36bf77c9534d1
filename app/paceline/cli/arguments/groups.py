"""Groups of arguments that several jobs share."""

import argparse
from typing import Final

from paceline.cli.arguments import values
from paceline.loading import CacheType, FlashAttention
from paceline.options import DrafterChoice, Verification

NAMING_MODELS: Final = """\
Without --pair, --starter or --target the practice pair is loaded.
"""


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
    group.add_argument(
        "--target", type=values.model_file, metavar="FILE", help="a GGUF file that answers"
    )
    group.add_argument(
        "--draft",
        type=values.model_file,
        metavar="FILE",
        help="a GGUF file that guesses for --target; without it n-grams do",
    )


def add_loading(parser: argparse.ArgumentParser) -> None:
    """Let the person choose how models are put into memory, and what computes them."""
    group = parser.add_argument_group("loading")
    group.add_argument(
        "--context",
        type=values.positive,
        metavar="TOKENS",
        help="context length (default: 4096, or less where the model was trained with less)",
    )
    group.add_argument(
        "--threads",
        type=values.threads,
        metavar="N",
        help="threads at the most (default: one for each core)",
    )
    group.add_argument(
        "--fixed-threads",
        type=values.fixed_threads,
        metavar="N[,M]",
        help="threads of the target (and the draft) whatever the load (default: they follow it)",
    )
    group.add_argument(
        "--draft-context",
        type=values.positive,
        metavar="TOKENS",
        help="context length of the draft (default: the target's)",
    )
    group.add_argument(
        "--kv-type",
        type=values.cache_types,
        metavar="TYPE[,TYPE]",
        help="how the target's cache stores keys (and values): "
        f"{', '.join(CacheType)} (default: what suits the device)",
    )
    group.add_argument(
        "--draft-kv-type",
        type=values.cache_type,
        choices=list(CacheType),
        metavar="TYPE",
        help="the same for the draft, whose exactness never changes the text (default: "
        "what suits the device)",
    )
    group.add_argument(
        "--flash-attention",
        type=values.flash_attention,
        choices=list(FlashAttention),
        default=FlashAttention.AUTO,
        metavar="WHEN",
        help="fused attention: auto, on or off; quantized values need it (default: auto)",
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
        "--device",
        metavar="NAME",
        help="compute on this one only; CPU is the processor (default: all that `paceline "
        "devices` lists)",
    )
    group.add_argument(
        "--gpu-layers",
        type=values.natural,
        metavar="N",
        help="layers of the target on graphics processors (default: as many as fit)",
    )
    group.add_argument(
        "--draft-gpu-layers",
        type=values.natural,
        metavar="N",
        help="the same for the draft (default: as many as fit)",
    )
    group.add_argument(
        "--node",
        dest="nodes",
        action="append",
        type=values.node,
        default=[],
        metavar="HOST:PORT",
        help="another machine, where `paceline rpc` runs, that layers of the target go to; may be "
        "repeated. Trusted networks only: nothing is encrypted (default: none)",
    )


def add_verbose(parser: argparse.ArgumentParser) -> None:
    """Let the person see what loading came to."""
    parser.add_argument(
        "--verbose", action="store_true", help="tell where the models went and what that took"
    )


def add_writing(
    parser: argparse.ArgumentParser, *, temperature: str, max_tokens: str, seed: str | None
) -> None:
    """Let the person choose how to draft and sample; the job's own defaults are told in words.

    Without `seed` the job chooses seeds in another way.
    """
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
        metavar="NAME",
        help=f"who guesses: {', '.join(DrafterChoice)} (default: auto)",
    )
    group.add_argument(
        "--verification",
        choices=[choice.value for choice in Verification],
        default="match",
        metavar="MODE",
        help="how guesses are checked: match gives one text for a seed whatever is guessed, "
        "rejection accepts a little more above temperature 0 (default: match)",
    )
    if seed is not None:
        group.add_argument(
            "--seed",
            type=values.seed,
            metavar="N",
            help=f"makes sampling repeatable (default: {seed})",
        )
    group.add_argument(
        "--temperature",
        type=values.temperature,
        metavar="T",
        help=f"0 is greedy (default: {temperature})",
    )
    group.add_argument(
        "--top-k", type=values.natural, metavar="N", help="0 switches it off (default: 40)"
    )
    group.add_argument(
        "--top-p", type=values.share, metavar="P", help="1 switches it off (default: 0.95)"
    )
    group.add_argument(
        "--min-p", type=values.share, metavar="P", help="0 switches it off (default: 0.05)"
    )
    group.add_argument(
        "--repeat-penalty", type=values.penalty, metavar="R", help="1 switches it off (default: 1)"
    )
    for name in ("--frequency-penalty", "--presence-penalty"):
        group.add_argument(
            name,
            type=values.offset,
            default=0.0,
            metavar="F",
            help="0 switches it off (default: 0)",
        )
    group.add_argument(
        "--max-tokens",
        type=values.positive,
        metavar="N",
        help=f"longest reply (default: {max_tokens})",
    )


def add_workloads(parser: argparse.ArgumentParser) -> None:
    """Let the person choose the prompts."""
    parser.add_argument(
        "--kinds",
        type=values.words,
        default=(),
        metavar="KIND,KIND",
        help="only these kinds of prompts: chat, code, creative, copy, list (default: all)",
    )
    parser.add_argument(
        "--workloads",
        type=values.file,
        metavar="FILE",
        help="prompts of your own (default: those that come with the program)",
    )


def add_policies(parser: argparse.ArgumentParser, default: str) -> None:
    """Let the person choose what is compared with plain decoding."""
    parser.add_argument(
        "--policy",
        dest="policies",
        type=values.policies,
        action="extend",
        default=[],
        metavar="NAME,NAME",
        help="what to compare: off, governor, fixed:K, DRAFTER:K, DRAFTER or all "
        f"(default: {default})",
    )


def add_json(parser: argparse.ArgumentParser, what: str = "print JSON, for programs") -> None:
    """Let a program read what the command says."""
    parser.add_argument("--json", action="store_true", help=what)
