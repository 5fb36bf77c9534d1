#!/usr/bin/env python3
"""Write what is known of a build into its resources/build.toml, for About and for updates.

    packaging/build_facts.py dist/paceline/_internal/resources --installed-as deb

The commit is that of this checkout, or SOURCE_COMMIT of the environment where there is no git; the
address of the releases is PACELINE_RELEASES of the environment, and without it nobody is asked.
`app/paceline/installation.py` reads the file.
"""

import argparse
import os
import subprocess
from pathlib import Path

KINDS = ("", "deb", "rpm", "appimage", "archive", "setup", "dmg")
"""As in `paceline.installation.Flavour`, which this script does without: it needs no packages."""

CHECKOUT = Path(__file__).resolve().parents[1]


def main() -> None:
    """Write the file."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("resources", type=Path, help="the folder of resources in the build")
    parser.add_argument("--installed-as", choices=KINDS, default="", help="how it gets to people")
    options = parser.parse_args()
    facts = {
        "installed_as": options.installed_as,
        "commit": os.environ.get("SOURCE_COMMIT") or commit(),
        "releases": os.environ.get("PACELINE_RELEASES", ""),
    }
    for name, value in facts.items():
        if not value.isascii() or '"' in value or "\\" in value:
            raise SystemExit(f"build_facts: {name} cannot be {value!r}")
    lines = [f'{name} = "{value}"' for name, value in facts.items()]
    (options.resources / "build.toml").write_text("\n".join(lines) + "\n", "utf-8")


def commit() -> str:
    """Return the commit of this checkout, empty where git does not know it."""
    try:
        asked = ["git", "-C", str(CHECKOUT), "rev-parse", "HEAD"]
        said = subprocess.run(asked, capture_output=True, text=True, check=False)
    except OSError:
        return ""
    return said.stdout.strip() if said.returncode == 0 else ""


if __name__ == "__main__":
    main()
