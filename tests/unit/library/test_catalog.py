import re
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from paceline.library.catalog import (
    MEMORY_SIZES,
    CatalogPair,
    DrafterKind,
    FilePart,
    ModelFile,
    load_catalog,
)
from paceline.library.starter import STARTER_BYTES, STARTER_FILE

ENTRY = """
format = 1
[[pair]]
id = "some-pair"
title = "Some pair"
note = "For trying."
drafter = "draft-model"
memory_gb = 8
parameters = 4.0
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

SHARDED = ENTRY.replace('file = "target.gguf"', 'file = "target-00001-of-00002.gguf"').replace(
    "[pair.draft]", '[[pair.target.further]]\nfile = "target-00002-of-00002.gguf"\n[pair.draft]'
)

LICENCES = {"apache-2.0", "mit", "gemma", "llama3.1", "llama3.2", "llama3.3", "qwen"}
"""Identifiers of the Hub that allow everyday use, some of them under conditions of their own."""

QUANTIZATION = re.compile(r"[-.](Q\d_(K_[SML]|K|[01])|IQ\d_[A-Z]+|MXFP4)(?=[-.])", re.IGNORECASE)
SHARD = re.compile(r"-(\d{5})-of-(\d{5})\.gguf$")

LEAST_ROOM = 1.1
"""A machine's memory over the size of the files: contexts and work space want their part."""


@pytest.fixture(scope="module")
def shipped() -> tuple[CatalogPair, ...]:
    return load_catalog()


def load(tmp_path: Path, text: str) -> tuple[CatalogPair, ...]:
    file = tmp_path / "catalog.toml"
    file.write_text(text)
    return load_catalog(file)


def test_the_shipped_catalogue_offers_a_choice_for_every_size_of_memory(
    shipped: tuple[CatalogPair, ...],
) -> None:
    assert len(shipped) >= 15
    assert {pair.drafter for pair in shipped} >= {DrafterKind.DRAFT_MODEL, DrafterKind.NGRAM}
    assert set(MEMORY_SIZES) == {pair.memory_gb for pair in shipped}
    with_draft = {pair.memory_gb for pair in shipped if pair.draft}
    assert with_draft == set(MEMORY_SIZES), "speculation is what the program is for"


def test_a_pair_fits_into_the_memory_that_it_is_meant_for(
    shipped: tuple[CatalogPair, ...],
) -> None:
    for pair in shipped:
        if pair.size:
            assert pair.size * LEAST_ROOM < pair.memory_gb * 1e9, pair.id


def test_a_draft_is_much_smaller_than_its_target(shipped: tuple[CatalogPair, ...]) -> None:
    for pair in shipped:
        if pair.draft and pair.draft.size and pair.target.whole_size:
            assert pair.draft.size * 3 < pair.target.whole_size, pair.id


def test_what_a_token_reads_is_a_part_of_the_whole(shipped: tuple[CatalogPair, ...]) -> None:
    assert any(pair.active for pair in shipped)
    for pair in shipped:
        assert pair.active is None or pair.active < pair.parameters, pair.id


def test_every_file_names_its_quantization(shipped: tuple[CatalogPair, ...]) -> None:
    for pair in shipped:
        for model in pair.models:
            assert QUANTIZATION.search(model.file), model.file


def test_every_licence_is_one_that_we_know(shipped: tuple[CatalogPair, ...]) -> None:
    assert {model.licence for pair in shipped for model in pair.models} <= LICENCES


def test_shards_are_complete_and_in_order(shipped: tuple[CatalogPair, ...]) -> None:
    sharded = [model for pair in shipped for model in pair.models if SHARD.search(model.file)]
    assert sharded
    for pair in shipped:
        for model in pair.models:
            found = [SHARD.search(part.file) for part in model.parts]
            numbers = [(int(one[1]), int(one[2])) for one in found if one]
            whole = len(model.parts)
            expected = [(number, whole) for number in range(1, whole + 1)]
            assert numbers == (expected if model in sharded else []), model.file
            assert len({SHARD.sub("", part.file) for part in model.parts}) == 1


def test_no_two_pairs_are_the_same(shipped: tuple[CatalogPair, ...]) -> None:
    for key in ("title", "note"):
        assert max(Counter(getattr(pair, key) for pair in shipped).values()) == 1
    together = [tuple((model.repository, model.file) for model in pair.models) for pair in shipped]
    assert len(set(together)) == len(together)


def test_the_same_file_is_always_described_in_the_same_way(
    shipped: tuple[CatalogPair, ...],
) -> None:
    seen: dict[tuple[str, str], set[ModelFile]] = defaultdict(set)
    for pair in shipped:
        for model in pair.models:
            seen[model.repository, model.file].add(model)
    assert all(len(descriptions) == 1 for descriptions in seen.values())


def test_a_sum_comes_with_a_size_and_a_commit(shipped: tuple[CatalogPair, ...]) -> None:
    for pair in shipped:
        for model in pair.models:
            for part in model.parts:
                assert (part.sha256 is None) == (part.size is None), part
                assert part.sha256 is None or model.revision != "main", part


def test_the_repositories_have_their_pages_among_the_sources(
    shipped: tuple[CatalogPair, ...],
) -> None:
    for pair in shipped:
        for model in pair.models:
            assert f"https://huggingface.co/{model.repository}" in pair.sources, pair.id


def test_the_starter_is_known_under_its_own_size(shipped: tuple[CatalogPair, ...]) -> None:
    (draft,) = [p.draft for p in shipped if p.draft and p.draft.file == STARTER_FILE]
    assert draft.size == STARTER_BYTES


def test_a_pair_knows_its_size_only_when_every_file_does(tmp_path: Path) -> None:
    (pair,) = load(tmp_path, ENTRY)
    assert pair.size is None
    (pair,) = load(tmp_path, ENTRY.replace('licence = "apache-2.0"', 'licence = "mit"\nsize = 7'))
    assert pair.size == 14


def test_shards_are_parts_of_one_model(tmp_path: Path) -> None:
    (pair,) = load(tmp_path, SHARDED)
    first, second = (FilePart(f"target-0000{number}-of-00002.gguf") for number in (1, 2))
    assert pair.target.parts == (first, second)
    assert pair.target.whole_size is None
    sized = SHARDED.replace('2-of-00002.gguf"', '2-of-00002.gguf"\nsize = 5')
    (pair,) = load(tmp_path, sized.replace('1-of-00002.gguf"', '1-of-00002.gguf"\nsize = 2'))
    assert pair.target.whole_size == 7


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("format = 1", "format = 2"),
        ('id = "some-pair"', 'id = "Some pair"'),
        ('title = "Some pair"', 'titel = "Some pair"'),
        ('drafter = "draft-model"', 'drafter = "ngram"'),
        ('drafter = "draft-model"', 'drafter = "magic"'),
        ("memory_gb = 8", "memory_gb = 7"),
        ("parameters = 4.0", "parameters = 0.0"),
        ("parameters = 4.0", ""),
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
        ('licence = "apache-2.0"', 'licence = "mit"\ngated = "yes"'),
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
