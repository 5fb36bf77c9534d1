"""The practice target is the starter, deeper; and it is there, whole, whenever it is asked for."""

import subprocess
import sys
import time
from dataclasses import replace
from functools import cache
from pathlib import Path

import gguf
import numpy as np
import pytest

from paceline.errors import AppError, Cancelled, ErrorCode
from paceline.library.practice import (
    MOST_LAYERS,
    STARTER_LAYERS,
    PracticeRecipe,
    ensure_practice_target,
)
from paceline.library.starter import find_starter

SHALLOW = PracticeRecipe(extra_layers=3, seed=5)


@pytest.fixture(scope="module")
def shallow(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return ensure_practice_target(SHALLOW, folder=tmp_path_factory.mktemp("practice"))


@cache
def read(file: Path) -> gguf.GGUFReader:
    return gguf.GGUFReader(file)


def tensors(file: Path) -> dict[str, gguf.ReaderTensor]:
    return {tensor.name: tensor for tensor in read(file).tensors}


def value(file: Path, key: str) -> object:
    field = read(file).get_field(key)
    assert field is not None
    return field.contents()


def test_a_recipe_may_not_exceed_what_llama_cpp_holds() -> None:
    PracticeRecipe(extra_layers=MOST_LAYERS - STARTER_LAYERS)
    for layers in (-1, MOST_LAYERS - STARTER_LAYERS + 1):
        with pytest.raises(ValueError, match="layers"):
            PracticeRecipe(extra_layers=layers)


@pytest.mark.parametrize("epsilon", [-0.001, float("nan"), float("inf")])
def test_a_recipe_needs_a_real_scale(epsilon: float) -> None:
    with pytest.raises(ValueError, match="scale"):
        PracticeRecipe(epsilon=epsilon)


def test_the_starters_own_layers_are_kept_bit_for_bit(shallow: Path) -> None:
    deeper = tensors(shallow)
    for name, tensor in tensors(find_starter()).items():
        assert deeper[name].tensor_type is tensor.tensor_type
        assert np.array_equal(deeper[name].data, tensor.data), name


def test_added_layers_whisper_what_one_of_the_starters_layers_says(shallow: Path) -> None:
    deeper, original = tensors(shallow), tensors(find_starter())
    assert value(shallow, "llama.block_count") == STARTER_LAYERS + 3
    for number in range(STARTER_LAYERS, STARTER_LAYERS + 3):
        added = {
            name.removeprefix(f"blk.{number}."): tensor
            for name, tensor in deeper.items()
            if name.startswith(f"blk.{number}.")
        }
        sources = [
            source
            for source in range(STARTER_LAYERS)
            if np.array_equal(
                added["attn_norm.weight"].data, original[f"blk.{source}.attn_norm.weight"].data
            )
        ]
        assert len(sources) == 1
        for name, tensor in added.items():
            like = original[f"blk.{sources[0]}.{name}"]
            if like.tensor_type is gguf.GGMLQuantizationType.F32:
                assert np.array_equal(tensor.data, like.data)
                continue
            assert tensor.tensor_type is gguf.GGMLQuantizationType.Q4_0
            scale = SHALLOW.epsilon if name.startswith(("attn_output", "ffn_down")) else 1.0
            weights = gguf.quants.dequantize(tensor.data, tensor.tensor_type)
            wanted = gguf.quants.dequantize(like.data, like.tensor_type) * np.float32(scale)
            error = np.linalg.norm(weights - wanted) / np.linalg.norm(wanted)
            assert error < 0.15, name


def test_tokenizer_and_chat_template_are_the_starters(shallow: Path) -> None:
    starter = find_starter()
    keys = [key for key in read(starter).fields if key.startswith("tokenizer.")]
    assert len(keys) > 8
    for key in keys:
        assert value(shallow, key) == value(starter, key), key


def test_the_name_says_what_it_is(shallow: Path) -> None:
    assert value(shallow, "general.name") == "SmolLM2 135M practice target, 3 layers added"
    assert "practice-33-layers" in shallow.name


def test_an_existing_target_is_returned_at_once(shallow: Path) -> None:
    before = shallow.stat().st_mtime_ns
    start = time.perf_counter()
    again = ensure_practice_target(SHALLOW, folder=shallow.parent)
    assert time.perf_counter() - start < 0.05
    assert again == shallow
    assert shallow.stat().st_mtime_ns == before


def test_asking_for_an_existing_target_loads_neither_numpy_nor_gguf(shallow: Path) -> None:
    script = f"""
import sys
from pathlib import Path
from paceline.library.practice import PracticeRecipe, ensure_practice_target
ensure_practice_target({SHALLOW!r}, folder=Path({str(shallow.parent)!r}))
print(sorted({{"numpy", "gguf"}} & set(sys.modules)))
"""
    done = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True)
    assert done.stdout.decode().strip() == "[]"


