"""What this program is, and the licences of what it brings along."""

import re
from importlib import metadata
from typing import Final

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QGridLayout, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

import paceline
from paceline import paths
from paceline.installation import Flavour, build_facts, commit, flavour
from paceline.protocol.messages import Ready
from paceline.ui.help.sheet import INSET, Sheet

translate = QCoreApplication.translate

LICENCES: Final = "licences.txt"
"""Among the resources of a build: all that it holds, with the text of every licence."""
LONGEST_LICENCE: Final = 60
"""Characters; some packages put the whole text into the field that is for its name."""


def about_sheet(ready: Ready | None, parent: QWidget) -> Sheet:
    """Name version, origin, engine and licences; `ready` is what the engine said at its start."""
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(INSET, 6, 12, 6)
    column.setSpacing(10)
    words = QLabel(
        translate(
            "Help",
            "Chat with language models on your own computer, and see what speculative decoding "
            "does. Free software under the Apache License 2.0.",
        )
    )
    words.setWordWrap(True)
    listing = QPlainTextEdit(licences())
    listing.setReadOnly(True)
    listing.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))  # it has columns
    listing.setTabChangesFocus(True)
    listing.setAccessibleName(translate("Help", "Licences of what comes along"))
    column.addWidget(words)
    column.addLayout(_fact_grid(copy_facts(ready)))
    column.addWidget(QLabel(translate("Help", "It is built with:")))
    column.addWidget(listing, 1)
    sheet = Sheet(translate("Help", "About Paceline"), page, parent)
    sheet.resize(720, 560)
    return sheet


def copy_facts(ready: Ready | None) -> list[tuple[str, str]]:
    """Return what is known of this very copy: titles, and what stands behind them."""
    facts = build_facts()
    unknown = translate("Help", "not known")
    found = [
        (translate("Help", "Version"), paceline.__version__),
        (translate("Help", "This copy"), flavour_words(flavour(facts))),
        (translate("Help", "Commit"), commit(facts) or unknown),
        (translate("Help", "Engine"), _engine(ready) or unknown),
    ]
    if ready is not None and ready.processor_variant is not None:
        found.append((translate("Help", "Code for this processor"), ready.processor_variant))
    return found


def flavour_words(kind: Flavour) -> str:
    """Return how a copy came here, in a person's words."""
    return {
        Flavour.CHECKOUT: translate("Help", "runs from a checkout"),
        Flavour.WHEEL: translate("Help", "a Python package"),
        Flavour.BUNDLE: translate("Help", "a bundle"),
        Flavour.DEB: translate("Help", "a Debian package"),
        Flavour.RPM: translate("Help", "an RPM package"),
        Flavour.APPIMAGE: translate("Help", "an AppImage"),
        Flavour.ARCHIVE: translate("Help", "unpacked from an archive"),
        Flavour.SETUP: translate("Help", "installed by the setup program"),
        Flavour.DMG: translate("Help", "from a disk image"),
    }[kind]


def licences() -> str:
    """Return the list that came with the build, else one line for each package that is needed."""
    try:
        return (paths.resource_folder() / LICENCES).read_text("utf-8", "replace")
    except OSError:
        return "\n".join(bundled())


def _engine(ready: Ready | None) -> str:
    return "" if ready is None else f"llama.cpp ({ready.engine_version})"


def _fact_grid(facts: list[tuple[str, str]]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(18)
    grid.setVerticalSpacing(4)
    grid.setColumnStretch(1, 1)
    for row, (title, text) in enumerate(facts):
        caption = QLabel(title)
        caption.setObjectName("muted")
        value = QLabel(text)
        value.setTextFormat(Qt.TextFormat.PlainText)
        value.setAccessibleName(f"{title}: {text}")
        grid.addWidget(caption, row, 0)
        grid.addWidget(value, row, 1)
    return grid


def bundled() -> list[str]:
    """One line for each package that Paceline needs: name, version, licence."""
    found: dict[str, str] = {}
    waiting = ["paceline"]
    while waiting:
        name = waiting.pop()
        key = re.sub(r"[-_.]+", "-", name).lower()
        if key in found:
            continue
        try:
            package = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            continue
        found[key] = f"{package.name} {package.version}  ·  {_licence(package)}"
        waiting += [
            re.split(r"[^\w.-]", need, maxsplit=1)[0]
            for need in package.requires or ()
            if "extra ==" not in need
        ]
    return [line for key, line in sorted(found.items()) if key != "paceline"]


def _licence(package: metadata.Distribution) -> str:
    facts = package.metadata
    for field in ("License-Expression", "License"):
        value = " ".join(facts.get_all(field) or ())
        if value and len(value) <= LONGEST_LICENCE and "\n" not in value:
            return value
    classes = [
        each.rsplit(" :: ", 1)[-1]
        for each in facts.get_all("Classifier") or ()
        if each.startswith("License ::")
    ]
    return ", ".join(classes) or translate("Help", "see the package")
