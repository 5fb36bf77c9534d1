"""The parser of the whole command line."""

from collections.abc import Sequence
from typing import Final

from paceline import __version__
from paceline.cli.arguments import values
from paceline.cli.arguments.bench import add_bench
from paceline.cli.arguments.chat import add_chat
from paceline.cli.arguments.command import DONE, FAILED, STOPPED, Command
from paceline.cli.arguments.completion import add_completion
from paceline.cli.arguments.devices import add_devices
from paceline.cli.arguments.doctor import add_doctor
from paceline.cli.arguments.learned import add_learned
from paceline.cli.arguments.models import add_models_job
from paceline.cli.arguments.options import Options
from paceline.cli.arguments.parity import add_parity
from paceline.cli.arguments.rpc import add_rpc
from paceline.cli.arguments.selftest import add_selftest
from paceline.cli.arguments.serve import add_serve
from paceline.cli.arguments.tune import add_tune
from paceline.cli.arguments.updates import add_updates
from paceline.cli.arguments.window import add_window, with_window
from paceline.nodes import node_addresses

PURPOSE: Final = "Local chat in which speculative decoding is seen, measured and trusted."


def make_parser() -> Command:
    """Return the parser of every command."""
    parser = Command(
        prog="paceline",
        description=f"{PURPOSE} Without a COMMAND the window opens. "
        "`paceline COMMAND --help` tells more of each.",
        examples=(
            ("paceline", "open the window"),
            ("paceline models get qwen3-4b", "fetch a pair"),
            ("paceline chat --pair qwen3-4b", "chat with it, here"),
            ("paceline selftest", "does this installation work?"),
        ),
        statuses=(DONE, (1, "a check found a fault, as `doctor` or `parity`"), FAILED, STOPPED),
    )
    parser.add_argument(
        "--version", action="version", version=f"paceline {__version__}", help="show it and exit"
    )
    jobs = parser.add_subparsers(dest="job", metavar="COMMAND", title="commands")
    add_window(jobs)
    add_chat(jobs)
    add_serve(jobs)
    add_models_job(jobs)
    add_doctor(jobs)
    add_devices(jobs)
    add_rpc(jobs)
    add_bench(jobs)
    add_tune(jobs)
    add_parity(jobs)
    add_learned(jobs)
    add_selftest(jobs)
    add_updates(jobs)
    add_completion(jobs)
    return parser


def parse(arguments: Sequence[str]) -> Options:
    """Read the command line; exits with status 2 and a hint where it makes no sense."""
    parser = make_parser()
    options, unknown = parser.parse_known_args(
        with_window(arguments), namespace=Options(job="window")
    )
    command = _command(parser, options, arguments)
    if unknown:
        command.error(f"unrecognized arguments: {' '.join(map(values.whole_text, unknown))}")
    options.given = tuple(values.whole_text(each) for each in arguments)
    if options.model_file and not any((options.pair, options.starter, options.target)):
        options.target, options.model_file = options.model_file, None
    if options.model_file:
        command.error("choose one of FILE, --pair, --starter and --target")
    if options.draft and not options.target:
        command.error("--draft needs --target")
    try:
        node_addresses(tuple(options.nodes))
    except ValueError as error:
        command.error(str(error))
    if sum((options.pair is not None, options.starter, options.target is not None)) > 1:
        command.error("choose one of --pair, --starter and --target")
    if options.server and any((options.pair, options.starter, options.target)):
        command.error("--server excludes --pair, --starter and --target")
    if options.server and (left := _meant_for_pairs_here(options)):
        command.error(f"{left} is for a pair on this machine: --server decides it there")
    if (options.model or options.allow_unencrypted) and not options.server:
        command.error("--model and --allow-unencrypted need --server")
    return options


def _meant_for_pairs_here(options: Options) -> str:
    """Return the first option that was given and means nothing to a server, empty for none."""
    names = (
        "context draft_context threads fixed_threads kv_type draft_kv_type device gpu_layers nodes "
        "draft_gpu_layers drafter draft_length verification overflow speculation"
    )
    spellings = {"speculation": "--no-speculation", "nodes": "--node"}
    for name in names.split():
        if (getattr(options, name) or None) != (getattr(Options, name) or None):
            return spellings.get(name, f"--{name.replace('_', '-')}")
    return ""


def _command(parser: Command, options: Options, arguments: Sequence[str]) -> Command:
    """Return the parser of what was asked for, as far down as it was named."""
    for name in (options.job, options.models_deed or options.deed or ""):
        if name in arguments:
            _, parser = parser.commands().get(name, ("", parser))
    return parser
