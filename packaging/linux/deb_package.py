"""Debian's packages: `paceline`, and `paceline-starter` with a small model.

Neither has a maintainer script: menus, MIME types and icons are taken up by the triggers of those
who keep them, and so removing a package leaves nothing of it.
"""

import hashlib
import os
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import installation_tree
import needed_libraries
import product
import starter_file

FOLDER: Final = Path(__file__).parent / "debian"
ALWAYS: Final = ("fontconfig-config", "xkb-data")
"""What no library names: with no font at all every letter is a box; keys have no meaning."""

DESCRIPTION: Final = """\
 A large language model on this machine answers; a tiny draft rides ahead and
 guesses the next tokens, and the large one checks all guesses in one pass.
 The window shows where every token came from, how fast, and what it gains.
 .
 Nothing that is written leaves the machine, unless a server or a node is
 chosen. Models are GGUF files, run by llama.cpp, which is part of the package."""

STARTER_DESCRIPTION: Final = """\
 SmolLM2-135M-Instruct, quantized to 4 bits. Paceline makes of it the practice
 pair, a target and a draft, so that everything can be tried without fetching
 a model first. Its answers are as good as 135 million parameters allow."""


@dataclass(frozen=True)
class Control:
    """What apt is told of a package."""

    package: str
    architecture: str
    section: str
    summary: str
    description: str
    relations: tuple[tuple[str, str], ...]
    """Depends, Recommends and the like."""

    def text(self, installed_bytes: int) -> str:
        """Return the control file."""
        fields = (
            ("Package", self.package),
            ("Version", product.sorted_version()),
            ("Architecture", self.architecture),
            ("Maintainer", product.MAINTAINER),
            ("Installed-Size", str(-(-installed_bytes // 1024))),
            *self.relations,
            ("Section", self.section),
            ("Priority", "optional"),
            ("Homepage", product.HOMEPAGE),
            ("Description", f"{self.summary}\n{self.description}"),
        )
        return "".join(f"{name}: {value}\n" for name, value in fields)


def build_program(bundle: Path, out: Path) -> Path:
    """Pack a bundle; returns the package."""
    depends = [*needed_libraries.debian_packages(needed_libraries.needs_of(bundle)), *ALWAYS]
    control = Control(
        product.NAME,
        product.debian_machine(),
        "science",
        product.SUMMARY,
        DESCRIPTION,
        (("Depends", ", ".join(depends)), ("Recommends", product.STARTER)),
    )
    with tempfile.TemporaryDirectory() as work:
        root = Path(work) / product.NAME
        installation_tree.lay_out(bundle, root / "usr", "deb")
        document(root, product.NAME, "copyright")
        documents = root / "usr" / "share" / "doc" / product.NAME
        for page in installation_tree.pages_about(bundle):
            put(documents / f"{page.name}.gz", installation_tree.packed(page.read_bytes()))
        put(
            root / "usr" / "share" / "lintian" / "overrides" / product.NAME,
            (FOLDER / "overrides").read_bytes(),
        )
        return pack(control, root, out, "-z6")


def build_starter(out: Path) -> Path:
    """Pack the starter model; returns the package. No time is spent: weights hardly get smaller."""
    control = Control(
        product.STARTER,
        "all",
        "science",
        "small model for Paceline, to begin without a download",
        STARTER_DESCRIPTION,
        (("Enhances", product.NAME),),
    )
    with tempfile.TemporaryDirectory() as work:
        root = Path(work) / product.STARTER
        models = root / "usr" / "share" / product.NAME / "models"
        models.mkdir(parents=True)
        shutil.copy(starter_file.find(), models)
        document(root, product.STARTER, "copyright-starter")
        return pack(control, root, out, "-z0")


def document(root: Path, package: str, copyright_file: str) -> None:
    """Put the licence and the changelog where Debian's policy wants them."""
    folder = root / "usr" / "share" / "doc" / package
    text = (FOLDER / copyright_file).read_text("utf-8")
    text = text.replace("@MAINTAINER@", product.MAINTAINER).replace("@HOMEPAGE@", product.HOMEPAGE)
    put(folder / "copyright", text.encode())
    changes = (
        f"{package} ({product.sorted_version()}) unstable; urgency=medium\n\n"
        f"  * Version {product.version()}. CHANGELOG.md of the sources tells what is new.\n\n"
        f" -- {product.MAINTAINER}  {product.build_date()}\n"
    )
    put(folder / "changelog.gz", installation_tree.packed(changes.encode()))


def pack(control: Control, root: Path, out: Path, effort: str) -> Path:
    """Write control data, set every time, and pack the tree; returns the package."""
    files = sorted(path for path in root.rglob("*") if path.is_file() and not path.is_symlink())
    folder = root / "DEBIAN"
    sums = "".join(f"{_sum(path)}  {path.relative_to(root)}\n" for path in files)
    put(folder / "md5sums", sums.encode())
    put(folder / "control", control.text(sum(path.stat().st_size for path in files)).encode())
    seconds = product.built_at()
    for path in (root, *root.rglob("*")):
        if path.is_dir() and not path.is_symlink():
            path.chmod(0o755)
        os.utime(path, (seconds, seconds), follow_symlinks=False)
    out.mkdir(parents=True, exist_ok=True)
    package = out / f"{control.package}_{product.version()}_{control.architecture}.deb"
    subprocess.run(
        ["dpkg-deb", "--root-owner-group", "-Zxz", effort, "--build", str(root), str(package)],  # noqa: S607
        env={**os.environ, "SOURCE_DATE_EPOCH": str(seconds)},
        stdout=subprocess.DEVNULL,
        check=True,
    )
    return package


def put(file: Path, content: bytes) -> None:
    """Write a file that everybody may read."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    file.chmod(0o644)


def _sum(path: Path) -> str:
    with path.open("rb") as file:
        # Debian's md5sums find damaged files; they guard against nobody.
        return hashlib.file_digest(file, lambda: hashlib.md5(usedforsecurity=False)).hexdigest()
