"""What a repository has to offer on this machine: each model with what it needs. Pure."""

import dataclasses
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from paceline.library.file_names import Role
from paceline.library.gguf.facts import ModelFacts
from paceline.library.hub.records import HubModel, Repository
from paceline.library.installed.records import InstalledModel
from paceline.library.memory_fit import (
    Fit,
    MachineMemory,
    fit,
    memory_need,
    rough_need,
)

_BEST_FIRST: Final = (
    "Q4_K_M",
    "Q4_K_XL",
    "UD-Q4_K_XL",
    "MXFP4",
    "Q4_K_S",
    "IQ4_XS",
    "Q5_K_M",
    "Q4_0",
)
"""What most people run; of these the first one that fits is proposed."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A model; `need` is bytes of memory with its KV cache, and jointly with a draft if any.

    `exact` says that its header was read, or that of the same model in another quantization.
    """

    model: HubModel
    need: int
    exact: bool
    fit: Fit
    here: InstalledModel | None


def offers_of(
    repository: Repository,
    known: Iterable[tuple[HubModel, ModelFacts]],
    context_length: int,
    machine: MachineMemory,
    *,
    draft_bytes: int = 0,
    installed: Sequence[InstalledModel] = (),
) -> tuple[Offer, ...]:
    """Return every model of the repository, the small ones first.

    `known` are the headers that were read; `draft_bytes` is what a draft would need beside it.
    """
    facts = {stem_of(model): each for model, each in known}
    by_size: dict[int, list[InstalledModel]] = {}
    for one in installed:
        by_size.setdefault(one.size, []).append(one)
    offers = []
    for model in sorted(repository.models, key=lambda one: (one.role.is_drafter, one.size)):
        header = facts.get(stem_of(model))
        if header is None:
            need = rough_need(model.size)
        else:
            weighed = dataclasses.replace(header, tensor_bytes=model.size)
            need = memory_need(weighed, context_length).total
        need += 0 if model.role.is_drafter else draft_bytes
        here = already_here(model, by_size.get(model.size, ()))
        offers.append(Offer(model, need, header is not None, fit(need, machine), here))
    return tuple(offers)


def already_here(model: HubModel, of_its_size: Iterable[InstalledModel]) -> InstalledModel | None:
    """Return the same model on this machine: equally large, and from there or of the same names."""
    names = {file.name for file in model.files}
    repositories = {file.repository for file in model.files}
    for one in of_its_size:
        if one.trouble is not None:
            continue
        if one.repository in repositories or {file.name for file in one.files} == names:
            return one
    return None


def proposed(offers: Sequence[Offer]) -> int | None:
    """Return the place of the offer that suits most people; None where there is no model."""
    models = [at for at, one in enumerate(offers) if one.model.role is Role.MODEL]
    fitting = [at for at in models if offers[at].fit is not Fit.TOO_LARGE]
    for quantization in _BEST_FIRST:
        for at in fitting:
            if offers[at].model.quantization == quantization:
                return at
    if fitting:
        return fitting[-1]
    return models[0] if models else None


def stem_of(model: HubModel) -> str:
    """Return what the model is called in every quantization."""
    title = model.title.casefold()
    if model.quantization:
        title = title.replace(model.quantization.casefold(), "")
    return title.strip("-._ ")
