"""How long a server is waited for, in seconds, and why."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Patience:
    """Tests bring shorter ones."""

    connect: float = 10.0
    """A server that is there answers within three; a dead line should not hold anybody up."""
    answer: float = 30.0
    """For a whole answer to a short question, as which models there are."""
    first_word: float = 600.0
    """From the question to the first piece: a long prompt on a slow machine takes minutes, and the
    person may stop it at any time."""
    next_word: float = 120.0
    """Between two pieces; a machine that swaps takes its time, one that hangs takes all of it."""
    look_up: float = 0.05
    """Between two looks at whether the person wants to stop."""
