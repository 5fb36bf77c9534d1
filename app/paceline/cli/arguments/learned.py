"""Arguments of `paceline learned`."""

from paceline.cli.arguments import values
from paceline.cli.arguments.command import DONE, FAILED, Jobs
from paceline.cli.arguments.groups import add_json


def add_learned(jobs: Jobs) -> None:
    """Describe the job to the parser."""
    learned = jobs.add_parser(
        "learned",
        help="show, export or wipe what was learned from your chats",
        description="Show, export or wipe what was learned from your chats: fragments of five "
        "tokens, one file per tokenizer, from which drafts are guessed. They never leave this "
        "machine.",
        examples=(
            ("paceline learned", "how much there is, and where"),
            ("paceline learned export learned.json", "all of it, in words"),
            ("paceline learned wipe", "delete it"),
        ),
        statuses=(DONE, FAILED),
    )
    deeds = learned.add_subparsers(dest="deed", metavar="DEED", title="deeds")
    show = deeds.add_parser(
        "show",
        help="list what there is (the default)",
        description="List what there is, one line for each tokenizer.",
        statuses=(DONE, FAILED),
    )
    add_json(show, "print JSON instead of a table")
    export = deeds.add_parser(
        "export",
        help="write everything in words, as JSON",
        description="Write every fragment in words, with its count, as JSON.",
        examples=(("paceline learned export learned.json", ""),),
        statuses=(DONE, FAILED),
    )
    export.add_argument(
        "file", type=values.file, metavar="FILE", help="where to; an old one is replaced"
    )
    deeds.add_parser(
        "wipe",
        help="delete everything that was learned from chats",
        description="Delete everything that was learned from chats. Nothing else is touched.",
        statuses=(DONE, FAILED),
    )
