"""The program's own pictures."""

from PySide6.QtGui import QIcon

from paceline.paths import resource_folder


def application_icon() -> QIcon:
    """The icon of window, dock and empty state, sharp at every size."""
    return QIcon(str(resource_folder() / "icons" / "paceline.svg"))
