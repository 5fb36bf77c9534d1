import pytest

from paceline.engine.memory import MemoryBudget, MemoryShort
from paceline.errors import ErrorCode


def test_what_fits_passes_and_one_byte_more_does_not() -> None:
    budget = MemoryBudget(10_000_000_000)
    budget.require(10_000_000_000, "models")
    with pytest.raises(MemoryShort, match=r"10.0 GB are free") as caught:
        budget.require(10_000_000_001, "models")
    assert caught.value.code == ErrorCode.MEMORY_SHORT
    assert caught.value.needed - caught.value.available == 1


def test_this_machine_has_some_memory() -> None:
    assert MemoryBudget.now().available > 100_000_000
