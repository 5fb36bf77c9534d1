"""How long the client waits for what, in milliseconds, and why.

Tests pass shorter ones; the program uses the defaults.
"""

from dataclasses import dataclass
from typing import Final

START_TIMEOUT_MS: Final = 60_000
"""From launch to `Ready`. Usually 0.2 s, but a first start reads hundreds of megabytes of
libraries from a cold disk, past a virus scanner, and wakes GPU drivers."""

CANCEL_GRACE_MS: Final = 10_000
"""From `Cancel` to the end of its request. On a CPU the engine looks up every 100 ms; one pass
on a busy GPU, or one tensor read from a slow disk, takes seconds and cannot be cut short."""

CLOSE_GRACE_MS: Final = 3_000
"""From `Shutdown` to the worker's own exit. Longer than ending a CPU pass and giving back some
gigabytes; short enough for a person who has closed the window."""

HANG_UP_GRACE_MS: Final = 2_000
"""From a failed write to the worker's exit. Its stdin breaks just before the report of its end
comes; a process that lives on without stdin can never be asked for anything."""

TERMINATE_GRACE_MS: Final = 1_000
"""From SIGTERM to death. The worker keeps nothing that would need saving."""

KILL_GRACE_MS: Final = 2_000
"""From SIGKILL to the kernel's report; only a process stuck inside a driver exceeds it."""


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Every wait of the client; the constants above give the reasons."""

    start_ms: int = START_TIMEOUT_MS
    cancel_ms: int = CANCEL_GRACE_MS
    close_ms: int = CLOSE_GRACE_MS
    hang_up_ms: int = HANG_UP_GRACE_MS
    terminate_ms: int = TERMINATE_GRACE_MS
    kill_ms: int = KILL_GRACE_MS
