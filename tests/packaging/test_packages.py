"""What packages of Linux hold, ask for, and leave out; made of the smallest bundle that runs."""

import os
import shutil
import stat
import subprocess
import tarfile
from pathlib import Path

import pytest

import deb_package
import installation_tree
import needed_libraries
import paceline
import product
import rpm_package
import tar_archive

pytestmark = pytest.mark.skipif(
    not all(map(shutil.which, ("dpkg-deb", "objdump"))), reason="needs dpkg and binutils"
)


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two programs that the system can run, resources, and a licence."""
    folder = tmp_path_factory.mktemp("made") / "paceline"
    resources = folder / "_internal" / "resources"
    resources.mkdir(parents=True)
    (resources / "style.qss").write_text("{}")
    (folder / "_internal" / "licences.txt").write_text("MIT")
    (folder / "_internal" / "libalias.so").symlink_to("licences.txt")
    for name in (installation_tree.PROGRAM, installation_tree.WORKER):
        shutil.copy("/bin/true", folder / name)
        (folder / name).chmod(0o700)
    return folder


@pytest.fixture(scope="module")
def package(bundle: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program as a .deb."""
    return deb_package.build_program(bundle, tmp_path_factory.mktemp("out"))


@pytest.fixture(scope="module")
def unpacked(package: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What apt would put onto a system, with its control data."""
    root = tmp_path_factory.mktemp("unpacked")
    subprocess.run(["dpkg-deb", "--raw-extract", package, root], check=True)
    return root


def _fields(package: Path) -> dict[str, str]:
    told = subprocess.run(
        ["dpkg-deb", "--field", package], stdout=subprocess.PIPE, encoding="utf-8", check=True
    ).stdout
    return dict(line.split(": ", 1) for line in told.splitlines() if not line.startswith(" "))


def test_the_name_and_the_fields_say_what_it_is(package: Path) -> None:
    fields = _fields(package)
    machine = product.debian_machine()
    assert package.name == f"paceline_{paceline.__version__}_{machine}.deb"
    assert (fields["Package"], fields["Version"]) == ("paceline", paceline.__version__)
    assert fields["Architecture"] == machine
    assert fields["Recommends"] == "paceline-starter"
    assert "libc6 (>= 2." in fields["Depends"]
    assert "xkb-data" in fields["Depends"]


def test_every_file_has_its_place(unpacked: Path) -> None:
    name = paceline.APPLICATION_ID
    for place in (
        "usr/lib/paceline/paceline-worker",
        "usr/lib/paceline/_internal/resources/build.toml",
        f"usr/share/applications/{name}.desktop",
        f"usr/share/metainfo/{name}.metainfo.xml",
        f"usr/share/icons/hicolor/scalable/apps/{name}.svg",
        f"usr/share/icons/hicolor/48x48/apps/{name}.png",
        "usr/share/mime/packages/paceline-gguf.xml",
        "usr/share/man/man1/paceline.1.gz",
        "usr/share/bash-completion/completions/paceline",
        "usr/share/zsh/vendor-completions/_paceline",
        "usr/share/doc/paceline/copyright",
        "usr/share/doc/paceline/changelog.gz",
        "usr/share/doc/paceline/licences.txt.gz",
        "usr/share/lintian/overrides/paceline",
    ):
        assert (unpacked / place).is_file(), place
    link = unpacked / "usr" / "bin" / "paceline"
    assert link.resolve() == unpacked / "usr/lib/paceline/paceline"


def test_a_copy_knows_the_package_it_came_in(unpacked: Path) -> None:
    facts = (unpacked / "usr/lib/paceline/_internal/resources/build.toml").read_text()
    assert 'installed_as = "deb"' in facts


def test_nothing_runs_on_installing_or_removing(unpacked: Path) -> None:
    assert {file.name for file in (unpacked / "DEBIAN").iterdir()} == {"control", "md5sums"}


def test_everybody_may_read_and_nobody_write(unpacked: Path) -> None:
    folder = unpacked / "usr" / "lib" / "paceline"
    programs = {folder / installation_tree.PROGRAM, folder / installation_tree.WORKER}
    for path in (unpacked / "usr").rglob("*"):
        if path.is_symlink():
            continue
        mode = stat.S_IMODE(path.stat().st_mode)
        runs = path.is_dir() or path in programs
        assert mode == (0o755 if runs else 0o644), path


def test_sums_are_those_of_all_files(unpacked: Path) -> None:
    subprocess.run(["md5sum", "--check", "--quiet", "DEBIAN/md5sums"], cwd=unpacked, check=True)
    listed = (unpacked / "DEBIAN" / "md5sums").read_text().splitlines()
    files = [each for each in (unpacked / "usr").rglob("*") if each.is_file()]
    assert len(listed) == sum(not file.is_symlink() for file in files)


def test_two_builds_give_the_same_bytes(
    package: Path, bundle: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(product.built_at()))
    for path in bundle.rglob("*"):
        os.utime(path, (1, 1), follow_symlinks=False)
    again = deb_package.build_program(bundle, tmp_path)
    assert again.read_bytes() == package.read_bytes()


def test_the_starter_is_a_package_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    weights = tmp_path / "small.gguf"
    weights.write_bytes(b"GGUF")
    monkeypatch.setattr("starter_file.find", lambda: weights)
    package = deb_package.build_starter(tmp_path)
    assert package.name == f"paceline-starter_{paceline.__version__}_all.deb"
    contents = subprocess.run(
        ["dpkg-deb", "--contents", package], stdout=subprocess.PIPE, encoding="utf-8", check=True
    ).stdout
    assert "./usr/share/paceline/models/small.gguf" in contents
    assert "./usr/share/doc/paceline-starter/copyright" in contents
    assert "Depends" not in _fields(package)


def test_an_archive_runs_where_it_is_unpacked(bundle: Path, tmp_path: Path) -> None:
    archive = tar_archive.build(bundle, tmp_path)
    subprocess.run(["tar", "--extract", "--file", archive], cwd=tmp_path, check=True)
    with tarfile.open(archive) as file:
        assert {(each.uid, each.gid, each.mtime) for each in file} == {(0, 0, product.built_at())}
    top = tmp_path / f"paceline-{paceline.__version__}"
    subprocess.run([top / "paceline"], check=True)
    assert (top / "LICENSE").is_file()
    facts = top / "lib/paceline/_internal/resources/build.toml"
    assert 'installed_as = "archive"' in facts.read_text()


@pytest.mark.skipif(not shutil.which("rpmbuild"), reason="rpm")
def test_an_rpm_asks_for_all_that_the_bundle_needs(bundle: Path, tmp_path: Path) -> None:
    package = rpm_package.build(bundle, tmp_path)
    told = subprocess.run(
        ["rpm", "--query", "--requires", "--list", "--package", package],
        env={**os.environ, "HOME": str(tmp_path)},
        stdout=subprocess.PIPE,
        encoding="utf-8",
        check=True,
    ).stdout.splitlines()
    needs = needed_libraries.needs_of(bundle)
    assert set(rpm_package.requirements(needs)) <= set(told)
    assert "xkeyboard-config" in told
    assert {"/usr/bin/paceline", "/usr/lib/paceline", "/usr/lib/paceline/_internal"} <= set(told)
    assert {"/usr", "/usr/share", "/usr/share/applications"}.isdisjoint(told), "not ours alone"
    assert "/usr/share/zsh/site-functions/_paceline" in told


def test_a_folder_without_a_program_is_no_bundle(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="make bundle"):
        installation_tree.lay_out(tmp_path, tmp_path / "usr", "deb")


def test_a_library_that_nobody_brings_is_refused(
    bundle: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(needed_libraries, "packages", dict)
    with pytest.raises(SystemExit, match=r"libc\.so\.6"):
        needed_libraries.needs_of(bundle)


def test_what_a_bundle_brings_is_not_asked_for(bundle: Path, tmp_path: Path) -> None:
    whole = tmp_path / "whole"
    shutil.copytree(bundle, whole, symlinks=True)
    (whole / "_internal" / "libc.so.6").write_bytes(b"")
    assert "libc.so.6" in needed_libraries.needs_of(bundle).sonames
    assert "libc.so.6" not in needed_libraries.needs_of(whole).sonames
