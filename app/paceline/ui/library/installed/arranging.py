"""Which installed models are shown in which order. Pure, but for translation."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from enum import StrEnum
from typing import Final

from PySide6.QtCore import QCoreApplication

from paceline.library.installed.records import InstalledModel

translate = QCoreApplication.translate


class Show(StrEnum):
    """Which of them."""

    ALL = "all"
    MODELS = "models"
    DRAFTERS = "drafters"
    OURS = "ours"
    TROUBLED = "troubled"


class Order(StrEnum):
    """By what they are sorted."""

    TITLE = "title"
    SIZE = "size"
    QUANTIZATION = "quantization"
    CONTEXT = "context"
    PLACE = "place"
    USED = "used"


_Key = Callable[[InstalledModel], tuple[object, ...]]
_NEVER: Final = datetime.fromtimestamp(0, UTC)


def arranged(
    models: Iterable[InstalledModel],
    words: str,
    show: Show,
    order: Order,
    *,
    descending: bool,
) -> tuple[InstalledModel, ...]:
    """Return those in which every word occurs; equal ones stand by their titles."""
    wanted = words.casefold().split()
    shown = [one for one in models if _shows(show, one) and _has(wanted, one)]
    shown.sort(key=_title)
    shown.sort(key=_KEYS[order], reverse=descending)
    return tuple(shown)


def _shows(show: Show, model: InstalledModel) -> bool:
    match show:
        case Show.ALL:
            return True
        case Show.MODELS:
            return not model.role.is_drafter and model.trouble is None
        case Show.DRAFTERS:
            return model.role.is_drafter
        case Show.OURS:
            return model.deletable
        case Show.TROUBLED:
            return model.trouble is not None


def _has(wanted: list[str], model: InstalledModel) -> bool:
    if not wanted:
        return True
    said = " ".join(
        (
            model.title,
            model.repository or "",
            model.quantization or "",
            model.facts.architecture if model.facts else "",
            model.path.name,
        )
    ).casefold()
    return all(word in said for word in wanted)


def _title(model: InstalledModel) -> tuple[object, ...]:
    return model.title.casefold(), model.path


_KEYS: Final[dict[Order, _Key]] = {
    Order.TITLE: _title,
    Order.SIZE: lambda model: (model.size,),
    Order.QUANTIZATION: lambda model: (model.quantization or "",),
    Order.CONTEXT: lambda model: (model.facts.trained_context or 0 if model.facts else 0,),
    Order.PLACE: lambda model: (model.place.kind, str(model.place.folder)),
    Order.USED: lambda model: (model.last_used or _NEVER,),
}


def show_choices() -> tuple[tuple[str, Show], ...]:
    """Return what can be shown, in words."""
    return (
        (translate("InstalledFilter", "All"), Show.ALL),
        (translate("InstalledFilter", "Models"), Show.MODELS),
        (translate("InstalledFilter", "Drafters"), Show.DRAFTERS),
        (translate("InstalledFilter", "From Paceline"), Show.OURS),
        (translate("InstalledFilter", "With trouble"), Show.TROUBLED),
    )
