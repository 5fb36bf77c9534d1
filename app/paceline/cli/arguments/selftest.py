"""Arguments of `paceline selftest`."""

import argparse
from typing import Final

from paceline.cli.arguments.groups import Jobs

_PURPOSE: Final = """\
Prove this installation, one line for each part: files that ship with the program, the
database, the native library and its devices, an engine process, and a tiny generated model that
must say the same with speculation and without. Takes seconds, needs no network and no model, and
touches nothing of yours.
"""

_ENDING: Final = """\
exit status: 0 everything works; 1 a part failed, and its line says what to do; 130 stopped by
Ctrl+C.
"""


def add_selftest(jobs: Jobs) -> None:
    """Describe the job to the parser."""
    selftest = jobs.add_parser(
        "selftest",
        help="prove that this installation works",
        description=_PURPOSE,
        epilog=_ENDING,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    selftest.add_argument("--json", action="store_true", help="print JSON, for programs")
    # For the job itself, which leaves native code to a process of its own.
    selftest.add_argument("--native", action="store_true", help=argparse.SUPPRESS)
