"""What headers tell of models, and of the memory that they take, is what llama.cpp says."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest

from fakes import sparse_models, tiny_models
from fakes.sparse_models import (
    DEEPSEEK2_LITE,
    GEMMA3_4B,
    LLAMA_1B,
    LLAMA_8B,
    QWEN3_06B,
    QWEN3_30B_A3B,
    Build,
)
from paceline.engine.llama.model import Model
from paceline.engine.llama.survey import header_of, survey
from paceline.engine.placement import CacheKind
from paceline.engine.plan import TARGET_OUTPUTS, PairSpec, plan_pair
from paceline.library.gguf.facts import ModelFacts, facts_of
from paceline.library.gguf.reading import read_header
from paceline.library.memory_fit import memory_need, pair_need
from paceline.loading import CacheType

HUNDREDTH_OF_A_MIB: Final = 10_486
"""What llama.cpp rounds its figures to; a model with windows has two of them."""

TOLERANCE: Final = 0.1
SMALL_BUFFERS: Final = 200_000
"""Bytes: of a model of a few kilobytes, buffers are most of it."""

CHAT_KINDS: Final = ("llama", "gemma3", "qwen2_vl", "mamba", "lfm2", "falcon_h1", "yarn")
BUILDS: Final = (LLAMA_8B, QWEN3_06B, QWEN3_30B_A3B, GEMMA3_4B, DEEPSEEK2_LITE)
WHOLE: Final = CacheKind()
WINDOWS: Final = CacheKind(swa_full=False)
SMALL: Final = CacheKind(CacheType.Q8_0, CacheType.Q4_0)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Holds models of real size, each written once."""
    return tmp_path_factory.mktemp("models")


@contextmanager
def both(file: Path) -> Iterator[tuple[ModelFacts, Model]]:
    """The facts of a file by its header, and by llama.cpp."""
    with header_of(file) as model:
        yield facts_of(read_header(file)), model


def check_facts(facts: ModelFacts, model: Model) -> None:
    assert facts.vocabulary == model.vocabulary()
    assert facts.parameters == model.parameters
    assert facts.tensor_bytes == model.size
    assert facts.layers == model.layers
    assert facts.trained_context == model.context_length_trained
    assert facts.sliding_window == model.window
    assert facts.is_recurrent == (not model.rewinds)
    assert facts.has_chat_template == (model.chat_template is not None)
    assert facts.name == (model.metadata("general.name") or "")


def check_memory(facts: ModelFacts, model: Model, kind: CacheKind, length: int) -> None:
    known = survey(model, kind, length=length, max_outputs=TARGET_OUTPUTS)
    need = memory_need(
        facts,
        length,
        key_type=kind.key_type.value,
        value_type=kind.value_type.value,
        whole_windows=kind.swa_full,
    )
    assert need.kv_cache == pytest.approx(known.cache.at(length), abs=2 * HUNDREDTH_OF_A_MIB)
    compute = known.compute.at(length) + known.host_compute.at(length) + known.other_bytes
    whole = model.size + known.cache.at(length) + compute
    assert need.total == pytest.approx(whole, rel=TOLERANCE, abs=SMALL_BUFFERS)


def test_the_starter_and_the_practice_target(starter: Path, practice_target: Path) -> None:
    for file, quantization in ((starter, "Q4_1"), (practice_target, "Q4_0")):
        with both(file) as (facts, model):
            check_facts(facts, model)
            assert facts.quantization == quantization
            assert model.description.endswith(quantization)


@pytest.mark.parametrize("kind", CHAT_KINDS)
def test_a_model_of_every_kind_of_memory(kind: str, tmp_path: Path) -> None:
    with both(tiny_models.write(kind, tmp_path)) as (facts, model):
        check_facts(facts, model)
        for length in (512, 4096):
            check_memory(facts, model, WHOLE, length)
            check_memory(facts, model, WINDOWS, length)


@pytest.mark.parametrize("build", BUILDS, ids=lambda build: build.architecture)
def test_a_model_of_real_size(build: Build, folder: Path) -> None:
    with both(sparse_models.write(build, folder)) as (facts, model):
        check_facts(facts, model)
        check_memory(facts, model, WHOLE, 512)
        check_memory(facts, model, WINDOWS if build.window else WHOLE, 16_384)
        if not build.latent:  # llama.cpp keeps latent vectors in one type only
            check_memory(facts, model, SMALL, 4096)


def check_pair(target: Path, draft: Path | None, length: int) -> None:
    plan = plan_pair(PairSpec(target, draft, context_length=length))
    facts = facts_of(read_header(target))
    guesses = None if draft is None else facts_of(read_header(draft))
    need = pair_need(facts, facts if draft == target else guesses, length)
    assert need.total == pytest.approx(sum(use.total for use in plan.estimate), rel=TOLERANCE)


@pytest.mark.parametrize("length", [512, 8192])
def test_the_practice_pair(practice_target: Path, starter: Path, length: int) -> None:
    check_pair(practice_target, starter, length)
    check_pair(practice_target, None, length)
    check_pair(starter, starter, length)


@pytest.mark.parametrize("length", [4096, 65_536])
def test_a_pair_of_real_size(folder: Path, length: int) -> None:
    target = sparse_models.write(LLAMA_8B, folder)
    check_pair(target, sparse_models.write(LLAMA_1B, folder), length)


def test_a_model_with_latent_attention(folder: Path) -> None:
    check_pair(sparse_models.write(DEEPSEEK2_LITE, folder), None, 8192)


def test_a_short_vocabulary_of_a_draft_is_its_own(folder: Path) -> None:
    padded = replace(LLAMA_1B, vocabulary=LLAMA_8B.vocabulary - 128)
    target = sparse_models.write(LLAMA_8B, folder)
    check_pair(target, sparse_models.write(padded, folder), 4096)
