"""What goes into a bundle and what stays out; `paceline.spec` asks this module alone."""

import re
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]

PROGRAM: Final = "paceline"
"""All jobs, and the window."""
ENGINE: Final = "paceline-worker"
"""The engine process: it never loads Qt, which halves the time and the memory of its start."""

ENGINE_FOLDER: Final = "llama_cpp/lib"

Entry = tuple[str, str, str]
"""A file as PyInstaller lists it: its place in the bundle, where it is taken from, its kind."""

Needs = Callable[[str], Iterable[str]]

_WITHOUT: Final = (
    "IPython",
    "PIL",
    "PyInstaller",
    "matplotlib",
    "numpy.f2py",
    "pip",
    "pydoc_data",
    "readline",
    "scipy",
    "setuptools",
    "sphinx",
    "tkinter",
    "torch",
    "transformers",
    "wheel",
)
"""Modules that something imports if they are there, and that no job of ours needs.

GNU readline is under the GPL, which would then be the licence of the bundle.
"""

_NOT_OF_THE_ENGINE: Final = (
    "PySide6",
    "fsspec",
    "huggingface_hub",
    "keyring",
    "paceline.history",
    "paceline.library",
    "paceline.server",
    "paceline.ui",
    "pygments",
    "shiboken6",
    "starlette",
    "uvicorn",
)
"""Modules of jobs that only the other executable does."""

_QT_PLUGINS: Final = {
    "iconengines": ("svg",),
    "imageformats": ("svg", "jpeg", "ico"),
    "platforminputcontexts": ("compose", "ibus"),
    "platforms": ("xcb", "wayland", "offscreen", "windows", "cocoa"),
    "platformthemes": ("xdgdesktopportal",),
    "styles": ("modernwindows", "mac"),
    "wayland-decoration-client": (),
    "wayland-graphics-integration-client": (),
    "wayland-shell-integration": (),
    "xcbglintegrations": (),
}
"""Folders of Qt's plugins, and which of them are needed; none named are all.

Without gtk3 among the platform themes: it draws in pango, cairo and half of a desktop. Pictures of
other formats are none of the program's.
"""

_PLUGIN: Final = re.compile(r"PySide6/(?:Qt/)?plugins/(?P<folder>[^/]+)/(?P<file>[^/]+)")
_QT_TRANSLATION: Final = re.compile(r"PySide6/(?:Qt/)?translations/(?P<file>[^/]+)")
_QT_LANGUAGES: Final = re.compile(r"(?:qt|qtbase)_(?:de|en)\.qm")

_LEFT_OUT: Final = re.compile(
    r"""
      .*\.dist-info/(?:direct_url\.json|INSTALLER|RECORD|REQUESTED|WHEEL)
    | .*\.(?:pyi|pxd|pyx|h|c|cpp|a|ts)
    | .*/py\.typed
    | (?:.*/)?tests?/.*
    | PySide6/(?:Qt/)?qml/.*
    | resources/screenshot\.png
    """,
    re.VERBOSE,
)

_OF_THE_SYSTEM: Final = re.compile(r"lib(?:stdc\+\+|gcc_s)\.so\.\d+")
"""Every system has them, and drivers of graphics processors want those of their own system: an
older one that is there already would keep them from being loaded."""

_LIBRARY: Final = re.compile(r"(?:PySide6/Qt/lib/|[^/]+\.libs/)?lib(?!python)[^/]+\.so[.\d]*")
"""A library for others, where Linux has it; Python's own is loaded by the executables."""

_NATIVE: Final = ("BINARY", "EXTENSION")

_ENGINE_LIBRARY: Final = re.compile(
    r"libllama\.(?:so|dylib)"
    r"|lib(?:ggml|ggml-[a-z]+)(?:\.so\.\d+|\.\d+\.dylib)"
    r"|(?:llama|ggml|ggml-[a-z]+)\.dll"
)
"""The library under the name that it is asked for, its parts under those that link them. A wheel
holds copies under all names, since it cannot hold links."""

