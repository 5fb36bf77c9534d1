"""`paceline models`: find, fetch, list, check and delete models."""

from collections.abc import Callable
from functools import partial
from typing import assert_never

from paceline.cli.arguments.options import Options
from paceline.cli.job import run_job
from paceline.cli.shelves import Shelves, open_shelves
from paceline.engine.llama.native import AbortFlag


def models(options: Options) -> int:
    """Run the job and return its exit status."""
    return run_job(partial(_models, options))


def _models(options: Options, abort: AbortFlag) -> int | None:
    """Each deed brings what it needs: the Hub's client takes long to import."""
    run: Callable[[Options, Shelves], int | None]
    match options.models_deed:
        case None:
            from paceline.cli.models.recommending import recommend  # noqa: PLC0415

            run = recommend
        case "search":
            from paceline.cli.models.searching import search  # noqa: PLC0415

            run = search
        case "show":
            from paceline.cli.models.showing import show  # noqa: PLC0415

            run = show
        case "get":
            from paceline.cli.models.getting import get  # noqa: PLC0415

            run = partial(get, abort=abort)
        case "list":
            from paceline.cli.models.listing import list_models  # noqa: PLC0415

            run = list_models
        case "verify":
            from paceline.cli.models.verifying import verify_models  # noqa: PLC0415

            run = partial(verify_models, abort=abort)
        case "rm":
            from paceline.cli.models.removing import remove_models  # noqa: PLC0415

            run = remove_models
        case _:
            assert_never(options.models_deed)
    return run(options, open_shelves())
