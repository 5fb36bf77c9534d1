import re

import pytest

from paceline.cli.models.tables import count, print_table

HEADINGS = ("repository", "licence", "size", "updated")
ROWS = [
    ("someone-with-a-long-name/model-of-some-length-GGUF", "apache-2.0", "4.92 GB", "2026-10-01"),
    ("a/b", "", "812.3 MB", ""),
]


def printed(capsys: pytest.CaptureFixture[str]) -> list[str]:
    print_table(HEADINGS, ROWS, dispensable=("updated", "licence"))
    without_codes = re.sub("\x1b\\[[0-9;]*m", "", capsys.readouterr().out)
    return [line.rstrip() for line in without_codes.splitlines()]


def narrow(monkeypatch: pytest.MonkeyPatch, columns: int) -> None:
    """Let standard output pass for a screen."""
    for name, value in (("TTY_COMPATIBLE", "1"), ("NO_COLOR", "1"), ("COLUMNS", str(columns))):
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("TERM", "xterm")


def test_nothing_is_cut_for_a_program(capsys: pytest.CaptureFixture[str]) -> None:
    text = "\n".join(printed(capsys))
    assert all(cell in text for row in ROWS for cell in row)


@pytest.mark.parametrize(
    ("columns", "shown", "gone"),
    [
        (100, ("apache-2.0", "2026-10-01"), ()),
        (60, ("apache-2.0",), ("2026-10-01", "updated")),
        (44, (), ("apache-2.0", "2026-10-01")),
    ],
)
def test_on_a_narrow_screen_figures_stay_whole(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    columns: int,
    shown: tuple[str, ...],
    gone: tuple[str, ...],
) -> None:
    narrow(monkeypatch, columns)
    lines = printed(capsys)
    text = "\n".join(lines)
    assert max(map(len, lines)) <= columns
    assert all(cell in text for cell in ("someone-with-a-long", "4.92 GB", "812.3 MB", *shown))
    assert not any(cell in text for cell in gone)


@pytest.mark.parametrize(
    ("number", "text"),
    [(None, ""), (0, "0"), (812, "812"), (3_210, "3.21k"), (4_500_000, "4.5M"), (7 * 10**9, "7B")],
)
def test_counts_are_short(number: int | None, text: str) -> None:
    assert count(number) == text
