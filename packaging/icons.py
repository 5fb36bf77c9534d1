"""Draws the program's icon for every system from `resources/icons/paceline.svg`.

usage: icons.py hicolor FOLDER | ico FILE | icns FILE

Qt writes single pictures into these formats; both containers are a table in front of PNG files, and
are put together here (ICO as Windows reads it since Vista, ICNS as macOS since 10.7).
"""

import os
import re
import struct
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # also where there is no screen

from PySide6.QtCore import QBuffer, QIODevice, QSize
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

ROOT: Final = Path(__file__).resolve().parents[1]
DRAWING: Final = ROOT / "resources" / "icons" / "paceline.svg"
LINUX_SIZES: Final = (16, 22, 24, 32, 48, 64, 128, 256, 512)
WINDOWS_SIZES: Final = (16, 20, 24, 32, 40, 48, 64, 128, 256)
MACOS_KINDS: Final = {
    b"icp4": 16,
    b"icp5": 32,
    b"ic11": 32,  # 16 on screens of double density
    b"ic12": 64,
    b"ic07": 128,
    b"ic13": 256,
    b"ic08": 256,
    b"ic14": 512,
    b"ic09": 512,
    b"ic10": 1024,
}


def main(arguments: Sequence[str]) -> int:
    """Write what is asked for."""
    match arguments:
        case ["hicolor", folder]:
            for size in LINUX_SIZES:
                file = Path(folder) / f"{size}x{size}" / "apps" / f"{application_id()}.png"
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(png(size))
        case ["ico", file]:
            Path(file).write_bytes(ico())
        case ["icns", file]:
            Path(file).write_bytes(icns())
        case _:
            print((__doc__ or "").split("\n\n")[1], file=sys.stderr)
            return 2
    return 0


def application_id() -> str:
    """Return the name that themes of Linux know the icon by."""
    text = (ROOT / "app" / "paceline" / "__init__.py").read_text("utf-8")
    found = re.search(r'^APPLICATION_ID = "(.+)"$', text, re.MULTILINE)
    assert found is not None
    return found[1]


def png(size: int) -> bytes:
    """Draw a square of so many pixels."""
    image = QImage(QSize(size, size), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    painter = QPainter(image)
    QSvgRenderer(str(DRAWING)).render(painter)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not image.save(buffer, "PNG"):  # type: ignore[call-overload] # takes str, wants bytes
        raise SystemExit("Qt could not write a PNG")
    return bytes(buffer.data().data())


def ico() -> bytes:
    """Return every size that Windows shows in one file."""
    pictures = [(size, png(size)) for size in WINDOWS_SIZES]
    place = 6 + 16 * len(pictures)
    table = struct.pack("<HHH", 0, 1, len(pictures))
    for size, picture in pictures:
        edge = size % 256  # 256 is written as 0
        table += struct.pack("<BBBBHHII", edge, edge, 0, 0, 1, 32, len(picture), place)
        place += len(picture)
    return table + b"".join(picture for _, picture in pictures)


def icns() -> bytes:
    """Return every size that macOS shows in one file."""
    parts = b"".join(
        kind + struct.pack(">I", 8 + len(picture)) + picture
        for kind, picture in ((kind, png(size)) for kind, size in MACOS_KINDS.items())
    )
    return b"icns" + struct.pack(">I", 8 + len(parts)) + parts


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
