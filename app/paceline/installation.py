"""Which copy of Paceline this is: how it came here, from which commit, and who tells of newer ones.

Packaging writes what it knows into `resources/build.toml` of what it builds
(`packaging/build_facts.py`); a checkout is asked itself.
"""

import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Final

import msgspec

from paceline import paths

RELEASES_VARIABLE: Final = "PACELINE_RELEASES"
"""Names another address for news of versions: for tests, and for whoever builds their own."""
GIT_SECONDS: Final = 2.0
"""Git answers within some milliseconds; nobody waits for a disk that has gone to sleep."""

_COMMIT_LETTERS: Final = 12


class Flavour(StrEnum):
    """How this copy came to be here, and so how a newer one does."""

    CHECKOUT = "checkout"
    WHEEL = "wheel"
    """Installed by Python's own tools."""
    BUNDLE = "bundle"
    """A frozen folder of which nothing else is known."""
    DEB = "deb"
    RPM = "rpm"
    APPIMAGE = "appimage"
    ARCHIVE = "archive"
    """Unpacked by the person."""
    SETUP = "setup"
    """Installed by the setup program of Windows."""
    DMG = "dmg"


class BuildFacts(msgspec.Struct, frozen=True):
    """What packaging wrote; empty where it wrote nothing."""

    installed_as: str = ""
    commit: str = ""
    releases: str = ""


def build_facts() -> BuildFacts:
    """Read what packaging wrote; a file that is missing or damaged tells nothing."""
    try:
        text = (paths.resource_folder() / "build.toml").read_text("utf-8")
        return msgspec.convert(tomllib.loads(text), BuildFacts)
    except (OSError, ValueError):
        return BuildFacts()


def flavour(facts: BuildFacts | None = None) -> Flavour:
    """Return how this copy came here."""
    told = (facts or build_facts()).installed_as
    if told in {each.value for each in Flavour}:
        return Flavour(told)
    if getattr(sys, "frozen", False):
        return Flavour.APPIMAGE if "APPIMAGE" in os.environ else Flavour.BUNDLE
    return Flavour.WHEEL if _checkout() is None else Flavour.CHECKOUT


def commit(facts: BuildFacts | None = None) -> str:
    """Return the commit, shortened; empty where nobody knows it. Blocks for `GIT_SECONDS` at most.

    What was changed since that commit is not told.
    """
    if told := (facts or build_facts()).commit:
        return told[:_COMMIT_LETTERS]
    folder, git = _checkout(), shutil.which("git")
    if folder is None or git is None or not (folder / ".git").exists():
        return ""
    try:
        said = subprocess.run(
            [git, "-C", str(folder), "rev-parse", f"--short={_COMMIT_LETTERS}", "HEAD"],
            capture_output=True,
            timeout=GIT_SECONDS,
            check=False,
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return said.stdout.decode("ascii", "replace").strip() if said.returncode == 0 else ""


def release_feed(
    environment: Mapping[str, str] | None = None, facts: BuildFacts | None = None
) -> str:
    """Return the address where new versions are told, empty where this copy knows none."""
    surroundings = os.environ if environment is None else environment
    chosen = surroundings.get(RELEASES_VARIABLE, "").strip()
    return chosen or (facts or build_facts()).releases.strip()


def _checkout() -> Path | None:
    """The folder of the checkout that this runs from."""
    if getattr(sys, "frozen", False):
        return None
    package = Path(__file__).resolve().parent
    folder = package.parents[1]
    whole = (folder / "pyproject.toml").is_file() and package == folder / "app" / "paceline"
    return folder if whole else None
