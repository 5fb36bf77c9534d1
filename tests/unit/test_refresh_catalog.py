"""The maintainer's command that compares the catalogue with the Hub."""

import importlib.util
import random
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import pytest

from fakes.hub_stub.faults import Port, Status
from fakes.hub_stub.stub import HubStub
from paceline.library.catalog import CatalogPair, load_catalog

SCRIPT = Path(__file__).parents[2] / "packaging" / "refresh_catalog.py"

TARGET = random.Random(1).randbytes(2_345)
DRAFT = random.Random(2).randbytes(345)
SHARDS = [random.Random(number).randbytes(1_000 + number) for number in (3, 4)]

CATALOG = """\
# Written by hand, and to be kept: this comment,
format = 1

[[pair]]
id = "whole"  # and this one
title = "Whole"
note = '''
in any
spelling'''
drafter = "draft-model"
memory_gb = 4
parameters = 0.1
sources = ["https://example.org/pair"]

[pair.target]
repository = "someone/target-GGUF"
revision = "{commit}"
file = "target-Q4_K_M.gguf"
licence = "apache-2.0"
size = 2_345
sha256 = "{sum}"

# what follows is not known yet
[pair.draft]
repository = "someone/draft-GGUF"
revision = "main"
file = "draft-Q8_0.gguf"
licence = "apache-2.0"

[[pair]]
id = "sharded"
title = "Sharded"
note = "Of two parts."
drafter = "ngram"
memory_gb = 4
parameters = 0.1
sources = ["https://example.org/pair"]

[pair.target]
repository = "someone/split-GGUF"
revision = "main"
file = "split-Q4_0-00001-of-00002.gguf"
licence = "mit"

[[pair.target.further]]
file = "split-Q4_0-00002-of-00002.gguf"
"""


@dataclass
class Desk:
    """A catalogue, the Hub that it speaks of, and the command."""

    hub: HubStub
    file: Path
    main: Callable[[Sequence[str]], int]
    capsys: pytest.CaptureFixture[str]

    def run(self, *arguments: str) -> tuple[int, str]:
        status = self.main(["--catalog", str(self.file), *arguments])
        return status, "".join(self.capsys.readouterr())

    def pairs(self) -> dict[str, CatalogPair]:
        return {pair.id: pair for pair in load_catalog(self.file)}


@pytest.fixture(scope="module")
def main() -> Callable[[Sequence[str]], int]:
    """The script's own, as it lies outside of every package."""
    specification = importlib.util.spec_from_file_location("refresh_catalog", SCRIPT)
    assert specification is not None
    assert specification.loader is not None
    module = sys.modules["refresh_catalog"] = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    found: Callable[[Sequence[str]], int] = module.main
    return found


@pytest.fixture
def desk(
    tmp_path: Path,
    main: Callable[[Sequence[str]], int],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Iterator[Desk]:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    with HubStub() as hub:
        monkeypatch.setenv("HF_ENDPOINT", hub.endpoint)
        target = hub.add_repository(
            "someone/target-GGUF", {"target-Q4_K_M.gguf": TARGET}, licence="apache-2.0"
        )
        hub.add_repository("someone/draft-GGUF", {"draft-Q8_0.gguf": DRAFT}, licence="apache-2.0")
        names = [f"split-Q4_0-0000{number}-of-00002.gguf" for number in (1, 2)]
        files = dict(zip(names, SHARDS, strict=True))
        hub.add_repository("someone/split-GGUF", files, licence="mit")
        file = tmp_path / "catalog.toml"
        file.write_text(
            CATALOG.format(commit=target.commit, sum=sha256(TARGET).hexdigest()), encoding="utf-8"
        )
        yield Desk(hub, file, main, capsys)


def test_what_was_not_known_is_found_shown_and_written_once(desk: Desk) -> None:
    before = desk.file.read_text(encoding="utf-8")
    status, shown = desk.run()
    assert status == 1
    assert "whole: draft: size unknown -> 345" in shown
    assert "sharded: target, further shard 1: size unknown -> 1,004" in shown
    assert "whole: target" not in shown
    assert desk.file.read_text(encoding="utf-8") == before, "it was only asked to show"

    assert desk.run("--write")[0] == 1
    whole, sharded = desk.pairs()["whole"], desk.pairs()["sharded"]
    assert whole.draft is not None
    assert (whole.draft.size, whole.draft.sha256) == (345, sha256(DRAFT).hexdigest())
    assert [part.size for part in sharded.target.parts] == [1_003, 1_004]
    assert sharded.target.revision == desk.hub.repositories["someone/split-GGUF"].commit
    assert desk.run() == (0, "2 pairs asked for, 0 changes, 0 gone\n")


def test_comments_spelling_and_order_stay(desk: Desk) -> None:
    before = desk.file.read_text(encoding="utf-8").splitlines()
    desk.run("--write")
    after = desk.file.read_text(encoding="utf-8").splitlines()
    kept = [line for line in after if line in before]
    assert kept == [line for line in before if line != 'revision = "main"']
    assert "size = 1_003" in after


def test_new_content_brings_its_commit(desk: Desk) -> None:
    desk.run("--write")
    pinned = desk.pairs()["whole"].target
    desk.hub.replace("someone/target-GGUF", "target-Q4_K_M.gguf", TARGET + b"more")
    status, shown = desk.run("--write", "whole")
    assert status == 1
    assert "size 2,345 -> 2,349" in shown
    fresh = desk.pairs()["whole"].target
    assert fresh.size == len(TARGET) + 4
    assert fresh.revision != pinned.revision


def test_a_pin_stays_while_its_content_does(desk: Desk) -> None:
    desk.run("--write")
    desk.hub.replace("someone/target-GGUF", "another-Q8_0.gguf", b"GGUF beside it")
    assert desk.run()[0] == 0


def test_licence_and_terms_are_compared(desk: Desk) -> None:
    desk.run("--write")
    repository = desk.hub.repositories["someone/split-GGUF"]
    repository.licence, repository.gated = "gemma", "auto"
    desk.hub.allow("nobody", "someone/split-GGUF")
    _, shown = desk.run()
    assert "sharded: target: licence mit -> gemma" in shown
    assert "sharded: target: gated no -> yes" in shown


def test_what_has_gone_is_shown_and_left_to_a_person(desk: Desk) -> None:
    desk.run("--write")
    before = desk.file.read_text(encoding="utf-8")
    del desk.hub.repositories["someone/draft-GGUF"]
    desk.hub.repositories["someone/split-GGUF"].files.popitem()
    status, shown = desk.run("--write")
    assert status == 1
    assert "whole: draft: someone/draft-GGUF is gone" in shown
    assert "sharded: target, further shard 1: split-Q4_0-00002-of-00002.gguf is gone" in shown
    assert desk.file.read_text(encoding="utf-8") == before


def test_a_hub_that_does_not_answer_is_no_change(desk: Desk) -> None:
    desk.hub.faults.add(Port.HUB, Status(503), times=None)
    status, shown = desk.run("whole")
    assert status == 2
    assert "Hub" in shown


def test_it_runs_as_a_program_and_refuses_an_unknown_pair(desk: Desk) -> None:
    done = subprocess.run(
        [sys.executable, str(SCRIPT), "--catalog", str(desk.file), "nobody"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "no pair nobody" in done.stderr
