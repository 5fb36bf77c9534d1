import msgspec
import pytest

from paceline.library.catalog import CatalogPair, DrafterKind, ModelFile, load_catalog
from paceline.library.memory_fit import Fit, MachineMemory
from paceline.library.recommendation import Reason, Recommendation, recommended, sentence

GIB = 1 << 30


def machine(gigabytes: float, *, free: float | None = None) -> MachineMemory:
    total = round(gigabytes * GIB)
    return MachineMemory(total, total if free is None else round(free * GIB))


def pair(
    name: str, billions: float, size: int | None, *, active: float | None = None
) -> CatalogPair:
    return CatalogPair(
        id=name,
        title=name,
        note="For trying.",
        drafter=DrafterKind.NGRAM,
        memory_gb=8,
        parameters=billions,
        sources=("https://example.org",),
        target=ModelFile("someone/some-GGUF", "main", f"{name}-Q4_K_M.gguf", "mit", size),
        active=active,
    )


SMALL = pair("small", 2, 1_200_000_000)
MIDDLE = pair("middle", 8, 5_000_000_000)
DENSE = pair("dense", 14, 9_000_000_000)
MIXTURE = pair("mixture", 30, 18_000_000_000, active=3)
LARGE = pair("large", 32, 20_000_000_000)
HUGE = pair("huge", 120, 63_000_000_000, active=5)
ALL = (SMALL, MIDDLE, DENSE, MIXTURE, LARGE, HUGE)


def order(ranked: tuple[Recommendation, ...]) -> list[str]:
    return [each.pair.id for each in ranked]


def by_id(ranked: tuple[Recommendation, ...]) -> dict[str, Recommendation]:
    return {each.pair.id: each for each in ranked}


def test_the_most_capable_quick_pair_that_fits_comes_first() -> None:
    assert order(recommended(ALL, machine(32))) == [
        *("mixture", "middle", "small"),  # quick, the most capable first
        *("dense", "large"),  # they fit, but read much for each token: the fastest first
        "huge",
    ]
    assert order(recommended(ALL, machine(4)))[0] == "small"
    assert order(recommended(ALL, machine(96)))[0] == "huge"


def test_what_is_meant_for_more_memory_comes_behind_what_is_meant_for_this() -> None:
    meant_for_more = msgspec.structs.replace(MIDDLE, memory_gb=16)
    assert order(recommended([SMALL, meant_for_more], machine(8))) == ["small", "middle"]
    assert order(recommended([SMALL, meant_for_more], machine(16))) == ["middle", "small"]


def test_what_does_not_fit_is_last_and_says_so() -> None:
    judged = by_id(recommended(ALL, machine(8)))
    assert judged["small"].fit is Fit.FITS
    assert judged["huge"].fit is Fit.TOO_LARGE
    assert judged["huge"].reason is Reason.TOO_LARGE
    assert sentence(judged["huge"]) == "It needs about 69.7 GB, and this machine has 8.6 GB."


def test_what_other_programs_hold_makes_a_pair_tight() -> None:
    judged = by_id(recommended(ALL, machine(8, free=2)))
    assert judged["small"].fit is Fit.FITS
    assert judged["middle"].reason is Reason.TIGHT
    assert "close other programs" in sentence(judged["middle"])


def test_a_graphics_processor_makes_quick_what_lies_on_it_as_a_whole() -> None:
    alone = by_id(recommended(ALL, machine(64)))
    beside = recommended(ALL, machine(64), graphics_bytes=24 * GIB)
    assert alone["large"].reason is Reason.SLOW
    assert by_id(beside)["large"].reason is Reason.ON_GRAPHICS
    assert by_id(beside)["large"].memory == 24 * GIB
    assert order(beside)[:2] == ["large", "mixture"]
    assert by_id(beside)["huge"].reason is Reason.TOO_LARGE


def test_a_graphics_processor_helps_where_main_memory_is_short() -> None:
    judged = by_id(recommended(ALL, machine(8), graphics_bytes=24 * GIB))
    assert judged["large"].fit is Fit.FITS


def test_what_headers_tell_counts_for_more_than_the_sizes_of_files() -> None:
    (judged,) = recommended([SMALL], machine(8), needs={"small": 7 * GIB})
    assert judged.need == 7 * GIB
    assert judged.fit is Fit.TIGHT


def test_a_pair_of_unknown_size_is_judged_by_its_parameters() -> None:
    known, unknown = recommended([DENSE, pair("unknown", 14, None)], machine(64))
    assert unknown.need == pytest.approx(known.need, rel=0.1)


@pytest.mark.parametrize("gigabytes", [4, 8, 16, 24, 48, 80])
def test_the_catalogue_has_something_for_every_usual_machine(gigabytes: int) -> None:
    """An idle one, and a graphics card of the same size."""
    catalog = load_catalog()
    best = recommended(catalog, machine(gigabytes, free=gigabytes * 0.75))[0]
    assert best.reason is Reason.QUICK
    on_card = recommended(catalog, machine(4), graphics_bytes=gigabytes * GIB)
    assert on_card[0].reason is Reason.ON_GRAPHICS
    meant = [each for each in on_card if each.pair.memory_gb == gigabytes and each.pair.size]
    assert all(each.reason is Reason.ON_GRAPHICS for each in meant)


@pytest.mark.parametrize("reason", list(Reason))
def test_every_reason_is_a_whole_sentence(reason: Reason) -> None:
    text = sentence(Recommendation(SMALL, Fit.FITS, reason, 3 * 10**9, 8 * 10**9, 10**9))
    assert "3.0 GB" in text
    assert "8.0 GB" in text
    assert "{" not in text
    assert text.endswith(".")
