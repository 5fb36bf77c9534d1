"""What a check found out, and how it is told to a person and to programs.

A check is a call that returns a short fact where its part of the program works, and raises where it
does not. Whatever it raises is a finding: the others go on.
"""

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import msgspec

from paceline import __version__
from paceline.cli.terminal import disarmed

NAME_WIDTH: Final = 14


class Broken(Exception):  # noqa: N818 - a finding
    """A part of the program is there and does not do what it should; says what it does."""


@dataclass(frozen=True, slots=True)
class Check:
    """One part of the program; `remedy` is what a person can do where it fails."""

    name: str
    prove: Callable[[], str]
    remedy: str


class Outcome(msgspec.Struct, frozen=True):
    """How a check ended; `fact` is what works or what happened, `remedy` is set where it failed."""

    name: str
    ok: bool
    fact: str
    milliseconds: float
    remedy: str | None = None

    @property
    def line(self) -> str:
        """All of it on one line, for a person."""
        if self.ok:
            return f"{self.name:{NAME_WIDTH}} ok      {self.fact} ({self.milliseconds:,.0f} ms)"
        return f"{self.name:{NAME_WIDTH}} failed  {self.fact} {self.remedy}"


class Report(msgspec.Struct, frozen=True):
    """All outcomes; `frozen` says that a bundle was tested.

    `variant` is llama.cpp's code for this processor, in builds that bring several.
    """

    version: str
    system: str
    frozen: bool
    ok: bool
    checks: tuple[Outcome, ...]
    variant: str | None = None


def examine(check: Check) -> Outcome:
    """Run a check; only the person's wish to stop comes through."""
    begun = time.perf_counter()
    ok = False
    try:
        fact, ok = check.prove(), True
    except Broken as broken:
        fact = str(broken)
    except Exception as error:
        # What a damaged installation does cannot be foreseen, and the other parts want their turn.
        fact = _told(error)
    spent = (time.perf_counter() - begun) * 1000
    remedy = None if ok else check.remedy
    return Outcome(check.name, ok, _one_line(fact), round(spent, 1), remedy)


def report(outcomes: tuple[Outcome, ...], variant: str | None = None) -> Report:
    """Put the outcomes together."""
    frozen = bool(getattr(sys, "frozen", False))
    whole = all(outcome.ok for outcome in outcomes)
    return Report(__version__, sys.platform, frozen, whole, outcomes, variant)


def _told(error: Exception) -> str:
    kind, text = type(error).__name__, str(error)
    if kind == "AppError":
        return text
    return f"{kind}: {text}." if text else f"{kind}."


def _one_line(text: str) -> str:
    return disarmed(" ".join(text.split()))
