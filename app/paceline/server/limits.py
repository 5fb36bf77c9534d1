"""How long the server waits for what, how much it takes, and why.

Tests pass smaller ones; the program uses the defaults.
"""

from dataclasses import dataclass
from typing import Final

HEAD_SECONDS: Final = 15.0
"""From a connection to the whole head of a request: whoever is slower blocks a place."""

BODY_SECONDS: Final = 30.0
"""From the head of a request to the end of its body; 8 MB over a slow wireless network."""

BODY_BYTES: Final = 8 * 1024 * 1024
"""More than any context holds as text."""

SEND_SECONDS: Final = 30.0
"""How long a client may leave a piece unread once the buffers between us are full."""

READY_SECONDS: Final = 20.0
"""How long a request waits for an engine that is starting: a crash is mostly over by then."""

GRACE_SECONDS: Final = 5.0
"""How long replies that run may go on once the server is to stop."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Every limit of the server; the constants above give the reasons."""

    head_seconds: float = HEAD_SECONDS
    body_seconds: float = BODY_SECONDS
    body_bytes: int = BODY_BYTES
    send_seconds: float = SEND_SECONDS
    ready_seconds: float = READY_SECONDS
    grace_seconds: float = GRACE_SECONDS
