"""Arguments of `paceline devices`."""

from paceline.cli.arguments.command import DONE, FAILED, STOPPED, Jobs
from paceline.cli.arguments.groups import add_json, add_loading, add_models


def add_devices(jobs: Jobs) -> None:
    """Describe the job to the parser."""
    devices = jobs.add_parser(
        "devices",
        help="list what can compute, and what a pair would take",
        description="List what can compute. With models named, tell what they would take and "
        "where they would go; their weights are not loaded.",
        examples=(
            ("paceline devices", "processor, graphics processors, memory"),
            (
                "paceline devices --target large.gguf --draft small.gguf",
                "what this pair would take",
            ),
            (
                "paceline devices --pair qwen3-4b --context 32768 --kv-type q8_0",
                "the same with a long context and a small cache",
            ),
        ),
        statuses=(DONE, FAILED, STOPPED),
    )
    add_json(devices, "print JSON instead of a table")
    add_models(devices)
    add_loading(devices)