def test_another_recipe_is_another_file(shallow: Path) -> None:
    other = ensure_practice_target(replace(SHALLOW, seed=6), folder=shallow.parent)
    assert other != shallow
    assert other.read_bytes() != shallow.read_bytes()


def test_it_lies_in_the_cache_unless_told_otherwise(tmp_path: Path) -> None:
    file = ensure_practice_target(replace(SHALLOW, extra_layers=0))
    assert file.parent == tmp_path / "home" / "cache" / "practice"


def test_a_damaged_target_is_built_again(shallow: Path, tmp_path: Path) -> None:
    file = ensure_practice_target(SHALLOW, folder=tmp_path)
    with file.open("r+b") as out:
        out.truncate(5_000_000)
    ensure_practice_target(SHALLOW, folder=tmp_path)
    assert file.read_bytes() == shallow.read_bytes()


def test_progress_rises_from_nothing_to_all(tmp_path: Path) -> None:
    seen: list[float] = []
    ensure_practice_target(SHALLOW, folder=tmp_path, progress=seen.append)
    assert seen[0] == 0.0
    assert seen[-1] == 1.0
    assert seen == sorted(seen)
    assert len(seen) > 4


def test_cancelling_leaves_nothing_that_is_taken_for_the_target(
    shallow: Path, tmp_path: Path
) -> None:
    fractions: list[float] = []
    with pytest.raises(Cancelled):
        ensure_practice_target(
            SHALLOW,
            folder=tmp_path,
            progress=fractions.append,
            cancelled=lambda: bool(fractions) and fractions[-1] > 0.5,
        )
    assert not list(tmp_path.glob("*.gguf"))
    file = ensure_practice_target(SHALLOW, folder=tmp_path)
    assert file.read_bytes() == shallow.read_bytes()


def test_a_full_disk_is_a_sentence_with_both_sizes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Usage:
        free = 20_000_000

    monkeypatch.setattr("shutil.disk_usage", lambda _folder: Usage)
    with pytest.raises(AppError) as refusal:
        ensure_practice_target(SHALLOW, folder=tmp_path)
    assert refusal.value.code is ErrorCode.DISK_FULL
    assert refusal.value.detail.endswith("are needed and 0.02 GB are free")


def test_a_folder_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file where the folder should be")
    with pytest.raises(AppError) as refusal:
        ensure_practice_target(SHALLOW, folder=tmp_path / "cache" / "practice")
    assert refusal.value.code is ErrorCode.FILE_UNWRITABLE
    assert refusal.value.detail == str(tmp_path / "cache" / "practice")


def test_a_missing_starter_is_told_before_anything_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    with pytest.raises(AppError) as refusal:
        ensure_practice_target(SHALLOW, folder=tmp_path / "practice")
    assert refusal.value.code is ErrorCode.STARTER_MISSING
    assert list(tmp_path.iterdir()) == []


def test_a_build_killed_in_the_middle_is_continued(shallow: Path, tmp_path: Path) -> None:
    script = f"""
import os
import signal
import sys
from pathlib import Path
from paceline.library.practice import PracticeRecipe, ensure_practice_target
def die(fraction):
    if fraction >= float(sys.argv[1]):
        os.kill(os.getpid(), signal.SIGKILL)
ensure_practice_target({SHALLOW!r}, folder=Path({str(tmp_path)!r}), progress=die)
"""
    for fraction in ("0.3", "1.0"):
        killed = subprocess.run([sys.executable, "-c", script, fraction], check=False)
        assert killed.returncode < 0
        assert not list(tmp_path.glob("*.gguf"))
    seen: list[float] = []
    file = ensure_practice_target(SHALLOW, folder=tmp_path, progress=seen.append)
    assert file.read_bytes() == shallow.read_bytes()
    assert seen == [0.0, 1.0], "all bytes were there already; only the rename was missing"
