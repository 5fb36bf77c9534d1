"""Shows a file where the desktop shows files."""

import sys
from pathlib import Path

from PySide6.QtCore import QProcess, QUrl
from PySide6.QtGui import QDesktopServices


def reveal(file: Path) -> bool:
    """Open the folder of a file, with the file chosen where the system can; whether that went."""
    match sys.platform:
        case "win32":
            return bool(QProcess.startDetached("explorer", [f"/select,{file}"]))
        case "darwin":
            return bool(QProcess.startDetached("open", ["-R", str(file)]))
        case _:
            return QDesktopServices.openUrl(QUrl.fromLocalFile(str(file.parent)))
