from dataclasses import replace
from pathlib import Path

import pytest

from paceline.library.gguf.cache_shape import CacheShape
from paceline.library.gguf.facts import ModelFacts, facts_of
from paceline.library.gguf.reading import read_header
from paceline.library.memory_fit import (
    Fit,
    MachineMemory,
    MemoryNeed,
    fit,
    memory_need,
    pair_need,
    rough_need,
    this_machine,
)
from paceline.loading import CacheType

GB = 1_000_000_000


@pytest.fixture(scope="module")
def facts(starter: Path) -> ModelFacts:
    return facts_of(read_header(starter))


def test_the_parts_of_a_need(facts: ModelFacts) -> None:
    need = memory_need(facts, 4096)
    assert need.weights == facts.tensor_bytes
    assert need.kv_cache == 4096 * (5760 + 5760) * 2
    assert need.total == need.weights + need.kv_cache + need.compute


def test_a_context_is_never_shorter_than_llama_cpp_makes_it(facts: ModelFacts) -> None:
    assert memory_need(facts, 1) == memory_need(facts, 256)


def test_the_types_of_the_cache_count(facts: ModelFacts) -> None:
    half = memory_need(facts, 4096)
    small = memory_need(facts, 4096, key_type="q8_0", value_type="q4_0")
    assert small.kv_cache == half.kv_cache * (34 + 18) // 128
    for kind in CacheType:
        assert memory_need(facts, 4096, key_type=kind, value_type=kind).kv_cache > 0


def test_windows_are_kept_whole_unless_asked_otherwise(facts: ModelFacts) -> None:
    cache = CacheShape(keys=100, window_keys=1000, window=500, state_bytes=7)
    windowed = replace(facts, cache=cache)
    assert memory_need(windowed, 4096).kv_cache == 4096 * 1100 * 2 + 7
    short = memory_need(windowed, 4096, whole_windows=False)
    assert short.kv_cache == (4096 * 100 + 768 * 1000) * 2 + 7
    hybrid = replace(windowed, is_recurrent=True)
    assert memory_need(hybrid, 4096, whole_windows=False) == memory_need(windowed, 4096)


def test_a_pair_takes_what_both_take(facts: ModelFacts) -> None:
    alone = memory_need(facts, 4096)
    assert pair_need(facts, None, 4096) == alone
    assert pair_need(facts, replace(facts), 4096) == alone + alone


def test_a_model_that_drafts_for_itself_is_loaded_once(facts: ModelFacts) -> None:
    alone, twice = memory_need(facts, 4096), pair_need(facts, facts, 4096)
    assert twice.weights == alone.weights
    assert twice.kv_cache == 2 * alone.kv_cache
    assert alone.compute < twice.compute < 2 * alone.compute


def test_a_rough_need_is_near_the_real_one() -> None:
    """Of an 8-billion-parameter model in Q4_K and a chat of 4,096 tokens."""
    file_bytes = 4_521_177_664
    real = MemoryNeed(weights=4_517_930_752, kv_cache=536_870_912, compute=62_650_000)
    assert rough_need(file_bytes) == pytest.approx(real.total, rel=0.1)


@pytest.mark.parametrize(
    ("need", "available", "judged"),
    [
        (4 * GB, 12 * GB, Fit.FITS),
        (12 * GB, 12 * GB, Fit.FITS),
        (12 * GB, 11 * GB, Fit.TIGHT),
        (13 * GB, 16 * GB, Fit.TIGHT),
        (15 * GB, 16 * GB, Fit.TOO_LARGE),
        (40 * GB, 16 * GB, Fit.TOO_LARGE),
    ],
)
def test_what_fits_into_16_gb(need: int, available: int, judged: Fit) -> None:
    assert fit(need, MachineMemory(16 * GB, available)) is judged


@pytest.mark.parametrize(("need", "judged"), [(22 * GB, Fit.FITS), (23 * GB, Fit.TOO_LARGE)])
def test_what_fits_onto_a_graphics_processor_with_24_gb(need: int, judged: Fit) -> None:
    assert fit(need, MachineMemory(16 * GB, 12 * GB), 24 * GB) is judged


def test_this_machine_has_memory() -> None:
    machine = this_machine()
    assert 0 < machine.available <= machine.total
    assert fit(0, machine) is Fit.FITS
