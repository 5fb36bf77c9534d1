"""What to do with the news of a version, by the way in which this copy came here."""

from typing import Final

from paceline.installation import Flavour
from paceline.words import QT_TRANSLATE_NOOP

ADVICE: Final[dict[Flavour, str]] = {
    Flavour.CHECKOUT: QT_TRANSLATE_NOOP(
        "Updates",
        "This copy runs from a checkout: fetch the new version with git pull, then run make setup.",
    ),
    Flavour.WHEEL: QT_TRANSLATE_NOOP(
        "Updates",
        "This copy is a Python package: install the new one in the same way as this one.",
    ),
    Flavour.BUNDLE: QT_TRANSLATE_NOOP(
        "Updates",
        "Put the new version in the place of this one. Chats, settings and models lie elsewhere "
        "and stay.",
    ),
    Flavour.DEB: QT_TRANSLATE_NOOP(
        "Updates",
        "This copy came as a Debian package: fetch the new .deb from the page, and run "
        "sudo apt install ./paceline*.deb in the folder where it lies.",
    ),
    Flavour.RPM: QT_TRANSLATE_NOOP(
        "Updates",
        "This copy came as an RPM package: fetch the new .rpm from the page, and run "
        "sudo dnf install ./paceline*.rpm in the folder where it lies.",
    ),
    Flavour.APPIMAGE: QT_TRANSLATE_NOOP(
        "Updates",
        "This copy is an AppImage: fetch the new file from the page, and put it in the place of "
        "this one.",
    ),
    Flavour.ARCHIVE: QT_TRANSLATE_NOOP(
        "Updates",
        "This copy was unpacked from an archive: unpack the new one, and delete this folder. "
        "Chats, settings and models lie elsewhere and stay.",
    ),
    Flavour.SETUP: QT_TRANSLATE_NOOP(
        "Updates",
        "Fetch the new setup program from the page, close Paceline, and run it: it replaces this "
        "version and leaves your chats and settings.",
    ),
    Flavour.DMG: QT_TRANSLATE_NOOP(
        "Updates",
        "Fetch the new disk image from the page, close Paceline, and drag the new one into "
        "Applications.",
    ),
}
"""Sentences in English; the window translates them in the context “Updates”."""
