"""Where layers go, on devices that nobody here has."""

from dataclasses import replace

import pytest

from paceline.engine.placement import (
    CacheKind,
    DeviceMemory,
    Growth,
    ModelShape,
    Part,
    Placement,
    place,
    place_shared,
)
from paceline.loading import MAIN_MEMORY, DeviceLayers, ModelPlacement

MB = 1_000_000
GB = 1_000_000_000


def shape(*, blocks: int, layer: int, cache_per_token: int, output: int = 500 * MB) -> ModelShape:
    """A model of equal blocks; `cache_per_token` is over all blocks."""
    return ModelShape(
        layer_bytes=(*(layer,) * blocks, output),
        input_bytes=output,
        cache=Growth(0, cache_per_token),
        compute=Growth(300 * MB, 1_000),
        host_compute=Growth(20 * MB),
        other_bytes=60 * MB,
    )


def part(made: ModelShape, length: int = 8192, layers: int | None = None) -> Part:
    return Part(made, CacheKind(), length, layers)


LARGE = shape(blocks=80, layer=500 * MB, cache_per_token=327_680)
"""A 70-billion-parameter model: 40 GB, and 2.7 GB of cache for 8,192 tokens."""

MIDDLE = shape(blocks=32, layer=140 * MB, cache_per_token=131_072)
"""An 8-billion-parameter model: 5.5 GB, and 1.1 GB of cache for 8,192 tokens."""

SMALL = shape(blocks=16, layer=45 * MB, cache_per_token=32_768, output=260 * MB)
"""A 1-billion-parameter model: 1.2 GB, and 0.3 GB of cache for 8,192 tokens."""

CARD_24 = DeviceMemory("CUDA0", 24 * GB, 24 * GB)
CARD_8 = DeviceMemory("CUDA0", 8 * GB, 8 * GB)


def on(placement: Placement, device: str) -> int:
    return sum(use.total for use in placement.estimate if use.device == device)


def whole(placement: ModelPlacement | None) -> bool:
    assert placement is not None
    return placement.gpu_layers == placement.layers


def test_without_graphics_all_is_in_main_memory() -> None:
    placed = place(part(MIDDLE), part(SMALL), [])
    assert placed.target.offloaded == ()
    assert placed.draft is not None
    assert placed.draft.offloaded == ()
    assert {use.device for use in placed.estimate} == {MAIN_MEMORY}
    weights = sum(use.weights for use in placed.estimate)
    assert weights == 32 * 140 * MB + 2 * 500 * MB + 16 * 45 * MB + 2 * 260 * MB


def test_a_large_target_takes_what_its_draft_leaves() -> None:
    """70 billion parameters and a draft on 24 GB: all of the draft, about half of the target."""
    placed = place(part(LARGE), part(SMALL), [CARD_24])
    assert whole(placed.draft)
    assert 35 <= placed.target.gpu_layers <= 45
    assert on(placed, "CUDA0") <= CARD_24.usable
    more = DeviceLayers("CUDA0", placed.target.gpu_layers + 1)
    too_many = LARGE.uses("target", part(LARGE).placed([more]))
    draft_use = sum(
        it.total for it in placed.estimate if (it.model, it.device) == ("draft", "CUDA0")
    )
    assert too_many[1].total + draft_use > CARD_24.usable


def test_both_fit_whole_where_there_is_room() -> None:
    placed = place(part(MIDDLE), part(SMALL), [CARD_24])
    assert whole(placed.target)
    assert whole(placed.draft)
    assert placed.draft is not None
    assert placed.draft.context_length == 8192
    assert [use.weights for use in placed.estimate if use.device == MAIN_MEMORY] == [
        500 * MB,
        260 * MB,
    ]


