"""The policies that a measurement compares, made for a loaded pair."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from msgspec.structs import replace

from paceline.cli.policy_names import ALL, FIXED, GOVERNOR, HINDSIGHT_LENGTHS, OFF, PolicyName
from paceline.engine.policy import FixedPolicy, Policy
from paceline.errors import AppError, ErrorCode
from paceline.options import DrafterChoice, Speculation


@dataclass(frozen=True, slots=True)
class Contestant:
    """A policy of a loaded pair; `drafter` is the one that is pinned, None where none is."""

    name: str
    speculation: Speculation
    drafter: str | None = None

    @property
    def pinned_length(self) -> int | None:
        """The draft length that never changes, None under a governor or without drafts."""
        return self.speculation.draft_length if self.drafter else None

    def policy(self, drafters: tuple[str, ...]) -> Policy | None:
        """Return what decides instead of the session's own policy, None where that shall.

        A pinned policy runs without undrafted passes: they would be a handicap that somebody who
        knew the best choice beforehand would not have.
        """
        if self.speculation.enabled and self.pinned_length is None:
            return None
        return FixedPolicy(self.speculation, drafters, probes=False)


def contestants(
    names: Iterable[PolicyName], drafters: Sequence[str], wish: Speculation
) -> list[Contestant]:
    """Return these policies for a pair with these drafters, plain decoding first.

    Each is the person's `wish` but for what its name says. Raises `AppError(DRAFTER_MISSING)` for a
    drafter that is not loaded: another one would take its place unsaid.
    """
    governed = replace(wish, enabled=True, draft_length=None)
    auto = wish.drafter == DrafterChoice.AUTO
    favourite = drafters[0] if drafters and auto else wish.drafter.value
    found = {OFF: Contestant(OFF, replace(wish, enabled=False))}
    for name in names:
        for each in _spelled_out(name, drafters):
            if each.word == OFF:
                continue
            if each.word == GOVERNOR:
                found[GOVERNOR] = Contestant(GOVERNOR, governed)
                continue
            drafter = favourite if each.word == FIXED else each.word
            if drafter not in drafters:
                raise AppError(ErrorCode.DRAFTER_MISSING, drafter)
            choice = DrafterChoice(drafter)
            speculation = replace(governed, drafter=choice, draft_length=each.length)
            found[str(each)] = Contestant(str(each), speculation, drafter)
    return list(found.values())


def _spelled_out(name: PolicyName, drafters: Sequence[str]) -> list[PolicyName]:
    if name.word != ALL:
        return [name]
    every = [PolicyName(each, length) for each in drafters for length in HINDSIGHT_LENGTHS]
    return [PolicyName(OFF), PolicyName(GOVERNOR), *every]
