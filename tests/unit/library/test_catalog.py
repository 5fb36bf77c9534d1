from collections import defaultdict
from pathlib import Path

import pytest

from paceline.library.catalog import CatalogPair, DrafterKind, ModelFile, load_catalog
from paceline.library.starter import STARTER_BYTES, STARTER_FILE

ENTRY = """
format = 1
[[pair]]
id = "some-pair"
title = "Some pair"
note = "For trying."
drafter = "draft-model"
sources = ["https://example.org/pair"]
[pair.target]
repository = "someone/target-GGUF"
revision = "main"
file = "target.gguf"
licence = "apache-2.0"
[pair.draft]
repository = "someone/draft-GGUF"
revision = "main"
file = "draft.gguf"
licence = "apache-2.0"
"""


@pytest.fixture(scope="module")
def shipped() -> tuple[CatalogPair, ...]:
    return load_catalog()


def files(pair: CatalogPair) -> list[ModelFile]:
    return [file for file in (pair.target, pair.draft) if file is not None]


def load(tmp_path: Path, text: str) -> tuple[CatalogPair, ...]:
    file = tmp_path / "catalog.toml"
    file.write_text(text)
    return load_catalog(file)


def test_the_shipped_catalogue_is_valid_and_offers_a_choice(
    shipped: tuple[CatalogPair, ...],
) -> None:
    assert len(shipped) >= 8
    assert {pair.drafter for pair in shipped} >= {DrafterKind.DRAFT_MODEL, DrafterKind.NGRAM}


def test_a_draft_is_much_smaller_than_its_target(shipped: tuple[CatalogPair, ...]) -> None:
    for pair in shipped:
        if pair.draft and pair.draft.size and pair.target.size:
            assert pair.draft.size * 3 < pair.target.size, pair.id


def test_the_same_file_is_always_described_in_the_same_way(
    shipped: tuple[CatalogPair, ...],
) -> None:
    seen: dict[tuple[str, str], set[ModelFile]] = defaultdict(set)
    for pair in shipped:
        for file in files(pair):
            seen[file.repository, file.file].add(file)
    assert all(len(descriptions) == 1 for descriptions in seen.values())


def test_a_sum_always_comes_with_a_size(shipped: tuple[CatalogPair, ...]) -> None:
    for pair in shipped:
        for file in files(pair):
            assert (file.sha256 is None) == (file.size is None), file


def test_every_repository_has_its_page_among_the_sources(shipped: tuple[CatalogPair, ...]) -> None:
    for pair in shipped:
        page = f"https://huggingface.co/{pair.target.repository}"
        assert page in pair.sources, pair.id


def test_the_starter_is_known_under_its_own_size(shipped: tuple[CatalogPair, ...]) -> None:
    (draft,) = [p.draft for p in shipped if p.draft and p.draft.file == STARTER_FILE]
    assert draft.size == STARTER_BYTES


def test_a_pair_knows_its_size_only_when_every_file_does(tmp_path: Path) -> None:
    (pair,) = load(tmp_path, ENTRY)
    assert pair.size is None
    (pair,) = load(tmp_path, ENTRY.replace('licence = "apache-2.0"', 'licence = "mit"\nsize = 7'))
    assert pair.size == 14


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("format = 1", "format = 2"),
        ('id = "some-pair"', 'id = "Some pair"'),
        ('title = "Some pair"', 'titel = "Some pair"'),
        ('drafter = "draft-model"', 'drafter = "ngram"'),
        ('drafter = "draft-model"', 'drafter = "magic"'),
        ('sources = ["https://example.org/pair"]', "sources = []"),
        ('sources = ["https://example.org/pair"]', 'sources = ["http://example.org"]'),
        ('file = "target.gguf"', 'file = "../target.gguf"'),
        ('file = "target.gguf"', 'file = "/target.gguf"'),
        ('file = "target.gguf"', 'file = "target.bin"'),
        ('repository = "someone/target-GGUF"', 'repository = "target-GGUF"'),
        ('revision = "main"', 'revision = "v1.0"'),
        ('licence = "apache-2.0"', 'licence = ""'),
        ('licence = "apache-2.0"', 'licence = "mit"\nsize = 0'),
        ('licence = "apache-2.0"', 'licence = "mit"\nsha256 = "abc"'),
        ("[pair.draft]", "[pair.drafts]"),
    ],
)
def test_a_mistake_in_the_catalogue_is_refused(tmp_path: Path, old: str, new: str) -> None:
    assert old in ENTRY
    with pytest.raises(ValueError, match=r".+"):
        load(tmp_path, ENTRY.replace(old, new))


def test_two_pairs_may_not_share_a_name(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="share a name"):
        load(tmp_path, ENTRY + ENTRY.replace("format = 1", ""))
