"""`paceline`: one program, several jobs; the only place that wires objects together.

Each job imports what it needs when it starts, so that the worker never loads Qt and the window
never loads llama.cpp.
"""

import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the job that the command line names; returns the exit status."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given == ["worker"]:
        from paceline.worker.process import run_worker

        return run_worker()
    from paceline.cli.arguments import parse

    options = parse(given)
    match options.job:
        case "chat":
            from paceline.cli.chat import chat

            return chat(options)
        case "bench":
            from paceline.cli.bench import bench

            return bench(options)
        case _:
            return 2


def window() -> int:
    """Open the window; the entry point of the graphical launcher."""
    return main(["window", *sys.argv[1:]])


if __name__ == "__main__":
    sys.exit(main())
