"""Arguments of `paceline devices`."""

from paceline.cli.arguments.groups import Jobs, add_loading, add_models


def add_devices(jobs: Jobs) -> None:
    """Describe the job to the parser."""
    devices = jobs.add_parser(
        "devices",
        help="list what can compute, and what a pair would take",
        description="List what can compute. With models named, tell what they would take and "
        "where they would go; their weights are not loaded.",
    )
    add_models(devices)
    add_loading(devices)
    devices.add_argument("--json", action="store_true", help="print JSON instead of a table")
