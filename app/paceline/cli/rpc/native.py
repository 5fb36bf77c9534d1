"""`paceline rpc --native`: the process that computes; ended by its parent, or when that is gone."""

import os
import signal
import sys
import threading
from pathlib import Path

from paceline.cli.arguments.options import Options
from paceline.cli.job import run_job
from paceline.engine.llama.native import AbortFlag
from paceline.engine.llama.rpc_node import offered_devices, serve_as_node
from paceline.engine.threads import usable_threads
from paceline.errors import AppError, ErrorCode


def serve_natively(options: Options) -> int:
    """Compute until killed; returns only where that cannot be begun."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C in a terminal is for the parent
    threading.Thread(target=_end_with_parent, name="parent", daemon=True).start()

    def work(_abort: AbortFlag) -> None:
        serve_as_node(
            options.host,
            options.port,
            offered_devices(options.device),
            threads=options.threads or usable_threads(),
            memory=options.memory,
            cache=Path(options.tensor_cache) if options.tensor_cache else None,
        )
        raise AppError(ErrorCode.NODE_ADDRESS_UNUSABLE, f"{options.host}:{options.port}")

    return run_job(work)


def _end_with_parent() -> None:
    """Wait for the end of standard input, which comes with the parent's, however that dies."""
    while os.read(sys.stdin.fileno(), 1):
        pass
    os._exit(0)
