"""Arguments of `paceline serve`."""

import argparse
from typing import Final

from paceline.cli.arguments import values
from paceline.cli.arguments.command import DONE, FAILED, STOPPED, Jobs
from paceline.cli.arguments.groups import (
    NAMING_MODELS,
    add_json,
    add_loading,
    add_models,
    add_writing,
)

DEFAULT_PORT: Final = 8484
DEFAULT_SEATS: Final = 8


def add_serve(jobs: Jobs) -> None:
    """Describe the job to the parser."""
    serve = jobs.add_parser(
        "serve",
        help="answer other programs over HTTP, as OpenAI's API does",
        description="Answer other programs over HTTP, as OpenAI's API does: chats, completions, "
        "models, health and metrics. Several replies are written at once, with speculation for "
        "each. It listens on this computer alone unless --host says otherwise; then clients must "
        "send a key. The traffic is not encrypted. Of the texts nothing is kept, logged or "
        "learned. What is chosen for writing holds where a request leaves it open.",
        notes=NAMING_MODELS,
        examples=(
            ("paceline serve", "the practice pair at http://127.0.0.1:8484/v1"),
            ("paceline serve --pair qwen3-4b --seats 4", "a pair that was fetched"),
            (
                "paceline serve --starter --host 0.0.0.0 --api-key-file key.txt",
                "for other computers, with a key that clients must send",
            ),
        ),
        statuses=(DONE, FAILED, STOPPED),
    )
    _add_listening(serve)
    add_models(serve)
    add_loading(serve)
    add_writing(
        serve, temperature="0.8", max_tokens="until the model ends it", seed="a new one each time"
    )
    serve.add_argument(
        "--draft-length",
        type=values.draft_length,
        metavar="N",
        help="guesses per draft, 1 to 16 (default: the governor chooses)",
    )
    add_json(serve)
    serve.add_argument(
        "--with-parent",
        action="store_true",
        help="end when standard input does, as with the program that started it (default: go on)",
    )


def _add_listening(serve: argparse.ArgumentParser) -> None:
    group = serve.add_argument_group("listening")
    group.add_argument(
        "--host",
        default="127.0.0.1",
        metavar="ADDRESS",
        help="where to listen; with any other address than this computer's own a key is required, "
        "and made where none is given (default: 127.0.0.1, this computer alone)",
    )
    group.add_argument(
        "--port",
        type=values.port,
        default=DEFAULT_PORT,
        metavar="N",
        help=f"the port; 0 takes a free one (default: {DEFAULT_PORT})",
    )
    group.add_argument(
        "--api-key",
        type=values.api_key,
        metavar="KEY",
        help="what clients must send; other people on this computer can see it here, so better "
        "use a file or set PACELINE_API_KEY (default: none)",
    )
    group.add_argument(
        "--api-key-file",
        type=values.file,
        metavar="FILE",
        help="a file that holds the key alone (default: none)",
    )
    group.add_argument(
        "--allow-origin",
        dest="allowed_origins",
        type=values.origin,
        action="append",
        default=[],
        metavar="ORIGIN",
        help="let pages from there ask in a browser, as in https://example.org, or * for all; may "
        "be given several times (default: none)",
    )
    group.add_argument(
        "--seats",
        type=values.seats,
        metavar="N",
        help=f"replies written at once, 1 to {values.MOST_SEATS} (default: {DEFAULT_SEATS}, or "
        "fewer where memory is short)",
    )
    group.add_argument(
        "--queue",
        type=values.natural,
        default=64,
        metavar="N",
        help="requests that may wait for a seat; further ones are told to come back (default: 64)",
    )
    group.add_argument(
        "--alias",
        type=values.whole_text,
        metavar="NAME",
        help="another name of the model, for clients that insist on one (default: none)",
    )
