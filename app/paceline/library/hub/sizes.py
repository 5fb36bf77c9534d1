"""Reckons how large a model is before the Hub tells sizes of files: it does not in lists. Pure."""

import re
from typing import Final

from paceline.library.hub.records import ModelQuery, RepositorySummary

_DIGITS: Final = re.compile(r"[0-9]+")
_SCALES: Final = 0.6
"""Bits per weight that scales take, and tensors that are kept more exactly."""
_UNKNOWN: Final = "Q4_K_M"
"""What most repositories hold."""


def reckoned_bytes(parameters: int, quantization: str) -> int:
    """Return about how many bytes so many weights take; within a fifth of the truth as a rule."""
    digits = _DIGITS.search(quantization)
    whole = int(digits[0]) if digits else 4
    return round(parameters * (whole if whole >= 16 else whole + _SCALES) / 8)


def may_match(query: ModelQuery, repository: RepositorySummary) -> bool:
    """Whether a repository may hold what is looked for, as far as a list tells.

    Where the Hub does not say how large a model is, only its own page will tell.
    """
    if query.gated is not None and repository.gated != query.gated:
        return False
    quantizations, wanted = repository.quantizations, query.quantization
    if wanted is not None and quantizations:
        quantizations = tuple(name for name in quantizations if is_kind(name, wanted))
        if not quantizations:
            return False
    if repository.parameters is None:
        return True
    sizes = [reckoned_bytes(repository.parameters, name) for name in quantizations or (_UNKNOWN,)]
    least, most = query.smallest_bytes or 0, query.largest_bytes
    return any(least <= size and (most is None or size <= most) for size in sizes)


def is_kind(quantization: str, wanted: str) -> bool:
    """Whether a quantization is what is wanted: "Q4" wants "Q4_K_M" and "UD-Q4_K_XL" too."""
    name = quantization.upper().removeprefix("UD-")
    asked = wanted.upper().strip()
    return quantization.upper() == asked or name == asked or name.startswith(f"{asked}_")
