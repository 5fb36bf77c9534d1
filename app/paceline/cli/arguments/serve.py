"""Arguments of `paceline serve`."""

import argparse
from pathlib import Path
from typing import Final

from paceline.cli.arguments import values
from paceline.cli.arguments.command import DONE, FAILED, Jobs
from paceline.cli.arguments.groups import add_loading, add_models, add_writing

DEFAULT_PORT: Final = 8484
DEFAULT_SEATS: Final = 8


def add_serve(jobs: Jobs) -> None:
    """Describe the job to the parser."""
    serve = jobs.add_parser(
        "serve",
        help="answer other programs over HTTP, as OpenAI's API does",
        description="Answers other programs over HTTP, as OpenAI's API does: chat completions, "
        "completions, models, health and metrics. Several replies are written at once. It listens "
        "on this computer alone unless --host says otherwise; then a key is required. The traffic "
        "is not encrypted. Nothing of the texts is logged or learned.",
        examples=(
            ("paceline serve", "the practice pair, on this computer alone"),
            ("paceline serve --pair qwen3-4b --port 8000", "another pair, another port"),
            ("paceline serve --host 0.0.0.0 --api-key-file key", "for others, who need the key"),
        ),
        statuses=(DONE, FAILED),
    )
    add_models(serve)
    add_loading(serve)
    _add_listening(serve.add_argument_group("listening"))
    add_writing(
        serve,
        temperature="0.8; a request may say otherwise",
        max_tokens="until the model ends it",
        seed="a new one each time",
    )
    serve.add_argument(
        "--draft-length",
        type=values.draft_length,
        metavar="N",
        help="guesses per draft; without it the governor chooses",
    )
    serve.add_argument(
        "--json", action="store_true", help="print one JSON object a line, for programs"
    )
    serve.add_argument(
        "--with-parent", action="store_true", help="end when standard input does, for programs"
    )


def _add_listening(group: "argparse._ArgumentGroup") -> None:
    group.add_argument(
        "--host",
        default="127.0.0.1",
        metavar="ADDRESS",
        help="the address to listen at (127.0.0.1, this computer alone); with any other one a key "
        "is required",
    )
    group.add_argument(
        "--port",
        type=values.port,
        default=DEFAULT_PORT,
        metavar="N",
        help=f"the port to listen at; 0 takes a free one ({DEFAULT_PORT})",
    )
    group.add_argument(
        "--api-key",
        type=values.api_key,
        metavar="KEY",
        help="what clients must send; other users of this computer can see it here, so better set "
        "PACELINE_API_KEY or use a file",
    )
    group.add_argument(
        "--api-key-file", type=Path, metavar="FILE", help="a file that holds the key alone"
    )
    group.add_argument(
        "--allow-origin",
        dest="allowed_origins",
        type=values.origin,
        action="append",
        default=[],
        metavar="ORIGIN",
        help="let pages from there ask in a browser, as in https://example.org; * lets all; may "
        "be given several times",
    )
    group.add_argument(
        "--seats",
        type=values.seats,
        metavar="N",
        help=f"replies written at once, {values.MOST_SEATS} at the most ({DEFAULT_SEATS}, or fewer "
        "where memory is short)",
    )
    group.add_argument(
        "--queue",
        type=values.natural,
        default=64,
        metavar="N",
        help="requests that may wait for a seat; further ones are told to come back (64)",
    )
    group.add_argument(
        "--alias",
        type=values.whole_text,
        metavar="NAME",
        help="another name of the model, for clients that insist on one",
    )
