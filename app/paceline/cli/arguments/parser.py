"""The parser of the whole command line."""

import argparse
from collections.abc import Sequence

from paceline import __version__
from paceline.cli.arguments import values
from paceline.cli.arguments.bench import add_bench
from paceline.cli.arguments.chat import add_chat
from paceline.cli.arguments.devices import add_devices
from paceline.cli.arguments.doctor import add_doctor
from paceline.cli.arguments.learned import add_learned
from paceline.cli.arguments.models import add_models_job
from paceline.cli.arguments.options import Options
from paceline.cli.arguments.parity import add_parity
from paceline.cli.arguments.selftest import add_selftest
from paceline.cli.arguments.tune import add_tune
from paceline.cli.arguments.window import add_window, with_window
from paceline.nodes import node_addresses


def parse(arguments: Sequence[str]) -> Options:
    """Read the command line; exits with status 2 and a hint where it makes no sense."""
    parser = argparse.ArgumentParser(
        prog="paceline",
        description="Local chat in which speculative decoding is seen, measured and trusted.",
    )
    parser.add_argument("--version", action="version", version=f"paceline {__version__}")
    jobs = parser.add_subparsers(dest="job", metavar="COMMAND")
    add_window(jobs)
    add_chat(jobs)
    add_bench(jobs)
    add_parity(jobs)
    add_tune(jobs)
    add_learned(jobs)
    add_devices(jobs)
    add_models_job(jobs)
    add_doctor(jobs)
    add_selftest(jobs)
    options = parser.parse_args(with_window(arguments), namespace=Options())
    options.given = tuple(values.whole_text(each) for each in arguments)
    if options.model_file and not any((options.pair, options.starter, options.target)):
        options.target, options.model_file = options.model_file, None
    if options.model_file:
        parser.error("choose one of FILE, --pair, --starter and --target")
    if options.draft and not options.target:
        parser.error("--draft needs --target")
    try:
        node_addresses(tuple(options.nodes))
    except ValueError as error:
        parser.error(str(error))
    if sum((options.pair is not None, options.starter, options.target is not None)) > 1:
        parser.error("choose one of --pair, --starter and --target")
    return options
