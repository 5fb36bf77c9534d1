"""What a bundle needs from the system it is installed on, read from the bundle itself.

dpkg-shlibdeps and rpm's own search take the libraries that a bundle brings for needs; here they
are left out.
"""

import re
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

LIST: Final = Path(__file__).with_name("bundle-libraries.txt")
_MAGIC: Final = b"\x7fELF"
_NEEDED: Final = re.compile(r"^\s+NEEDED\s+(\S+)$", re.MULTILINE)
_GLIBC: Final = re.compile(r"\bGLIBC_(\d+)\.(\d+)\b")
_AT_ONCE: Final = 100
"""Files for one call of objdump."""


@dataclass(frozen=True)
class Needs:
    """What the system must bring: the C library from this version on, and these libraries."""

    glibc: tuple[int, int]
    sonames: tuple[str, ...]


def needs_of(bundle: Path) -> Needs:
    """Read every program and library of a bundle; raises `SystemExit` for a library unknown."""
    files = [path for path in bundle.rglob("*") if _is_native(path)]
    brought = {path.name for path in bundle.rglob("*")}
    described = "".join(_described(files))
    wanted = set(_NEEDED.findall(described)) - brought
    unknown = wanted - packages().keys()
    if unknown:
        raise SystemExit(
            f"The bundle needs {', '.join(sorted(unknown))} and does not bring it; "
            f"collect it into the bundle, or name its package in {LIST}"
        )
    versions = [(int(major), int(minor)) for major, minor in _GLIBC.findall(described)]
    return Needs(max(versions, default=(2, 0)), tuple(sorted(wanted)))


def packages() -> dict[str, str]:
    """Return Debian's package of every library that a system may be asked for."""
    lines = LIST.read_text("utf-8").splitlines()
    rows = (line.split() for line in lines if line and not line.startswith("#"))
    return {row[0]: row[1] for row in rows}


def debian_packages(needs: Needs) -> list[str]:
    """Return these needs as a package's Depends."""
    names = packages()
    wanted = {names[soname] for soname in needs.sonames} - {"libc6"}
    major, minor = needs.glibc
    return [f"libc6 (>= {major}.{minor})", *sorted(wanted)]


def _is_native(path: Path) -> bool:
    if path.is_symlink() or not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(len(_MAGIC)) == _MAGIC


def _described(files: list[Path]) -> Iterable[str]:
    for start in range(0, len(files), _AT_ONCE):
        names = [str(path) for path in files[start : start + _AT_ONCE]]
        yield subprocess.run(
            ["objdump", "-p", *names],  # noqa: S607 - of binutils, as PyInstaller uses it
            stdout=subprocess.PIPE,
            encoding="utf-8",
            check=True,
        ).stdout