_PART: Final = re.compile(r"(?:lib)?ggml-[\w.-]+\.(?:so|dll)")


def excluded_modules(executable: str) -> list[str]:
    """Return the modules that an executable does without."""
    return [*_WITHOUT, *(_NOT_OF_THE_ENGINE if executable == ENGINE else ())]


def is_kept(destination: str) -> bool:
    """Whether a file that was collected belongs into the bundle."""
    place = _posix(destination)
    if plugin := _PLUGIN.fullmatch(place):
        wanted = _QT_PLUGINS.get(plugin["folder"])
        if wanted is None:
            return False
        stem = plugin["file"].removeprefix("lib").removeprefix("q").split(".")[0]
        return not wanted or stem.removesuffix("style").startswith(wanted)
    if translation := _QT_TRANSLATION.fullmatch(place):
        return _QT_LANGUAGES.fullmatch(translation["file"]) is not None
    return not (_LEFT_OUT.fullmatch(place) or _OF_THE_SYSTEM.fullmatch(place))


def engine_libraries(package: Path) -> list[tuple[str, str]]:
    """Return llama.cpp's libraries with their folder in the bundle.

    `package` is the folder of llama_cpp. The parts that are chosen at run time, as the variants for
    processors, lie in a folder of their own in the wheel, and beside the others in the bundle.
    """
    parts = package.parent / "bin"
    found = [each for each in (package / "lib").iterdir() if _ENGINE_LIBRARY.fullmatch(each.name)]
    if parts.is_dir():
        found += [each for each in parts.iterdir() if _PART.fullmatch(each.name)]
    return [(str(each), ENGINE_FOLDER) for each in sorted(found)]


def chosen(entries: Iterable[Entry], needs: Needs) -> list[Entry]:
    """Leave out what is not kept, and libraries that only such files needed.

    `needs` names the libraries that a native file links. On Linux a plugin that was left out would
    else leave half of a desktop behind.
    """
    kept = [entry for entry in entries if is_kept(entry[0]) and not _is_twin(entry[0])]
    links = {place: target for place, target, kind in kept if kind == "SYMLINK"}
    libraries = {
        _name(place): source
        for place, source, kind in kept
        if kind != "SYMLINK" and _LIBRARY.fullmatch(_posix(place))
    }
    waiting = [
        source for place, source, kind in kept if kind in _NATIVE and _name(place) not in libraries
    ]
    needed: set[str] = set()
    while waiting:
        for name in needs(waiting.pop()):
            if name in libraries and name not in needed:
                needed.add(name)
                waiting.append(libraries[name])
    unused = libraries.keys() - needed
    return sorted(entry for entry in kept if _name(links.get(entry[0], entry[0])) not in unused)


def _is_twin(destination: str) -> bool:
    """Whether this is one of llama.cpp's libraries, found in another place than its own.

    A second copy of ggml would be a second registry, in which no model finds a device.
    """
    place, name = _posix(destination), _name(destination)
    ours = _ENGINE_LIBRARY.fullmatch(name) or _PART.fullmatch(name)
    return bool(ours) and not place.startswith(ENGINE_FOLDER)


def _name(place: str) -> str:
    return _posix(place).rpartition("/")[2]


def _posix(place: str) -> str:
    return place.replace("\\", "/")


def version() -> str:
    """Return the version, which stands in one place only."""
    return _constant("__version__")


def application_id() -> str:
    """Return what systems know the program by."""
    return _constant("APPLICATION_ID")


def _constant(name: str) -> str:
    text = (ROOT / "app" / "paceline" / "__init__.py").read_text("utf-8")
    found = re.search(rf'^{name} = "([^"]+)"', text, re.MULTILINE)
    if found is None:
        sys.exit(f"app/paceline/__init__.py has no {name}")
    return found[1]
