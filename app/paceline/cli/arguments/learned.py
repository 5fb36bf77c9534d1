"""Arguments of `paceline learned`."""

from pathlib import Path

from paceline.cli.arguments.groups import Jobs


def add_learned(jobs: Jobs) -> None:
    """Describe the job to the parser."""
    learned = jobs.add_parser(
        "learned", help="show, export or wipe what was learned from your chats"
    )
    deeds = learned.add_subparsers(dest="deed", metavar="DEED")
    show = deeds.add_parser("show", help="list what there is (the default)")
    show.add_argument("--json", action="store_true", help="print JSON instead of a table")
    export = deeds.add_parser("export", help="write everything in words, as JSON")
    export.add_argument("file", type=Path, metavar="FILE", help="where to; an old one is replaced")
    deeds.add_parser("wipe", help="delete everything that was learned from chats")
