"""Arguments of `paceline rpc`."""

import argparse

from paceline.cli.arguments import values
from paceline.cli.arguments.command import DONE, FAILED, Jobs
from paceline.cli.arguments.groups import add_json
from paceline.nodes import DEFAULT_PORT

OWN_FOLDER = ""
"""`--cache` without a folder: Paceline's own."""


def add_rpc(jobs: Jobs) -> None:
    """Describe the job to the parser."""
    rpc = jobs.add_parser(
        "rpc",
        help="let other machines compute here: a node for a target too large for one",
        description="Make this machine a node: others send it layers of a target, and it computes "
        "them. One program at a time can use it. It listens on this computer alone unless --host "
        "says otherwise. TRUSTED NETWORKS ONLY: there is no password and no encryption; whoever "
        "reaches a node can use it and crash it. Ctrl+C ends it.",
        examples=(
            ("paceline rpc --host 192.168.1.20", "for the others of a network at home"),
            ("paceline rpc --host 192.168.1.20 --memory 6 --threads 4", "no more than that"),
            ("paceline chat --node 192.168.1.20:50052", "typed on the other machine"),
        ),
        statuses=(DONE, FAILED),
    )
    add_json(rpc, "print one JSON object a line, for programs")
    group = rpc.add_argument_group("listening")
    group.add_argument(
        "--host",
        default="127.0.0.1",
        metavar="ADDRESS",
        help="the IPv4 address of this machine to listen at; 0.0.0.0 stands for all of them "
        "(default: 127.0.0.1, this computer alone)",
    )
    group.add_argument(
        "--port",
        type=values.port,
        default=DEFAULT_PORT,
        metavar="N",
        help=f"the port to listen at; 0 takes a free one (default: {DEFAULT_PORT})",
    )
    group = rpc.add_argument_group("computing")
    group.add_argument(
        "--device",
        metavar="NAME",
        help="offer this one only; CPU is the processor (default: the graphics processors, or else "
        "the processor)",
    )
    group.add_argument(
        "--threads",
        type=values.threads,
        metavar="N",
        help="threads of the processor (default: all)",
    )
    group.add_argument(
        "--memory",
        type=values.gigabytes,
        metavar="GB",
        help="offer no more of each device (default: what is free)",
    )
    group.add_argument(
        "--cache",
        dest="tensor_cache",
        nargs="?",
        const=OWN_FOLDER,
        metavar="FOLDER",
        help="keep large tensors on disk, so that the same model need not be sent again; without "
        "a folder, in Paceline's own cache (default: off)",
    )
    # For the job itself, which leaves native code to a process of its own.
    rpc.add_argument("--native", action="store_true", help=argparse.SUPPRESS)
