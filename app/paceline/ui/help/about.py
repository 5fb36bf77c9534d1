"""What this program is, and the licences of what it brings along."""

import re
from importlib import metadata
from typing import Final

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QVBoxLayout, QWidget

import paceline
from paceline.ui.help.sheet import INSET, Sheet

translate = QCoreApplication.translate

LONGEST_LICENCE: Final = 60
"""Characters; some packages put the whole text into the field that is for its name."""


def about_sheet(parent: QWidget) -> Sheet:
    """Name version, licence and all packages that the program needs."""
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(INSET, 6, 12, 6)
    words = QLabel(
        translate(
            "Help",
            "Version {version}. Chat with language models on your own computer, and see what "
            "speculative decoding does. Free software under the Apache License 2.0.",
        ).format(version=paceline.__version__)
    )
    words.setWordWrap(True)
    listing = QPlainTextEdit("\n".join(bundled()))
    listing.setReadOnly(True)
    listing.setTabChangesFocus(True)
    listing.setAccessibleName(translate("Help", "Licences of what comes along"))
    column.addWidget(words)
    column.addWidget(QLabel(translate("Help", "It is built with:")))
    column.addWidget(listing, 1)
    sheet = Sheet(translate("Help", "About Paceline"), page, parent)
    sheet.resize(600, 460)
    return sheet


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
