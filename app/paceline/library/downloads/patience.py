"""How often and how long to wait before the Hub is asked again."""

import random
from dataclasses import dataclass
from typing import Final

from paceline.errors import ErrorCode
from paceline.library.hub.failures import HubError

_WELL_ON: Final = 1 << 16
"""Bytes since the last failure after which the next try need not wait."""


@dataclass(frozen=True, slots=True)
class Manners:
    """Waits double from `first_wait` up to `longest_wait`, in seconds."""

    tries: int = 10
    """Failures in a row without a byte in between; the next one is final. Five minutes or so."""
    refusals: int = 4
    """Fresh locations that are refused one after the other, before it is no accident."""
    first_wait: float = 0.5
    longest_wait: float = 60.0
    longest_asked: float = 900.0
    """A server that wants to be left alone for longer ends it."""


class Patience:
    """Counts the failures of one connection."""

    def __init__(self, manners: Manners) -> None:
        self._manners = manners
        self._failures = 0
        self._refusals = 0

    def after(self, error: HubError, came: int) -> float:
        """Return how many seconds to wait after a failure; `came` is the bytes since the last one.

        Raises the error itself where trying again is of no use.
        """
        if not _may_pass(error):
            raise error
        if came:
            self._failures = self._refusals = 0
        self._failures += 1
        self._refusals += error.code is ErrorCode.HUB_LOCATION_EXPIRED
        if self._refusals > self._manners.refusals:
            raise error
        asked = error.retry_after or 0.0
        if self._failures > self._manners.tries or asked > self._manners.longest_asked:
            raise error
        if came >= _WELL_ON:
            return asked
        doubled = self._manners.first_wait * (1 << (self._failures - 1))
        # Many programs that lost the same server should not come back at the same moment.
        wait = min(doubled, self._manners.longest_wait) * random.uniform(0.75, 1.25)
        return max(asked, wait)


def _may_pass(error: HubError) -> bool:
    return error.passing or error.code is ErrorCode.HUB_LOCATION_EXPIRED
