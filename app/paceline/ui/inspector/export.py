"""The passes of a reply as files: JSON Lines, and one page that replays them anywhere."""

import base64
import hashlib
from typing import Final

import msgspec
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from paceline import paths
from paceline.provenance import Round
from paceline.ui.inspector.recording import Recording

FORMAT: Final = "paceline-passes"
VERSION: Final = 1

_ESCAPES: Final = str.maketrans(
    {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
)
"""What could end a script element, or a line of script, inside of JSON."""


class Heading(msgspec.Struct, frozen=True):
    """The first line of the file; every further line is a `provenance.Round`."""

    format: str
    version: int
    title: str
    passes: int
    tokens: int


def as_json_lines(recording: Recording, title: str) -> bytes:
    """Return a heading and then one pass per line, in UTF-8."""
    return msgspec.json.Encoder().encode_lines([_heading(recording, title), *recording.rounds])


def as_page(recording: Recording, title: str) -> str:
    """Return a page that needs nothing else: it loads nothing, and runs no script but its own.

    The texts of a reply may be hostile. They travel as JSON without a single `<` and reach the
    page as text alone; the policy in its head names the one script that may run by its hash.
    """
    folder = paths.resource_folder()
    environment = Environment(
        loader=FileSystemLoader(folder), autoescape=True, undefined=StrictUndefined
    )
    script = (folder / "replay.js").read_text("utf-8")
    return environment.get_template("replay_page.html").render(
        title=title,
        heading=_heading(recording, title),
        script=Markup(script),  # noqa: S704 - shipped with the program
        script_hash=_hash(script),
        data=Markup(_data(recording.rounds)),  # noqa: S704 - escaped for a script element
    )


def _heading(recording: Recording, title: str) -> Heading:
    return Heading(FORMAT, VERSION, title, len(recording.rounds), len(recording.tokens))


def _data(rounds: list[Round]) -> str:
    return msgspec.json.encode(rounds).decode("utf-8", "replace").translate(_ESCAPES)


def _hash(script: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
