"""Collects what the window says and compiles its translations.

Beside the code, the catalogue of recommended pairs speaks: with a note on every pair.
Run it after a change of any sentence, translate what is new in
`resources/translations/paceline_de.ts` (Qt Linguist opens it), and run it again.
"""

import argparse
import json
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import tomllib
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[1]
SOURCES: Final = ROOT / "app" / "paceline"
PAIRS: Final = ROOT / "models" / "catalog.toml"
FOLDER: Final = ROOT / "resources" / "translations"
LANGUAGES: Final = ("en", "de")


def collect(catalogue: Path, language: str) -> None:
    """Bring a catalogue in line with the code; what is said no more is dropped.

    The English one holds plurals alone: everything else is said as the code has it.
    """
    plurals = ["-pluralonly"] if language == "en" else []
    with tempfile.TemporaryDirectory() as folder:
        notes = Path(folder) / "notes.py"  # for Qt's tool reads code alone
        notes.write_text("\n".join(_notes()), encoding="utf-8")
        _run(
            "lupdate",
            *(str(path) for path in (*sorted(SOURCES.rglob("*.py")), notes)),
            *("-locations", "none", "-no-obsolete", "-silent", "-no-ui-lines", *plurals),
            *("-source-language", "en", "-target-language", language, "-ts", str(catalogue)),
        )


def _notes() -> list[str]:
    pairs = tomllib.loads(PAIRS.read_text(encoding="utf-8"))["pair"]
    texts = (json.dumps(pair["note"], ensure_ascii=False) for pair in pairs)
    return [f'QT_TRANSLATE_NOOP("Catalog", {text})' for text in texts]


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
