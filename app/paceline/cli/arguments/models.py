"""Arguments of `paceline models`."""

import argparse
from typing import Final

from paceline.cli.arguments import values
from paceline.cli.arguments.groups import Jobs

_NAMES: Final = """\
NAME is one of these:
  qwen3-4b                          a recommended pair, with its draft
  owner/repository                  a repository of the Hub
  owner/repository:Q4_K_M           its model in this quantization
  owner/repository/model.gguf       one of its files
"""

_EXAMPLES: Final = """\
examples:
  paceline models                   which pairs suit this machine, best first
  paceline models get qwen3-4b      fetch a pair; again, to go on after a break
  paceline chat --pair qwen3-4b     and chat with it
  paceline models search coder --quantization Q4_K_M
  paceline models get owner/repository:Q8_0
"""

_ENDING: Final = """\
exit status: 0 done; 1 a file is not as it should be (verify); 2 it could not be done, with a
sentence that says what to do; 130 stopped by Ctrl+C.
"""

SORTS: Final = ("trending", "downloads", "likes", "newest", "updated")


def add_models_job(jobs: Jobs) -> None:
    """Describe the job to the parser."""
    models = jobs.add_parser(
        "models",
        help="find, fetch, list, check and delete models",
        description="Find, fetch, list, check and delete models. Without a DEED the recommended "
        "pairs are shown, those that suit this machine first.",
        epilog=f"{_EXAMPLES}\n{_ENDING}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    _add_json(models)
    deeds = models.add_subparsers(dest="models_deed", metavar="DEED")
    _add_search(deeds)
    _add_show(deeds)
    _add_get(deeds)
    _add_list(deeds)
    _add_verify(deeds)
    _add_rm(deeds)


def _add_search(deeds: Jobs) -> None:
    search = _deed(deeds, "search", "look for GGUF models on the Hugging Face Hub")
    search.add_argument("words", nargs="*", metavar="WORD", type=values.whole_text)
    search.add_argument("--sort", choices=SORTS, default="trending", help="what comes first")
    search.add_argument("--author", type=values.whole_text, help="only of this publisher")
    search.add_argument(
        "--licence", type=values.whole_text, metavar="ID", help="as the Hub spells it: apache-2.0"
    )
    search.add_argument(
        "--quantization", type=values.whole_text, metavar="TYPE", help="only with this one: Q4_K_M"
    )
    search.add_argument(
        "--largest", type=values.gigabytes, metavar="GB", help="only models up to this size"
    )
    search.add_argument(
        "--gated",
        choices=["yes", "no"],
        help="only those whose terms must be accepted, or only the others",
    )
    search.add_argument("--limit", type=values.positive, default=20, help="lines at the most (20)")
    _add_json(search)


def _add_show(deeds: Jobs) -> None:
    show = _deed(deeds, "show", "tell what is known of a pair or a repository", _NAMES)
    show.add_argument("name", type=values.whole_text, metavar="NAME")
    show.add_argument("--revision", default="main", help="branch, tag or commit (main)")
    _add_json(show)


def _add_get(deeds: Jobs) -> None:
    get = _deed(
        deeds,
        "get",
        "fetch a pair or a model; started again, it goes on where it stopped",
        f"{_NAMES}\n{_ENDING}",
    )
    get.add_argument("name", type=values.whole_text, metavar="NAME")
    get.add_argument("hub_file", nargs="?", type=values.whole_text, metavar="FILE")
    get.add_argument("--revision", default="main", help="branch, tag or commit (main)")
    get.add_argument(
        "--speed", type=values.megabytes, metavar="MB", help="megabytes a second at the most"
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
        _NAMES,
    )
    verify.add_argument("names", nargs="*", metavar="NAME", type=values.whole_text)
    _add_json(verify)


def _add_rm(deeds: Jobs) -> None:
    rm = _deed(
        deeds,
        "rm",
        "delete models that Paceline fetched; those of other programs are left alone",
        f"{_NAMES}\nof a pair, a draft that another pair on this machine needs is kept.",
    )
    rm.add_argument("names", nargs="+", metavar="NAME", type=values.whole_text)
    rm.add_argument("--yes", action="store_true", help="do not ask")
    _add_json(rm)


def _deed(
    deeds: Jobs, name: str, purpose: str, epilog: str | None = None
) -> argparse.ArgumentParser:
    return deeds.add_parser(
        name,
        help=purpose,
        description=f"{purpose[0].upper()}{purpose[1:]}.",
        epilog=epilog,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )


def _add_json(parser: argparse.ArgumentParser) -> None:
    # Before the deed or behind it: a default of the deed's own would undo the first.
    parser.add_argument(
        "--json", action="store_true", default=argparse.SUPPRESS, help="print JSON, for programs"
    )
