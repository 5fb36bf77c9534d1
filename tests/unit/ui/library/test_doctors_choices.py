"""Which models can be chosen for the doctor, and what is done after the verdict."""

from pathlib import Path

import pytest

from fakes.constructed_pairs import constructed_pairs
from paceline.library.catalog import load_catalog
from paceline.library.doctor.diagnosis import LocalFile, RemoteFile
from paceline.library.doctor.examination import examine
from paceline.library.file_names import Role
from paceline.library.hub.records import HubFile
from paceline.library.installed.places import Place, PlaceKind
from paceline.library.installed.records import InstalledModel
from paceline.ui.library.doctor.candidates import (
    Candidate,
    fitting,
    of_catalogue,
    of_patient,
    repository_in,
)
from paceline.ui.library.doctor.prescription import Next, next_step
from paceline.ui.library.model_files import path_of, wanted_with

COMMIT = "a" * 40
SHARD = HubFile("someone/models", COMMIT, "F16/m-F16-00001-of-00003.gguf", 20, None)


@pytest.mark.parametrize(
    ("text", "repository"),
    [
        ("Qwen/Qwen3-8B-GGUF", "Qwen/Qwen3-8B-GGUF"),
        (" https://huggingface.co/Qwen/Qwen3-8B-GGUF/tree/main ", "Qwen/Qwen3-8B-GGUF"),
        ("qwen 8b", None),
        ("qwen", None),
        ("https://example.org/a/b", None),
    ],
)
def test_a_repository_is_told_from_words(text: str, repository: str | None) -> None:
    assert repository_in(text) == repository


def test_the_catalogue_offers_each_file_once() -> None:
    candidates = of_catalogue(load_catalog())
    files = [(one.patient.file.repository, one.patient.file.path)
             for one in candidates if isinstance(one.patient, RemoteFile)]  # fmt: skip
    assert len(files) == len(set(files)) == len(candidates) > 15


def test_every_word_is_found_in_title_or_detail() -> None:
    one = Candidate("Qwen3 8B", "on the Hub · Qwen/Qwen3-8B-GGUF", LocalFile(Path("x")))
    assert fitting([one], "hub QWEN3") == (one,)
    assert fitting([one], "hub llama") == ()


def test_all_shards_of_a_model_are_wanted() -> None:
    paths = [file.path for file in wanted_with(SHARD)]
    assert paths == [f"F16/m-F16-0000{number}-of-00003.gguf" for number in (1, 2, 3)]
    assert {file.revision for file in wanted_with(SHARD)} == {COMMIT}


def here(path: Path, repository: str | None, size: int) -> InstalledModel:
    place = Place(PlaceKind.HUB, path.parent)
    return InstalledModel((path,), path.stem, place, size, Role.MODEL, None, repository)


def test_a_file_of_the_hub_that_is_here_needs_no_download(tmp_path: Path) -> None:
    file = HubFile("someone/models", COMMIT, "m-Q4_0.gguf", 20, None)
    path = tmp_path / "m-Q4_0.gguf"
    assert path_of(RemoteFile(file), [here(path, "someone/models", 20)]) == path
    assert path_of(RemoteFile(file), [here(path, "another/models", 20)]) is None
    assert path_of(RemoteFile(file), [here(path, "someone/models", 21)]) is None


@pytest.mark.parametrize(
    ("name", "what", "with_draft"),
    [
        ("same", Next.LOAD, True),
        ("padded by 128", Next.LOAD, True),
        ("one token differs", Next.LOAD_TARGET, False),
        ("draft larger", Next.NOTHING, False),
    ],
)
def test_what_the_button_does_for_files_of_this_machine(
    tmp_path: Path, name: str, what: Next, *, with_draft: bool
) -> None:
    pair = constructed_pairs(tmp_path)[name]
    target, draft = of_patient(LocalFile(pair.target)), of_patient(LocalFile(pair.draft))
    step = next_step(examine(target.patient, draft.patient), target, draft, ())
    assert step.what is what
    if step.choice is not None:
        assert step.choice.target == str(pair.target)
        assert step.choice.draft == (str(pair.draft) if with_draft else None)


def test_what_is_missing_of_a_pair_is_fetched(tmp_path: Path) -> None:
    pair = constructed_pairs(tmp_path)["same"]
    target, draft = of_patient(RemoteFile(SHARD)), of_patient(LocalFile(pair.draft))
    diagnosis = examine(LocalFile(pair.target), draft.patient)
    step = next_step(diagnosis, target, draft, ())
    assert step.what is Next.GET
    assert [file.path for file in step.wanted] == [file.path for file in wanted_with(SHARD)]


def test_without_a_verdict_there_is_nothing_to_do() -> None:
    assert next_step(None, None, None, ()).what is Next.NOTHING
