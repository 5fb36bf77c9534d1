"""A local server without models: a real child process that speaks the lines of `paceline serve`.

It answers nobody. `--deed` says how it misbehaves; whatever else stands on its command line it
accepts, and writes to `--journal` with the key that it was given.
"""

import argparse
import json
import os
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from paceline.errors import ErrorCode
from paceline.protocol.server_lines import (
    AnyServerLine,
    Figures,
    Listening,
    Loading,
    Ready,
    Stopped,
    Trouble,
    encode_line,
)


def command(journal: Path, deed: str = "") -> tuple[str, ...]:
    """Return what starts it; arguments of `serve` follow."""
    return (sys.executable, __file__, f"--journal={journal}", f"--deed={deed}")


def main() -> int:
    """Serve until standard input ends."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--journal", type=Path, required=True)
    parser.add_argument("--deed", default="")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", default="8484")
    parser.add_argument("--seats", type=int, default=8)
    options, others = parser.parse_known_args()
    key = os.environ.get("PACELINE_API_KEY")
    told = {"pid": os.getpid(), "key": key, "others": others, **vars(options)}
    options.journal.write_text(json.dumps(told, default=str))
    return _serve(options, key)


def _serve(options: argparse.Namespace, key: str | None) -> int:
    url = f"http://{options.host}:{options.port}/v1"
    say(Loading("target", 0.25))
    match options.deed:
        case "port taken":
            code = ErrorCode.SERVER_PORT_TAKEN
            say(Stopped(code, url, "The port is taken."))
            return 2
        case "hangs while loading":
            pass
        case "dies":
            say(Listening(url, bool(key), key is not None))
            print("a native fault", file=sys.stderr, flush=True)
            os.kill(os.getpid(), signal.SIGKILL)
        case "speaks nonsense":
            print('{"event": "later"}\nnot JSON at all', flush=True)
            _run(options, url, key)
        case "stubborn":
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
            _run(options, url, key)
            threading.Event().wait()
        case _:
            _run(options, url, key)
    sys.stdin.buffer.read()
    say(Stopped())
    return 0


def _run(options: argparse.Namespace, url: str, key: str | None) -> None:
    say(Listening(url, key is not None, key is not None))
    say(Ready("smollm2-135m", "target.gguf", "draft.gguf", 4096, options.seats))
    say(Figures(2, 1, options.seats, 7, 1234, 43.25, 0.81, 1.62))
    if options.deed == "trouble":
        say(Trouble(ErrorCode.ENGINE_CRASHED, "signal 9", "The engine stopped.", 2.0))
        say(Loading("target", 0.5))


def say(line: AnyServerLine) -> None:
    """Say it to the parent."""
    write: Callable[[bytes], int] = sys.stdout.buffer.write
    write(encode_line(line))
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    sys.exit(main())
