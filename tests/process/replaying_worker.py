"""A worker that answers its n-th command with the n-th of the given lines, whatever was asked."""

import sys
from pathlib import Path

from paceline.protocol.codec import encode
from paceline.protocol.messages import PROTOCOL_VERSION, Event, Ready


def arguments(*answers: list[Event]) -> list[str]:
    """Arguments for the Python interpreter that run this worker with one answer per command."""
    greeting: list[Event] = [Ready(PROTOCOL_VERSION, "replay", (), threads=2)]
    texts = [b"".join(encode(event) for event in answer) for answer in (greeting, *answers)]
    return [str(Path(__file__).resolve()), *(text.decode() for text in texts)]


def replay(answers: list[str]) -> None:
    for answer in answers:
        sys.stdout.write(answer)
        sys.stdout.flush()
        if not sys.stdin.readline():
            return


if __name__ == "__main__":
    replay(sys.argv[1:])
