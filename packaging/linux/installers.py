"""Builds the installers for Linux from a bundle: `installers.py deb rpm tar`.

`make deb`, `make rpm`, `make tar` and `make installers` call it, and so does the workflow that
releases.
"""

import argparse
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

import product

TOOLS: Final = {
    "deb": ("dpkg-deb", "dpkg"),
    "starter": ("dpkg-deb", "dpkg"),
    "rpm": ("rpmbuild", "rpm"),
    "tar": ("xz", "xz-utils"),
    "appdir": ("objdump", "binutils"),
}
"""What each kind is made with, and Debian's package of it."""


def main() -> int:
    """Build what was asked for, and say what has come of it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("kinds", nargs="+", choices=sorted(TOOLS), metavar="KIND")
    parser.add_argument("--bundle", type=Path, default=product.ROOT / "dist" / "paceline")
    parser.add_argument("--out", type=Path, default=product.ROOT / "dist")
    options = parser.parse_args()
    missing = sorted({TOOLS[kind][1] for kind in options.kinds if not shutil.which(TOOLS[kind][0])})
    if missing:
        print(
            f"Packing needs programs that are missing here; install them with: "
            f"sudo apt-get install {' '.join(missing)}",
            file=sys.stderr,
        )
        return 1
    for kind in options.kinds:
        package = _builder(kind)(options.bundle.resolve(), options.out.resolve())
        size = f"  {package.stat().st_size / 1e6:.1f} MB" if package.is_file() else ""
        print(f"{package}{size}")
    return 0


def _builder(kind: str) -> Callable[[Path, Path], Path]:
    import deb_package  # noqa: PLC0415
    import rpm_package  # noqa: PLC0415
    import tar_archive  # noqa: PLC0415

    match kind:
        case "deb":
            return deb_package.build_program
        case "starter":
            return lambda _bundle, out: deb_package.build_starter(out)
        case "rpm":
            return rpm_package.build
        case "tar":
            return tar_archive.build
        case _:
            return _lay_out_appdir


def _lay_out_appdir(bundle: Path, out: Path) -> Path:
    """Lay out the folder that build-appimage.sh makes an AppImage of."""
    import installation_tree  # noqa: PLC0415

    folder = out / "Paceline.AppDir"
    installation_tree.lay_out(bundle, folder / "usr", "appimage")
    return folder


if __name__ == "__main__":
    sys.exit(main())
