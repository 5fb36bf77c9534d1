from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from fakes import tiny_models
from fakes.gguf_bytes import MODEL, TENSORS, Given, Tensor, gguf_header
from paceline.errors import AppError, ErrorCode
from paceline.library.file_names import Role
from paceline.library.gguf.cache_shape import CacheShape
from paceline.library.gguf.facts import ModelFacts, facts_of
from paceline.library.gguf.header import GgufHeader, parse_header
from paceline.library.gguf.reading import read_header


def header(metadata: Mapping[str, Given]) -> GgufHeader:
    return parse_header(gguf_header(metadata), file_bytes=None)


def facts(architecture: str = "llama", **changed: Given) -> ModelFacts:
    """The facts of a small model whose architecture says this; `__` stands for a dot."""
    said = {key.replace("llama.", f"{architecture}."): value for key, value in MODEL.items()}
    said["general.architecture"] = architecture
    said |= {f"{architecture}.{key.replace('__', '.')}": value for key, value in changed.items()}
    return facts_of(header(said))


def test_the_starter(starter: Path) -> None:
    found = facts_of(read_header(starter))
    assert replace(found, vocabulary=facts().vocabulary) == ModelFacts(
        name="Smollm2 135M 8k Lc100K Mix1 Ep2",
        architecture="llama",
        role=Role.MODEL,
        parameters=134_515_008,
        layers=30,
        trained_context=8192,
        embedding_length=576,
        heads=9,
        kv_heads=3,
        key_length=64,
        value_length=64,
        sliding_window=0,
        quantization="Q4_1",
        tensor_bytes=96_576_768,
        vocabulary=facts().vocabulary,
        has_chat_template=True,
        is_embedding=False,
        is_recurrent=False,
        licence="apache-2.0",
        cache=CacheShape(keys=5760, values=5760),
        feed_forward_length=1536,
        vocabulary_size=49_152,
    )
    assert len(found.vocabulary.texts) == 49_152


@pytest.mark.parametrize(
    ("changed", "role"),
    [
        ({}, Role.MODEL),
        ({"general.type": "mmproj", "general.architecture": "clip"}, Role.MMPROJ),
        ({"general.type": "adapter"}, Role.OTHER),
        ({"general.type": "imatrix"}, Role.OTHER),
        ({"general.architecture": "dflash"}, Role.DFLASH),
        ({"general.architecture": "eagle3"}, Role.EAGLE3),
        ({"general.architecture": "gemma4-assistant"}, Role.MTP),
        ({"llama.nextn_predict_layers": 2}, Role.MTP),
        ({"llama.nextn_predict_layers": 1}, Role.MODEL),
        ({"llama.attention.causal": False}, Role.EMBEDDING),
        ({"llama.pooling_type": 1}, Role.EMBEDDING),
    ],
)
def test_a_header_says_what_its_file_is_for(changed: dict[str, Given], role: Role) -> None:
    assert facts_of(header({**MODEL, **changed})).role is role


@pytest.mark.parametrize(
    ("architecture", "embeds"),
    [
        ("bert", True),
        ("modern-bert", True),
        ("t5encoder", True),
        ("gemma-embedding", True),
        ("llama-embed", True),
        ("llama", False),
        ("pangu-embedded", False),
    ],
)
def test_some_architectures_only_turn_text_into_vectors(architecture: str, embeds: bool) -> None:  # noqa: FBT001
    assert facts(architecture).is_embedding is embeds


def test_a_file_without_tensors_is_no_model() -> None:
    only_words = parse_header(gguf_header(MODEL, ()), file_bytes=None)
    assert facts_of(only_words).role is Role.OTHER


def test_what_drafts_by_itself_is_no_layer_of_the_model() -> None:
    found = facts(nextn_predict_layers=1)
    assert found.layers == 1
    assert found.cache == CacheShape(keys=2 * 16, values=2 * 16)


@pytest.mark.parametrize("missing", ["block_count", "context_length", "embedding_length"])
def test_what_a_model_cannot_be_without_is_named(missing: str) -> None:
    said = {key: value for key, value in MODEL.items() if key != f"llama.{missing}"}
    with pytest.raises(AppError, match=missing) as caught:
        facts_of(header(said))
    assert caught.value.code is ErrorCode.MODEL_UNSUPPORTED


@pytest.mark.parametrize(
    "changed",
    [
        {"general.architecture": ""},
        {"general.architecture": 7},
        {"llama.block_count": 513},
        {"llama.block_count": -1},
        {"llama.attention.head_count_kv": [1]},
        {"llama.attention.key_length": (1 << 32) - 1},
    ],
)
def test_what_cannot_be_is_refused(changed: dict[str, Given]) -> None:
    with pytest.raises(AppError) as caught:
        facts_of(header({**MODEL, **changed}))
    assert caught.value.code is ErrorCode.MODEL_UNSUPPORTED


