"""The manual's page on the local server: its tables and examples are what the server does."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from fakes import fake_worker
from fakes.served import Served
from paceline.protocol.messages import LoadPair
from paceline.protocol.server_lines import AnyServerLine
from paceline.server import refusals
from paceline.server.provenance_field import Ghost, Outcome, TokenFacts

REPOSITORY = Path(__file__).resolve().parents[2]
PAGE = (REPOSITORY / "resources" / "manual" / "server.md").read_text("utf-8")
SERVER = REPOSITORY / "app" / "paceline" / "server"

EXAMPLES = re.findall(r"^```python\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


def section(title: str) -> str:
    """Return what stands under a heading."""
    return PAGE.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def named(text: str) -> set[str]:
    """Return what stands between the code marks of a table's first column or of a text."""
    return set(re.findall(r"`([a-z_0-9]+)`", text))


def first_columns(text: str) -> str:
    return "\n".join(line.split("|")[1] for line in text.splitlines() if line.startswith("| `"))


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    worker = [sys.executable, *fake_worker.arguments()]
    load = LoadPair(0, "/models/target.gguf", seats=2)
    with Served(worker, load, names=("practice",)) as one:
        one.ready()
        yield one


def test_the_examples_run_as_they_stand(served: Served, capsys: pytest.CaptureFixture[str]) -> None:
    there = "http://127.0.0.1:8484/v1"
    assert there in EXAMPLES[0]
    exec("\n".join(EXAMPLES).replace(there, served.url), {})
    said = capsys.readouterr().out
    assert said.startswith("A binary search tree")
    assert "drafted draft-model 0.9" in said


def test_every_metric_has_its_line(served: Served) -> None:
    served.http.post("/v1/completions", json={"prompt": "Once", "max_tokens": 4})
    text = served.http.get("/metrics").text
    kinds = dict(re.findall(r"^# TYPE (\S+) (\S+)$", text, re.MULTILINE))
    assert named(first_columns(section("Figures for Prometheus"))) == set(kinds)


def test_every_field_of_a_token_and_a_summary_has_its_line() -> None:
    told = named(first_columns(section("Where each token came from")))
    fields = {*Outcome.__struct_fields__, *TokenFacts.__struct_fields__}
    assert told == fields
    assert set(Ghost.__struct_fields__) <= named(section("Where each token came from"))


def test_every_code_of_a_refusal_has_its_line() -> None:
    """Codes are written out where something is refused."""
    told = set(re.findall(r"`([a-z_]+)`", section("Limits and errors")))
    for file in SERVER.glob("*.py"):
        text = file.read_text("utf-8")
        for call in re.findall(r"(?:Refusal|come_back)\(\s*\d{3},\s*\"([a-z_]+)\"", text):
            assert call in told | {"http_error"}, file.name
    assert {"invalid_value", "unsupported_parameter"} <= told
    assert f"{refusals.CLIENT_GONE}" in PAGE


def test_every_line_for_programs_is_named() -> None:
    kinds = {str(each.__struct_config__.tag) for each in AnyServerLine.__args__}
    assert kinds <= named(section("For programs"))
