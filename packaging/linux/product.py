"""What every package of Paceline says of it: names, version, dates, changes, size.

Each fact is read where it stands for the program itself; only what no code needs stands here.
"""

import datetime as dt
import os
import platform
import re
import subprocess
from dataclasses import dataclass
from email.utils import format_datetime
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
_PACKAGE: Final = ROOT / "app" / "paceline" / "__init__.py"
_CHANGES: Final = ROOT / "CHANGELOG.md"

NAME: Final = "paceline"
STARTER: Final = "paceline-starter"
SUMMARY: Final = "local chat that shows and measures speculative decoding"
MAINTAINER: Final = "The Paceline authors <paceline@paceline.example>"
HOMEPAGE: Final = "https://paceline.example/"
"""Reserved by RFC 2606 for what has no address yet; a release puts the project's own here."""

DEBIAN_MACHINES: Final = {"x86_64": "amd64", "aarch64": "arm64"}
_RELEASE: Final = re.compile(r"^## \[(\d[\w.]+)\] - (\d{4}-\d\d-\d\d)$", re.MULTILINE)
_TRIAL: Final = re.compile(r"(?<=\d)(?=(?:a|b|rc)\d)")
"""Where a version that is still being tried out begins to say so."""


@dataclass(frozen=True)
class Release:
    """A version that was published, and the day."""

    version: str
    day: dt.date


def _constant(name: str) -> str:
    found = re.search(rf'^{name} = "([^"]+)"$', _PACKAGE.read_text("utf-8"), re.MULTILINE)
    if found is None:
        raise SystemExit(f"{_PACKAGE} has no line {name} = …")
    return found[1]


def version() -> str:
    """Return the program's version."""
    return _constant("__version__")


def sorted_version() -> str:
    """Return the version as apt and rpm sort it: 1.0rc1 is older than 1.0 and written 1.0~rc1."""
    return _TRIAL.sub("~", version())


def application_id() -> str:
    """Return what desktops know the program by."""
    return _constant("APPLICATION_ID")


def releases() -> list[Release]:
    """Return what was published, newest first, as the changelog has it."""
    return [
        Release(found[1], dt.date.fromisoformat(found[2]))
        for found in _RELEASE.finditer(_CHANGES.read_text("utf-8"))
    ]


def built_at() -> int:
    """Return the time that packages carry, in seconds since 1970: never the clock's.

    SOURCE_DATE_EPOCH goes first, then the commit that is built.
    """
    if given := os.environ.get("SOURCE_DATE_EPOCH"):
        return int(given)
    shown = subprocess.run(
        ["git", "-C", str(ROOT), "log", "-1", "--format=%ct"],  # noqa: S607 - the caller's git
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if shown.returncode == 0 and shown.stdout.strip():
        return int(shown.stdout)
    raise SystemExit("Outside a checkout set SOURCE_DATE_EPOCH, the time that packages carry.")


def build_day() -> dt.date:
    """Return the day of `built_at`."""
    return _built().date()


def build_date() -> str:
    """Return `built_at` as mails and Debian's changelogs write it."""
    return format_datetime(_built())


def _built() -> dt.datetime:
    return dt.datetime.fromtimestamp(built_at(), dt.UTC)


def debian_machine() -> str:
    """Return Debian's name of this machine's architecture."""
    machine = platform.machine()
    try:
        return DEBIAN_MACHINES[machine]
    except KeyError:
        raise SystemExit(f"There are no packages for machines of the kind {machine}.") from None
