import pytest

from paceline.engine.memory import MemoryBudget, MemoryShort, process_memory
from paceline.engine.placement import DeviceMemory
from paceline.errors import ErrorCode
from paceline.loading import MAIN_MEMORY, MemoryUse

GB = 1_000_000_000


def test_what_fits_passes_and_one_byte_more_does_not() -> None:
    budget = MemoryBudget(10 * GB)
    budget.require([MemoryUse("target", MAIN_MEMORY, weights=10 * GB)], "models")
    with pytest.raises(MemoryShort, match=r"10.0 GB are free") as caught:
        budget.require([MemoryUse("target", MAIN_MEMORY, weights=10 * GB, other=1)], "models")
    assert caught.value.code == ErrorCode.MEMORY_SHORT
    assert caught.value.needed - caught.value.available == 1


def test_a_device_must_hold_its_own_part() -> None:
    budget = MemoryBudget(100 * GB, (DeviceMemory("CUDA0", 8 * GB, 8 * GB),))
    uses = [MemoryUse("target", "CUDA0", weights=6 * GB), MemoryUse("draft", "CUDA0", cache=3 * GB)]
    with pytest.raises(MemoryShort, match=r"models on CUDA0 need 9.0 GB and 8.0 GB are free"):
        budget.require(uses, "models")


def test_a_device_that_computes_in_main_memory_takes_from_there() -> None:
    budget = MemoryBudget(8 * GB, (DeviceMemory("MTL0", 12 * GB, 12 * GB, shared=True),))
    uses = [MemoryUse("target", "MTL0", weights=6 * GB), MemoryUse("draft", "CPU", weights=3 * GB)]
    with pytest.raises(MemoryShort, match=r"need 9.0 GB and 8.0 GB are free"):
        budget.require(uses, "models")


def test_this_machine_has_some_memory() -> None:
    assert MemoryBudget.now().available > 100_000_000


def test_this_process_holds_some() -> None:
    assert 1_000_000 < process_memory() < 1_000 * GB
