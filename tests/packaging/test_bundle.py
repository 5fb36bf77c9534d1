"""What goes into a bundle and what stays out. The bundle itself takes minutes, and is not built."""

import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import build
import contents
import pytest
import start

from paceline import __version__
from paceline.__main__ import own_command

SPEC = contents.ROOT / "packaging" / "bundle" / "paceline.spec"
SETUP = contents.ROOT / "packaging" / "setup" / "install-llama-cpp.sh"
PLUGINS = "PySide6/Qt/plugins"


@pytest.mark.parametrize(
    ("place", "kept"),
    [
        (f"{PLUGINS}/platforms/libqxcb.so", True),
        (f"{PLUGINS}/platforms/libqwayland.so", True),
        (f"{PLUGINS}/platforms/libqoffscreen.so", True),
        (r"PySide6\plugins\platforms\qwindows.dll", True),
        (f"{PLUGINS}/platforms/libqcocoa.dylib", True),
        (f"{PLUGINS}/platforms/libqeglfs.so", False),
        (f"{PLUGINS}/platformthemes/libqxdgdesktopportal.so", True),
        (f"{PLUGINS}/platformthemes/libqgtk3.so", False),
        (f"{PLUGINS}/styles/libqmacstyle.dylib", True),
        (f"{PLUGINS}/imageformats/libqsvg.so", True),
        (f"{PLUGINS}/imageformats/libqtiff.so", False),
        (f"{PLUGINS}/wayland-shell-integration/libxdg-shell.so", True),
        (f"{PLUGINS}/egldeviceintegrations/libqeglfs-x11-integration.so", False),
        ("PySide6/Qt/translations/qtbase_de.qm", True),
        ("PySide6/Qt/translations/qtbase_fr.qm", False),
        ("resources/translations/paceline_de.qm", True),
        ("resources/translations/paceline_de.ts", False),
        ("resources/style.qss", True),
        ("paceline-0.1.0.dist-info/METADATA", True),
        ("paceline-0.1.0.dist-info/direct_url.json", False),
        ("libstdc++.so.6", False),
        ("libgcc_s.so.1", False),
        ("libglib-2.0.so.0", True),
    ],
)
def test_a_file_has_its_place_or_none(place: str, *, kept: bool) -> None:
    assert contents.is_kept(place) == kept


def test_the_engine_has_no_qt_and_both_do_without_the_rest() -> None:
    engine, program = map(contents.excluded_modules, (contents.ENGINE, contents.PROGRAM))
    assert set(program) < set(engine)
    assert {"PySide6", "shiboken6", "paceline.ui"} <= set(engine) - set(program)
    assert "readline" in program, "its licence would be that of the bundle"


def test_the_recipe_makes_the_executables_that_the_program_starts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    text = SPEC.read_text("utf-8")
    compile(text, str(SPEC), "exec")
    assert "for name in (contents.PROGRAM, contents.ENGINE)" in text
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", f"/opt/{contents.PROGRAM}")
    assert own_command("worker")[0] == f"/opt/{contents.ENGINE}"
    assert contents.version() == __version__


def test_libraries_are_taken_under_the_names_that_are_asked_for(tmp_path: Path) -> None:
    """A wheel has each of them three times, parts that are linked by nobody, and a server."""
    package = tmp_path / "llama_cpp"
    (package / "lib").mkdir(parents=True)
    (tmp_path / "bin").mkdir()
    for name in ("llama", "ggml", "ggml-base", "ggml-rpc"):
        for suffix in ("so", "so.0", "so.0.25.3"):
            (package / "lib" / f"lib{name}.{suffix}").touch()
    for name in ("libggml-cpu-zen4.so", "libggml-cpu-x64.so", "libggml-vulkan.so", "rpc-server"):
        (tmp_path / "bin" / name).touch()
    found = contents.engine_libraries(package)
    assert {folder for _, folder in found} == {contents.ENGINE_FOLDER}
    assert sorted(Path(source).name for source, _ in found) == [
        "libggml-base.so.0", "libggml-cpu-x64.so", "libggml-cpu-zen4.so", "libggml-rpc.so.0",
        "libggml-vulkan.so", "libggml.so.0", "libllama.so",
    ]  # fmt: skip


