from pathlib import Path

import pytest

from paceline.engine.model_file import check_model_file, load_failure
from paceline.errors import AppError, ErrorCode

LAST = "llama_model_load_from_file_impl: failed to load model"


@pytest.mark.parametrize(
    ("reason", "code", "said"),
    [
        ("unknown model architecture: 'zebra'", ErrorCode.MODEL_UNSUPPORTED, "zebra"),
        (
            "tensor 'blk.3.ffn_up.weight' data is not within the file bounds",
            ErrorCode.FILE_TRUNCATED,
            "model.gguf",
        ),
        (
            "error loading model vocabulary: unknown pre-tokenizer type: 'klingon'",
            ErrorCode.MODEL_UNSUPPORTED,
            "klingon",
        ),
        ("missing tensor 'output_norm.weight'", ErrorCode.MODEL_LOAD_FAILED, "output_norm"),
    ],
)
def test_the_reason_is_taken_from_the_log(reason: str, code: ErrorCode, said: str) -> None:
    log = [f"llama_model_load: error loading model: {reason}", LAST]
    error = load_failure(Path("model.gguf"), log)
    assert error.code == code
    assert said in str(error)


def test_without_a_reason_it_says_so() -> None:
    assert "it gave no reason" in str(load_failure(Path("model.gguf"), [LAST]))


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "secret.gguf"
    path.write_bytes(b"GGUF")

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(AppError, match="Permission denied") as caught:
        check_model_file(path)
    assert caught.value.code == ErrorCode.FILE_UNREADABLE
