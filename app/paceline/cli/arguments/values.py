"""From the text of an argument to its value; what makes no sense is refused with the reason."""

import argparse
import re
from pathlib import Path
from typing import Final

from paceline.cli.policy_names import ALL, FIXED, GOVERNOR, OFF, PolicyName
from paceline.loading import CacheType, FlashAttention
from paceline.nodes import NodeAddress
from paceline.options import MAX_DRAFT_LENGTH, DrafterChoice

_MOST_THREADS: Final = 512  # llama.cpp's own limit
MOST_SEATS: Final = 16
KEY: Final = re.compile(r"[!-~]{8,512}")
KEY_RULE: Final = "a key has 8 to 512 visible characters of ASCII, without blanks"
_ORIGIN: Final = re.compile(r"[a-z][a-z0-9+.-]*://[^/\s?#]+", re.IGNORECASE)
_PAIR_NAME: Final = re.compile(r"[a-z0-9][a-z0-9.-]*", re.IGNORECASE)


def whole_text(text: str) -> str:
    """Return the text with U+FFFD for each half of a surrogate pair and each undecodable byte."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def file(text: str) -> Path:
    """Read the path of a file."""
    return Path(text)


def model_file(text: str) -> Path:
    """Read the path of a GGUF file."""
    return Path(text)


def model_name(text: str) -> str:
    """Read what may name a model: a file, a model on this machine, one of the Hub, a pair."""
    return whole_text(text)


def hub_name(text: str) -> str:
    """Read the name of a recommended pair, a repository or a model in it."""
    return whole_text(text)


def positive(text: str) -> int:
    """Read a count of at least 1."""
    return _whole_between(1, 2**31 - 1, text)


def natural(text: str) -> int:
    """Read a count that may be 0."""
    return _whole_between(0, 2**31 - 1, text)


def gigabytes(text: str) -> int:
    """Read a size in GB; returns bytes."""
    return round(_number_between(0.001, 100_000, text) * 1e9)


def megabytes(text: str) -> int:
    """Read a size in MB; returns bytes."""
    return round(_number_between(0.001, 100_000, text) * 1e6)


def pair_name(text: str) -> str:
    """Read the name of a pair: practice, or one of the catalogue."""
    if not _PAIR_NAME.fullmatch(text):
        raise argparse.ArgumentTypeError(f"{whole_text(text)} cannot be the name of a pair")
    return text.lower()


def threads(text: str) -> int:
    """Read a number of threads."""
    return _whole_between(1, _MOST_THREADS, text)


def fixed_threads(text: str) -> tuple[int, int]:
    """Read the threads of target and draft; one number serves both."""
    target, comma, draft = text.partition(",")
    return threads(target), threads(draft if comma else target)


def cache_types(text: str) -> tuple[CacheType, CacheType]:
    """Read the type of keys and values, or one for both."""
    try:
        found = [CacheType(part.strip()) for part in text.split(",")]
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"choose from {', '.join(CacheType)}") from error
    if len(found) > 2:
        raise argparse.ArgumentTypeError(f"{text} has more than two types")
    return found[0], found[-1]


def node(text: str) -> str:
    """Read the address of a node."""
    try:
        return str(NodeAddress.parse(whole_text(text)))
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def cache_type(text: str) -> CacheType:
    """Read one type of a cache."""
    return cache_types(text)[0]


def flash_attention(text: str) -> FlashAttention:
    """Read when attention is fused."""
    try:
        return FlashAttention(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"choose from {', '.join(FlashAttention)}") from error


def seed(text: str) -> int:
    """Read a seed; llama.cpp keeps the largest number for itself."""
    return _whole_between(0, 2**32 - 2, text)


def seats(text: str) -> int:
    """Read how many replies to write at once."""
    return _whole_between(1, MOST_SEATS, text)


def port(text: str) -> int:
    """Read a port; 0 means any free one."""
    return _whole_between(0, 65535, text)


def api_key(text: str) -> str:
    """Read a key that can be sent in a header."""
    if not KEY.fullmatch(text):
        raise argparse.ArgumentTypeError(KEY_RULE)
    return text


def origin(text: str) -> str:
    """Read where pages may come from, as browsers name it."""
    if text not in {"*", "null"} and not _ORIGIN.fullmatch(text):
        raise argparse.ArgumentTypeError(
            f"{whole_text(text)} is no origin: write it as in https://example.org, without a path"
        )
    return text.lower()


def draft_length(text: str) -> int:
    """Read a number of guesses."""
    return _whole_between(1, MAX_DRAFT_LENGTH, text)


def draft_lengths(text: str) -> tuple[int, ...]:
    """Read numbers of guesses between commas."""
    return tuple(draft_length(part) for part in text.split(","))


def seeds(text: str) -> tuple[int, ...]:
    """Read seeds between commas, or `none`."""
    return () if text == "none" else tuple(seed(part) for part in text.split(","))


def part(text: str) -> slice:
    """Read how many of a list, or from which to which, counted from 1."""
    first, dash, last = text.partition("-")
    if not dash:
        return slice(positive(first))
    return slice(positive(first) - 1, positive(last))


def words(text: str) -> tuple[str, ...]:
    """Read names between commas."""
    return tuple(whole_text(part.strip()) for part in text.split(","))


def policies(text: str) -> tuple[PolicyName, ...]:
    """Read policies between commas, as `paceline.cli.policy_names` lists them."""
    return tuple(_policy(part) for part in words(text))


def _policy(text: str) -> PolicyName:
    word, colon, length = text.partition(":")
    if word in {OFF, GOVERNOR, ALL}:
        if colon:
            raise argparse.ArgumentTypeError(f"{word} has no length")
        return PolicyName(word)
    if word not in {FIXED, *(each.value for each in DrafterChoice if each != DrafterChoice.AUTO)}:
        raise argparse.ArgumentTypeError(f"there is no policy {text}")
    if word == FIXED and not colon:
        raise argparse.ArgumentTypeError("fixed needs a length, as in fixed:3")
    return PolicyName(word, draft_length(length) if colon else None)


def temperature(text: str) -> float:
    """Read a temperature; 0 is greedy."""
    return _number_between(0, 5, text)


def share(text: str) -> float:
    """Read a share of the whole."""
    return _number_between(0, 1, text)


def penalty(text: str) -> float:
    """Read the factor of a penalty."""
    return _number_between(0.01, 4, text)


def offset(text: str) -> float:
    """Read what is taken off the logits of tokens that were said."""
    return _number_between(-4, 4, text)


def stop_string(text: str) -> str:
    """Read a text that ends a reply; an empty one would end every reply at once."""
    if not text:
        raise argparse.ArgumentTypeError("an empty text would end every reply at once")
    return whole_text(text)


def _number_between(low: float, high: float, text: str) -> float:
    try:
        value = float(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{whole_text(text)} is not a number") from error
    if not low <= value <= high:
        raise argparse.ArgumentTypeError(f"{text} is not between {low:g} and {high:g}")
    return value


def _whole_between(low: int, high: int, text: str) -> int:
    try:
        value = int(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{whole_text(text)} is not a whole number") from error
    if not low <= value <= high:
        raise argparse.ArgumentTypeError(f"{text} is not between {low} and {high}")
    return value
