"""What every workflow has to promise; `make lint-workflows` asks other tools, too."""

import os
import re
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

REPOSITORY = Path(__file__).resolve().parents[1]
WORKFLOWS = sorted((REPOSITORY / ".github" / "workflows").glob("*.yml"))
NOTES = REPOSITORY / "packaging" / "release_notes.py"
SUMS = REPOSITORY / "packaging" / "checksums.sh"

EVERY_WORKFLOW = pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.name)


class Step(msgspec.Struct):
    """A step of a job."""

    name: str = ""
    uses: str = ""
    run: str = ""
    options: dict[str, object] = msgspec.field(default_factory=dict, name="with")


class Job(msgspec.Struct, rename="kebab"):
    """A job; one that `uses` a workflow has no steps."""

    permissions: dict[str, str] | None = None
    timeout_minutes: int = 0
    uses: str = ""
    steps: list[Step] = []


class Workflow(msgspec.Struct):
    """A workflow."""

    name: str
    jobs: dict[str, Job]
    permissions: dict[str, str]
    concurrency: dict[str, object]


def _read(file: Path) -> Workflow:
    # A bare `on` is a truth value in YAML.
    text = file.read_text("utf-8").replace("\non:", "\n'on':")
    return msgspec.yaml.decode(text, type=Workflow)


@EVERY_WORKFLOW
def test_a_workflow_may_do_no_more_than_each_job_needs(file: Path) -> None:
    workflow = _read(file)
    assert workflow.permissions == {}
    assert workflow.concurrency["group"]
    for name, job in workflow.jobs.items():
        assert job.permissions is not None, name
        writes = {scope for scope, right in job.permissions.items() if right != "read"}
        assert not writes or name == "publish"
        assert job.uses or job.timeout_minutes, name


@EVERY_WORKFLOW
def test_what_others_wrote_is_pinned_by_its_commit(file: Path) -> None:
    text = file.read_text("utf-8")
    used = re.findall(r"uses: (\S+)(.*)", text)
    assert used
    for name, comment in used:
        if not name.startswith("./"):
            assert re.fullmatch(r"[\w/-]+@[0-9a-f]{40}", name), name
            assert re.fullmatch(r" # v\d+\.\d+\.\d+", comment), name


@EVERY_WORKFLOW
def test_a_checkout_keeps_no_credentials(file: Path) -> None:
    for job in _read(file).jobs.values():
        for step in job.steps:
            if step.uses.startswith("actions/checkout@"):
                assert step.options["persist-credentials"] is False


@EVERY_WORKFLOW
def test_steps_are_commands_that_a_developer_types(file: Path) -> None:
    makefile = (REPOSITORY / "Makefile").read_text("utf-8")
    targets = set(re.findall(r"^([a-z][a-z-]*):", makefile, re.MULTILINE))
    for job in _read(file).jobs.values():
        for step in job.steps:
            assert set(re.findall(r"^make ([a-z][a-z-]*)", step.run, re.MULTILINE)) <= targets
            for script in re.findall(r"packaging/[\w./-]+\.(?:sh|py|ps1)", step.run):
                assert (REPOSITORY / script).is_file(), script


@EVERY_WORKFLOW
def test_it_is_said_that_a_workflow_was_never_run(file: Path) -> None:
    assert "# Untried:" in file.read_text("utf-8")


CHANGELOG = """\
# Changelog

## [Unreleased]

- Later.

## [1.2.0] - 2026-01-02

### Added

- This.

## [1.1.0] - 2025-01-02

- Earlier.
"""


def _checkout(folder: Path, version: str) -> Path:
    package = folder / "app" / "paceline"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text(f'"""Text."""\n\n__version__ = "{version}"\n')
    (folder / "CHANGELOG.md").write_text(CHANGELOG)
    return folder


@pytest.mark.parametrize(
    ("version", "tag", "said"),
    [
        ("1.2.0", "v1.2.0", "### Added\n\n- This.\n"),
        ("1.1.0", "v1.1.0", "- Earlier.\n"),
        ("1.2.0", "v1.2.1", ""),
        ("1.3.0", "v1.3.0", ""),
        ("1.2.0", "v1x2x0", ""),
    ],
)
def test_a_release_says_what_its_version_changes_or_does_not_happen(
    version: str, tag: str, said: str, tmp_path: Path
) -> None:
    ended = subprocess.run(
        [sys.executable, NOTES, tag, "--root", _checkout(tmp_path, version)],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (ended.returncode, ended.stdout) == (0 if said else 1, said)
    assert bool(ended.stderr) == (not said)


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script")
@pytest.mark.parametrize(
    ("tag", "kind"),
    [("v1.2.3", "--latest"), ("v1.2.3rc1", "--prerelease"), ("v0.10.0a2", "--prerelease")],
)
@pytest.mark.parametrize("signed", [True, False])
def test_only_versions_on_trial_are_pre_releases(
    tag: str, kind: str, *, signed: bool, tmp_path: Path
) -> None:
    steps = _read(REPOSITORY / ".github" / "workflows" / "release.yml").jobs["publish"].steps
    (publish,) = (step.run for step in steps if step.name == "Publish")
    (tmp_path / "dist").mkdir()
    for name in ("SHA256SUMS", *(["SHA256SUMS.asc"] if signed else [])):
        (tmp_path / "dist" / name).touch()
    for name, script in (("gh", 'echo "$@"; cat notes.md'), ("python3", "echo What changed.")):
        (tmp_path / name).write_text(f"#!/bin/sh\n{script}\n")
        (tmp_path / name).chmod(0o755)
    ended = subprocess.run(
        ["bash", "-e", "-c", publish],
        cwd=tmp_path,
        env={"PATH": f"{tmp_path}:{os.environ['PATH']}", "GITHUB_REF_NAME": tag},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    called, *notes = ended.stdout.splitlines()
    assert called.startswith(f"release create {tag} dist/")
    assert f" {kind} " in called
    assert f"--title Paceline {tag[1:]} " in called
    assert ("The sums are not signed." in notes) is not signed


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script")
def test_sums_are_of_all_installers_and_of_nothing_else(tmp_path: Path) -> None:
    for name in ("b.deb", "a.tar.xz", "with blank.exe", "notes.md"):
        (tmp_path / name).write_text(name)
    subprocess.run([SUMS, tmp_path], stdout=subprocess.DEVNULL, check=True)
    lines = (tmp_path / "SHA256SUMS").read_text().splitlines()
    assert [line[66:] for line in lines] == ["b.deb", "a.tar.xz", "with blank.exe"]
    subprocess.run(["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=tmp_path, check=True)


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script")
def test_without_installers_there_are_no_sums(tmp_path: Path) -> None:
    ended = subprocess.run([SUMS, tmp_path], capture_output=True, encoding="utf-8", check=False)
    assert ended.returncode == 1
    assert ended.stderr.startswith("There are no installers")
    assert not list(tmp_path.iterdir())
