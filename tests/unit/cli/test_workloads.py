from pathlib import Path

import pytest

from paceline import paths
from paceline.cli.workloads import load_workloads
from paceline.errors import AppError, ErrorCode

ONE = '[[workload]]\nkind = "chat"\nprompts = ["Hi"]\n'


def test_the_project_brings_workloads_of_several_kinds() -> None:
    kinds = [each.kind for each in load_workloads(None, ())]
    assert len(kinds) == len(set(kinds)) >= 4


def test_the_prompts_that_texts_are_compared_on_are_many_and_all_different() -> None:
    found = load_workloads(paths.resource_folder() / "parity_prompts.toml", ())
    prompts = [prompt for each in found for prompt in each.prompts]
    assert len(prompts) == len(set(prompts)) >= 100


def test_kinds_are_chosen_in_the_order_of_the_file() -> None:
    assert [each.kind for each in load_workloads(None, ("code", "chat"))] == ["chat", "code"]


def test_an_unknown_kind_is_named_beside_the_known_ones() -> None:
    with pytest.raises(AppError) as caught:
        load_workloads(None, ("chat", "coed"))
    assert caught.value.code is ErrorCode.WORKLOADS_INVALID
    assert caught.value.detail.startswith("there is no kind “coed”, only “chat”, “code”")


@pytest.mark.parametrize(
    "content",
    [
        b"no TOML",
        b"\xff",
        b"",
        b"workload = []",
        b'[[workload]]\nkind = "chat"\nprompts = []',
        b'[[workload]]\nkind = "chat"',
        ONE.encode() + b"temperature = 1",
    ],
)
def test_a_file_in_another_form_is_refused_with_the_reason(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "own.toml"
    file.write_bytes(content)
    with pytest.raises(AppError) as caught:
        load_workloads(file, ())
    assert caught.value.code is ErrorCode.WORKLOADS_INVALID
    assert caught.value.detail.startswith(f"{file}: ")


def test_a_file_of_ones_own(tmp_path: Path) -> None:
    file = tmp_path / "own.toml"
    file.write_text(ONE)
    (only,) = load_workloads(file, ())
    assert (only.kind, only.prompts) == ("chat", ["Hi"])


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    for path, code in (
        (tmp_path / "none.toml", ErrorCode.FILE_MISSING),
        (tmp_path, ErrorCode.FILE_UNREADABLE),
    ):
        with pytest.raises(AppError) as caught:
            load_workloads(path, ())
        assert caught.value.code is code
