"""Every sentence of the window is found, translated and compiled."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

import paceline
from paceline import paths
from paceline.library.catalog import load_catalog

ROOT = Path(__file__).parents[1]
SOURCES = Path(paceline.__file__).parent
HINT = "run packaging/translations.py, and translate what is new"


@dataclass(frozen=True)
class Asked:
    """What the code asks a translation for."""

    context: str
    source: str


@dataclass(frozen=True)
class Translated:
    """A sentence of a catalogue, in all its plural forms."""

    context: str
    source: str
    forms: tuple[str, ...]
    finished: bool


def catalogue(language: str) -> list[Translated]:
    tree = ET.parse(paths.translation_folder() / f"paceline_{language}.ts").getroot()
    found = []
    for context in tree.iter("context"):
        for message in context.iter("message"):
            translation = message.find("translation")
            assert translation is not None
            plurals = [form.text or "" for form in translation.iter("numerusform")]
            found.append(
                Translated(
                    context.findtext("name", ""),
                    message.findtext("source", ""),
                    tuple(plurals) or (translation.text or "",),
                    "type" not in translation.attrib,
                )
            )
    return found


def asked(node: ast.AST, within: str = "") -> Iterator[Asked]:
    """All calls below the node that name their sentence; those that pass one on are no literals."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Call):
            match child:
                case ast.Call(
                    func=ast.Attribute(attr="tr"), args=[ast.Constant(value=str(source)), *_]
                ):
                    yield Asked(within, source)
                case ast.Call(
                    func=ast.Attribute(attr="translate" | "QT_TRANSLATE_NOOP")
                    | ast.Name(id="translate" | "QT_TRANSLATE_NOOP"),
                    args=[ast.Constant(value=str(context)), ast.Constant(value=str(source)), *_],
                ):
                    yield Asked(context, source)
                case _:
                    pass
        yield from asked(child, child.name if isinstance(child, ast.ClassDef) else within)


def test_qts_tool_finds_every_sentence() -> None:
    wanted = {
        one
        for path in SOURCES.rglob("*.py")
        for one in asked(ast.parse(path.read_text("utf-8"), str(path)))
    }
    wanted |= {Asked("Catalog", pair.note) for pair in load_catalog()}
    found = {Asked(one.context, one.source) for one in catalogue("de")}
    assert wanted - found == set(), HINT
    assert found - wanted == set(), HINT


def test_no_sentence_is_put_together_before_it_is_translated() -> None:
    """Qt's tool does not see into f-strings."""
    for path in SOURCES.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            match node:
                case ast.Call(func=ast.Attribute(attr="tr"), args=[ast.JoinedStr(), *_]):
                    pytest.fail(f"{path}:{node.lineno}")
                case ast.Call(args=[_, ast.JoinedStr(), *_]) if "translate" in ast.unparse(
                    node.func
                ):
                    pytest.fail(f"{path}:{node.lineno}")
                case _:
                    pass


def test_german_is_complete() -> None:
    unfinished = [one.source for one in catalogue("de") if not one.finished or "" in one.forms]
    assert unfinished == [], HINT


@pytest.mark.parametrize("language", ["en", "de"])
def test_every_translation_has_the_same_places_and_marks(language: str) -> None:
    for one in catalogue(language):
        for form in one.forms:
            for mark in (r"\{\w*\}", r"%n", r"%L?n", r"…$", r"\(\*\.\w+", r"^\s", r"\s$", r"\n"):
                theirs = sorted(re.findall(mark, form))
                assert theirs == sorted(re.findall(mark, one.source)), (one.source, form)
            keys = [len(re.findall(r"&(?=\w|\{)", text)) for text in (one.source, form)]
            assert keys[0] == keys[1], f"{one.source!r} has a key of its own, {form!r} has not"


def test_english_has_all_plurals() -> None:
    plural = {Asked(one.context, one.source) for one in catalogue("de") if "%n" in one.source}
    assert plural == {Asked(one.context, one.source) for one in catalogue("en")}, HINT
    assert all(one.finished and len(one.forms) == 2 for one in catalogue("en")), HINT


@pytest.mark.parametrize("language", ["en", "de"])
def test_what_the_window_loads_is_compiled_anew(language: str, tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, str(ROOT / "packaging" / "translations.py"), "--into", str(tmp_path)],
        check=True,
    )
    for ending in ("ts", "qm"):
        name = f"paceline_{language}.{ending}"
        shipped = paths.translation_folder() / name
        assert (tmp_path / name).read_bytes() == shipped.read_bytes(), HINT
