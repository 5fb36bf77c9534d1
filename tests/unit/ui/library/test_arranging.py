"""Which installed models are shown, and in which order."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from paceline.errors import AppError, ErrorCode
from paceline.library.file_names import Role
from paceline.library.installed.places import Place, PlaceKind
from paceline.library.installed.records import InstalledModel
from paceline.ui.library.installed.arranging import Order, Show, arranged

HUB = Place(PlaceKind.HUB, Path("/cache"))
STUDIO = Place(PlaceKind.LM_STUDIO, Path("/studio"))


def model(
    title: str,
    size: int = 1,
    place: Place = STUDIO,
    role: Role = Role.MODEL,
    *,
    trouble: bool = False,
    used: int | None = None,
) -> InstalledModel:
    return InstalledModel(
        (Path("/models") / f"{title}.gguf",),
        title,
        place,
        size,
        role,
        "Q4_K_M",
        repository=f"author/{title}-GGUF",
        trouble=AppError(ErrorCode.FILE_TRUNCATED, title) if trouble else None,
        last_used=datetime(2026, 1, used, tzinfo=UTC) if used else None,
    )


MODELS = (
    model("Zebra", 3, used=1),
    model("ant", 7, HUB),
    model("Bee", 3, trouble=True, used=9),
    model("mtp-ant", 1, role=Role.MTP),
)


def titles(
    words: str = "",
    show: Show = Show.ALL,
    order: Order = Order.TITLE,
    *,
    descending: bool = False,
) -> list[str]:
    return [one.title for one in arranged(MODELS, words, show, order, descending=descending)]


def test_titles_are_sorted_whatever_their_capitals() -> None:
    assert titles() == ["ant", "Bee", "mtp-ant", "Zebra"]
    assert titles(descending=True) == ["Zebra", "mtp-ant", "Bee", "ant"]


def test_equal_ones_stand_by_their_titles() -> None:
    assert titles(order=Order.SIZE, descending=True) == ["ant", "Bee", "Zebra", "mtp-ant"]


def test_what_was_never_used_counts_as_oldest() -> None:
    assert titles(order=Order.USED, descending=True)[:2] == ["Bee", "Zebra"]


@pytest.mark.parametrize(
    ("show", "shown"),
    [
        (Show.MODELS, ["ant", "Zebra"]),
        (Show.DRAFTERS, ["mtp-ant"]),
        (Show.OURS, ["ant"]),
        (Show.TROUBLED, ["Bee"]),
    ],
)
def test_a_filter(show: Show, shown: list[str]) -> None:
    assert titles(show=show) == shown


def test_every_word_must_occur_somewhere() -> None:
    assert titles("ANT q4") == ["ant", "mtp-ant"]
    assert titles("author/bee") == ["Bee"]
    assert titles("ant zebra") == []
