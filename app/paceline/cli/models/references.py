"""What a person may call a model: a recommended pair, or something of a repository of the Hub."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from paceline.errors import AppError, ErrorCode
from paceline.library.catalog import CatalogPair
from paceline.library.file_names import Role, is_gguf
from paceline.library.hub.names import is_file_path, is_repository
from paceline.library.hub.records import HubModel
from paceline.library.pair_files import find_pair

USUAL: Final = "Q4_K_M"
"""What is fetched where a repository has several and the person names none."""


@dataclass(frozen=True, slots=True)
class HubReference:
    """A repository, and perhaps one of its models by quantization or by file."""

    repository: str
    quantization: str | None = None
    file: str | None = None


def refer(
    text: str, catalog: Sequence[CatalogPair], file: str | None = None
) -> CatalogPair | HubReference:
    """Tell what is meant; raises `MODEL_UNKNOWN`. `file` was named beside a repository."""
    pair = find_pair(catalog, text)
    if pair is not None and file is None:
        return pair
    whole, _, quantization = text.partition(":")
    owner, _, rest = whole.partition("/")
    name, _, path = rest.partition("/")
    path = file or path
    repository = f"{owner}/{name}"
    if not is_repository(repository) or (path and not (is_file_path(path) and is_gguf(path))):
        raise AppError(ErrorCode.MODEL_UNKNOWN, f"{text} {file}" if file else text)
    return HubReference(repository, quantization or None, path or None)


def choose(models: Sequence[HubModel], wish: HubReference) -> HubModel:
    """Return the one model that is meant.

    Without a wish that is the only one, or the one with the usual quantization. Raises
    `HUB_FILE_MISSING` or `MODEL_AMBIGUOUS`.
    """
    fitting = [model for model in models if _fits(model, wish)]
    if len(fitting) > 1:
        fitting = [model for model in fitting if model.role is Role.MODEL] or fitting
    if len(fitting) > 1 and not (wish.quantization or wish.file):
        fitting = [model for model in fitting if model.quantization == USUAL] or fitting
    match fitting:
        case [model]:
            return model
        case []:
            there = ", ".join(spelled(wish.repository, model, models) for model in models)
            raise AppError(
                ErrorCode.HUB_FILE_MISSING, f"{_spelled(wish)} (there are: {there or 'none'})"
            )
        case _:
            names = [spelled(wish.repository, model, fitting) for model in fitting]
            raise AppError(ErrorCode.MODEL_AMBIGUOUS, ", ".join(names))


def spelled(repository: str, model: HubModel, others: Sequence[HubModel]) -> str:
    """Return the shortest name by which `refer` and `choose` find this model."""
    same = [each for each in others if each.quantization == model.quantization]
    if model.quantization and len(same) == 1:
        return f"{repository}:{model.quantization}"
    return f"{repository}/{model.files[0].path}"


def _fits(model: HubModel, wish: HubReference) -> bool:
    if wish.file:
        return any(wish.file in (file.path, file.name) for file in model.files)
    if wish.quantization:
        return (model.quantization or "").upper() == wish.quantization.upper()
    return True


def _spelled(wish: HubReference) -> str:
    if wish.file:
        return f"{wish.repository}/{wish.file}"
    return f"{wish.repository}:{wish.quantization}" if wish.quantization else wish.repository
