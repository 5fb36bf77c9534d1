"""The settings of sampling as a person meets them: name, one line of explanation, range, step.

Ranges are those of `options.Sampling` itself. Knows no widgets; Qt only translates.
"""

from dataclasses import dataclass
from typing import Final

import msgspec
from PySide6.QtCore import QCoreApplication

from paceline.options import Sampling

translate = QCoreApplication.translate

RANDOM_SEED: Final = -1.0
"""Stands for no seed where a number is needed."""

_MOST: Final = 100_000.0
"""Where `Sampling` sets no limit, a person needs none beyond it."""


@dataclass(frozen=True, slots=True)
class Knob:
    """One number of `Sampling`."""

    field: str
    label: str
    explanation: str
    step: float
    decimals: int
    least_word: str = ""
    """Said in the place of the least value, where that means something of its own."""

    @property
    def limits(self) -> tuple[float, float]:
        """The least and the greatest value that `Sampling` takes."""
        (field,) = (one for one in _fields() if one.name == self.field)
        return _limits_of(field, self.decimals)

    def value(self, sampling: Sampling) -> float:
        """Its value as a number."""
        value = getattr(sampling, self.field)
        return RANDOM_SEED if value is None else float(value)

    def turned(self, sampling: Sampling, value: float) -> Sampling:
        """The same sampling with this at another value, which is brought into the limits."""
        least, most = self.limits
        number = round(min(max(value, least), most), self.decimals)
        whole: float | None = number if self.decimals else int(number)
        if self.field == "seed" and number < 0:
            whole = None
        return msgspec.convert({**msgspec.structs.asdict(sampling), self.field: whole}, Sampling)


def knobs() -> tuple[Knob, ...]:
    """All numbers of `Sampling`, in the order in which a person needs them."""
    return (
        Knob(
            "temperature",
            translate("Knobs", "Temperature"),
            translate("Knobs", "Higher is more surprising; 0 always takes the likeliest word."),
            0.1,
            2,
            translate("Knobs", "0 (greedy)"),
        ),
        Knob(
            "top_k",
            translate("Knobs", "Top-k"),
            translate("Knobs", "Chooses among this many of the likeliest tokens; 0 is all."),
            5,
            0,
            translate("Knobs", "off"),
        ),
        Knob(
            "top_p",
            translate("Knobs", "Top-p"),
            translate(
                "Knobs",
                "Chooses among the likeliest tokens that together reach this share; 1 is all.",
            ),
            0.05,
            2,
        ),
        Knob(
            "min_p",
            translate("Knobs", "Min-p"),
            translate(
                "Knobs", "Drops tokens less likely than this share of the likeliest; 0 drops none."
            ),
            0.01,
            2,
            translate("Knobs", "off"),
        ),
        Knob(
            "repeat_penalty",
            translate("Knobs", "Repeat penalty"),
            translate("Knobs", "Above 1, makes what was just said less likely; 1 is off."),
            0.05,
            2,
        ),
        Knob(
            "frequency_penalty",
            translate("Knobs", "Frequency penalty"),
            translate("Knobs", "Makes a token less likely each time it was said; 0 is off."),
            0.1,
            2,
        ),
        Knob(
            "presence_penalty",
            translate("Knobs", "Presence penalty"),
            translate("Knobs", "Makes a token less likely once it was said; 0 is off."),
            0.1,
            2,
        ),
        Knob(
            "penalty_window",
            translate("Knobs", "Penalty window"),
            translate("Knobs", "How many of the last tokens the penalties look back on."),
            16,
            0,
        ),
        Knob(
            "seed",
            translate("Knobs", "Seed"),
            translate("Knobs", "The same seed gives the same reply; otherwise chance decides."),
            1,
            0,
            translate("Knobs", "random"),
        ),
    )


def _fields() -> tuple[msgspec.inspect.Field, ...]:
    info = msgspec.inspect.type_info(Sampling)
    assert isinstance(info, msgspec.inspect.StructType)
    return info.fields


def _limits_of(field: msgspec.inspect.Field, decimals: int) -> tuple[float, float]:
    number = field.type
    if isinstance(number, msgspec.inspect.UnionType):
        (number,) = (one for one in number.types if not isinstance(one, msgspec.inspect.NoneType))
    if not isinstance(number, msgspec.inspect.IntType | msgspec.inspect.FloatType):
        raise TypeError(field.name)
    unit = 10.0**-decimals
    if number.ge is not None:
        least = float(number.ge)
    else:
        least = -_MOST if number.gt is None else float(number.gt) + unit
    if number.le is not None:
        most = float(number.le)
    else:
        most = _MOST if number.lt is None else float(number.lt) - unit
    return (RANDOM_SEED if field.default is None else least), most


def stops_of(text: str) -> tuple[str, ...]:
    r"""Read stop strings, one a line; `\n`, `\t` and `\\` stand for what cannot be typed there."""
    found: list[str] = []
    for line in text.split("\n"):
        stop = _unescaped(line)
        if stop.strip(" ") and stop not in found:
            found.append(stop)
    return tuple(found)


def text_of(stops: tuple[str, ...]) -> str:
    """Write stop strings so that `stops_of` reads them again."""
    escaped = (
        stop.replace("\\", r"\\").replace("\n", r"\n").replace("\t", r"\t") for stop in stops
    )
    return "\n".join(escaped)


def _unescaped(line: str) -> str:
    parts = line.split(r"\\")
    return "\\".join(part.replace(r"\n", "\n").replace(r"\t", "\t") for part in parts)
