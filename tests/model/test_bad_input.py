"""Files and pairs that cannot work: each is refused with its own reason, and nothing dies."""

import shutil
import struct
from pathlib import Path

import gguf
import pytest

from fakes.tiny_models import write_bert
from paceline.engine.llama.model import Model
from paceline.engine.llama.native import AbortFlag
from paceline.engine.pair import Pair
from paceline.engine.plan import PairSpec
from paceline.errors import AppError, ErrorCode


def load(target: Path, draft: Path | None = None, context: int | None = 256) -> None:
    Pair(PairSpec(target, draft, context_length=context), abort=AbortFlag()).close()


def refused(target: Path, draft: Path | None = None, context: int | None = 256) -> AppError:
    with pytest.raises(AppError) as caught:
        load(target, draft, context)
    assert str(caught.value).count(".") >= 2, "a reason and a next step"
    return caught.value


def patched(source: Path, copy: Path, old: bytes, new: bytes) -> Path:
    """Copy a model with the first occurrence of some header bytes replaced by as many others."""
    assert len(old) == len(new)
    data = source.read_bytes()
    assert old in data
    copy.write_bytes(data.replace(old, new, 1))
    return copy


def test_a_missing_file(tmp_path: Path) -> None:
    assert refused(tmp_path / "none.gguf").code == ErrorCode.FILE_MISSING


def test_a_folder(tmp_path: Path) -> None:
    assert refused(tmp_path).code == ErrorCode.FILE_IS_FOLDER


def test_an_empty_file(tmp_path: Path) -> None:
    (tmp_path / "empty.gguf").touch()
    assert refused(tmp_path / "empty.gguf").code == ErrorCode.FILE_EMPTY


def test_a_text_file_with_the_name_of_a_model(tmp_path: Path) -> None:
    (tmp_path / "notes.gguf").write_text("Dear diary")
    assert refused(tmp_path / "notes.gguf").code == ErrorCode.FILE_NOT_GGUF


@pytest.mark.parametrize("share", [0.0000002, 0.001, 0.01, 0.5, 0.999])
def test_a_file_that_ends_too_early(tmp_path: Path, starter: Path, share: float) -> None:
    short = tmp_path / "short.gguf"
    size = starter.stat().st_size
    with starter.open("rb") as whole, short.open("wb") as part:
        part.write(whole.read(max(6, int(size * share))))
    assert refused(short).code == ErrorCode.FILE_TRUNCATED


def test_a_header_that_promises_too_much(tmp_path: Path) -> None:
    hostile = tmp_path / "hostile.gguf"
    hostile.write_bytes(b"GGUF" + struct.pack("<IQQ", 3, 2**40, 2**40) + b"\0" * 64)
    assert refused(hostile).code in {ErrorCode.FILE_TRUNCATED, ErrorCode.MODEL_LOAD_FAILED}


def test_an_architecture_that_llama_cpp_does_not_know(tmp_path: Path) -> None:
    path = tmp_path / "strange.gguf"
    writer = gguf.GGUFWriter(path, "not-a-model")
    writer.add_block_count(1)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    error = refused(path)
    assert error.code == ErrorCode.MODEL_UNSUPPORTED
    assert "not-a-model" in str(error)


@pytest.mark.parametrize("role", ["target", "draft"])
def test_an_embedding_model(tmp_path: Path, starter: Path, role: str) -> None:
    path = write_bert(tmp_path / "embedding.gguf")
    error = refused(path) if role == "target" else refused(starter, path)
    assert error.code == ErrorCode.MODEL_IS_EMBEDDING


def test_a_draft_with_one_other_token_names_it(tmp_path: Path, starter: Path) -> None:
    reader = Model.load(starter)
    word = reader.tokenize(" river", add_special=False)
    text = reader.vocabulary().texts[word[0]]
    reader.close()
    other = patched(
        starter,
        tmp_path / "other.gguf",
        struct.pack("<Q", len(text)) + text,
        struct.pack("<Q", len(text)) + text[:-1] + b"X",
    )
    error = refused(starter, other)
    assert error.code == ErrorCode.PAIR_INCOMPATIBLE
    assert f"token {word[0]} " in str(error)


def test_a_draft_larger_than_the_target(practice_target: Path, starter: Path) -> None:
    assert refused(starter, practice_target).code == ErrorCode.DRAFT_LARGER


def test_a_context_that_no_memory_could_hold(starter: Path) -> None:
    error = refused(starter, context=2_000_000_000)
    assert error.code == ErrorCode.MEMORY_SHORT
    assert "GB" in str(error)


def test_the_same_file_as_target_and_draft_works(starter: Path) -> None:
    load(starter, starter)


def test_a_name_that_is_not_ascii(tmp_path: Path, starter: Path) -> None:
    path = tmp_path / "modèle 模型 🙂.gguf"
    shutil.copy(starter, path)
    load(path)
