"""How the program starts itself: by Python where it runs in Python, else by its executables."""

import sys
from pathlib import Path

import pytest

from paceline.__main__ import own_command, worker_command


def frozen(monkeypatch: pytest.MonkeyPatch, executable: Path) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(executable))


def test_a_checkout_is_started_by_its_python() -> None:
    assert own_command("chat", "--starter") == (
        sys.executable, "-m", "paceline", "chat", "--starter",
    )  # fmt: skip
    assert worker_command() == (sys.executable, ["-m", "paceline", "worker"])


@pytest.mark.parametrize("suffix", ["", ".exe"])
def test_a_bundle_has_an_executable_for_the_engine(
    suffix: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program, engine = tmp_path / f"paceline{suffix}", tmp_path / f"paceline-worker{suffix}"
    for begun_by in (program, engine):
        frozen(monkeypatch, begun_by)
        assert worker_command() == (str(engine), ["worker"])
        assert own_command("selftest", "--native") == (str(engine), "selftest", "--native")
    frozen(monkeypatch, program)
    assert own_command("serve", "--port", "0") == (str(program), "serve", "--port", "0")
