"""A Hub with a small pair, the catalogue that recommends it, and a machine without models."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from fakes.constructed_pairs import Recipe
from fakes.hub_stub.stub import HubStub
from paceline.cli.arguments.parser import parse
from paceline.cli.models.job import models

CATALOG = """
format = 1
[[pair]]
id = "tiny-pair"
title = "Tiny pair"
note = "For trying."
drafter = "draft-model"
memory_gb = 4
parameters = 0.1
sources = ["https://example.org/pair"]
[pair.target]
repository = "someone/target-GGUF"
revision = "main"
file = "target-Q4_K_M.gguf"
licence = "apache-2.0"
size = {size}
sha256 = "{sum}"
[pair.draft]
repository = "someone/draft-GGUF"
revision = "main"
file = "draft-Q8_0.gguf"
licence = "apache-2.0"
[[pair]]
id = "tiny-alone"
title = "Tiny alone"
note = "The draft by itself."
drafter = "draft-model"
memory_gb = 4
parameters = 0.1
sources = ["https://example.org/pair"]
[pair.target]
repository = "someone/other-GGUF"
revision = "main"
file = "other-Q4_K_M.gguf"
licence = "apache-2.0"
[pair.draft]
repository = "someone/draft-GGUF"
revision = "main"
file = "draft-Q8_0.gguf"
licence = "apache-2.0"
"""

CARD = """\
---
license: apache-2.0
---
# Target

A model that answers questions of every kind, made for tests that ask for one.
"""


@dataclass
class Shop:
    """The Hub, where its files arrive, and a way to run the command."""

    hub: HubStub
    cache: Path
    capsys: pytest.CaptureFixture[str]

    def run(self, line: str) -> int:
        """Run `paceline models` with these arguments; returns the exit status."""
        return models(parse(["models", *line.split()]))

    def said(self) -> tuple[str, str]:
        """Return what was printed since the last time, output and remarks."""
        captured = self.capsys.readouterr()
        return captured.out, captured.err

    def told(self, line: str) -> dict[str, Any]:
        """Return the JSON object that the command prints."""
        assert self.run(f"{line} --json") == 0
        found: dict[str, Any] = json.loads(self.said()[0])
        return found

    def listed(self, line: str) -> list[dict[str, Any]]:
        """Return the JSON list that the command prints."""
        assert self.run(f"{line} --json") == 0
        found: list[dict[str, Any]] = json.loads(self.said()[0])
        return found

    def arrived(self, repository: str, path: str) -> Path:
        """Return where a file lies that was fetched."""
        folder = self.cache / f"models--{repository.replace('/', '--')}" / "snapshots"
        (snapshot,) = folder.iterdir()
        return snapshot / path


@contextmanager
def model_shop(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Shop]:
    """Open the shop; settings, caches and other programs' folders are those of an empty machine."""
    target = Recipe(layers=40).write(folder / "target.gguf")
    draft = Recipe(layers=2).write(folder / "draft.gguf")
    content = target.read_bytes()
    catalog = folder / "catalog.toml"
    catalog.write_text(CATALOG.format(size=len(content), sum=sha256(content).hexdigest()))
    monkeypatch.setattr("paceline.library.catalog.catalog_file", lambda: catalog)
    home = folder / "person"
    for variable in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(variable, str(home))
    for variable in ("HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE", "LLAMA_CACHE", "XDG_CACHE_HOME"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("HF_HOME", str(folder / "hf"))
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    with HubStub() as hub:
        monkeypatch.setenv("HF_ENDPOINT", hub.endpoint)
        hub.add_repository(
            "someone/target-GGUF",
            {
                "target-Q4_K_M.gguf": content,
                "target-Q8_0.gguf": content + bytes(64),
                "mmproj-target-f16.gguf": b"sees",
            },
            licence="apache-2.0",
            card=CARD,
        )
        hub.add_repository("someone/draft-GGUF", {"draft-Q8_0.gguf": draft}, licence="apache-2.0")
        shards = {f"split-F16-0000{number}-of-00002.gguf": bytes([number]) * 9 for number in (1, 2)}
        hub.add_repository("someone/split-GGUF", shards)
        yield Shop(hub, folder / "hf" / "hub", capsys)
