"""What the command line chose of models and how to use them, before anything is loaded.

Nothing here needs the engine, so that a job which leaves that to another process stays light.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from paceline import paths
from paceline.cli.arguments.options import Options
from paceline.cli.arguments.values import whole_text
from paceline.cli.terminal import remark
from paceline.errors import AppError
from paceline.library.installed.places import Place, places
from paceline.library.pair_files import files_of_pair
from paceline.library.practice import ensure_practice_target
from paceline.library.starter import find_starter
from paceline.loading import LoadingWishes
from paceline.options import DrafterChoice, Sampling, Speculation, Verification
from paceline.settings import load_settings

PRACTICE: Final = "practice"
"""The pair that is made on this machine; every other name is one of the catalogue."""


def pair_name(options: Options) -> str:
    """Return how this choice of models is called in reports."""
    if options.starter:
        return "starter"
    if options.target:
        files = [path for path in (options.target, options.draft) if path]
        return whole_text(" + ".join(path.name for path in files))
    return options.pair or PRACTICE


def sampling_of(options: Options, *, temperature: float) -> Sampling:
    """Return the sampler settings asked for, with this default temperature."""
    default = Sampling()
    return Sampling(
        temperature=temperature if options.temperature is None else options.temperature,
        top_k=default.top_k if options.top_k is None else options.top_k,
        top_p=default.top_p if options.top_p is None else options.top_p,
        min_p=default.min_p if options.min_p is None else options.min_p,
        repeat_penalty=options.repeat_penalty or default.repeat_penalty,
        frequency_penalty=options.frequency_penalty,
        presence_penalty=options.presence_penalty,
        seed=options.seed,
        stop=tuple(options.stop),
    )


def speculation_of(options: Options) -> Speculation:
    """Return how to speculate as asked for."""
    return Speculation(
        enabled=options.speculation,
        drafter=DrafterChoice(options.drafter),
        draft_length=options.draft_length,
        verification=Verification(options.verification),
    )


def wishes_of(options: Options) -> LoadingWishes:
    """Return how to load, as asked for."""
    key_type, value_type = options.kv_type or (None, None)
    return LoadingWishes(
        draft_context_length=options.draft_context,
        key_type=key_type,
        value_type=value_type,
        draft_cache_type=options.draft_kv_type,
        flash_attention=options.flash_attention,
        device=options.device,
        gpu_layers=options.gpu_layers,
        draft_gpu_layers=options.draft_gpu_layers,
        swa_full=options.swa_full,
        nodes=tuple(options.nodes),
    )


def chosen_files(
    options: Options, building: Callable[[float], None], cancelled: Callable[[], bool]
) -> tuple[Path, Path | None]:
    """Return target and draft; the practice pair is the default and built on first use.

    `building` is told how far the practice target is. Raises `AppError` or `Cancelled`.
    """
    if options.target is not None:
        return options.target, options.draft
    if options.pair not in (None, PRACTICE):
        return files_of_pair(options.pair, _places())
    starter = find_starter()
    if options.starter:
        return starter, None
    target = ensure_practice_target(starter=starter, progress=building, cancelled=cancelled)
    return target, starter


def _places() -> tuple[Place, ...]:
    """Where models may lie; damaged settings are told of and done without."""
    try:
        own = load_settings(paths.settings_file()).library.model_folders
    except AppError as error:
        remark(str(error))
        own = ()
    return places([Path(folder) for folder in own])
