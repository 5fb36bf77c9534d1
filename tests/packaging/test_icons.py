"""Icons for every system, read back as their systems read them."""

import os
import struct
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

import paceline

SCRIPT = Path(__file__).parents[2] / "packaging" / "icons.py"


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the icons of all systems."""
    folder = tmp_path_factory.mktemp("icons")
    for kind, name in (("hicolor", "hicolor"), ("ico", "p.ico"), ("icns", "p.icns")):
        subprocess.run([sys.executable, SCRIPT, kind, folder / name], env=os.environ, check=True)
    return folder


def _picture(data: bytes) -> QImage:
    picture = QImage.fromData(data)
    assert not picture.isNull()
    assert picture.pixelColor(0, 0).alpha() == 0, "the corners are round"
    assert picture.pixelColor(picture.width() // 2, picture.height() // 8).alpha() == 255
    return picture


def test_themes_find_every_size_under_the_id(drawn: Path) -> None:
    sizes = {
        _picture(file.read_bytes()).width(): file.relative_to(drawn / "hicolor").parts
        for file in (drawn / "hicolor").rglob("*.png")
    }
    assert {16, 32, 48, 64, 128, 256} <= sizes.keys()
    for size, parts in sizes.items():
        assert parts == (f"{size}x{size}", "apps", f"{paceline.APPLICATION_ID}.png")


def test_windows_finds_every_size_where_the_table_says(drawn: Path) -> None:
    data = (drawn / "p.ico").read_bytes()
    nothing, kind, count = struct.unpack_from("<HHH", data)
    assert (nothing, kind) == (0, 1)
    seen, end = [], 0
    for place in range(6, 6 + 16 * count, 16):
        width, _, _, _, _, depth, length, start = struct.unpack_from("<BBBBHHII", data, place)
        picture = _picture(data[start : start + length])
        assert (picture.width() % 256, depth) == (width, 32)
        seen.append(picture.width())
        end = start + length
    assert {16, 24, 32, 48, 256} <= set(seen)
    assert end == len(data)


def test_macos_finds_every_size_where_its_kind_says(drawn: Path) -> None:
    data = (drawn / "p.icns").read_bytes()
    assert (data[:4], struct.unpack_from(">I", data, 4)[0]) == (b"icns", len(data))
    place, seen = 8, []
    while place < len(data):
        (length,) = struct.unpack_from(">I", data, place + 4)
        seen.append(_picture(data[place + 8 : place + length]).width())
        place += length
    assert {16, 32, 128, 256, 512, 1024} <= set(seen)