def test_a_build_for_one_processor_can_be_bundled_too(tmp_path: Path) -> None:
    package = tmp_path / "llama_cpp"
    (package / "lib").mkdir(parents=True)
    (package / "lib" / "libggml-cpu.so.0").touch()
    assert [Path(source).name for source, _ in contents.engine_libraries(package)] == [
        "libggml-cpu.so.0"
    ]


def test_what_only_a_plugin_needed_goes_with_it() -> None:
    linked = {
        "gtk3": ["libgtk.so.3", "libglib-2.0.so.0"],
        "xcb": ["libxcb-cursor.so.0"],
        "cursor": ["libglib-2.0.so.0"],
        "gtk": ["libcairo.so.2"],
    }

    def needs(file: str) -> Iterable[str]:
        return linked.get(file, ())

    entries = [
        (f"{PLUGINS}/platformthemes/libqgtk3.so", "gtk3", "BINARY"),
        (f"{PLUGINS}/platforms/libqxcb.so", "xcb", "BINARY"),
        ("libgtk.so.3", "gtk", "BINARY"),
        ("libcairo.so.2", "cairo", "BINARY"),
        ("libxcb-cursor.so.0", "cursor", "BINARY"),
        ("libglib-2.0.so.0", "glib", "BINARY"),
        ("libpython3.11.so.1.0", "python", "BINARY"),
        ("libQt6Old.so.6", "PySide6/Qt/lib/libQt6Old.so.6", "SYMLINK"),
        ("PySide6/Qt/lib/libQt6Old.so.6", "old", "BINARY"),
        ("llama_cpp/lib/libggml.so.0", "ggml", "BINARY"),
        ("lib/libggml.so.0", "twin", "BINARY"),
        ("resources/style.qss", "style", "DATA"),
    ]
    assert [place for place, _, _ in contents.chosen(entries, needs)] == [
        f"{PLUGINS}/platforms/libqxcb.so",
        "libglib-2.0.so.0",
        "libpython3.11.so.1.0",
        "libxcb-cursor.so.0",
        "llama_cpp/lib/libggml.so.0",
        "resources/style.qss",
    ]


def test_other_programs_get_the_environment_that_the_person_had() -> None:
    environment = {
        "LD_LIBRARY_PATH": "/opt/paceline/_internal",
        "LD_LIBRARY_PATH_ORIG": "/opt/theirs",
        "QT_PLUGIN_PATH": "/opt/paceline/_internal/PySide6/Qt/plugins",
        "HOME": "/home/person",
    }
    start.hide_from_others(environment)
    assert environment == {"LD_LIBRARY_PATH": "/opt/theirs", "HOME": "/home/person"}


@pytest.mark.skipif(os.name != "posix", reason="the command is a script of sh")
def test_each_native_file_is_signed_once_the_executables_last(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bundle, told = tmp_path / "paceline", tmp_path / "told"
    (bundle / "_internal").mkdir(parents=True)
    for name in ("paceline", "_internal/liba.so", "_internal/libz.so"):
        (bundle / name).write_bytes(b"\x7fELF and more")
    (bundle / "_internal" / "link.so").symlink_to("liba.so")
    (bundle / "_internal" / "style.qss").write_text("QWidget {}")
    monkeypatch.setenv("PACELINE_SIGN", f"sh -c 'echo \"$1\" >>{told}' sign")
    build.sign(bundle)
    assert [Path(line).name for line in told.read_text().splitlines()] == [
        "liba.so", "libz.so", "paceline",
    ]  # fmt: skip


def test_all_files_bear_the_time_of_the_commit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "file").touch()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1234567890")
    build.date(tmp_path, build.commit_time())
    assert {path.stat().st_mtime for path in [tmp_path, *tmp_path.rglob("*")]} == {1234567890}


def test_a_flavour_that_is_none_is_refused(tmp_path: Path) -> None:
    done = subprocess.run(
        ["sh", str(SETUP), str(tmp_path), "portable"],
        env=os.environ | {"FLAVOUR": "strawberry"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "none of cpu, cuda, vulkan and metal" in done.stderr
