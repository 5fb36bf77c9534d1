"""`paceline models`, `search` and `show`: what there is, and what of it suits this machine."""

import json

import pytest

from fakes.model_shop import Shop
from paceline import paths
from paceline.cli.job import DONE, FAILED
from paceline.settings import LibraryWishes, Settings, save_settings


def test_without_a_deed_the_recommended_pairs_are_listed(shop: Shop) -> None:
    assert shop.run("") == DONE
    table, remarks = shop.said()
    assert "tiny-pair" in table
    assert "Tiny alone" in table
    assert "paceline models get tiny-" in remarks
    assert "This machine has" in remarks


def test_the_list_of_pairs_is_there_for_programs(shop: Shop) -> None:
    first, second = shop.listed("")
    assert {first["id"], second["id"]} == {"tiny-pair", "tiny-alone"}
    assert first["fit"] == "fits"
    assert first["reason"].endswith(".")
    assert not first["here"]
    assert not shop.hub.requests, "the Hub has nothing to do with it"


def test_a_search_lists_repositories(shop: Shop) -> None:
    assert shop.run("search target") == DONE
    table, remarks = shop.said()
    assert "someone/target-GGUF" in table
    assert "someone/draft-GGUF" not in table
    assert "Q4_K_M" in table
    assert "paceline models show someone/target-GGUF" in remarks
    (found,) = shop.listed("search target")
    assert found["id"] == "someone/target-GGUF"
    assert found["licence"] == "apache-2.0"


def test_a_search_that_finds_nothing_says_so(shop: Shop) -> None:
    assert shop.run("search unicorn") == DONE
    assert "Nothing was found" in shop.said()[1]
    assert shop.listed("search unicorn") == []


def test_a_long_list_is_asked_for_in_pages_and_cut_at_the_limit(shop: Shop) -> None:
    for number in range(70):
        shop.hub.add_repository(f"many/model-{number:02}-GGUF", {f"m{number}-Q4_K_M.gguf": b"x"})
    assert len(shop.listed("search many --limit 60")) == 60
    assert len(shop.listed("search many --limit 3")) == 3


def test_filters_reach_the_search(shop: Shop) -> None:
    shop.hub.add_repository("someone/closed-GGUF", {"closed-Q4_K_M.gguf": b"x"}, gated="auto")
    found = shop.listed("search someone --gated yes")
    assert [each["id"] for each in found] == ["someone/closed-GGUF"]
    assert "someone/closed-GGUF" not in str(shop.listed("search someone --gated no"))
    assert shop.listed("search target --quantization Q8_0")
    assert not shop.listed("search target --quantization Q2_K")


def test_a_pair_is_shown_with_its_files_and_what_suits_this_machine(shop: Shop) -> None:
    assert shop.run("show tiny-pair") == DONE
    text, remarks = shop.said()
    for word in ("Tiny pair", "someone/target-GGUF/target-Q4_K_M.gguf", "apache-2.0", "not yet"):
        assert word in text
    assert "paceline models get tiny-pair" in remarks
    shown = shop.told("show tiny-pair")
    assert shown["pair"]["target"]["repository"] == "someone/target-GGUF"
    assert shown["target_path"] is None


def test_a_repository_is_shown_with_its_models(shop: Shop) -> None:
    assert shop.run("show someone/target-GGUF") == DONE
    text, remarks = shop.said()
    for word in ("someone/target-GGUF", ":Q4_K_M", "A model that answers", "apache-2.0"):
        assert word in text
    assert "mmproj" not in text
    assert "paceline models get someone/target-GGUF:Q4_K_M" in remarks


def test_shards_are_one_model(shop: Shop) -> None:
    (model,) = shop.told("show someone/split-GGUF")["models"]
    assert model["name"] == "someone/split-GGUF:F16"
    assert len(model["files"]) == 2
    assert model["size"] == 18


def test_one_model_of_a_repository_can_be_shown(shop: Shop) -> None:
    (model,) = shop.told("show someone/target-GGUF:q8_0")["models"]
    assert model["quantization"] == "Q8_0"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("show nonsense", "no model “nonsense”"),
        ("show someone/missing-GGUF", "no repository"),
        ("show someone/target-GGUF:Q2_K", "Q4_K_M"),
        ("show ../../etc:x", "no model"),
        ("get someone/target-GGUF ../../evil.gguf", "no model"),
    ],
)
def test_what_is_not_there_ends_with_a_sentence(shop: Shop, line: str, words: str) -> None:
    assert shop.run(line) == FAILED
    out, error = shop.said()
    assert not out
    assert words in error


def test_offline_everything_local_still_works(shop: Shop) -> None:
    offline = Settings(library=LibraryWishes(offline=True))
    save_settings(paths.settings_file(), offline)
    assert shop.run("search target") == FAILED
    assert "offline" in shop.said()[1]
    for line in ("", "list", "show tiny-pair"):
        assert shop.run(line) == DONE
    assert not shop.hub.requests


def test_output_for_programs_is_nothing_but_json(shop: Shop) -> None:
    for line in ("", "search target", "show tiny-pair", "show someone/target-GGUF", "list"):
        assert shop.run(f"{line} --json") == DONE
        json.loads(shop.said()[0])


def test_json_may_be_asked_for_before_the_deed(shop: Shop) -> None:
    assert shop.run("--json search target") == DONE
    (found,) = json.loads(shop.said()[0])
    assert found["id"] == "someone/target-GGUF"


def test_a_repository_without_models_says_so(shop: Shop) -> None:
    shop.hub.add_repository("someone/words", {"README.md": b"No model."})
    assert shop.run("show someone/words") == DONE
    assert "no GGUF model" in shop.said()[1]
    assert shop.told("show someone/words")["models"] == []
