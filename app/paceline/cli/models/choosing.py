"""Which models on this machine a person means."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from paceline.errors import AppError, ErrorCode
from paceline.library.catalog import CatalogPair
from paceline.library.installed.records import InstalledModel
from paceline.library.pair_files import find_pair, locate


def meant_by(
    name: str, here: Sequence[InstalledModel], catalog: Sequence[CatalogPair]
) -> tuple[InstalledModel, ...]:
    """Return the models of a pair, of a repository, or the one that is named.

    A name is that of a pair, a path, `owner/repository`, `owner/repository:Q4_K_M`, a file's name
    or the title in the list. Raises `MODEL_UNKNOWN` or `MODEL_AMBIGUOUS`.
    """
    pair = find_pair(catalog, name)
    if pair is not None:
        files = locate(pair, here)
        models = tuple(model for model in (files.target, files.draft) if model)
    else:
        models = tuple(model for model in here if _is_called(model, name))
        if len(models) > 1 and not all(model.repository == name for model in models):
            paths = ", ".join(str(model.path) for model in models)
            raise AppError(ErrorCode.MODEL_AMBIGUOUS, paths)
    if not models:
        raise AppError(ErrorCode.MODEL_UNKNOWN, name)
    return models


def others_need(
    model: InstalledModel,
    going: Iterable[InstalledModel],
    here: Sequence[InstalledModel],
    catalog: Sequence[CatalogPair],
) -> tuple[CatalogPair, ...]:
    """Return the pairs that are whole on this machine and stay so only with this model.

    Pairs whose target is going too do not count.
    """
    leaving = {each.path for each in going}
    whole = [locate(pair, here) for pair in catalog]
    return tuple(
        files.pair
        for files in whole
        if files.target
        and files.draft
        and files.draft.path == model.path
        and files.target.path not in leaving
    )


def _is_called(model: InstalledModel, name: str) -> bool:
    repository, _, quantization = name.partition(":")
    if model.repository and model.repository == repository:
        return not quantization or (model.quantization or "").upper() == quantization.upper()
    if name in (model.title, model.path.name):
        return True
    # Not resolved: in the Hub's cache a model's path is a link, and its goal has no name.
    return Path(name).absolute() in (*model.files, *model.also_at)
