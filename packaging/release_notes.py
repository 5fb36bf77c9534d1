#!/usr/bin/env python3
"""Prints what a release changes, out of CHANGELOG.md: `packaging/release_notes.py v1.2.3`.

Fails unless the tag is the version in `app/paceline/__init__.py` and the changelog has a dated
entry for it. It needs no packages.
"""

import argparse
import re
import sys
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
_DATE: Final = r"\d{4}-\d{2}-\d{2}"


def main() -> int:
    """Print the notes; the exit status is 1 where tag, version and changelog disagree."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("tag", metavar="TAG")
    parser.add_argument("--root", type=Path, default=ROOT, help=argparse.SUPPRESS)
    options = parser.parse_args()
    root: Path = options.root
    version = version_in((root / "app" / "paceline" / "__init__.py").read_text("utf-8"))
    if options.tag != f"v{version}":
        print(f"The tag is {options.tag}, but the version is {version}.", file=sys.stderr)
        return 1
    notes = notes_of(version, (root / "CHANGELOG.md").read_text("utf-8"))
    if not notes:
        print(f"CHANGELOG.md has no dated entry for {version}.", file=sys.stderr)
        return 1
    print(notes)
    return 0


def version_in(source: str) -> str:
    """Return the version that the package's source names."""
    found = re.search(r'^__version__(?:: Final)? = "(.+)"$', source, re.MULTILINE)
    return found[1] if found else ""


def notes_of(version: str, changelog: str) -> str:
    """Return the entry of a version without its heading, empty where there is none."""
    heading = rf"^## \[{re.escape(version)}\] - {_DATE}\n"
    found = re.search(
        heading + r"(.*?)(?=^## |^\[[^\]]+\]: |\Z)", changelog, re.MULTILINE | re.DOTALL
    )
    return found[1].strip() if found else ""


if __name__ == "__main__":
    sys.exit(main())
