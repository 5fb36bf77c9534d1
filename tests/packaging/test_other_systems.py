"""The recipes for Windows and macOS name the same facts as the code; both are untried there."""

import plistlib
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import paceline
from paceline.cli.arguments.parser import parse

PACKAGING = Path(__file__).parents[2] / "packaging"
SETUP = (PACKAGING / "windows" / "paceline.nsi").read_text("utf-8")
SCRIPTS = sorted(PACKAGING.rglob("*.sh"))


def _plist(name: str) -> dict[str, Any]:  # a property list holds anything
    with (PACKAGING / "macos" / name).open("rb") as file:
        found: dict[str, Any] = plistlib.load(file)
    return found


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_every_shell_script_can_be_read(script: Path) -> None:
    read = subprocess.run(["sh", "-n", script], stderr=subprocess.PIPE, check=False)
    assert (read.returncode, read.stderr) == (0, b"")


def test_the_version_of_the_setup_program_and_of_the_image_is_that_of_the_code(
    tmp_path: Path,
) -> None:
    asked = [str(PACKAGING / "setup" / "constant.sh"), "__version__"]
    told = subprocess.run(asked, cwd=tmp_path, stdout=subprocess.PIPE, encoding="utf-8", check=True)
    assert told.stdout == f"{paceline.__version__}\n"
    for script in ("windows/build-setup.sh", "macos/build-dmg.sh", "linux/build-appimage.sh"):
        text = (PACKAGING / script).read_text("utf-8")
        assert "version=$(packaging/setup/constant.sh __version__)\n" in text
    assert paceline.__version__ not in SETUP
    assert re.search(r'^VIProductVersion "\$\{NUMBERS\}\.0"$', SETUP, re.MULTILINE)
    assert {"CFBundleVersion", "CFBundleShortVersionString"}.isdisjoint(_plist("Info.plist"))


def test_a_double_click_on_windows_opens_the_model() -> None:
    commands = re.findall(r"'\"\$INSTDIR\\\$\{PROGRAM\}\" (.*)'", SETUP)
    assert commands
    for command in commands:
        options = parse(command.replace('"%1"', "model.gguf").split())
        assert (options.job, options.target) == ("window", Path("model.gguf"))


def test_what_setup_writes_into_the_registry_it_takes_back() -> None:
    into, out = SETUP.split('Section "Uninstall"')
    written = set(re.findall(r'WriteReg\w+ SHCTX "([^"]+)" "([^"]*)"', into))
    removed = tuple(re.findall(r'DeleteRegKey SHCTX "([^"]+)"', out))
    shared = {(key, name) for key, name in written if not key.startswith(removed)}
    assert shared == {(r"Software\Classes\.gguf\OpenWithProgids", "${KIND}")}
    for key, name in shared:
        assert f'DeleteRegValue SHCTX "{key}" "{name}"' in out


def test_setup_removes_nothing_of_the_person() -> None:
    out = SETUP.split('Section "Uninstall"')[1]
    assert "APPDATA" not in out
    assert re.findall(r"RMDir /r (\S+)", SETUP) == [r'"$INSTDIR\_internal"']


def test_every_sentence_of_setup_is_there_in_german() -> None:
    spoken = re.findall(r"^LangString (\w+) \$\{LANG_(\w+)\}", SETUP, re.MULTILINE)
    words = {name for name, _ in spoken}
    assert set(spoken) == {(name, each) for name in words for each in ("ENGLISH", "GERMAN")}


@pytest.mark.skipif(not shutil.which("makensis"), reason="nsis")
def test_the_setup_program_compiles_without_a_warning(tmp_path: Path) -> None:
    bundle = tmp_path / "bundle"
    (bundle / "_internal").mkdir(parents=True)
    for name in ("paceline.exe", "paceline-worker.exe", "_internal/base_library.zip"):
        (bundle / name).write_bytes(b"MZ")
    drawn = tmp_path / "paceline.ico"
    subprocess.run([sys.executable, PACKAGING / "icons.py", "ico", drawn], check=True)
    facts = {
        "VERSION": f"{paceline.__version__}rc1",
        "NUMBERS": paceline.__version__,
        "ID": paceline.APPLICATION_ID,
        "BUNDLE": bundle,
        "ICON": drawn,
        "OUT": tmp_path / "paceline-setup.exe",
    }
    subprocess.run(
        [
            *("makensis", "-V1", "-WX", "-INPUTCHARSET", "UTF8"),
            *(f"-D{name}={value}" for name, value in facts.items()),
            PACKAGING / "windows" / "paceline.nsi",
        ],
        check=True,
    )
    assert (tmp_path / "paceline-setup.exe").read_bytes().startswith(b"MZ")


def test_macos_is_told_of_models_and_of_no_id_that_differs() -> None:
    told = _plist("Info.plist")
    (kind,) = told["CFBundleDocumentTypes"]
    (declared,) = told["UTImportedTypeDeclarations"]
    assert kind["LSItemContentTypes"] == [declared["UTTypeIdentifier"]]
    assert declared["UTTypeIdentifier"].startswith(paceline.APPLICATION_ID.rpartition(".")[0])
    tags = declared["UTTypeTagSpecification"]
    assert tags["public.filename-extension"] == ["gguf"]
    assert tags["public.mime-type"] == ["application/x-gguf"]
    assert kind["LSHandlerRank"] == "Alternate"
    assert not told["LSBackgroundOnly"]
    assert "CFBundleIdentifier" not in told  # the recipe of the bundle takes it from the code


def test_entitlements_are_few() -> None:
    assert _plist("entitlements.plist") == {
        "com.apple.security.cs.allow-unsigned-executable-memory": True
    }
