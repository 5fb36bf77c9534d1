"""What desktops are told of the program agrees with itself and with the code."""

import configparser
import gzip
import shutil
import subprocess
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

import installation_tree
import paceline
import product
from paceline import paths
from paceline.cli.arguments.parser import make_parser, parse

DESKTOP = installation_tree.DESKTOP
MIME_TYPE = "application/x-gguf"
_SPACE = "{http://www.freedesktop.org/standards/shared-mime-info}"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


@pytest.fixture
def entry() -> configparser.ConfigParser:
    """The desktop entry, in which case matters."""
    parser = configparser.ConfigParser(interpolation=None, delimiters=("=",))
    parser.optionxform = str  # type: ignore[assignment,method-assign] # as its documentation says
    parser.read(DESKTOP / f"{paceline.APPLICATION_ID}.desktop", "utf-8")
    return parser


@pytest.fixture
def metainfo(monkeypatch: pytest.MonkeyPatch) -> ET.Element:
    """The AppStream data as it is installed."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1800000000")
    return ET.fromstring(installation_tree.metainfo())


def test_packages_take_version_and_id_from_the_code() -> None:
    assert product.version() == paceline.__version__
    assert product.application_id() == paceline.APPLICATION_ID


def test_windows_carry_the_id_of_the_desktop_entry() -> None:
    from paceline.ui.application import make_application

    assert make_application().desktopFileName() == paceline.APPLICATION_ID
    assert (DESKTOP / f"{make_application().desktopFileName()}.desktop").is_file()


def test_the_desktop_starts_what_the_command_line_knows(entry: configparser.ConfigParser) -> None:
    for section in entry.sections():
        program, *arguments = entry[section]["Exec"].split()
        assert program == installation_tree.PROGRAM
        assert parse(["m.gguf" if each == "%f" else each for each in arguments]).job == "window"
    assert entry["Desktop Entry"]["TryExec"] == installation_tree.PROGRAM


def test_a_model_that_is_opened_becomes_the_target(entry: configparser.ConfigParser) -> None:
    _, *arguments = entry["Desktop Entry"]["Exec"].replace("%f", "/a/b.gguf").split()
    assert parse(arguments).target == Path("/a/b.gguf")
    assert parse(["window"]).target is None  # what %f leaves where nothing was opened


def test_every_sentence_of_the_desktop_entry_is_there_in_german(
    entry: configparser.ConfigParser,
) -> None:
    for section in entry.sections():
        spoken = {"GenericName", "Comment", "Keywords"} & set(entry[section])
        spoken |= {"Name"} if section != "Desktop Entry" else set()
        for name in spoken:
            assert entry[section][f"{name}[de]"] != entry[section][name]


def test_entry_metainfo_and_mime_type_speak_of_one_program(
    entry: configparser.ConfigParser, metainfo: ET.Element
) -> None:
    assert metainfo.findtext("id") == paceline.APPLICATION_ID
    assert metainfo.findtext("launchable") == f"{paceline.APPLICATION_ID}.desktop"
    assert metainfo.findtext("provides/binary") == installation_tree.PROGRAM
    assert metainfo.findtext("provides/mediatype") == MIME_TYPE
    assert metainfo.findtext("name") == entry["Desktop Entry"]["Name"]
    assert entry["Desktop Entry"]["MimeType"] == f"{MIME_TYPE};"
    assert entry["Desktop Entry"]["Icon"] == paceline.APPLICATION_ID
    kind = ET.parse(DESKTOP / "paceline-gguf.xml").getroot().find(f"{_SPACE}mime-type")
    assert kind is not None
    assert kind.get("type") == MIME_TYPE
    glob, match = kind.find(f"{_SPACE}glob"), kind.find(f"{_SPACE}magic/{_SPACE}match")
    assert glob is not None
    assert match is not None
    assert glob.get("pattern") == "*.gguf"
    assert (match.get("value"), match.get("offset")) == ("GGUF", "0")


def test_the_metainfo_tells_of_the_version_and_has_no_open_places(metainfo: ET.Element) -> None:
    newest = metainfo.find("releases/release")
    assert newest is not None
    assert newest.get("version") == paceline.__version__
    assert "@" not in ET.tostring(metainfo, "unicode")


def test_every_paragraph_of_the_metainfo_is_there_in_german(metainfo: ET.Element) -> None:
    languages = [each.get(_LANGUAGE) for each in metainfo.iter() if each.tag in {"p", "li"}]
    assert languages.count("de") == languages.count(None) > 0


def test_releases_come_from_the_changelog(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    changes = tmp_path / "CHANGELOG.md"
    changes.write_text(
        f"## [Unreleased]\n\n## [{paceline.__version__}] - 2030-02-01\n\n## [0.0.9] - 2029-12-31\n"
    )
    monkeypatch.setattr(product, "_CHANGES", changes)
    listed = ET.fromstring(installation_tree.metainfo()).findall("releases/release")
    assert [each.attrib for each in listed] == [
        {"version": paceline.__version__, "date": "2030-02-01"},
        {"version": "0.0.9", "date": "2029-12-31"},
    ]


@pytest.mark.parametrize(
    ("version", "sorted_version"),
    [("1.0.0", "1.0.0"), ("1.0.0rc1", "1.0.0~rc1"), ("1.0b2", "1.0~b2"), ("1.0a1", "1.0~a1")],
)
def test_a_version_on_trial_is_older_than_the_final_one(
    version: str, sorted_version: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(product, "version", lambda: version)
    assert product.sorted_version() == sorted_version


def test_every_file_that_is_installed_exists() -> None:
    for file in installation_tree.desktop_files():
        assert file.source.is_file()
    assert installation_tree.ICON.parent == paths.resource_folder() / "icons"


def test_the_screenshot_that_is_promised_lies_among_the_resources(metainfo: ET.Element) -> None:
    address = metainfo.findtext("screenshots/screenshot/image")
    assert address is not None
    assert (paths.resource_folder() / address.removeprefix(product.HOMEPAGE)).is_file()


def test_shells_and_man_are_told_of_every_command(tmp_path: Path) -> None:
    script = installation_tree.completion("bash").decode()
    pages = {page.name for page in installation_tree.manual_pages(tmp_path)}
    commands = make_parser().commands()
    assert pages >= {"paceline.1", *(f"paceline-{name}.1" for name in commands)}
    assert all(name in script for name in commands)


def test_packing_leaves_no_trace_of_the_time() -> None:
    once, again = (installation_tree.packed(b"text") for _ in range(2))
    assert once == again
    assert gzip.decompress(once) == b"text"


@pytest.mark.skipif(not shutil.which("desktop-file-validate"), reason="desktop-file-utils")
def test_the_desktop_entry_is_valid() -> None:
    file = DESKTOP / f"{paceline.APPLICATION_ID}.desktop"
    checked = subprocess.run(["desktop-file-validate", file], stdout=subprocess.PIPE, check=False)
    assert (checked.returncode, checked.stdout) == (0, b"")
