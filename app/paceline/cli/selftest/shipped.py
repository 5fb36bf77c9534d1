"""Whether the files are there that ship with the program, and can be used."""

import tomllib
from collections.abc import Callable
from pathlib import Path
from string import Template
from typing import Final

from paceline import paths
from paceline.cli.selftest.report import Broken

ICONS: Final = ("paceline.svg", "down-dark.svg", "down-light.svg", "up-dark.svg", "up-light.svg")
PAGES: Final = ("bench_page.html", "chat_page.html", "replay_page.html")
TABLES: Final = ("presets.toml", "workloads.toml", "parity_prompts.toml", "build.toml")
PICTURES: Final = ("doctor", "origins", "passes", "speed")
STYLE: Final = "style.qss"
SCRIPT: Final = "replay.js"
MANUAL: Final = (
    "README",
    "choosing-a-pair",
    "command-line",
    "contributing",
    "how-speculation-works",
    "identical-output",
    "installing",
    "measuring",
    "privacy",
    "reading-the-figures",
    "releasing",
    "remote-servers",
    "server",
    "settings",
    "several-machines",
    "troubleshooting",
    "updates",
)

NEEDED: Final = (
    STYLE,
    SCRIPT,
    *PAGES,
    *TABLES,
    *(f"icons/{name}" for name in ICONS),
    *(f"manual/{name}.md" for name in MANUAL),
    *(f"manual/pictures/{name}.png" for name in PICTURES),
)
"""Every file but the translations, below the folder of resources."""


def resources() -> str:
    """Read every resource as its user does; raises `Broken` with the names of those that fail."""
    folder = paths.resource_folder()
    troubles = [trouble for name in NEEDED if (trouble := _trouble(folder, name))]
    if troubles:
        raise Broken(f"Of {len(NEEDED)} files in {folder} {'; '.join(troubles)}.")
    return (
        f"{len(NEEDED)} files: {len(ICONS)} icons, style sheet, presets, {len(PAGES)} pages, manual"
    )


def catalogue() -> str:
    """Read the recommended pairs."""
    from paceline.library.catalog import load_catalog  # noqa: PLC0415 - may be what is broken

    pairs = load_catalog()
    if not pairs:
        raise Broken(f"{paths.catalog_file()} recommends nothing.")
    return f"{len(pairs)} pairs"


def _trouble(folder: Path, name: str) -> str | None:
    try:
        _reader(name)(folder / name)
    except FileNotFoundError:
        return f"{name} is missing"
    except OSError as error:
        return f"{name} cannot be read ({error.strerror})"
    except (ValueError, Broken) as error:
        return f"{name} is damaged ({error})"
    return None


def _reader(name: str) -> Callable[[Path], object]:
    if name in PAGES:
        return _read_page
    if name in TABLES:
        return _read_table
    if name.endswith(".png"):
        return _read_picture
    return _read_style if name == STYLE else _read_icon if name.startswith("icons/") else _read_text


def _read_text(file: Path) -> str:
    text = file.read_text("utf-8")
    if not text.strip():
        raise Broken("it is empty")
    return text


def _read_icon(file: Path) -> None:
    if not _read_text(file).rstrip().endswith("</svg>"):
        raise Broken("it is no whole SVG")


def _read_picture(file: Path) -> None:
    content = file.read_bytes()
    if not content.startswith(b"\x89PNG\r\n") or b"IEND" not in content[-12:]:
        raise Broken("it is no whole PNG")


def _read_table(file: Path) -> None:
    if not tomllib.loads(_read_text(file)):
        raise Broken("it is empty")


def _read_style(file: Path) -> None:
    """Look for the places that a theme fills in, and for the end of the last rule."""
    text = _read_text(file)
    if "icons" not in Template(text).get_identifiers() or not text.rstrip().endswith("}"):
        raise Broken("it is cut off")


def _read_page(file: Path) -> None:
    from jinja2 import Environment, TemplateSyntaxError  # noqa: PLC0415 - may be what is broken

    try:
        # Nothing is rendered: the page is only parsed.
        Environment(autoescape=True).parse(_read_text(file))
    except TemplateSyntaxError as error:
        raise Broken(str(error)) from error
