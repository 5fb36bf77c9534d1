#!/usr/bin/env python3
"""Tries an installed Paceline by its path alone, and tells its size and how fast it starts.

usage: smoke.py PROGRAM [--variant] [--starter]

PROGRAM is the executable, as /usr/bin/paceline. Needs any Python 3.11 and none of its packages, and
keeps all that Paceline writes in a folder of its own, which is deleted. Exit status 1 says that
something does not work. `--variant` demands a build with variants for processors, `--starter` that
the starter model is installed; without it a chat is tried only where the model is found.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

STARTS = 5
PATIENCE_SECONDS = 300
STARTER_MISSING = "starter model is not installed"


class Failure(Exception):  # noqa: N818 - a finding
    """Something does not work; says what."""


def main() -> int:
    """Try everything; the first failure ends it."""
    parser = argparse.ArgumentParser(description="Try an installed Paceline.")
    parser.add_argument("program", type=Path)
    parser.add_argument("--variant", action="store_true")
    parser.add_argument("--starter", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="paceline-smoke-") as folder:
        installed = Installed(options.program, Path(folder))
        try:
            tell_version(installed)
            test_itself(installed, variant_needed=options.variant)
            chat(installed, starter_needed=options.starter)
            tell_size(installed)
        except Failure as failure:
            print(f"FAILED: {failure}")
            return 1
    return 0


class Installed:
    """The program, run in an account that has nothing yet."""

    def __init__(self, program: Path, home: Path) -> None:
        self.program = program
        kept = ("LANG", "PATH", "SYSTEMROOT", "TEMP", "TMP", "XDG_DATA_DIRS")
        self._environment = {name: os.environ[name] for name in kept if name in os.environ}
        self._environment |= {"HOME": str(home), "PACELINE_HOME": str(home / "paceline")}

    def run(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """Run a job to its end."""
        try:
            return subprocess.run(
                [str(self.program), *arguments],
                env=self._environment,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                encoding="utf-8",
                timeout=PATIENCE_SECONDS,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise Failure(str(error)) from error


def tell_version(installed: Installed) -> None:
    """Start it some times for its version alone."""
    seconds, told = [], ""
    for _ in range(STARTS):
        begun = time.perf_counter()
        done = installed.run("--version")
        seconds.append(time.perf_counter() - begun)
        if done.returncode or not done.stdout.startswith("paceline "):
            raise Failure(f"--version said {done.stdout + done.stderr!r}")
        told = done.stdout.strip()
    print(f"{told}; starts in {statistics.median(seconds):.2f} s")


def test_itself(installed: Installed, *, variant_needed: bool) -> None:
    """Run its self-test."""
    done = installed.run("selftest", "--json")
    try:
        report = json.loads(done.stdout)
    except ValueError:
        raise Failure(f"selftest said {done.stdout + done.stderr!r}") from None
    for check in report["checks"]:
        print(f"  {check['name']:14} {'ok' if check['ok'] else 'FAILED'}  {check['fact']}")
    if done.returncode or not report["ok"]:
        raise Failure("the self-test found something")
    if variant_needed and not report["variant"]:
        raise Failure("llama.cpp was built for one processor")


def chat(installed: Installed, *, starter_needed: bool) -> None:
    """Let the starter answer, where it is installed."""
    question = ("chat", "--starter", "--prompt", "What is the capital of France?")
    done = installed.run(*question, "--max-tokens", "24", "--temperature", "0", "--json")
    if STARTER_MISSING in done.stderr and not starter_needed:
        print("no starter model, so no chat")
        return
    if done.returncode:
        raise Failure(f"chat --starter said {done.stderr!r}")
    lines = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    reply = lines[-1]
    text = str(reply.get("text", "")).strip()
    if not text:
        raise Failure("the starter answered nothing")
    print(f"the starter answered {text!r}")


def tell_size(installed: Installed) -> None:
    """Measure the folder that a bundle lies in."""
    folder = installed.program.resolve().parent
    if not (folder / "_internal").is_dir():
        print("no bundle, so no size")
        return
    size = sum(file.lstat().st_size for file in folder.rglob("*") if not file.is_dir())
    print(f"{folder}: {size / 1e6:.0f} MB")


if __name__ == "__main__":
    sys.exit(main())
