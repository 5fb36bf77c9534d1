"""Arguments of `paceline models`."""

import argparse
from collections.abc import Sequence
from typing import Final

from paceline.cli.arguments import values
from paceline.cli.arguments.command import DONE, FAILED, STOPPED, Command, Example, Jobs

_NAMES: Final = """\
NAME is one of these:
  qwen3-4b                          a recommended pair, with its draft
  owner/repository                  a repository of the Hub
  owner/repository:Q4_K_M           its model in this quantization
  owner/repository/model.gguf       one of its files
"""

_WHAT: Final = "a pair, a repository, or a model of it"
_DAMAGED: Final = (1, "a file is not as it should be (verify)")
_STATUSES: Final = (DONE, FAILED, STOPPED)
_PAUSED: Final = (130, "stopped by Ctrl+C; what has come is kept, and the same command goes on")

SORTS: Final = ("trending", "downloads", "likes", "newest", "updated")


def add_models_job(jobs: Jobs) -> None:
    """Describe the job to the parser."""
    models = jobs.add_parser(
        "models",
        help="find, fetch, list, check and delete models",
        description="Find, fetch, list, check and delete models. Without a DEED the recommended "
        "pairs are shown, those that suit this machine first.",
        examples=(
            ("paceline models", "which pairs suit this machine"),
            ("paceline models get qwen3-4b", "fetch one; again, to go on"),
            ("paceline chat --pair qwen3-4b", "and chat with it"),
            ("paceline models search coder --quantization Q4_K_M", "look on the Hub"),
        ),
        statuses=(DONE, _DAMAGED, FAILED, STOPPED),
    )
    _add_json(models)
    deeds = models.add_subparsers(dest="models_deed", metavar="DEED", title="deeds")
    _add_search(deeds)
    _add_show(deeds)
    _add_get(deeds)
    _add_list(deeds)
    _add_verify(deeds)
    _add_rm(deeds)


def _add_search(deeds: Jobs) -> None:
    search = _deed(
        deeds,
        "search",
        "look for GGUF models on the Hugging Face Hub",
        examples=(
            ("paceline models search qwen coder", "by words"),
            ("paceline models search --author Qwen --largest 8", "of one publisher, up to 8 GB"),
        ),
    )
    search.add_argument(
        "words", nargs="*", metavar="WORD", type=values.whole_text, help="in the name"
    )
    search.add_argument(
        "--sort",
        choices=SORTS,
        default="trending",
        metavar="ORDER",
        help=f"what comes first: {', '.join(SORTS)} (default: trending)",
    )
    search.add_argument(
        "--author",
        type=values.whole_text,
        metavar="NAME",
        help="only of this publisher (default: of all)",
    )
    search.add_argument(
        "--licence",
        type=values.whole_text,
        metavar="ID",
        help="only under this licence, as the Hub spells it: apache-2.0 (default: any)",
    )
    search.add_argument(
        "--quantization",
        type=values.whole_text,
        metavar="TYPE",
        help="only with this one: Q4_K_M (default: any)",
    )
    search.add_argument(
        "--largest",
        type=values.gigabytes,
        metavar="GB",
        help="only models up to this size (default: any)",
    )
    search.add_argument(
        "--gated",
        choices=["yes", "no"],
        metavar="yes|no",
        help="only those whose terms must be accepted, or only the others (default: both)",
    )
    search.add_argument(
        "--limit",
        type=values.positive,
        default=20,
        metavar="N",
        help="lines at the most (default: 20)",
    )
    _add_json(search)


def _add_show(deeds: Jobs) -> None:
    show = _deed(
        deeds,
        "show",
        "tell what is known of a pair or a repository",
        notes=_NAMES,
        examples=(
            ("paceline models show qwen3-4b", "a recommended pair"),
            ("paceline models show owner/repository", "its models, and which fit into memory"),
        ),
    )
    show.add_argument("name", type=values.hub_name, metavar="NAME", help=_WHAT)
    _add_revision(show)
    _add_json(show)


def _add_get(deeds: Jobs) -> None:
    get = _deed(
        deeds,
        "get",
        "fetch a pair or a model; started again, it goes on where it stopped",
        notes=_NAMES,
        examples=(
            ("paceline models get qwen3-4b", "target and draft"),
            ("paceline models get owner/repository:Q8_0 --speed 5", "at most 5 MB a second"),
        ),
        statuses=(DONE, FAILED, _PAUSED),
    )
    get.add_argument("name", type=values.hub_name, metavar="NAME", help=_WHAT)
    get.add_argument(
        "hub_file",
        nargs="?",
        type=values.whole_text,
        metavar="FILE",
        help="one file of the repository NAME",
    )
    _add_revision(get)
    get.add_argument(
        "--speed",
        type=values.megabytes,
        metavar="MB",
        help="megabytes a second at the most (default: what the window's settings say)",
    )
    _add_json(get)


def _add_list(deeds: Jobs) -> None:
    listing = _deed(deeds, "list", "list the models on this machine, whoever brought them")
    _add_json(listing)


def _add_verify(deeds: Jobs) -> None:
    verify = _deed(
        deeds,
        "verify",
        "compare the sums of models with those of the Hub; without NAME all",
        notes=_NAMES,
        examples=(("paceline models verify qwen3-4b", ""),),
        statuses=(DONE, _DAMAGED, FAILED, STOPPED),
    )
    verify.add_argument(
        "names",
        nargs="*",
        metavar="NAME",
        type=values.hub_name,
        help=_WHAT,
    )
    _add_json(verify)


def _add_rm(deeds: Jobs) -> None:
    rm = _deed(
        deeds,
        "rm",
        "delete models that Paceline fetched; those of other programs are left alone",
        notes=f"{_NAMES}\nOf a pair, a draft that another pair on this machine needs is kept.",
        examples=(("paceline models rm qwen3-4b", ""),),
    )
    rm.add_argument(
        "names",
        nargs="+",
        metavar="NAME",
        type=values.hub_name,
        help=_WHAT,
    )
    rm.add_argument("--yes", action="store_true", help="do not ask")
    _add_json(rm)


def _deed(
    deeds: Jobs,
    name: str,
    purpose: str,
    *,
    notes: str = "",
    examples: Sequence[Example] = (),
    statuses: Sequence[tuple[int, str]] = _STATUSES,
) -> Command:
    return deeds.add_parser(
        name,
        help=purpose,
        description=f"{purpose[0].upper()}{purpose[1:]}.",
        notes=notes,
        examples=examples,
        statuses=statuses,
    )


def _add_revision(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--revision",
        type=values.whole_text,
        default="main",
        metavar="NAME",
        help="branch, tag or commit (default: main)",
    )


def _add_json(parser: argparse.ArgumentParser) -> None:
    # Before the deed or behind it: a default of the deed's own would undo the first.
    parser.add_argument(
        "--json", action="store_true", default=argparse.SUPPRESS, help="print JSON, for programs"
    )
