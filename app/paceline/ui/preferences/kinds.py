"""What values a setting takes, read from the types of `Settings` themselves. Pure.

A setting is named by its path, as `speculation.draft_length`.
"""

from dataclasses import dataclass
from enum import Enum
from typing import Final

import msgspec
from msgspec import inspect

from paceline.settings import Settings

MOST: Final = 10_000_000
"""Where a number has no limit of its own."""


@dataclass(frozen=True, slots=True)
class Toggle:
    """Yes or no."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number between two limits, both included; `optional` ones may be left to the program."""

    least: float
    most: float
    whole: bool
    optional: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several words."""

    values: tuple[str, ...]
    optional: bool


@dataclass(frozen=True, slots=True)
class Text:
    """Any text; where it is optional an empty one leaves the choice to the program."""

    optional: bool


@dataclass(frozen=True, slots=True)
class Addresses:
    """Any number of addresses of nodes."""


Kind = Toggle | Number | Choice | Text | Addresses


def kind(path: str) -> Kind:
    """Return the values that the setting takes; `KeyError` for a path that names none."""
    return _kind(_field(path).type)


def value(settings: Settings, path: str) -> object:
    """Return the setting's value."""
    found: object = settings
    for name in path.split("."):
        found = getattr(found, name)
    return found


def default(path: str) -> object:
    """Return the value that a fresh installation has."""
    return value(Settings(), path)


def with_value(settings: Settings, path: str, new: object) -> Settings:
    """Return settings in which one has another value; `ValueError` where it does not take it."""
    tree = msgspec.to_builtins(settings)
    *folders, name = path.split(".")
    branch = tree
    for folder in folders:
        branch = branch[folder]
    branch[name] = msgspec.to_builtins(new)
    return msgspec.convert(tree, Settings)


def _field(path: str) -> inspect.Field:
    kind_ = inspect.type_info(Settings)
    found: inspect.Field | None = None
    for name in path.split("."):
        assert isinstance(kind_, inspect.StructType)
        found = {field.name: field for field in kind_.fields}[name]
        kind_ = found.type
    assert found is not None
    return found


def _kind(type_: inspect.Type, *, optional: bool = False) -> Kind:  # noqa: PLR0911 - one case each
    match type_:
        case inspect.BoolType():
            return Toggle()
        case inspect.EnumType():
            assert issubclass(type_.cls, Enum)
            return Choice(tuple(str(member.value) for member in type_.cls), optional)
        case inspect.IntType() as whole:
            top = whole.lt - 1 if whole.lt is not None else whole.le
            return Number(whole.ge or 0, MOST if top is None else top, True, optional)
        case inspect.FloatType() as real:
            return Number(real.ge or 0, MOST if real.le is None else real.le, False, optional)
        case inspect.StrType():
            return Text(optional)
        case inspect.VarTupleType(item_type=inspect.StrType()):
            return Addresses()
        case inspect.UnionType():
            (inner,) = (each for each in type_.types if not isinstance(each, inspect.NoneType))
            return _kind(inner, optional=True)
        case _:
            raise KeyError(type_)