def test_shards_are_added_up() -> None:
    first = header({**MODEL, "split.count": 2, "split.no": 0})
    second = parse_header(
        gguf_header({"split.no": 1}, (Tensor("blk.0.attn_q.weight"),)), file_bytes=None
    )
    assert facts_of(first).shards == 2
    assert facts_of(first).tensor_bytes == 256
    whole = facts_of(first, [second])
    assert whole.tensor_bytes == 384
    assert whole.parameters == 96


def test_without_a_named_mix_the_largest_part_names_it() -> None:
    said = {key: value for key, value in MODEL.items() if key != "general.file_type"}
    tensors = (*TENSORS, Tensor("blk.0.attn_q.weight", shape=(256, 8), type=12, size=1152))
    assert facts_of(parse_header(gguf_header(said, tensors), file_bytes=None)).quantization == (
        "Q4_K"
    )
    assert facts_of(header(MODEL)).quantization == "Q4_K_M"


WHOLE = CacheShape(keys=64, values=64)
"""Two layers, each with two heads of 16 numbers."""

HALF = CacheShape(keys=32, values=32, window_keys=32, window_values=32)


@pytest.mark.parametrize(
    ("found", "cache"),
    [
        (facts(), WHOLE),
        (facts(attention__head_count_kv=[2, 0]), CacheShape(keys=32, values=32)),
        (facts(attention__key_length=24), CacheShape(keys=96, values=64)),
        (facts(attention__sliding_window=16), WHOLE),
        (facts("a-later-one"), WHOLE),
        (facts("gemma2"), replace(HALF, window=4096)),
        (facts("gemma2", attention__sliding_window=16), replace(HALF, window=16)),
        (facts("gpt-oss", attention__sliding_window=16), replace(HALF, window=16)),
        (
            facts(
                "gemma4",
                attention__sliding_window=16,
                attention__sliding_window_pattern=[True, False],
                attention__key_length_swa=8,
            ),
            CacheShape(keys=32, values=32, window_keys=16, window_values=32, window=16),
        ),
        (
            facts(
                "gemma4",
                attention__sliding_window=16,
                attention__sliding_window_pattern=[False, True],
                attention__shared_kv_layers=1,
            ),
            CacheShape(keys=32, values=32, window=16),
        ),
        (
            facts(
                "deepseek2",
                attention__head_count_kv=1,
                attention__key_length=40,
                attention__value_length=32,
                attention__key_length_mla=24,
                attention__value_length_mla=16,
            ),
            CacheShape(keys=80),
        ),
        (
            facts(
                "mamba",
                ssm__conv_kernel=4,
                ssm__inner_size=128,
                ssm__state_size=8,
            ),
            CacheShape(state_bytes=2 * 4 * (3 * 128 + 8 * 128)),
        ),
        (
            facts("lfm2", attention__head_count_kv=[0, 2], shortconv__l_cache=3),
            CacheShape(keys=32, values=32, state_bytes=4 * 2 * 64),
        ),
        (
            facts(
                "qwen3next",
                block_count=4,
                ssm__conv_kernel=4,
                ssm__inner_size=128,
                ssm__state_size=8,
                ssm__group_count=2,
            ),
            CacheShape(keys=32, values=32, state_bytes=3 * 4 * (3 * (128 + 32) + 8 * 128)),
        ),
        (facts("rwkv7", wkv__head_size=16), CacheShape(state_bytes=2 * 4 * (2 * 64 + 64 * 16))),
        (facts("llada"), CacheShape()),
    ],
    ids=lambda value: value.architecture if isinstance(value, ModelFacts) else "",
)
def test_what_is_kept_of_each_token(found: ModelFacts, cache: CacheShape) -> None:
    assert found.cache == cache


@pytest.mark.parametrize("kind", ["mamba", "lfm2", "falcon_h1"])
def test_models_with_a_state_are_recurrent(kind: str, tmp_path: Path) -> None:
    assert facts_of(read_header(tiny_models.write(kind, tmp_path))).is_recurrent


def test_a_name_that_would_take_over_a_terminal_is_shown_without_that() -> None:
    name = "\x1b]0;mine\x07Model\u202e\n7B" + "x" * 1000
    found = facts_of(header({**MODEL, "general.name": name}))
    assert found.name.startswith("]0;mineModel 7Bxxx")
    assert found.name.isprintable()
    assert len(found.name) <= 200


@pytest.mark.parametrize("key", ["general.architecture", "tokenizer.ggml.model"])
def test_what_an_error_quotes_of_a_header_is_harmless_too(key: str) -> None:
    with pytest.raises(AppError) as error:
        facts_of(header({**MODEL, key: "\x1b[2J" * 100}))
    assert str(error.value).isprintable()
    assert len(str(error.value)) < 300