def test_the_draft_gets_a_shorter_context_where_that_saves_the_last_layers() -> None:
    both = place(part(MIDDLE), part(SMALL), [CARD_24])
    # 0.2 GB less than both take with the full context of the draft.
    total = on(both, "CUDA0") - 200 * MB
    tight = DeviceMemory("CUDA0", total + total // 8, total)
    placed = place(part(MIDDLE), part(SMALL), [tight])
    assert placed.draft is not None
    assert placed.draft.context_length == 2048
    assert whole(placed.target)
    assert whole(placed.draft)


def test_a_context_that_the_person_chose_for_the_draft_is_kept() -> None:
    total = on(place(part(MIDDLE), part(SMALL), [CARD_24]), "CUDA0") - 200 * MB
    tight = DeviceMemory("CUDA0", total + total // 8, total)
    placed = place(part(MIDDLE), part(SMALL), [tight], draft_context_fixed=True)
    assert placed.draft is not None
    assert placed.draft.context_length == 8192
    assert whole(placed.draft)
    assert not whole(placed.target)


def test_a_shorter_context_that_does_not_save_the_day_is_not_taken() -> None:
    placed = place(part(LARGE), part(SMALL), [CARD_8])
    assert placed.draft is not None
    assert placed.draft.context_length == 8192
    assert whole(placed.draft)


def test_a_small_card_takes_the_last_layers() -> None:
    placed = place(part(MIDDLE, 32_768), None, [CARD_8])
    assert 0 < placed.target.gpu_layers < 33
    assert on(placed, "CUDA0") <= CARD_8.usable
    main = next(use for use in placed.estimate if use.device == MAIN_MEMORY)
    assert main.weights == (33 - placed.target.gpu_layers) * 140 * MB + 500 * MB


def test_a_card_too_small_for_anything_gets_nothing() -> None:
    placed = place(part(MIDDLE), part(SMALL), [DeviceMemory("CUDA0", GB // 2, GB // 2)])
    assert placed.target.offloaded == ()
    assert {use.device for use in placed.estimate} == {MAIN_MEMORY}


def test_two_cards_share_the_target_and_one_holds_the_draft() -> None:
    cards = [DeviceMemory("CUDA0", 24 * GB, 24 * GB), DeviceMemory("CUDA1", 32 * GB, 32 * GB)]
    placed = place(part(LARGE), part(SMALL), cards)
    assert whole(placed.target)
    assert [share.device for share in placed.target.offloaded] == ["CUDA0", "CUDA1"]
    assert placed.draft is not None
    assert [share.device for share in placed.draft.offloaded] == ["CUDA1"]
    assert all(on(placed, card.name) <= card.usable for card in cards)


def test_memory_that_is_shared_with_the_processor_is_used_as_well() -> None:
    placed = place(part(MIDDLE), part(SMALL), [DeviceMemory("MTL0", 12 * GB, 12 * GB, shared=True)])
    assert whole(placed.target)
    assert whole(placed.draft)


@pytest.mark.parametrize(("asked", "given"), [(0, 0), (5, 5), (999, 33)])
def test_layers_are_placed_as_asked(asked: int, given: int) -> None:
    placed = place(part(MIDDLE, layers=asked), None, [CARD_24])
    assert placed.target.gpu_layers == given


def test_layers_that_do_not_fit_are_placed_as_asked_too() -> None:
    """Whether that can be loaded is asked of the estimate."""
    cards = [CARD_8, DeviceMemory("CUDA1", 4 * GB, 4 * GB)]
    placed = place(part(LARGE, layers=81), None, cards)
    assert placed.target.gpu_layers == 81
    assert on(placed, "CUDA0") > CARD_8.free


def test_the_draft_is_left_in_main_memory_where_asked() -> None:
    placed = place(part(MIDDLE), part(SMALL, layers=0), [CARD_24])
    assert placed.draft is not None
    assert placed.draft.offloaded == ()
    assert whole(placed.target)


def test_tied_embeddings_are_copied_only_to_a_graphics_processor() -> None:
    tied = replace(SMALL, tied_bytes=260 * MB)
    kept = place(part(tied), None, [])
    copied = place(part(tied), None, [CARD_8])
    assert sum(use.weights for use in kept.estimate) == 16 * 45 * MB + 260 * MB
    assert sum(use.weights for use in copied.estimate) == 16 * 45 * MB + 2 * 260 * MB


def test_one_model_as_its_own_draft_is_held_once() -> None:
    alone = place(part(SMALL), None, [CARD_8])
    shared = place_shared(part(SMALL), part(SMALL), [CARD_8])
    assert shared.draft is not None
    assert shared.draft.offloaded == shared.target.offloaded
    assert sum(use.weights for use in shared.estimate) == sum(u.weights for u in alone.estimate)
    assert sum(use.cache for use in shared.estimate) == 2 * sum(u.cache for u in alone.estimate)


def test_every_layer_is_counted_once_wherever_it_lies() -> None:
    for layers in range(34):
        placed = place(part(MIDDLE, layers=layers), None, [CARD_24])
        assert sum(use.weights for use in placed.estimate) == 32 * 140 * MB + 2 * 500 * MB
        assert sum(use.cache for use in placed.estimate) == pytest.approx(8192 * 131_072, abs=99)


def test_a_line_goes_through_its_points_and_never_below_nothing() -> None:
    line = Growth.through((256, 1_000), (512, 3_000))
    assert [line.at(length) for length in (256, 512, 1024, 0)] == [1_000, 3_000, 7_000, 0]
    assert Growth.through((256, 7), (256, 7)).at(9_999) == 7


NODE_16 = DeviceMemory("RPC0[tower:50052]", 16 * GB, 16 * GB, remote=True)
NODE_8 = DeviceMemory("RPC0[attic:50052]", 8 * GB, 8 * GB, remote=True)


def test_nodes_share_the_target_by_their_memory_and_the_draft_stays_here() -> None:
    placed = place(part(MIDDLE), part(SMALL), [NODE_16, NODE_8])
    assert placed.draft is not None
    assert placed.draft.offloaded == ()
    assert whole(placed.target)
    large, small = placed.target.offloaded
    assert (large.device, small.device) == (NODE_16.name, NODE_8.name)
    assert 1.5 < large.layers / small.layers < 2.5
    for node in (NODE_16, NODE_8):
        assert on(placed, node.name) <= node.usable


def test_what_does_not_fit_on_nodes_stays_here() -> None:
    placed = place(part(LARGE), part(SMALL), [NODE_16, NODE_8])
    assert 0 < placed.target.gpu_layers < placed.target.layers
    for node in (NODE_16, NODE_8):
        assert on(placed, node.name) <= node.usable
    assert on(placed, MAIN_MEMORY) > 40 * GB - 24 * GB


def test_a_card_here_holds_the_last_layers_and_nodes_those_before() -> None:
    placed = place(part(LARGE), part(SMALL), [NODE_16, NODE_8, CARD_24])
    assert whole(placed.draft)
    assert [share.device for share in placed.target.offloaded] == [
        NODE_16.name,
        NODE_8.name,
        CARD_24.name,
    ]
    alone = place(part(LARGE), part(SMALL), [CARD_24])
    assert placed.target.offloaded[-1].layers == alone.target.gpu_layers


@pytest.mark.parametrize(("asked", "given"), [(0, 0), (10, 10), (1000, 81)])
def test_layers_on_nodes_are_placed_as_asked(asked: int, given: int) -> None:
    placed = place(part(LARGE, layers=asked), None, [NODE_16, NODE_8])
    assert placed.target.gpu_layers == given


def test_fewer_layers_than_the_card_here_could_hold_leave_nodes_empty() -> None:
    placed = place(part(LARGE, layers=5), None, [NODE_16, CARD_24])
    assert placed.target.offloaded == (DeviceLayers(CARD_24.name, 5),)
