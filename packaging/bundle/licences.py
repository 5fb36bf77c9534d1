"""Lists everything that a bundle is made of, with the text of every licence.

usage: licences.py BUNDLE COLLECT_TOC

`build.py` calls it with the list that PyInstaller wrote of what it collected. Each file in the
bundle belongs to Paceline, to Python, to a package of Python, or to a package of the system that
built it; whatever has neither a text nor an entry in `licences/known.toml` ends the build.
"""

import ast
import json
import re
import sys
import sysconfig
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatch
from importlib import metadata
from pathlib import Path
from typing import Final

import contents
import system_packages
from packaging.requirements import Requirement

TEXTS: Final = Path(__file__).with_name("licences")
FILE: Final = "licences.txt"
"""Below the resources of the bundle; the window shows it."""

_OWN: Final = ("paceline", "paceline-worker", "_internal/resources/*", "_internal/models/*")
_OF_PYTHON: Final = ("base_library.zip", "python3*", "libpython*", "lib-dynload/*", "Python*")
_OF_THE_SYSTEM: Final = ("/usr", "/usr/local")
_LINE: Final = 80


class Unlicensed(Exception):  # noqa: N818 - a finding, told to whoever builds
    """Something in the bundle has no licence that could be listed."""


@dataclass(frozen=True)
class Part:
    """Something that others wrote, and under which terms."""

    name: str
    version: str
    licence: str
    source: str = ""
    says: str = ""
    texts: tuple[str, ...] = ()
    holds: tuple[str, ...] = field(default=(), compare=False)
    """What it contains of yet others, one line each."""


@dataclass(frozen=True)
class _Inside:
    """Others' work inside of a package, or beside all of them where `of` is empty."""

    name: str
    of: str
    licence: str
    source: str
    texts: tuple[str, ...]
    files: tuple[str, ...]


class _Known:
    """The entries of `licences/known.toml`."""

    def __init__(self) -> None:
        entries = tomllib.loads((TEXTS / "known.toml").read_text("utf-8"))
        self._packages: dict[str, dict[str, object]] = entries["packages"]
        self.inside = tuple(
            _Inside(
                each["name"],
                each["of"],
                each["licence"],
                each["source"],
                _read(each["texts"]),
                tuple(each["files"]),
            )
            for each in entries["inside"]
        )

    def texts(self, package: str) -> tuple[str, ...]:
        """Return the licences that a package lacks."""
        return _read(self._packages.get(package, {}).get("texts", []))

    def says(self, package: str) -> str:
        """Return what there is to say of a package."""
        return str(self._packages.get(package, {}).get("says", "")).strip()


def _read(names: object) -> tuple[str, ...]:
    assert isinstance(names, list)
    return tuple((TEXTS / str(name)).read_text("utf-8") for name in names)


def main(arguments: Sequence[str]) -> None:
    """Write the list into the bundle."""
    bundle, listing = map(Path, arguments)
    collected = ast.literal_eval(listing.read_text("utf-8"))[0]
    sources = {place.replace("\\", "/"): source for place, source, _ in collected}
    try:
        parts = [*python_parts(), *package_parts(), *system_parts(bundle, sources)]
    except Unlicensed as trouble:
        sys.exit(f"licences.py: {trouble}")
    target = bundle / "_internal" / "resources" / FILE
    target.write_text(told(parts), "utf-8")
    print(f"{target}: {len(parts)} parts")


def python_parts() -> list[Part]:
    """Python itself, and the starter of the executables."""
    version = sys.version.split()[0]
    home = "https://www.python.org"
    starter = metadata.distribution("pyinstaller")
    return [
        Part("Python", version, "PSF-2.0", home, texts=(python_licence(),)),
        Part(
            "PyInstaller's starter",
            starter.version,
            "GPL-2.0-or-later, with an exception for what it starts",
            "https://pyinstaller.org",
            texts=tuple(_texts(starter)),
        ),
    ]


def python_licence() -> str:
    """Return the licence of the Python that runs this, from where its system keeps it."""
    library = Path(sysconfig.get_path("stdlib"))
    for place in (library / "LICENSE.txt", Path(sys.base_prefix) / "LICENSE.txt"):
        if place.is_file():
            return place.read_text("utf-8")
    found = system_packages.owner(library / "os.py")
    if found is None:
        raise Unlicensed(f"The licence of Python was found neither in {library} nor beside it.")
    return found.text


def package_parts() -> list[Part]:
    """Every package of Python that Paceline needs, and what is inside of them."""
    known = _Known()
    parts = []
    for package in needed_packages():
        name = _key(package.name)
        texts = (*_texts(package), *known.texts(name))
        if not texts:
            raise Unlicensed(
                f"{package.name} {package.version} comes without the text of its licence "
                f"({_licence(package)}); add it to {TEXTS / 'known.toml'}."
            )
        terms, home, holds = _licence(package), _home(package), tuple(_components(package))
        says = known.says(name)
        parts.append(Part(package.name, package.version, terms, home, says, texts, holds))
        parts += [
            Part(f"{it.name} (in {package.name})", "", it.licence, it.source, texts=it.texts)
            for it in known.inside
            if it.of == name
        ]
    return parts


