"""`paceline updates`: asks whether there is a newer version, and says what it changes."""

import os
from datetime import UTC, datetime
from functools import partial

import msgspec
from rich.markdown import Markdown

from paceline import paths
from paceline.cli.arguments.options import Options
from paceline.cli.job import run_job
from paceline.cli.terminal import print_json, remark, screen
from paceline.engine.llama.native import AbortFlag
from paceline.errors import AppError
from paceline.installation import Flavour, flavour, release_feed
from paceline.library.hub.endpoints import why_offline
from paceline.library.updates.advice import ADVICE
from paceline.library.updates.releases import Release
from paceline.library.updates.updates import Standing, Updates
from paceline.settings import load_settings


class UpdateReport(msgspec.Struct, frozen=True):
    """All that the job found out; `newer` begins with the newest."""

    version: str
    installed_as: Flavour
    newer: tuple[Release, ...]
    advice: str


def updates(options: Options) -> int:
    """Run the job and return its exit status."""
    return run_job(partial(_updates, options))


def _updates(options: Options, _abort: AbortFlag) -> None:
    asking = Updates(paths.updates_file(), release_feed())
    standing = asking.ask(datetime.now(UTC), offline=_offline())
    here = flavour()
    if options.json:
        print_json(UpdateReport(standing.current, here, standing.newer, ADVICE[here]))
    else:
        _print(standing, ADVICE[here])


def _offline() -> bool:
    """Whether the settings, or the environment, keep everything at home."""
    try:
        setting = load_settings(paths.settings_file()).library.offline
    except AppError:
        setting = False
    return why_offline(os.environ, setting=setting) is not None


def _print(standing: Standing, advice: str) -> None:
    if not standing.newer:
        print(f"Paceline {standing.current} is the newest version.")
        return
    console = screen()
    for release in standing.newer:
        when = f", {release.published:%Y-%m-%d}" if release.published else ""
        console.print(f"Paceline {release.version}{when}", style="bold")
        if release.notes:
            console.print(Markdown(release.notes, hyperlinks=False))
        if release.page:
            console.print(release.page, soft_wrap=True)
        console.print()
    remark(f"You have {standing.current}. {advice}")
