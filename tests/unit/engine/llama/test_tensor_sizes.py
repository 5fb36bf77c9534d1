"""The layers of a model are weighed by its header, in one file or in several."""

from pathlib import Path

import gguf
import numpy as np
import pytest

from paceline.engine.llama.tensor_sizes import TensorSizes, read_tensor_sizes, shards


def write(path: Path, tensors: dict[str, int]) -> Path:
    """Write a file with tensors of so many bytes."""
    writer = gguf.GGUFWriter(path, "llama")
    for name, size in tensors.items():
        writer.add_tensor(name, np.zeros(size // 4, np.float32))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


def test_each_tensor_counts_where_it_belongs(tmp_path: Path) -> None:
    path = write(
        tmp_path / "model.gguf",
        {
            "token_embd.weight": 400,
            "blk.0.attn_q.weight": 40,
            "blk.0.ffn_up.weight": 80,
            "blk.1.attn_q.weight": 44,
            "output_norm.weight": 4,
            "output.weight": 480,
        },
    )
    assert read_tensor_sizes(path, 2) == TensorSizes((120, 44), inputs=400, outputs=484, tied=0)


def test_embeddings_that_are_the_output_too_are_told(tmp_path: Path) -> None:
    path = write(tmp_path / "model.gguf", {"token_embd.weight": 400, "blk.0.x": 40})
    assert read_tensor_sizes(path, 1) == TensorSizes((40,), inputs=400, outputs=0, tied=400)


def test_all_files_of_a_split_model_count(tmp_path: Path) -> None:
    first = write(tmp_path / "big-00001-of-00002.gguf", {"token_embd.weight": 400, "blk.0.x": 40})
    write(tmp_path / "big-00002-of-00002.gguf", {"blk.1.x": 48, "output.weight": 480})
    assert read_tensor_sizes(first, 2) == TensorSizes((40, 48), inputs=400, outputs=480, tied=0)
    assert [path.name for path in shards(first)] == [
        "big-00001-of-00002.gguf",
        "big-00002-of-00002.gguf",
    ]
    assert shards(tmp_path / "model.gguf") == (tmp_path / "model.gguf",)


def test_a_file_that_is_no_model_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "model.gguf"
    path.write_bytes(b"GGUF and nothing more")
    with pytest.raises(OSError, match=r"model\.gguf"):
        read_tensor_sizes(path, 1)
