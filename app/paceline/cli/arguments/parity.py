"""Arguments of `paceline parity`."""

from paceline.cli.arguments import values
from paceline.cli.arguments.command import DONE, FAILED, STOPPED, Jobs
from paceline.cli.arguments.groups import (
    NAMING_MODELS,
    add_json,
    add_loading,
    add_models,
    add_policies,
    add_verbose,
    add_workloads,
    add_writing,
)
from paceline.cli.arguments.options import DEFAULT_SEEDS


def add_parity(jobs: Jobs) -> None:
    """Describe the job to the parser."""
    parity = jobs.add_parser(
        "parity",
        help="check that speculation changes no word",
        description="Check that speculation changes no word: prompts are answered plainly and with "
        "speculation, greedily and with seeds, and compared token by token. A difference where two "
        "tokens are nearly tied is rounding and is counted apart.",
        notes=NAMING_MODELS,
        examples=(
            ("paceline parity --prompts 20", "the first twenty prompts"),
            ("paceline parity --policy fixed:4 --seeds 1,2", "four guesses, two seeds"),
            ("paceline parity --pair qwen3-4b --record record.json", "keep all of it in a file"),
        ),
        statuses=(DONE, (1, "a text differs, and rounding does not explain it"), FAILED, STOPPED),
    )
    add_policies(parity, "governor")
    parity.add_argument(
        "--prompts",
        type=values.part,
        default=slice(None),
        metavar="N|A-B",
        help="only the first N prompts, or those from A to B (default: all)",
    )
    parity.add_argument(
        "--seeds",
        type=values.seeds,
        default=DEFAULT_SEEDS,
        metavar="N,N",
        help="seeds of the sampled replies beside the greedy ones, or none (default: 1)",
    )
    add_workloads(parity)
    parity.add_argument(
        "--record",
        type=values.file,
        metavar="FILE",
        help="keep the record in a file (default: none)",
    )
    add_json(parity, "print the record instead of a summary")
    add_verbose(parity)
    add_models(parity)
    add_loading(parity)
    add_writing(parity, temperature="0.8, beside greedy replies", max_tokens="48", seed=None)
