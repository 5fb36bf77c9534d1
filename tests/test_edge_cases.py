"""The table of edge cases names tests that exist, and leaves no case out."""

import ast
import re
from pathlib import Path

HERE = Path(__file__).parent
NAMED = re.compile(r"`([\w/]+\.py)::(test_\w+)`")


def rows() -> dict[int, str]:
    """What the table says of each case, by its number."""
    table = (HERE / "EDGE_CASES.md").read_text("utf-8")
    return {
        int(number): answer.strip()
        for number, answer in re.findall(r"^\| (\d+) \|[^|]*\|([^|]*)\|$", table, re.MULTILINE)
    }


def test_all_forty_cases_are_answered() -> None:
    assert sorted(rows()) == list(range(1, 41))
    assert all(rows().values())


def test_every_test_named_exists() -> None:
    named = [found for answer in rows().values() for found in NAMED.findall(answer)]
    assert named
    for file, test in named:
        tree = ast.parse((HERE / file).read_text("utf-8"))
        assert test in {each.name for each in tree.body if isinstance(each, ast.FunctionDef)}


def test_a_case_without_a_test_gives_its_reason() -> None:
    for number, answer in rows().items():
        if not NAMED.search(answer):
            assert answer.endswith("."), f"case {number} has neither a test nor a sentence"
