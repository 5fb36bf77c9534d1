"""Arguments of `paceline selftest`."""

import argparse

from paceline.cli.arguments.command import STOPPED, Jobs
from paceline.cli.arguments.groups import add_json


def add_selftest(jobs: Jobs) -> None:
    """Describe the job to the parser."""
    selftest = jobs.add_parser(
        "selftest",
        help="prove that this installation works",
        description="Prove this installation, one line for each part: files that ship with the "
        "program, the database, the native library and its devices, an engine process, and a tiny "
        "generated model that must say the same with speculation and without. Takes seconds, needs "
        "no network and no model, and touches nothing of yours.",
        examples=(
            ("paceline selftest", "a line for each part"),
            ("paceline selftest --json", "the same for programs, as after a build"),
        ),
        statuses=(
            (0, "everything works"),
            (1, "a part failed, and its line says what to do"),
            STOPPED,
        ),
    )
    add_json(selftest)
    # For the job itself, which leaves native code to a process of its own.
    selftest.add_argument("--native", action="store_true", help=argparse.SUPPRESS)
