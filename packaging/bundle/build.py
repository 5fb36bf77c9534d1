"""Makes `dist/paceline/` out of this Python's packages: `make bundle` calls it.

usage: build.py [--output FOLDER] [--work FOLDER]

Run it by the Python whose packages go into the bundle. Two runs on one commit give the same files,
as far as PyInstaller allows it: every time that is written into a file is that of the commit.

PACELINE_SIGN names a command that is called with every file to be signed, as
`codesign --sign NAME --options runtime --timestamp` on macOS or a script around signtool on
Windows. Shared libraries come before the executables.
"""

import argparse
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import contents
import licences

LARGEST_MB: Final = 250
"""Without models."""

_MAGIC: Final = (
    b"\x7fELF", b"MZ", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe",
)  # fmt: skip
"""How native files begin: of Linux, of Windows, of macOS for one and for several processors."""


def main(arguments: Sequence[str]) -> None:
    """Build, list licences, slim, date and sign."""
    parser = argparse.ArgumentParser(description="Make dist/paceline/.")
    parser.add_argument("--output", type=Path, default=contents.ROOT / "dist")
    parser.add_argument("--work", type=Path, default=contents.ROOT / "build" / "bundle")
    options = parser.parse_args(arguments)
    moment = commit_time()
    run_pyinstaller(options.output, options.work, moment)
    bundle = options.output / contents.PROGRAM
    toc = options.work / contents.PROGRAM / "COLLECT-00.toc"
    licences.main([str(bundle), str(toc)])
    tell_facts(bundle / "_internal" / "resources")
    copy_into_app(bundle, options.output / "Paceline.app")
    strip(bundle)
    date(bundle, moment)
    sign(bundle)
    size = sum(file.lstat().st_size for file in bundle.rglob("*")) / 1e6
    print(f"{bundle}: {size:.0f} MB")
    if size > LARGEST_MB:
        sys.exit(f"That is more than {LARGEST_MB} MB.")


def commit_time() -> int:
    """Return the time that files are to bear: SOURCE_DATE_EPOCH, else that of the commit."""
    given = os.environ.get("SOURCE_DATE_EPOCH")
    if given:
        return int(given)
    asked = ["git", "-C", str(contents.ROOT), "log", "-1", "--format=%ct"]
    return int(subprocess.run(asked, check=True, capture_output=True, text=True).stdout)


def run_pyinstaller(output: Path, work: Path, moment: int) -> None:
    """Collect everything below `output`."""
    shutil.rmtree(output / contents.PROGRAM, ignore_errors=True)
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    if icon := {"win32": "ico", "darwin": "icns"}.get(sys.platform):
        file = work / contents.PROGRAM / f"paceline.{icon}"
        file.parent.mkdir()
        drawing = contents.ROOT / "packaging" / "icons.py"
        subprocess.run([sys.executable, str(drawing), icon, str(file)], check=True)
    spec = Path(__file__).with_name("paceline.spec")
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN"]
    command += ["--distpath", str(output), "--workpath", str(work), str(spec)]
    # Sets of strings have the same order in every run.
    fixed = {"PYTHONHASHSEED": "0", "SOURCE_DATE_EPOCH": str(moment)}
    subprocess.run(command, check=True, env=os.environ | fixed)


def tell_facts(resources: Path) -> None:
    """Write the commit and where releases are told; installers add how they bring it."""
    script = contents.ROOT / "packaging" / "build_facts.py"
    subprocess.run([sys.executable, str(script), str(resources)], check=True)


def copy_into_app(bundle: Path, app: Path) -> None:
    """Put what was written into the bundle into the app that PyInstaller made of it on macOS."""
    for name in (licences.FILE, "build.toml") if app.is_dir() else ():
        shutil.copy(bundle / "_internal" / "resources" / name, app / "Contents/Resources/resources")


def strip(bundle: Path) -> None:
    """Take symbols out of libraries; the executables have none.

    Folders named `*.libs` come from wheels whose libraries were given new names by patchelf: strip
    would spoil their layout, and they were stripped before.
    """
    if sys.platform == "win32":
        return
    tool = ["strip", "-x", "-S"] if sys.platform == "darwin" else ["strip", "--strip-unneeded"]
    for file in native_files(bundle):
        if file.parent != bundle and not file.parent.name.endswith(".libs"):
            subprocess.run([*tool, str(file)], check=True)


def date(bundle: Path, moment: int) -> None:
    """Give every file and folder the same time."""
    for path in [*bundle.rglob("*"), bundle]:
        if os.utime in os.supports_follow_symlinks:
            os.utime(path, (moment, moment), follow_symlinks=False)
        elif not path.is_symlink():
            os.utime(path, (moment, moment))


def sign(bundle: Path) -> None:
    """Call the command of PACELINE_SIGN with each native file, the executables last."""
    command = shlex.split(os.environ.get("PACELINE_SIGN", ""))
    if not command:
        return
    for file in sorted(native_files(bundle), key=lambda file: (file.parent == bundle, file)):
        subprocess.run([*command, str(file)], check=True)


def native_files(bundle: Path) -> Iterator[Path]:
    """Yield every library and executable, each once."""
    for file in sorted(bundle.rglob("*")):
        if file.is_file() and not file.is_symlink():
            with file.open("rb") as stream:
                if stream.read(4).startswith(_MAGIC):
                    yield file


if __name__ == "__main__":
    main(sys.argv[1:])
