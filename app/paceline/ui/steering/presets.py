"""Named ways to steer a chat: those that ship with the program, and the person's own.

The person's are one small TOML file, which may also be edited by hand. A damaged one is set aside
and reported, never overwritten.
"""

import tomllib
from pathlib import Path
from typing import Annotated, Final

import msgspec
import tomli_w
from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from paceline.errors import AppError, ErrorCode
from paceline.history.records import ChatSetup
from paceline.options import Overflow, Sampling
from paceline.whole_file import set_aside, write_whole

LONGEST_NAME: Final = 60

SHIPPED_NAMES: Final = (
    QT_TRANSLATE_NOOP("Presets", "Precise"),
    QT_TRANSLATE_NOOP("Presets", "Creative writing"),
    QT_TRANSLATE_NOOP("Presets", "Programming"),
    QT_TRANSLATE_NOOP("Presets", "Explain simply"),
    QT_TRANSLATE_NOOP("Presets", "Translate into English"),
    QT_TRANSLATE_NOOP("Presets", "Proofread"),
    QT_TRANSLATE_NOOP("Presets", "Summarize"),
    QT_TRANSLATE_NOOP("Presets", "Repeatable"),
)
"""Those of `resources/presets.toml`, where translators' tools find them."""


class Preset(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What `ChatSetup` holds but the pair, under a name."""

    name: Annotated[str, msgspec.Meta(min_length=1, max_length=LONGEST_NAME)]
    system_prompt: str = ""
    sampling: Sampling | None = None
    max_tokens: Annotated[int, msgspec.Meta(ge=1)] | None = None
    overflow: Overflow | None = None

    @classmethod
    def of(cls, name: str, setup: ChatSetup) -> "Preset":
        """What a chat brings along, under a name."""
        return cls(name, setup.system_prompt, setup.sampling, setup.max_tokens, setup.overflow)

    def applied_to(self, setup: ChatSetup) -> ChatSetup:
        """Steer a chat like this; its pair stays."""
        return msgspec.structs.replace(
            setup,
            system_prompt=self.system_prompt,
            sampling=self.sampling,
            max_tokens=self.max_tokens,
            overflow=self.overflow,
        )


class _PresetFile(msgspec.Struct, frozen=True):
    presets: tuple[Preset, ...] = ()


class Presets:
    """All presets; own ones are saved at once, and may be named like shipped ones."""

    def __init__(self, shipped: Path, own: Path) -> None:
        self._own_file = own
        self.shipped: Final = tuple(
            msgspec.structs.replace(preset, name=QCoreApplication.translate("Presets", preset.name))
            for preset in _read(shipped).presets
        )
        self._own: tuple[Preset, ...] = ()

    @property
    def own(self) -> tuple[Preset, ...]:
        """The person's, by name."""
        return self._own

    def load(self) -> None:
        """Read the person's; raises `AppError(PRESETS_DAMAGED)` after setting the file aside."""
        try:
            self._own = _sorted(_read(self._own_file).presets)
        except (FileNotFoundError, NotADirectoryError):
            self._own = ()
        except (ValueError, msgspec.ValidationError) as error:
            self._own = ()
            set_aside(self._own_file)
            raise AppError(ErrorCode.PRESETS_DAMAGED, str(error)) from error
        except OSError as error:
            raise AppError(ErrorCode.FILE_UNREADABLE, str(self._own_file)) from error

    def save(self, preset: Preset) -> None:
        """Keep a preset, in the place of an own one of this name; raises `AppError` of the disk."""
        others = tuple(own for own in self._own if own.name != preset.name)
        self._write(_sorted((*others, preset)))

    def remove(self, name: str) -> None:
        """Forget an own preset; raises `AppError` of the disk."""
        self._write(tuple(own for own in self._own if own.name != name))

    def named_like(self, setup: ChatSetup) -> Preset | None:
        """The preset that a chat is steered by, if it is steered by one exactly; own ones first."""
        for preset in (*self._own, *self.shipped):
            if preset.applied_to(setup) == setup:
                return preset
        return None

    def _write(self, presets: tuple[Preset, ...]) -> None:
        tables = [_table(msgspec.to_builtins(preset)) for preset in presets]
        write_whole(self._own_file, tomli_w.dumps({"presets": tables}).encode())
        self._own = presets


def _read(path: Path) -> _PresetFile:
    return msgspec.convert(tomllib.loads(path.read_text("utf-8")), _PresetFile)


def _sorted(presets: tuple[Preset, ...]) -> tuple[Preset, ...]:
    return tuple(sorted(presets, key=lambda preset: preset.name.casefold()))


def _table(fields: dict[str, object]) -> dict[str, object]:
    """TOML has no null: an absent key means None."""
    return {
        key: _table(value) if isinstance(value, dict) else value
        for key, value in fields.items()
        if value is not None
    }