def needed_packages() -> list[metadata.Distribution]:
    """Return what Paceline needs of this environment, by name; it itself is not among them."""
    found: dict[str, metadata.Distribution] = {}
    waiting = [Requirement("paceline")]
    while waiting:
        wanted = waiting.pop()
        key = _key(wanted.name)
        try:
            found[key] = metadata.distribution(key)
        except metadata.PackageNotFoundError:  # for another system, or another Python
            continue
        for need in map(Requirement, found[key].requires or ()):
            asked = [{"extra": name} for name in ("", *wanted.extras)]
            here = need.marker is None or any(map(need.marker.evaluate, asked))
            if here and (_key(need.name) not in found or need.extras):
                waiting.append(need)
    return [package for key, package in sorted(found.items()) if key != "paceline"]


def system_parts(bundle: Path, sources: Mapping[str, str]) -> list[Part]:
    """Every package of the system that libraries in the bundle were taken from."""
    packages, known = set(_package_folders()), _Known()
    parts: dict[str, Part] = {}
    for file in sorted(bundle.rglob("*")):
        place = file.relative_to(bundle).as_posix()
        inner = place.removeprefix("_internal/")
        if not file.is_file() or file.is_symlink() or _is_any(place, _OWN):
            continue
        if _is_any(inner, _OF_PYTHON) or inner.partition("/")[0].split(".")[0] in packages:
            continue
        if ".dist-info/" in inner:
            continue
        source = Path(sources.get(inner, inner))
        if beside := next((it for it in known.inside if _is_any(inner, it.files)), None):
            if not beside.of:
                parts[beside.name] = Part(
                    beside.name, "", beside.licence, beside.source, texts=beside.texts
                )
            continue
        if source.is_relative_to(sys.base_prefix) and sys.base_prefix not in _OF_THE_SYSTEM:
            continue  # what Python brings of others stands in its own licence
        found = system_packages.owner(source)
        if found is None:
            raise Unlicensed(f"Nobody knows whose {inner} is, nor under which licence ({source}).")
        origin = found.sources
        parts[found.name] = Part(
            found.name, found.version, "see below", origin, texts=(found.text,)
        )
    if parts:
        common = system_packages.common_licences(part.texts[0] for part in parts.values())
        parts["~"] = Part("Licences that the packages above refer to", "", "", texts=common)
    return [parts[name] for name in sorted(parts)]


def told(parts: Iterable[Part]) -> str:
    """Return all of it as text: a table first, then every part with its licences."""
    parts = list(parts)
    lines = [
        f"Paceline {contents.version()} is free software under the Apache License 2.0.",
        "It is made of, and brings along, the work of many others:",
        "",
        *(f"  {f'{part.name} {part.version}'.strip():<48} {part.licence}" for part in parts),
        "",
    ]
    shown: dict[str, str] = {}
    for part in parts:
        lines += ["=" * _LINE, f"{part.name} {part.version}".strip()]
        lines += [f"Licence: {part.licence}"] if part.licence else []
        lines += [f"Source: {part.source}"] if part.source else []
        lines += ["", part.says] if part.says else []
        if part.holds:
            lines += ["", "It contains:", *(f"  {each}" for each in part.holds)]
        for text in part.texts:
            first = shown.setdefault(text, part.name)
            again = first != part.name
            lines += ["", f"The text is that of {first} above." if again else text.rstrip()]
        lines.append("")
    return "\n".join(lines)


def _texts(package: metadata.Distribution) -> Iterator[str]:
    """Yield the licences, notices and authors that a package brings."""
    for file in sorted(package.files or (), key=str):
        inside = file.parts[0].endswith(".dist-info")
        named = re.match(r"(LICEN[CS]E|COPYING|NOTICE|AUTHORS)", file.name, re.IGNORECASE)
        if inside and (named or "licenses" in file.parts) and not file.name.endswith(".json"):
            yield Path(str(package.locate_file(file))).read_text("utf-8", "replace")


def _components(package: metadata.Distribution) -> Iterator[str]:
    """Yield what a package says that it was compiled of, from its bills of materials."""
    for file in sorted(package.files or (), key=str):
        if "sboms" not in file.parts or not file.name.endswith(".json"):
            continue
        bill = json.loads(Path(str(package.locate_file(file))).read_text("utf-8"))
        for each in bill.get("components", []):
            terms = [
                entry.get("expression") or entry.get("license", {}).get("id", "")
                for entry in each.get("licenses", [])
            ]
            yield " ".join([each["name"], each.get("version", ""), *terms]).strip()


def _licence(package: metadata.Distribution) -> str:
    facts = package.metadata
    for name in ("License-Expression", "License"):
        value = " ".join(facts.get_all(name) or ())
        if value and len(value) <= _LINE and "\n" not in value:
            return value
    classes = (each.rsplit(" :: ", 1) for each in facts.get_all("Classifier") or ())
    return ", ".join(last for first, last in classes if first.startswith("License")) or "see below"


def _home(package: metadata.Distribution) -> str:
    links = dict(each.split(", ", 1) for each in package.metadata.get_all("Project-URL") or ())
    wanted = ("source", "source code", "code", "repository", "homepage", "home")
    named = {key.lower(): link for key, link in links.items()}
    found = next((named[key] for key in wanted if key in named), "")
    others = (*(package.metadata.get_all("Home-page") or ()), *links.values(), "")
    return found or others[0]


def _package_folders() -> Iterator[str]:
    """Yield the names at the top of the bundle that belong to the packages of Python."""
    for package in needed_packages():
        for file in package.files or ():
            yield file.parts[0].split(".")[0]


def _is_any(place: str, patterns: Sequence[str]) -> bool:
    return any(fnmatch(place, pattern) or fnmatch(place, f"{pattern}.exe") for pattern in patterns)


def _key(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


if __name__ == "__main__":
    main(sys.argv[1:])
