"""The package for Fedora, openSUSE and their kin."""

import os
import platform
import subprocess
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import installation_tree
import needed_libraries
import product

SPEC: Final = Path(__file__).with_name("paceline.spec")
_LIBRARY_MARK: Final = "()(64bit)"
"""How rpm writes a library of a 64-bit system."""
_OWN_FOLDERS: Final = ("/usr/lib/paceline", "/usr/share/doc/paceline")


def build(bundle: Path, out: Path) -> Path:
    """Pack a bundle; returns the package."""
    needs = needed_libraries.needs_of(bundle)
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        tree = work / "tree"
        installation_tree.lay_out(bundle, tree / "usr", "rpm")
        _document(tree / "usr" / "share" / "doc" / product.NAME, bundle)
        files = work / "files"
        files.write_text("".join(f"{line}\n" for line in _listed(tree)), "utf-8")
        seconds = str(product.built_at())
        for path in (tree, *tree.rglob("*")):
            os.utime(path, (int(seconds), int(seconds)), follow_symlinks=False)
        definitions = {
            "_topdir": str(work / "rpmbuild"),
            # Nothing is stripped, compiled or searched through again: the bundle did that.
            "__os_install_post": "%{nil}",
            "_build_id_links": "none",
            "debug_package": "%{nil}",
            "_binary_payload": "w6.xzdio",
            "_buildhost": "localhost",
            "use_source_date_epoch_as_buildtime": "1",
            "clamp_mtime_to_source_date_epoch": "1",
            "paceline_version": product.sorted_version(),
            "paceline_homepage": product.HOMEPAGE,
            "paceline_maintainer": product.MAINTAINER,
            "paceline_day": f"{product.build_day():%a %b %d %Y}",
            "paceline_requires": ", ".join(requirements(needs)),  # a definition ends with its line
            "paceline_tree": str(tree),
            "paceline_files": str(files),
        }
        arguments = [part for name in definitions for part in ("-D", f"{name} {definitions[name]}")]
        subprocess.run(
            ["rpmbuild", "-bb", "--quiet", *arguments, str(SPEC)],  # noqa: S607
            env={**os.environ, "SOURCE_DATE_EPOCH": seconds, "LC_ALL": "C"},
            check=True,
        )
        built = next((work / "rpmbuild" / "RPMS").rglob("*.rpm"))
        out.mkdir(parents=True, exist_ok=True)
        package = out / f"{product.NAME}-{product.version()}-1.{platform.machine()}.rpm"
        package.write_bytes(built.read_bytes())
        return package


def requirements(needs: needed_libraries.Needs) -> list[str]:
    """Return what rpm has to find, by the libraries' own names, which all distributions share."""
    major, minor = needs.glibc
    of_libc = {soname for soname, name in needed_libraries.packages().items() if name == "libc6"}
    return [
        f"libc.so.6(GLIBC_{major}.{minor})(64bit)",
        *(f"{soname}{_LIBRARY_MARK}" for soname in needs.sonames if soname not in of_libc),
        # With no font at all every letter is a box; without its tables keys have no meaning.
        "fontconfig",
        "xkeyboard-config",
    ]


def _document(folder: Path, bundle: Path) -> None:
    folder.mkdir(parents=True)
    for page in (product.ROOT / "LICENSE", *installation_tree.pages_about(bundle)):
        target = folder / page.name
        target.write_bytes(page.read_bytes())
        target.chmod(0o644)


def _listed(tree: Path) -> Iterable[str]:
    """Return the list of files; of folders only those that are nobody else's."""
    for path in sorted(tree.rglob("*")):
        name = f"/{path.relative_to(tree)}"
        if not path.is_dir() or path.is_symlink():
            yield f'%attr(-, root, root) "{name}"'
        elif name.startswith(_OWN_FOLDERS):
            yield f'%dir %attr(0755, root, root) "{name}"'
