"""The policies that a measurement may compare, by their names on the command line.

- `off`: plain decoding
- `governor`: drafter and length as the governor chooses
- `fixed:K`: K guesses a draft from the preferred drafter
- `DRAFTER:K`: K guesses a draft from this drafter
- `DRAFTER`: this drafter, at lengths of the governor's choice
- `all`: off, governor, and every loaded drafter at each of `HINDSIGHT_LENGTHS`
"""

from dataclasses import dataclass
from typing import Final

OFF: Final = "off"
"""Plain decoding, which all others are compared with."""
GOVERNOR: Final = "governor"
"""What a person gets who chooses nothing."""
FIXED: Final = "fixed"
ALL: Final = "all"

HINDSIGHT_LENGTHS: Final = (1, 2, 3, 4, 6, 8, 12)
"""The draft lengths among which a person who knew the outcome would choose."""


@dataclass(frozen=True, slots=True)
class PolicyName:
    """One policy as it was asked for, not yet for a certain pair."""

    word: str
    length: int | None = None

    def __str__(self) -> str:
        return self.word if self.length is None else f"{self.word}:{self.length}"
