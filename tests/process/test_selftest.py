"""`paceline selftest` as a person runs it, on whole installations and on broken ones."""

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

import paceline
from paceline import paths
from paceline.__main__ import own_command
from paceline.cli.selftest.job import BROKEN, DONE, INTERRUPTED
from paceline.cli.selftest.speculating import TOKENS, decoded

NATIVE = ["library", "devices", "worker", "speculation"]
WITHOUT_NATIVE = ["resources", "catalogue", "translations", "database", "header parser"]

PATIENCE_SECONDS = 120

Outcomes = dict[str, dict[str, object]]


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """An account that has nothing yet."""
    (tmp_path / "person").mkdir()
    (tmp_path / "temporary").mkdir()
    kept = {name: value for name, value in os.environ.items() if not name.startswith("XDG_")}
    return kept | {
        "HOME": str(tmp_path / "person"),
        "PACELINE_HOME": str(tmp_path / "person" / "paceline"),
        "PYTHONDONTWRITEBYTECODE": "1",
        "TMPDIR": str(tmp_path / "temporary"),
    }


def begin(environment: dict[str, str], *arguments: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "paceline", "selftest", *arguments],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def run(environment: dict[str, str], *arguments: str) -> tuple[int, str]:
    """Return exit status and output; nothing is ever said beside it."""
    with begin(environment, *arguments) as process:
        out, error = process.communicate(timeout=PATIENCE_SECONDS)
    assert error == ""
    return process.returncode, out


def outcomes(environment: dict[str, str]) -> Outcomes:
    """Run the job and return what it says of each part."""
    status, out = run(environment, "--json")
    report = json.loads(out)
    assert report["version"] == paceline.__version__
    found = {each["name"]: each for each in report["checks"]}
    assert list(found) == WITHOUT_NATIVE + NATIVE
    whole = all(each["ok"] for each in found.values())
    assert (report["ok"], status) == (whole, DONE if whole else BROKEN)
    return found


def failed(found: Outcomes) -> list[str]:
    """The names of the parts that failed; each must say what to do."""
    assert all((each["remedy"] is None) == each["ok"] for each in found.values())
    return [name for name, each in found.items() if not each["ok"]]


def library_instead(environment: dict[str, str], folder: Path, code: str) -> dict[str, str]:
    """Put a module in the place of llama-cpp-python."""
    (folder / "llama_cpp").mkdir(parents=True)
    (folder / "llama_cpp" / "__init__.py").write_text(code)
    found = os.pathsep.join([str(folder), str(Path(paceline.__file__).parents[1])])
    return environment | {"PYTHONPATH": found}


def test_an_installation_that_works(environment: dict[str, str], tmp_path: Path) -> None:
    found = outcomes(environment)
    assert failed(found) == []
    assert f"{TOKENS} tokens, the same with and without" in str(found["speculation"]["fact"])
    assert not any((tmp_path / "person").iterdir()), "nothing of the person's is touched"
    assert not any((tmp_path / "temporary").iterdir()), "and nothing is left behind"


def test_each_part_has_a_line(environment: dict[str, str]) -> None:
    status, out = run(environment)
    assert status == DONE
    *lines, last = out.splitlines()
    assert [line[:15].strip() for line in lines] == WITHOUT_NATIVE + NATIVE
    assert all(line[15:].startswith("ok ") for line in lines)
    assert last == f"Paceline {paceline.__version__} works."


def test_the_reply_of_the_generated_pair_stays_far_from_near_ties() -> None:
    plain, drafted = decoded(own_command("worker"))
    assert min(plain.margin, drafted.margin) > 0.2
    assert 0 < drafted.summary.accepted < drafted.summary.drafted, "some guesses right, some wrong"


def test_hidden_files_are_named_and_all_else_is_tested(
    environment: dict[str, str], tmp_path: Path
) -> None:
    """The files lie where a wheel has them."""
    package = tmp_path / "site" / "paceline"
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(Path(paceline.__file__).parent, package, ignore=ignored)
    shipped = package / "_shipped"
    shutil.copytree(paths.resource_folder(), shipped / "resources")
    shutil.copytree(paths.catalog_file().parent, shipped / "models")
    whole = environment | {"PYTHONPATH": str(package.parent)}
    (shipped / "resources" / "style.qss").unlink()
    (shipped / "resources" / "translations" / "paceline_de.qm").write_bytes(b"cut")
    (shipped / "models" / "catalog.toml").write_bytes(b"[[pair]")
    found = outcomes(whole)
    assert failed(found) == ["resources", "catalogue", "translations"]
    assert "style.qss is missing" in str(found["resources"]["fact"])
    assert "paceline_de.qm" in str(found["translations"]["fact"])
    assert "Install Paceline again" in str(found["resources"]["remedy"])


def test_a_library_that_does_not_load(environment: dict[str, str], tmp_path: Path) -> None:
    code = "raise OSError('libllama.so: cannot open shared object file')"
    found = outcomes(library_instead(environment, tmp_path / "bent", code))
    assert failed(found) == NATIVE
    for part in NATIVE:
        assert "libllama.so: cannot open shared object file" in str(found[part]["fact"])


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signals")
def test_a_library_that_needs_a_newer_processor(
    environment: dict[str, str], tmp_path: Path
) -> None:
    code = "import os, signal; os.kill(os.getpid(), signal.SIGILL)"
    found = outcomes(library_instead(environment, tmp_path / "bent", code))
    assert failed(found) == NATIVE
    for part in NATIVE:
        assert "this build needs a newer processor" in str(found[part]["fact"])


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signals")
def test_ctrl_c_ends_it_and_what_it_started(environment: dict[str, str], tmp_path: Path) -> None:
    """The library blocks for ever, and has told that by then."""
    told = tmp_path / "told"
    os.mkfifo(told)
    code = f"import signal; open({str(told)!r}, 'w').close(); signal.pause()"
    with begin(library_instead(environment, tmp_path / "bent", code)) as process:
        told.read_bytes()
        children = psutil.Process(process.pid).children(recursive=True)
        assert children
        process.send_signal(signal.SIGINT)
        out, error = process.communicate(timeout=PATIENCE_SECONDS)
    assert (process.returncode, error) == (INTERRUPTED, "")
    assert [line[:15].strip() for line in out.splitlines()] == WITHOUT_NATIVE
    assert not psutil.wait_procs(children, timeout=PATIENCE_SECONDS)[1]


def test_help_tells_what_it_does() -> None:
    asked = [sys.executable, "-m", "paceline", "selftest", "--help"]
    out = subprocess.run(asked, capture_output=True, text=True, check=True).stdout
    assert "exit status" in out
    assert "--native" not in out
