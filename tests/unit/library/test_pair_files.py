from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from fakes.constructed_pairs import Recipe
from paceline.errors import AppError, ErrorCode
from paceline.library.catalog import CatalogPair, DrafterKind, FilePart, ModelFile, load_catalog
from paceline.library.downloads.records import Wanted
from paceline.library.file_names import Role
from paceline.library.gguf.facts import facts_of
from paceline.library.gguf.reading import read_header
from paceline.library.installed.places import Place, PlaceKind
from paceline.library.installed.records import InstalledModel
from paceline.library.memory_fit import pair_need
from paceline.library.pair_files import find_pair, known_needs, locate, wanted_files

SUM = "5" * 64
COMMIT = "c" * 40

TARGET = ModelFile("someone/big-GGUF", COMMIT, "q4/big-Q4_K_M.gguf", "mit", 7, SUM)
DRAFT = ModelFile("someone/small-GGUF", "main", "small-Q8_0.gguf", "mit")
PAIR = CatalogPair(
    id="some-pair",
    title="Some pair",
    note="For trying.",
    drafter=DrafterKind.DRAFT_MODEL,
    memory_gb=8,
    parameters=4,
    sources=("https://example.org",),
    target=TARGET,
    draft=DRAFT,
)
ALONE = msgspec.structs.replace(PAIR, id="alone", drafter=DrafterKind.NGRAM, draft=None)


def installed(*files: str | Path, size: int = 7, repository: str | None = None) -> InstalledModel:
    paths = tuple(map(Path, files))
    place = Place(PlaceKind.HUB, Path("/cache"))
    return InstalledModel(paths, paths[0].stem, place, size, Role.MODEL, "Q4_K_M", repository)


BIG = installed("/models/big-Q4_K_M.gguf")
SMALL = installed("/models/small-Q8_0.gguf", size=3)


def test_a_pair_is_found_by_its_name() -> None:
    catalog = load_catalog()
    assert find_pair(catalog, "Qwen3-4B") == find_pair(catalog, "qwen3-4b") is not None
    assert find_pair(catalog, "qwen3") is None


def test_both_models_are_here() -> None:
    files = locate(PAIR, [SMALL, BIG])
    assert files.missing == ()
    assert files.paths() == (BIG.path, SMALL.path)


def test_a_pair_without_a_draft_model_needs_only_its_target() -> None:
    assert locate(ALONE, [BIG]).paths() == (BIG.path, None)


@pytest.mark.parametrize(
    ("here", "missing"),
    [([], (TARGET, DRAFT)), ([BIG], (DRAFT,)), ([SMALL], (TARGET,))],
)
def test_what_is_not_here_is_missing(
    here: list[InstalledModel], missing: tuple[ModelFile, ...]
) -> None:
    files = locate(PAIR, here)
    assert files.missing == missing
    with pytest.raises(AppError, match="paceline models get some-pair") as caught:
        files.paths()
    assert caught.value.code is ErrorCode.PAIR_NOT_HERE


@pytest.mark.parametrize(
    "other",
    [
        installed("/models/big-Q8_0.gguf"),
        installed("/models/big-Q4_K_M.gguf", size=8),
        installed("/models/big-Q4_K_M.gguf", repository="stranger/big-GGUF"),
        installed("/m/big-Q4_K_M.gguf", "/m/big-Q4_K_M-2.gguf"),
    ],
)
def test_another_file_does_not_count(other: InstalledModel) -> None:
    assert locate(ALONE, [other]).missing == (TARGET,)


@pytest.mark.parametrize(("content", "counts"), [(SUM, True), ("6" * 64, False)])
def test_the_hubs_cache_tells_sums_apart(tmp_path: Path, content: str, *, counts: bool) -> None:
    blob = tmp_path / "blobs" / content
    link = tmp_path / "snapshots" / COMMIT / "q4" / "big-Q4_K_M.gguf"
    for file in (blob, link):
        file.parent.mkdir(parents=True)
    blob.write_bytes(b"content")
    link.symlink_to(blob)
    found = locate(ALONE, [installed(link, repository=TARGET.repository)])
    assert bool(found.target) is counts


def test_what_a_pair_takes_is_known_once_both_headers_were_read(tmp_path: Path) -> None:
    files = [Recipe(layers=n).write(tmp_path / name) for n, name in ((9, "big"), (1, "small"))]
    facts = [facts_of(read_header(file)) for file in files]
    big, small = (replace(one, facts=known) for one, known in zip((BIG, SMALL), facts, strict=True))
    expected = pair_need(facts[0], facts[1], 4096).total
    assert known_needs([locate(PAIR, [big, small])], 4096) == {"some-pair": expected}
    assert known_needs([locate(ALONE, [big])], 4096)["alone"] < expected
    assert known_needs([locate(PAIR, [big, SMALL]), locate(PAIR, [big])], 4096) == {}


def test_wishes_name_every_part_with_its_sum() -> None:
    rest = FilePart("q4/big-2.gguf", 5, "6" * 64)
    sharded = msgspec.structs.replace(TARGET, further=(rest,))
    assert wanted_files([sharded, DRAFT]) == (
        Wanted("someone/big-GGUF", "q4/big-Q4_K_M.gguf", COMMIT, SUM, 7),
        Wanted("someone/big-GGUF", "q4/big-2.gguf", COMMIT, "6" * 64, 5),
        Wanted("someone/small-GGUF", "small-Q8_0.gguf", "main", None, None),
    )
