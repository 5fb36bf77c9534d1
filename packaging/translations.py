"""Collects what the window says and compiles its translations.

Run it after a change of any sentence, translate what is new in
`resources/translations/paceline_de.ts` (Qt Linguist opens it), and run it again.
"""

import argparse
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[1]
SOURCES: Final = ROOT / "app" / "paceline"
FOLDER: Final = ROOT / "resources" / "translations"
LANGUAGES: Final = ("en", "de")


def collect(catalogue: Path, language: str) -> None:
    """Bring a catalogue in line with the code; what is said no more is dropped.

    The English one holds plurals alone: everything else is said as the code has it.
    """
    plurals = ["-pluralonly"] if language == "en" else []
    _run(
        "lupdate",
        *(str(path) for path in sorted(SOURCES.rglob("*.py"))),
        *("-locations", "none", "-no-obsolete", "-silent", "-no-ui-lines", *plurals),
        *("-source-language", "en", "-target-language", language, "-ts", str(catalogue)),
    )


def compile_(catalogue: Path, target: Path) -> None:
    """Make the file that the window loads."""
    _run("lrelease", str(catalogue), "-silent", "-qm", str(target))


def _run(tool: str, *arguments: str) -> None:
    program = Path(sysconfig.get_path("scripts")) / f"pyside6-{tool}"
    subprocess.run([str(program), *arguments], check=True, cwd=ROOT)


def main() -> int:
    """Collect and compile."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--into", type=Path, default=FOLDER, help="where to leave the results")
    folder: Path = parser.parse_args().into
    for language in LANGUAGES:
        catalogue = folder / f"paceline_{language}.ts"
        if folder != FOLDER:
            shutil.copy(FOLDER / catalogue.name, catalogue)
        collect(catalogue, language)
        compile_(catalogue, catalogue.with_suffix(".qm"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
