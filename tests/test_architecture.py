"""The architecture in plain English: who may import whom.

    ui -> client -> protocol <- worker -> engine        history, library: leaves of ui and cli

Below them all stand the modules at the root of the package. Each layer names everything it may
import; whatever it does not name is forbidden. A check that finds no module to look at fails.
"""

import ast
from pathlib import Path
from typing import Final

import pytest
from pytest_archon import archrule

import paceline

ROOT: Final = Path(paceline.__file__).parent
LONGEST_MODULE: Final = 500
"""Lines: one sitting."""

VALUES: Final = ("errors", "chat", "loading", "nodes", "options", "provenance")
"""What every layer may speak of."""

ALLOWED: Final[dict[str, tuple[str, ...]]] = {
    "error_codes": (),
    "errors": ("error_codes", "remote_sentences", "words"),
    "chat": (),
    "loading": ("nodes",),
    "nodes": (),
    "node_check": ("errors", "nodes"),
    "measured_pairs": ("errors", "whole_file"),
    "options": (),
    "provenance": ("options",),
    "installation": ("paths",),
    "machine": (),
    "parity": ("machine", "options", "provenance"),
    "paths": (),
    "words": (),
    "remote_sentences": ("error_codes", "words"),
    "tally": ("options", "provenance"),
    "vocabulary": (),
    "whole_file": ("errors",),
    "settings": ("errors", "loading", "options", "whole_file", "words"),
    "protocol": VALUES,
    "engine": (*VALUES, "measured_pairs", "node_check", "tally", "vocabulary", "whole_file"),
    "worker": (*VALUES, "protocol", "engine", "remote"),
    "client": (*VALUES, "protocol"),
    "server": (*VALUES, "protocol", "client"),
    "remote": (*VALUES, "tally"),
    "markdown": (),
    "history": (*VALUES, "paths", "whole_file", "markdown"),
    "library": (
        *VALUES,
        "installation",
        "measured_pairs",
        "paths",
        "vocabulary",
        "whole_file",
        "words",
    ),
    "ui": (
        *VALUES,
        "node_check",
        "installation",
        "machine",
        "measured_pairs",
        "parity",
        "tally",
        "settings",
        "paths",
        "vocabulary",
        "whole_file",
        "words",
        "markdown",
        "client",
        "protocol",
        "history",
        "library",
        "remote",
    ),
    "cli": (
        *VALUES,
        "node_check",
        "installation",
        "machine",
        "measured_pairs",
        "parity",
        "tally",
        "settings",
        "paths",
        "vocabulary",
        "whole_file",
        "engine",
        "library",
        "remote",
        # The self-test stores a chat, and speaks to a worker as the window does.
        "history",
        "protocol",
        "client",
        "server",
    ),
}
"""Every module and package at the root, and what else of Paceline it may import."""

WIRING: Final = "__main__"
"""Puts everything together, so it may import anything, and nothing may import it."""


def built() -> set[str]:
    """The modules and packages that stand at the root."""
    modules = {path.stem for path in ROOT.glob("*.py")}
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    return (modules | packages) - {"__init__", WIRING}


def within(*names: str) -> list[str]:
    """Patterns of these modules and of everything inside them."""
    return [pattern for name in names for pattern in (f"paceline.{name}", f"paceline.{name}.*")]


def test_every_module_at_the_root_has_its_place() -> None:
    assert built() == set(ALLOWED)


@pytest.mark.parametrize("layer", sorted(ALLOWED))
def test_a_layer_imports_only_what_it_may(layer: str) -> None:
    (
        archrule(f"of Paceline {layer} imports only: {', '.join(ALLOWED[layer]) or 'nothing'}")
        .match(*within(layer))
        .should_not_import("paceline.*")
        .may_import(*within(layer, *ALLOWED[layer]))
        .check("paceline", only_direct_imports=True)
    )


def test_nothing_imports_the_wiring() -> None:
    (
        archrule("__main__ is imported by nobody")
        .match("paceline", "paceline.*")
        .should_not_import(f"paceline.{WIRING}")
        .check("paceline", only_direct_imports=True)
    )


def test_only_the_window_sees_qt() -> None:
    (
        archrule("only ui, client and __main__ reach PySide6, by whatever way")
        .match("paceline.*")
        .exclude(*within("ui", "client", WIRING))
        .should_not_import("PySide6", "PySide6.*")
        .check("paceline")
    )


def test_the_client_needs_no_screen() -> None:
    (
        archrule("the client sees QtCore only")
        .match(*within("client"))
        .should_not_import("PySide6", "PySide6.*")
        .may_import("PySide6.QtCore")
        .check("paceline")
    )


def test_only_one_package_sees_llama_cpp() -> None:
    (
        archrule("only engine.llama imports llama_cpp")
        .match("paceline", "paceline.*")
        .exclude("paceline.engine.llama", "paceline.engine.llama.*")
        .should_not_import("llama_cpp", "llama_cpp.*")
        .check("paceline", only_direct_imports=True)
    )


def test_a_native_crash_cannot_reach_the_window() -> None:
    (
        archrule("whatever runs in the window's process reaches neither llama_cpp nor the engine")
        .match(*within("ui", "client", "protocol", "library", "settings"))
        .should_not_import("llama_cpp", "llama_cpp.*", *within("engine", "worker"))
        .check("paceline")
    )


def test_only_history_sees_the_database() -> None:
    (
        archrule("only history imports sqlite3")
        .match("paceline", "paceline.*")
        .exclude(*within("history"))
        .should_not_import("sqlite3", "sqlite3.*")
        .check("paceline", only_direct_imports=True)
    )


def modules() -> list[str]:
    return sorted(str(path.relative_to(ROOT)) for path in ROOT.rglob("*.py"))


@pytest.mark.parametrize("module", modules())
def test_a_module_is_a_noun_and_one_sitting_long(module: str) -> None:
    vague = {"utils", "util", "helpers", "helper", "manager", "managers", "misc", "common"}
    assert not vague & set(Path(module).with_suffix("").parts), "put the name where it belongs"
    assert len((ROOT / module).read_text("utf-8").splitlines()) <= LONGEST_MODULE


@pytest.mark.parametrize("module", [name for name in modules() if name.endswith("__init__.py")])
def test_a_package_imports_nothing_by_itself(module: str) -> None:
    """Importing one module of a package must not bring its neighbours along unseen."""
    tree = ast.parse((ROOT / module).read_text("utf-8"))
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
