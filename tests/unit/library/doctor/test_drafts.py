"""Which drafts are offered for a target, and in which order."""

from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from fakes.constructed_pairs import DRAFT, TARGET
from fakes.hub_stub.stub import HubStub
from paceline.errors import AppError, Cancelled, ErrorCode
from paceline.library.catalog import CatalogPair, DrafterKind, ModelFile
from paceline.library.doctor.chart import Chart, chart_of, read_chart
from paceline.library.doctor.diagnosis import LocalFile, RemoteFile, Verdict
from paceline.library.doctor.drafts import (
    DraftCandidate,
    Origin,
    best_first,
    drafts_for,
    drafts_on_hub,
    family_of,
)
from paceline.library.hub.hub import Hub
from paceline.library.installed.places import Place, PlaceKind
from paceline.library.installed.records import InstalledModel
from paceline.library.installed.scanning import scan

OTHER_WORDS = tuple(f"▁other{number}" for number in range(300))
DEEP = replace(TARGET, layers=40)
"""A target beside which a draft of one layer has a twelfth of the size."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "models").mkdir()
    return tmp_path / "models"


@pytest.fixture
def target(folder: Path) -> Chart:
    return read_chart(LocalFile(DEEP.write(folder / "Quokka-3-8B-Q4_K_M.gguf")))


def scanned(folder: Path) -> list[InstalledModel]:
    return list(scan([Place(PlaceKind.OWN, folder)]))


def pair(
    target_file: str, draft: ModelFile, kind: DrafterKind = DrafterKind.DRAFT_MODEL
) -> CatalogPair:
    return CatalogPair(
        id="quokka",
        title="Quokka 3 8B",
        note="For tests.",
        drafter=kind,
        memory_gb=8,
        parameters=8.0,
        sources=("https://example.org/",),
        target=ModelFile("someone/Quokka-3-8B-GGUF", "main", target_file, "mit"),
        draft=draft,
    )


SMALL = ModelFile("someone/Quokka-3-1B-GGUF", "main", "Quokka-3-1B-Q8_0.gguf", "mit", size=90_000)


def test_models_here_are_offered_where_the_engine_would_load_them(
    target: Chart, folder: Path
) -> None:
    DRAFT.write(folder / "fits.gguf")
    replace(DRAFT, words=OTHER_WORDS).write(folder / "other-words.gguf")
    replace(DRAFT, architecture="eagle3").write(folder / "head.gguf")
    replace(TARGET, layers=30).write(folder / "large.gguf")
    (folder / "broken.gguf").write_bytes(b"GGUF")
    (found,) = drafts_for(target, scanned(folder))
    assert found.title == "fits"
    assert found.verdict is Verdict.COMPATIBLE
    assert found.origin is Origin.INSTALLED
    assert found.installed is not None
    assert found.installed.path == folder / "fits.gguf"
    assert "% of its size" in str(found.reason)


def test_models_whose_headers_are_unread_are_left_out(target: Chart, folder: Path) -> None:
    DRAFT.write(folder / "fits.gguf")
    unread = [replace(model, facts=None) for model in scanned(folder)]
    assert drafts_for(target, unread) == ()


def test_a_chart_of_a_model_here_is_the_one_that_reading_gives(target: Chart, folder: Path) -> None:
    (model,) = scanned(folder)
    assert chart_of(model).facts == target.facts
    assert chart_of(model).file_bytes == target.file_bytes


def test_what_the_catalogue_recommends_with_this_target_comes_before_relatives(
    target: Chart,
) -> None:
    same = pair(target.name, SMALL)
    relative = pair("Quokka-3-14B-Q4_K_M.gguf", replace_file(SMALL, "Quokka-3-2B-Q8_0.gguf"))
    relative = msgspec.structs.replace(
        relative, target=msgspec.structs.replace(relative.target, repository="someone/Q14-GGUF")
    )
    stranger = msgspec.structs.replace(
        relative, target=ModelFile("someone/Numbat-GGUF", "main", "Numbat-8B.gguf", "mit")
    )
    catalogue = [stranger, relative, same]
    found = drafts_for(target, (), catalogue, repository="someone/Quokka-3-8B-GGUF")
    assert [(it.title, it.is_recommended) for it in found] == [
        ("Quokka-3-1B-Q8_0", True),
        ("Quokka-3-2B-Q8_0", False),
    ]
    assert "the same family" in str(found[1].reason)
    (wish,) = found[0].wanted
    assert (wish.repository, wish.path) == (SMALL.repository, SMALL.file)
    unknown = drafts_for(target, (), catalogue)
    assert not any(it.is_recommended for it in unknown), "nobody knows where the target is from"


def replace_file(model: ModelFile, file: str) -> ModelFile:
    return ModelFile(model.repository, model.revision, file, model.licence, model.size)


def test_of_the_catalogue_nothing_is_offered_that_is_here_too_large_or_no_draft_model(
    target: Chart, folder: Path
) -> None:
    path = DRAFT.write(folder / "Quokka-3-1B-Q8_0.gguf")
    here = ModelFile(SMALL.repository, "main", SMALL.file, "mit", size=path.stat().st_size)
    large = ModelFile(SMALL.repository, "main", "Quokka-3-7B.gguf", "mit", size=10**9)
    eagle = pair("Quokka-3-14B.gguf", SMALL, DrafterKind.EAGLE3)
    pairs = [pair("Quokka-3-14B.gguf", here), pair("Quokka-3-14B.gguf", large), eagle]
    assert [it.origin for it in drafts_for(target, scanned(folder), pairs)] == [Origin.INSTALLED]


def publish(stub: HubStub, identifier: str, path: Path, parameters: int) -> None:
    made = stub.add_repository(identifier, {path.name: path.read_bytes()})
    made.extra["gguf"] = {"total": parameters}


def test_the_authors_smaller_models_are_found_and_the_first_ones_read(
    stub: HubStub, hub: Hub, folder: Path
) -> None:
    file = DEEP.write(folder / "Quokka-3-8B-Q4_K_M.gguf")
    publish(stub, "someone/Quokka-3-8B-GGUF", file, 8_000_000)
    publish(stub, "someone/Quokka-3-4B-GGUF", DRAFT.write(folder / "b4-Q8_0.gguf"), 40_000)
    publish(stub, "someone/Quokka-3-1B-GGUF", DRAFT.write(folder / "b1-Q8_0.gguf"), 20_000)
    wrong = replace(DRAFT, words=OTHER_WORDS).write(folder / "wrong-Q8_0.gguf")
    publish(stub, "someone/Quokka-3-Odd-GGUF", wrong, 30_000)
    publish(stub, "someone/Numbat-1B-GGUF", DRAFT.write(folder / "numbat.gguf"), 20_000)
    publish(stub, "other/Quokka-3-1B-GGUF", DRAFT.write(folder / "other.gguf"), 20_000)
    chart = read_chart(RemoteFile(hub.file("someone/Quokka-3-8B-GGUF", "main", file.name)), hub)
    found = drafts_on_hub(chart, hub)
    assert {it.title for it in found} <= {"b4-Q8_0", "b1-Q8_0", "wrong-Q8_0"}
    read = [it for it in found if it.verdict]
    assert read
    assert all(it.verdict is Verdict.COMPATIBLE for it in read)
    assert [it.verdict is None for it in found] == sorted(it.verdict is None for it in found)
    assert all(it.wanted and it.origin is Origin.HUB for it in found)


def test_a_family_without_small_models_is_searched_for_by_its_first_word(
    stub: HubStub, hub: Hub, folder: Path
) -> None:
    file = DEEP.write(folder / "Meta-Quokka-3.1-8B-Q4_K_M.gguf")
    publish(stub, "someone/Meta-Quokka-3.1-8B-GGUF", file, 8_000_000)
    publish(stub, "someone/Quokka-3.2-1B-GGUF", DRAFT.write(folder / "b1.gguf"), 20_000)
    source = hub.file("someone/Meta-Quokka-3.1-8B-GGUF", "main", file.name)
    chart = read_chart(RemoteFile(source), hub)
    assert [it.title for it in drafts_on_hub(chart, hub)] == ["b1"]


def test_a_file_of_unknown_origin_has_no_neighbours(target: Chart, hub: Hub) -> None:
    assert drafts_on_hub(target, hub) == ()


def test_a_hub_that_cannot_be_asked_says_so_and_a_person_can_stop(
    target: Chart, stub: HubStub, hub: Hub, folder: Path
) -> None:
    publish(stub, "someone/Quokka-3-1B-GGUF", DRAFT.write(folder / "b1.gguf"), 20_000)
    source = "someone/Quokka-3-8B-GGUF"
    with pytest.raises(Cancelled):
        drafts_on_hub(target, hub, repository=source, cancelled=lambda: True)
    hub.close()
    with pytest.raises(AppError) as caught:
        drafts_on_hub(target, hub, repository=source)
    assert caught.value.code in {ErrorCode.HUB_UNREACHABLE, ErrorCode.HUB_OFFLINE}


def test_here_comes_first_then_the_certain_then_the_right_size(target: Chart) -> None:
    def candidate(origin: Origin, share: float, verdict: Verdict | None) -> DraftCandidate:
        size = round(target.file_bytes * share)
        return DraftCandidate("", origin, size, verdict, reason)

    reason = drafts_for(target, (), [pair("Quokka-3-14B.gguf", SMALL)])[0].reason
    order = [
        candidate(Origin.INSTALLED, 0.4, Verdict.PADDED),
        candidate(Origin.HUB, 0.08, Verdict.COMPATIBLE),
        candidate(Origin.HUB, 0.3, Verdict.COMPATIBLE),
        candidate(Origin.CATALOGUE, 0.01, None),
        candidate(Origin.HUB, 0.08, None),
    ]
    assert best_first(target, reversed(order)) == tuple(order)


@pytest.mark.parametrize(
    ("name", "family"),
    [
        ("Qwen2.5-Coder-7B-Instruct-Q4_K_M.gguf", "qwen2.5-coder"),
        ("qwen2.5-coder-0.5b-instruct-q8_0.gguf", "qwen2.5-coder"),
        ("Qwen3-0.6B-Q8_0.gguf", "qwen3"),
        ("gemma-3-270m-it-Q8_0.gguf", "gemma-3"),
        ("folder/Llama-3.2-1B-Instruct-Q4_K_M.gguf", "llama-3.2"),
        ("gpt-oss-120b-mxfp4-00001-of-00003.gguf", "gpt-oss"),
        ("model.gguf", "model"),
    ],
)
def test_a_family_is_what_stands_before_the_size(name: str, family: str) -> None:
    assert family_of(name) == family
