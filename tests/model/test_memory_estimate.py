"""What loading takes is known before it, to a tenth: by llama.cpp and by the system."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from model.measured_pair import Measured
from paceline.engine.llama.native import AbortFlag
from paceline.engine.llama.survey import header_of, repacks
from paceline.engine.llama.tensor_sizes import read_tensor_sizes
from paceline.engine.pair import Pair
from paceline.engine.plan import PairSpec, plan_pair
from paceline.errors import AppError, ErrorCode
from paceline.loading import CacheType, FlashAttention, LoadingWishes

TOLERANCE = 0.1

HALF = LoadingWishes(key_type=CacheType.F16, value_type=CacheType.F16)
QUANTIZED = LoadingWishes(
    key_type=CacheType.Q8_0, value_type=CacheType.Q8_0, draft_cache_type=CacheType.Q4_0
)
SINGLE = LoadingWishes(
    key_type=CacheType.F32, value_type=CacheType.F32, flash_attention=FlashAttention.OFF
)
SHORT_DRAFT = LoadingWishes(draft_context_length=256)


def measured(target: Path, draft: Path | None, length: int, wishes: LoadingWishes) -> Measured:
    script = Path(__file__).with_name("measured_pair.py")
    arguments = [str(target), str(draft or "-"), str(length), msgspec.json.encode(wishes).decode()]
    done = subprocess.run(
        [sys.executable, script, *arguments], capture_output=True, check=True, timeout=240
    )
    return msgspec.json.decode(done.stdout, type=Measured)


@pytest.mark.parametrize(
    ("length", "wishes"),
    [(512, HALF), (1024, QUANTIZED), (768, SINGLE), (1024, SHORT_DRAFT)],
    ids=["half", "quantized", "single without flash attention", "short draft"],
)
def test_the_estimate_is_what_is_taken(
    practice_target: Path, starter: Path, length: int, wishes: LoadingWishes
) -> None:
    found = measured(practice_target, starter, length, wishes)
    estimated, taken = found.report.estimated, found.report.taken
    assert [(use.model, use.device) for use in taken] == [("target", "CPU"), ("draft", "CPU")]
    for expected, actual in zip(estimated, taken, strict=True):
        assert actual.weights == pytest.approx(expected.weights, rel=0.01)
        assert actual.cache == pytest.approx(expected.cache, rel=0.01)
        assert actual.compute == pytest.approx(expected.compute, rel=TOLERANCE)
    whole = sum(use.total for use in estimated)
    assert found.report.process_growth == pytest.approx(whole, rel=TOLERANCE)
    assert found.grown == pytest.approx(whole, rel=TOLERANCE)


def test_a_model_alone(starter: Path) -> None:
    found = measured(starter, None, 512, LoadingWishes())
    (estimated,), (taken,) = found.report.estimated, found.report.taken
    assert estimated.buffers == pytest.approx(taken.buffers, rel=0.01)
    assert found.grown == pytest.approx(estimated.total, rel=TOLERANCE)


def test_one_file_as_target_and_draft_is_counted_once(starter: Path) -> None:
    found = measured(starter, starter, 512, LoadingWishes())
    estimated = sum(use.buffers for use in found.report.estimated)
    assert sum(use.buffers for use in found.report.taken) == pytest.approx(estimated, rel=0.01)


def test_a_plan_loads_no_weights_and_is_what_loading_does(
    practice_target: Path, starter: Path
) -> None:
    spec = PairSpec(practice_target, starter, context_length=512)
    plan = plan_pair(spec)
    pair = Pair(spec, abort=AbortFlag())
    try:
        assert replace(pair.plan, budget=plan.budget) == plan
        assert pair.context.capacity == plan.target.context_length == 512
    finally:
        pair.close()


@pytest.mark.parametrize("kind", CacheType)
def test_every_kind_of_cache_computes(starter: Path, kind: CacheType) -> None:
    wishes = LoadingWishes(key_type=kind, value_type=kind)
    pair = Pair(PairSpec(starter, context_length=256, wishes=wishes), abort=AbortFlag())
    try:
        start = [pair.model.tokenize("The capital of France is", add_special=True)]
        row = pair.context.decode(start[0], outputs=1)[0]
        assert pair.model.piece(int(row.argmax())) == b" Paris"
    finally:
        pair.close()


def test_quantized_values_are_refused_without_flash_attention(starter: Path) -> None:
    wishes = LoadingWishes(value_type=CacheType.Q8_0, flash_attention=FlashAttention.OFF)
    with pytest.raises(AppError, match="flash attention") as caught:
        plan_pair(PairSpec(starter, wishes=wishes))
    assert caught.value.code == ErrorCode.PLACEMENT_IMPOSSIBLE


def test_a_device_that_is_not_there_is_refused(starter: Path) -> None:
    with pytest.raises(AppError, match="“CUDA7” here, only CPU") as caught:
        plan_pair(PairSpec(starter, wishes=LoadingWishes(device="CUDA7")))
    assert caught.value.code == ErrorCode.PLACEMENT_IMPOSSIBLE


def test_the_sizes_of_tensors_add_up_to_the_model(practice_target: Path, starter: Path) -> None:
    for path in (practice_target, starter):
        with header_of(path) as model:
            sizes = read_tensor_sizes(path, model.layers)
            assert sum(sizes.blocks) + sizes.inputs + sizes.outputs == model.size
            assert len(sizes.blocks) == model.layers
            assert sizes.tied == sizes.inputs > 0


def test_a_model_that_is_not_rearranged_is_mapped(starter: Path) -> None:
    """Q4_1, the type of the starter, has no rearranged form on any processor."""
    with header_of(starter) as model:
        assert not repacks(model)
