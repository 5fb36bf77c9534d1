"""What an installation on Linux is made of, and where each file lies.

All packages hold the same tree: the bundle below `lib/paceline`, a link to it in `bin`, and what
desktops, shells and `man` look for below `share`.
"""

import gzip
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from xml.etree import ElementTree as ET

import product

DESKTOP: Final = Path(__file__).parent / "desktop"
ICON: Final = product.ROOT / "resources" / "icons" / "paceline.svg"
PROGRAM: Final = "paceline"
WORKER: Final = "paceline-worker"


@dataclass(frozen=True)
class Shipped:
    """A file of the checkout and its place below /usr."""

    source: Path
    place: Path


def desktop_files() -> tuple[Shipped, ...]:
    """Return the files that are installed as they stand here."""
    name = product.application_id()
    return (
        Shipped(DESKTOP / f"{name}.desktop", Path(f"share/applications/{name}.desktop")),
        Shipped(DESKTOP / "paceline-gguf.xml", Path("share/mime/packages/paceline-gguf.xml")),
        Shipped(ICON, Path(f"share/icons/hicolor/scalable/apps/{name}.svg")),
    )


def lay_out(bundle: Path, usr: Path, installed_as: str) -> None:
    """Write everything below `usr`, which stands for /usr.

    `installed_as` is the kind of package: the program tells it, and what to do about an update.
    """
    lay_out_bundle(bundle, usr / "lib" / PROGRAM, installed_as)
    link = usr / "bin" / PROGRAM
    link.parent.mkdir(parents=True)
    link.symlink_to(Path("..") / "lib" / PROGRAM / PROGRAM)
    for file in desktop_files():
        _write(usr / file.place, file.source.read_bytes())
    name = product.application_id()
    _write(usr / "share" / "metainfo" / f"{name}.metainfo.xml", metainfo())
    draw_icons(usr / "share" / "icons" / "hicolor")
    for shell, place in completion_places(installed_as).items():
        _write(usr / place, completion(shell))
    with tempfile.TemporaryDirectory() as pages:
        for page in manual_pages(Path(pages)):
            _write(usr / "share" / "man" / "man1" / f"{page.name}.gz", packed(page.read_bytes()))


def lay_out_bundle(bundle: Path, folder: Path, installed_as: str) -> None:
    """Copy the bundle, with the rights that files of a system have, and tell it of its package."""
    if not os.access(bundle / PROGRAM, os.X_OK):
        raise SystemExit(f"There is no bundle in {bundle}; make it first: make bundle")
    shutil.copytree(bundle, folder, symlinks=True)
    for resources in folder.glob("*/resources"):
        facts = product.ROOT / "packaging" / "build_facts.py"
        _said(str(facts), str(resources), "--installed-as", installed_as)
    for path in folder.rglob("*"):
        if path.is_symlink():
            continue
        runs = path.is_dir() or (path.parent == folder and path.name in {PROGRAM, WORKER})
        path.chmod(0o755 if runs else 0o644)


def metainfo() -> bytes:
    """Return the AppStream data with the address, and the releases of the changelog.

    Before the first release the version that is built stands there as a development version.
    """
    name = f"{product.application_id()}.metainfo.xml"
    text = (DESKTOP / name).read_text("utf-8").replace("@HOMEPAGE@", product.HOMEPAGE)
    builder = ET.TreeBuilder(insert_comments=True)
    root = ET.fromstring(text, ET.XMLParser(target=builder))  # noqa: S314 - our own file
    listed = root.find("releases")
    assert listed is not None
    published = product.releases()
    for release in published:
        ET.SubElement(listed, "release", version=release.version, date=release.day.isoformat())
    if product.version() not in {release.version for release in published}:
        day = product.build_day().isoformat()
        fresh = ET.Element("release", version=product.version(), date=day, type="development")
        listed.insert(0, fresh)
    ET.indent(root)
    text = ET.tostring(root, "unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'.encode()


def draw_icons(hicolor: Path) -> None:
    """Draw the icon in every size that themes ask for."""
    _said(str(product.ROOT / "packaging" / "icons.py"), "hicolor", str(hicolor))


def completion_places(installed_as: str) -> dict[str, Path]:
    """Return where each shell looks; Debian keeps packages' functions for zsh apart."""
    functions = "vendor-completions" if installed_as == "deb" else "site-functions"
    return {
        "bash": Path("share/bash-completion/completions/paceline"),
        "zsh": Path(f"share/zsh/{functions}/_paceline"),
        "fish": Path("share/fish/vendor_completions.d/paceline.fish"),
    }


def completion(shell: str) -> bytes:
    """Return what completes the command line in a shell, as the program itself tells it."""
    return _said("-m", "paceline", "completion", shell)


def manual_pages(folder: Path) -> list[Path]:
    """Write the pages for `man` into a folder, and return them."""
    _said(str(product.ROOT / "packaging" / "manpage.py"), str(folder))
    return sorted(folder.glob("*.1"))


def pages_about(bundle: Path) -> list[Path]:
    """Return what is read beside the program: what changed, and the licences of all its parts."""
    return [product.ROOT / "CHANGELOG.md", *sorted(bundle.rglob("licences.txt"))]


def packed(content: bytes) -> bytes:
    """Return it as gzip packs it, without a name or a time."""
    return gzip.compress(content, 9, mtime=0)


def _said(*arguments: str) -> bytes:
    surroundings = {
        **os.environ,
        "PYTHONPATH": str(product.ROOT / "app"),
        "SOURCE_DATE_EPOCH": str(product.built_at()),
    }
    return subprocess.run(
        [sys.executable, *arguments], env=surroundings, stdout=subprocess.PIPE, check=True
    ).stdout


def _write(file: Path, content: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    file.chmod(0o644)
