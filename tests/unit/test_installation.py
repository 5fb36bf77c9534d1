"""Which copy of Paceline this is, as packaging wrote it or as the checkout knows it."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import msgspec
import pytest

from paceline import paths
from paceline.installation import (
    BuildFacts,
    Flavour,
    build_facts,
    commit,
    flavour,
    release_feed,
)

SCRIPT = Path(__file__).parents[2] / "packaging" / "build_facts.py"


def test_a_checkout_knows_itself() -> None:
    assert flavour() is Flavour.CHECKOUT
    assert build_facts() == BuildFacts()
    assert re.fullmatch(r"[0-9a-f]{12}|", commit())


def test_what_packaging_wrote_counts() -> None:
    facts = BuildFacts("deb", "0123456789abcdef", "https://example.org/releases")
    assert flavour(facts) is Flavour.DEB
    assert commit(facts) == "0123456789ab"
    assert release_feed({}, facts) == "https://example.org/releases"
    assert release_feed({"PACELINE_RELEASES": "https://other.example"}, facts) == (
        "https://other.example"
    )


def test_a_bundle_of_which_nothing_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert flavour(BuildFacts("nonsense")) is Flavour.BUNDLE
    assert commit(BuildFacts()) == ""
    monkeypatch.setenv("APPIMAGE", "/home/person/Paceline.AppImage")
    assert flavour(BuildFacts()) is Flavour.APPIMAGE


@pytest.mark.parametrize(
    "flavour_", [each for each in Flavour if each not in ("checkout", "wheel")]
)
def test_the_script_of_packaging_writes_what_is_read(
    tmp_path: Path, flavour_: Flavour, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PACELINE_RELEASES", "https://example.org/releases")
    monkeypatch.setenv("SOURCE_COMMIT", "c0ffee")
    kind = "" if flavour_ is Flavour.BUNDLE else flavour_.value
    subprocess.run([sys.executable, SCRIPT, tmp_path, "--installed-as", kind], check=True)
    written = tomllib.loads((tmp_path / "build.toml").read_text("utf-8"))
    facts = msgspec.convert(written, BuildFacts)
    assert facts == BuildFacts(kind, "c0ffee", "https://example.org/releases")


def test_a_copy_without_the_file_still_knows_something(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paths, "resource_folder", lambda: tmp_path)
    assert build_facts() == BuildFacts()
    (tmp_path / "build.toml").write_text("installed_as = 3")
    assert build_facts() == BuildFacts()
