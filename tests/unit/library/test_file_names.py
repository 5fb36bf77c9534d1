"""Names as the usual publishers give them, and names that nobody should trust."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paceline.library.file_names import (
    Role,
    Shard,
    grouped,
    quantization_of,
    role_of,
    shard_of,
    title_of,
)


@pytest.mark.parametrize(
    ("name", "quantization"),
    [
        ("Qwen3-4B-Q4_K_M.gguf", "Q4_K_M"),
        ("smollm2-1.7b-instruct-q4_k_m.gguf", "Q4_K_M"),
        ("SmolLM2-135M-Instruct.Q4_1.gguf", "Q4_1"),
        ("Qwen3-235B-A22B-UD-Q4_K_XL-00001-of-00003.gguf", "UD-Q4_K_XL"),
        ("Meta-Llama-3.1-8B-Instruct-IQ2_XXS.gguf", "IQ2_XXS"),
        ("model-IQ4_NL.gguf", "IQ4_NL"),
        ("google_gemma-3-12b-it-Q6_K_L.gguf", "Q6_K_L"),
        ("Phi-3-mini-4k-instruct-q4.gguf", "Q4"),
        ("Phi-3-mini-4k-instruct-fp16.gguf", "F16"),
        ("gpt-oss-20b-mxfp4.gguf", "MXFP4"),
        ("gpt-oss-120b-MXFP4_MOE.gguf", "MXFP4_MOE"),
        ("some.i1-Q5_K_S.gguf", "Q5_K_S"),
        ("llama-2-7b-Q4_0_4_4.gguf", "Q4_0_4_4"),
        ("BitNet-TQ1_0.gguf", "TQ1_0"),
        ("BF16/gemma-4-31B-it-00001-of-00002.gguf", "BF16"),
        ("Q8_0/model-Q4_0.gguf", "Q4_0"),
        ("distilled-from-F16-Q8_0.gguf", "Q8_0"),
        ("gemma-3-4b-it.gguf", None),
        ("q4nonsense-aq4_0b.gguf", None),
        ("", None),
    ],
)
def test_a_name_tells_how_numbers_are_stored(name: str, quantization: str | None) -> None:
    assert quantization_of(name) == quantization


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("Qwen3-4B-Q4_K_M.gguf", Role.MODEL),
        ("Llama-3.2-Instruct-DRAFT-0.5B-Q4_0.gguf", Role.MODEL),
        ("Qwen3.6-27B-MTP-Q4_K_M.gguf", Role.MODEL),
        ("model-imatrix-Q4_K_M.gguf", Role.MODEL),
        ("mmproj-BF16.gguf", Role.MMPROJ),
        ("llava-v1.5-7b-mmproj-model-f16.gguf", Role.MMPROJ),
        ("mtp-Qwen3.6-27B-Q8_0.gguf", Role.MTP),
        ("MTP/gemma-4-31B-it-Q8_0.gguf", Role.MTP),
        ("gemma-4-31B-it-assistant-Q8_0.gguf", Role.MTP),
        ("code-assistant-7b-Q4_0.gguf", Role.MODEL),
        ("eagle3-gpt-oss-20b.gguf", Role.EAGLE3),
        ("Qwen3-8B-EAGLE-3-Q8_0.gguf", Role.EAGLE3),
        ("dflash-gemma-4-31B-it-Q8_0.gguf", Role.DFLASH),
        ("Qwen3-8B-DFlash-b16.gguf", Role.DFLASH),
        ("nomic-embed-text-v1.5.f16.gguf", Role.EMBEDDING),
        ("embeddinggemma-300M-Q8_0.gguf", Role.EMBEDDING),
        ("bge-m3-Q8_0.gguf", Role.EMBEDDING),
        ("Qwen3-Reranker-0.6B-Q8_0.gguf", Role.EMBEDDING),
        ("google_gemma-3-12b-it-imatrix.gguf", Role.OTHER),
        ("imatrix_unsloth.gguf", Role.OTHER),
        ("ggml-vocab-qwen2.gguf", Role.OTHER),
        ("", Role.MODEL),
        ("/", Role.MODEL),
    ],
)
def test_a_name_tells_what_a_file_is_for(name: str, role: Role) -> None:
    assert role_of(name) is role


@pytest.mark.parametrize(
    ("name", "shard"),
    [
        ("a-Q4_0-00002-of-00009.gguf", Shard("a-Q4_0", 2, 9)),
        ("Q4_0/a-00001-of-00001.GGUF", Shard("Q4_0/a", 1, 1)),
        ("a-00000-of-00002.gguf", None),
        ("a-00003-of-00002.gguf", None),
        ("a-1-of-2.gguf", None),
        ("a-００００１-of-００００２.gguf", None),  # noqa: RUF001 - digits of another alphabet
        ("a.gguf", None),
    ],
)
def test_a_name_tells_which_part_of_a_model_it_is(name: str, shard: Shard | None) -> None:
    assert shard_of(name) == shard


def test_shards_are_one_model_in_order_and_helpers_are_hidden() -> None:
    groups = grouped(
        [
            "README.md",
            "Q4/big-Q4_0-00003-of-00003.gguf",
            "Q4/big-Q4_0-00001-of-00003.gguf",
            "Q4/big-Q4_0-00002-of-00003.gguf",
            "mmproj-F16.gguf",
            "imatrix.gguf",
            "Also-Q8_0.gguf",
            "mtp-big-Q8_0.gguf",
        ]
    )
    assert [(group.title, group.role, len(group.names)) for group in groups] == [
        ("Also-Q8_0", Role.MODEL, 1),
        ("big-Q4_0", Role.MODEL, 3),
        ("mtp-big-Q8_0", Role.MTP, 1),
    ]
    big = groups[1]
    assert big.complete
    assert big.quantization == "Q4_0"
    assert [name[-19:-14] for name in big.names] == ["00001", "00002", "00003"]


def test_a_set_without_all_its_shards_says_so() -> None:
    (group,) = grouped(["a-00002-of-00002.gguf"])
    assert not group.complete
    assert group.shards == 2


def test_one_shard_twice_makes_no_set_complete() -> None:
    names = ["a-00001-of-00002.gguf", "a-00001-of-00002.GGUF"]
    assert not any(group.complete for group in grouped(names))


def test_sets_in_different_folders_or_of_different_counts_are_different_models() -> None:
    names = ["x/a-00001-of-00002.gguf", "y/a-00001-of-00002.gguf", "y/a-00001-of-00003.gguf"]
    assert len(grouped(names)) == 3


@given(st.lists(st.text(max_size=80).map(lambda text: text + ".gguf"), max_size=8))
def test_any_name_is_borne_and_none_is_lost(names: list[str]) -> None:
    shown = {name for name in names if not role_of(name).is_hidden}
    assert {name for group in grouped(names) for name in group.names} == shown
    for name in names:
        assert title_of(name)
