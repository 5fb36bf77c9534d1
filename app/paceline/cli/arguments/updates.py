"""Arguments of `paceline updates`."""

from paceline.cli.arguments.command import FAILED, STOPPED, Jobs
from paceline.cli.arguments.groups import add_json


def add_updates(jobs: Jobs) -> None:
    """Describe the job to the parser."""
    updates = jobs.add_parser(
        "updates",
        help="ask whether there is a newer version",
        description="Ask whether there is a newer version of Paceline, and show what it changes. "
        "Nothing is fetched or installed. The request tells the server nothing about you, not even "
        "which version you have.",
        examples=(
            ("paceline updates", "what has changed since this version"),
            ("paceline updates --json", "the same for programs"),
        ),
        statuses=((0, "the server answered, whatever it said"), FAILED, STOPPED),
    )
    add_json(updates)
