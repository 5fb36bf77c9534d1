"""Models that load and cannot chat, and the reason that a person is given."""

from pathlib import Path

import pytest

from fakes import tiny_models
from paceline.engine.llama.context import LlamaContext
from paceline.engine.llama.model import Model
from paceline.engine.llama.native import AbortFlag, llama
from paceline.engine.threads import FixedThreads
from paceline.errors import AppError, ErrorCode


def test_a_diffusion_model_is_refused_with_the_reason(tmp_path: Path) -> None:
    with pytest.raises(AppError, match="diffusion") as caught:
        Model.load(tiny_models.write("llada", tmp_path))
    assert caught.value.code == ErrorCode.MODEL_UNSUPPORTED


def test_a_model_that_keeps_no_cache_gets_no_context(tmp_path: Path) -> None:
    """Such models are refused by kind; this is for those that nobody knew of."""
    path = tiny_models.write("llada", tmp_path)
    handle = llama.llama_model_load_from_file(
        str(path).encode(), llama.llama_model_default_params()
    )
    model = Model(handle, path)
    with pytest.raises(AppError, match="keeps nothing") as caught:
        LlamaContext(model, capacity=256, max_outputs=1, threads=FixedThreads(1), abort=AbortFlag())
    assert caught.value.code == ErrorCode.MODEL_UNSUPPORTED
    model.close()


def test_an_encoder_decoder_is_refused_with_the_reason(tmp_path: Path) -> None:
    with pytest.raises(AppError, match="encoder-decoder") as caught:
        Model.load(tiny_models.write("t5", tmp_path))
    assert caught.value.code == ErrorCode.MODEL_UNSUPPORTED
