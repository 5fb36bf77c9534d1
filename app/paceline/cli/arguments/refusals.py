"""What argparse objects to, as sentences."""

import difflib
import re
from collections.abc import Callable, Iterable
from typing import Final

_Wording = Callable[[re.Match[str], list[str]], str]


def as_sentence(message: str, known: Iterable[str]) -> str:
    """Return argparse's message as a sentence; `known` are the options that there are.

    A message of another wording, as of a later Python, is passed on with a capital and a stop.
    """
    options = list(known)
    for pattern, wording in _WORDINGS:
        if found := pattern.fullmatch(message):
            return wording(found, options)
    return f"{message[:1].upper()}{message[1:].rstrip('.')}."


def _unknown(found: re.Match[str], options: list[str]) -> str:
    words = found["what"].split(" ")
    option = words[0].partition("=")[0]
    if not option.startswith("-"):
        return f"There is no place for {found['what']}."
    return f"There is no option {option}.{_nearest(option, options)}"


def _wrong_choice(found: re.Match[str], _options: list[str]) -> str:
    choices = re.findall(r"[^\s,']+", found["choices"])
    place, given = _place(found["place"]), found["given"]
    if place in ("COMMAND", "DEED"):
        return f"There is no {place.lower()} {given}.{_nearest(given, choices)}"
    return f"{place} cannot be {given}; choose from {', '.join(choices)}."


def _missing(found: re.Match[str], _options: list[str]) -> str:
    names = found["names"].split(", ")
    return f"{' and '.join(names)} {'is' if len(names) == 1 else 'are'} missing."


def _nearest(given: str, known: list[str]) -> str:
    near = difflib.get_close_matches(given, known, n=1)
    return f" Did you mean {near[0]}?" if near else ""


def _place(name: str) -> str:
    """Return the long spelling of an option that has several."""
    return name.rpartition("/")[2]


_ARGUMENT: Final = r"argument (?P<place>.+?): "

_WORDINGS: Final[tuple[tuple[re.Pattern[str], _Wording], ...]] = tuple(
    (re.compile(pattern, re.DOTALL), wording)
    for pattern, wording in (
        (r"unrecognized arguments: (?P<what>.+)", _unknown),
        (r"the following arguments are required: (?P<names>.+)", _missing),
        (
            _ARGUMENT + r"invalid choice: '?(?P<given>.*?)'? \(choose from (?P<choices>.+)\)",
            _wrong_choice,
        ),
        (
            _ARGUMENT + r"expected (?:one|at least one|\d+) arguments?",
            lambda found, _options: f"{_place(found['place'])} wants a value.",
        ),
        (
            _ARGUMENT + r"ignored explicit argument (?P<given>.+)",
            lambda found, _options: f"{_place(found['place'])} takes no value.",
        ),
        (
            _ARGUMENT + r"not allowed with argument (?P<other>.+)",
            lambda found, _options: (
                f"{_place(found['place'])} and {_place(found['other'])} exclude each other."
            ),
        ),
        (
            _ARGUMENT + r"(?P<reason>.+)",
            lambda found, _options: f"{_place(found['place'])}: {found['reason'].rstrip('.')}.",
        ),
    )
)
