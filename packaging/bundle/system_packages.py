"""Which package of the system a file comes from, and its licence: Debian's and Fedora's kinds."""

import re
import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

_COMMON: Final = Path("/usr/share/common-licenses")
_REFERENCE: Final = re.compile(r"/usr/share/common-licenses/([A-Za-z]+-?[\d.]*\d|[A-Za-z]+)")


@dataclass(frozen=True)
class SystemPackage:
    """An installed package, where its sources are, and what it says of its licences."""

    name: str
    version: str
    sources: str
    text: str


def owner(file: Path) -> SystemPackage | None:
    """Return the package that brought a file; None where no package manager knows it."""
    asked = [file, file.resolve()]
    # Where /lib is a link to /usr/lib, the file is known by either name.
    asked += [Path("/", *each.parts[2:]) for each in asked if each.parts[:2] == ("/", "usr")]
    asked += [Path("/usr", *each.parts[1:]) for each in asked if each.parts[:2] == ("/", "lib")]
    for each in dict.fromkeys(asked):
        if found := _debian(each) or _fedora(each):
            return found
    return None


def common_licences(texts: Iterable[str]) -> tuple[str, ...]:
    """Return the licences that Debian's packages only refer to."""
    named = {name.rstrip(".") for text in texts for name in _REFERENCE.findall(text)}
    files = {(_COMMON / name).resolve() for name in named}
    return tuple(file.read_text("utf-8") for file in sorted(files) if file.is_file())


@cache
def _debian(file: Path) -> SystemPackage | None:
    told = _said("dpkg-query", "--search", str(file))
    if not told:
        return None
    package = told.splitlines()[0].split(": ")[0].split(",")[0]
    shown = "${source:Package} ${source:Version} ${Version}"
    source, source_version, version = _said(
        "dpkg-query", "--show", "--showformat", shown, package
    ).split()
    text = Path("/usr/share/doc", package.split(":")[0], "copyright").read_text("utf-8", "replace")
    told_of = f"Debian's source package {source} {source_version}"
    return SystemPackage(package.split(":")[0], version, told_of, text)


@cache
def _fedora(file: Path) -> SystemPackage | None:
    told = _said("rpm", "--query", "--file", "--queryformat",
                 "%{NAME} %{VERSION}-%{RELEASE} %{SOURCERPM} %{LICENSE}", str(file))  # fmt: skip
    if not told:
        return None
    name, version, source, licence = told.split(" ", 3)
    files = _said("rpm", "--query", "--licensefiles", name).split()
    texts = [Path(each).read_text("utf-8", "replace") for each in files if Path(each).is_file()]
    return SystemPackage(name, version, source, "\n\n".join([licence, *texts]))


def _said(*command: str) -> str:
    """Return what a program says; nothing where it is not there or knows nothing."""
    if shutil.which(command[0]) is None:
        return ""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout.strip() if done.returncode == 0 else ""
