"""Builds with several variants of the code for processors: what ggml's log tells of the choice."""

import pytest

from paceline.engine.llama.backends import chosen_variant, is_of_loading
from paceline.engine.llama.native import processor_variant

FOLDER = "/opt/paceline/_internal/llama_cpp/lib"


def loaded(part: str, file: str) -> str:
    return f"load_backend: loaded {part} backend from {file}\n"


@pytest.mark.parametrize(
    ("file", "variant"),
    [
        (f"{FOLDER}/libggml-cpu-zen4.so", "zen4"),
        (f"{FOLDER}/libggml-cpu-armv8.2_3.so", "armv8.2_3"),
        ("/home/a backend from b/libggml-cpu-x64.so", "x64"),
        (f"{FOLDER}/libggml-cpu.so", None),
        (f"{FOLDER}/libggml-rpc.so", None),
    ],
)
def test_the_log_names_the_variant(file: str, variant: str | None) -> None:
    assert chosen_variant([loaded("CPU", file)]) == variant


def test_other_parts_do_not_hide_it() -> None:
    log = [
        loaded("RPC", f"{FOLDER}/libggml-rpc.so"),
        loaded("CPU", f"{FOLDER}/libggml-cpu-haswell.so"),
        "load_tensors: CPU_REPACK model buffer size = 9.00 MiB",
    ]
    assert chosen_variant(log) == "haswell"
    assert [is_of_loading(line) for line in log] == [True, True, False]


def test_a_build_for_one_processor_has_none() -> None:
    assert chosen_variant([]) is None


def test_the_variant_of_this_build_is_one_word_or_none() -> None:
    variant = processor_variant()
    assert variant is None or variant.strip() == variant != ""
