"""`paceline models list`, `verify` and `rm`: what is on this machine, and whether it is whole."""

import os
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from fakes.model_shop import CATALOG, Shop
from paceline import paths
from paceline.cli.job import DONE, FAILED, INTERRUPTED
from paceline.cli.models.verifying import DAMAGED
from paceline.settings import LibraryWishes, Settings, save_settings


@pytest.fixture
def stocked(shop: Shop) -> Shop:
    """A machine on which both pairs are, which share their draft."""
    shop.hub.add_repository("someone/other-GGUF", {"other-Q4_K_M.gguf": b"GGUF, and nothing else"})
    assert shop.run("get tiny-pair") == shop.run("get tiny-alone") == DONE
    shop.said()
    return shop


def paths_of(shop: Shop) -> set[str]:
    return {model["path"] for model in shop.listed("list") if model["place"] == "hub"}


def spoil(file: Path) -> None:
    """Change a byte and keep size and name."""
    content = bytearray(file.read_bytes())
    content[-1] ^= 1
    file.resolve().write_bytes(content)


def test_the_list_has_what_was_fetched_with_what_its_header_says(stocked: Shop) -> None:
    assert stocked.run("list") == DONE
    table, remarks = stocked.said()
    for word in ("target-Q4_K_M", "draft-Q8_0", "other-Q4_K_M", "someone/target-GGUF", "hub"):
        assert word in table
    assert "other-Q4_K_M.gguf" in remarks, "its trouble is told"
    by_title = {model["title"]: model for model in stocked.listed("list")}
    target = by_title["target-Q4_K_M"]
    assert (target["architecture"], target["trained_context"]) == ("llama", 2048)
    assert target["ours"]
    assert target["trouble"] is None
    assert by_title["other-Q4_K_M"]["trouble"]


def test_models_in_the_persons_own_folders_are_listed_and_not_ours(
    shop: Shop, tmp_path: Path
) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (own / "mine-Q4_K_M.gguf").write_bytes((tmp_path / "draft.gguf").read_bytes())
    wishes = LibraryWishes(model_folders=(str(own),))
    save_settings(paths.settings_file(), Settings(library=wishes))
    (model,) = [each for each in shop.listed("list") if each["place"] == "own"]
    assert not model["ours"]
    assert shop.run("rm mine-Q4_K_M --yes") == FAILED
    assert (own / "mine-Q4_K_M.gguf").is_file()


def test_what_is_as_the_hub_gave_it_out_is_right(stocked: Shop) -> None:
    assert stocked.run("verify tiny-pair") == DONE
    table, remarks = stocked.said()
    assert table.count("right") == 2
    assert not remarks


def test_a_damaged_file_is_found_and_told_by_the_exit_status(stocked: Shop) -> None:
    file = stocked.arrived("someone/draft-GGUF", "draft-Q8_0.gguf")
    spoil(file)
    assert stocked.run("verify") == DAMAGED
    table, remarks = stocked.said()
    (line,) = [line for line in table.splitlines() if "draft-Q8_0" in line]
    assert "damaged" in line
    assert "fetch it again" in remarks
    assert stocked.run("verify someone/target-GGUF") == DONE
    stocked.said()
    assert stocked.run("verify draft-Q8_0 --json") == DAMAGED
    assert '"damaged"' in stocked.said()[0]


def test_a_model_is_deleted_with_all_that_it_took(stocked: Shop) -> None:
    file = stocked.arrived("someone/target-GGUF", "target-Q4_K_M.gguf")
    content = file.resolve()
    assert stocked.run(f"rm {file} --yes") == DONE
    assert "Deleted" in stocked.said()[1]
    assert not file.exists()
    assert not content.exists()
    assert len(paths_of(stocked)) == 2


def test_a_draft_that_another_pair_needs_is_kept(stocked: Shop) -> None:
    target = stocked.arrived("someone/target-GGUF", "target-Q4_K_M.gguf")
    draft = stocked.arrived("someone/draft-GGUF", "draft-Q8_0.gguf")
    assert stocked.run("rm tiny-pair --yes") == DONE
    assert "draft-Q8_0 is kept: Tiny alone drafts with it." in stocked.said()[1]
    assert not target.exists()
    assert draft.exists()
    assert stocked.run("rm tiny-alone --yes") == DONE
    assert not draft.exists()
    assert paths_of(stocked) == set()


def test_both_pairs_at_once_take_their_draft_along(stocked: Shop) -> None:
    assert stocked.run("rm tiny-pair tiny-alone --yes") == DONE
    assert paths_of(stocked) == set()


def test_the_starter_stays_where_a_pair_drafts_with_it(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, starter: Path
) -> None:
    catalog = tmp_path / "with-starter.toml"
    with_starter = CATALOG.replace("draft-Q8_0.gguf", starter.name).split("[[pair]]")[:2]
    target = (tmp_path / "target.gguf").read_bytes()
    text = "[[pair]]".join(with_starter)
    catalog.write_text(text.format(size=len(target), sum=sha256(target).hexdigest()))
    monkeypatch.setattr("paceline.library.catalog.catalog_file", lambda: catalog)
    assert shop.run("get tiny-pair") == shop.run("rm tiny-pair --yes") == DONE
    assert f"{starter.stem} is kept: it came with Paceline." in shop.said()[1]
    assert starter.is_file()
    assert shop.run(f"rm {starter.name} --yes") == FAILED
    assert starter.is_file()


def test_nothing_is_deleted_where_nobody_can_be_asked(
    stocked: Shop, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with (tmp_path / "nothing").open("w+") as nobody, monkeypatch.context() as alone:
        alone.setattr("sys.stdin", nobody)
        assert stocked.run("rm tiny-pair") == FAILED
    assert "--yes" in stocked.said()[1]
    assert stocked.arrived("someone/target-GGUF", "target-Q4_K_M.gguf").exists()


@pytest.mark.parametrize(("answer", "status"), [("", INTERRUPTED), ("yes", DONE)])
def test_a_person_is_asked(
    stocked: Shop, monkeypatch: pytest.MonkeyPatch, answer: str, status: int
) -> None:
    master, terminal = os.openpty()
    os.write(master, f"{answer}\n".encode())
    with os.fdopen(terminal) as person, monkeypatch.context() as asked:
        asked.setattr("sys.stdin", person)
        assert stocked.run("rm tiny-pair") == status
    os.close(master)
    assert "target-Q4_K_M.gguf" in stocked.said()[1]
    target = stocked.arrived("someone/draft-GGUF", "draft-Q8_0.gguf")
    assert target.exists()
    assert (len(paths_of(stocked)) == 2) is (status == DONE)


@pytest.mark.parametrize("deed", ["rm --yes", "verify"])
def test_a_model_that_is_not_here_is_told_of(stocked: Shop, deed: str) -> None:
    verb, *rest = deed.split()
    assert stocked.run(" ".join([verb, "nobody", *rest])) == FAILED
    assert "no model “nobody”" in stocked.said()[1]


def test_programs_are_told_where_nothing_was_deleted(
    stocked: Shop,
) -> None:
    assert stocked.run("rm tiny-pair --yes") == DONE
    stocked.said()
    assert stocked.listed("rm tiny-pair --yes") == [], "its draft is kept for the other pair"


def test_an_added_folder_without_models_is_nothing_to_check(shop: Shop, tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    wishes = LibraryWishes(model_folders=(str(tmp_path / "own"),))
    save_settings(paths.settings_file(), Settings(library=wishes))
    assert str(tmp_path / "own") not in {each["path"] for each in shop.listed("verify")}


def test_nobody_is_told_to_delete_what_cannot_be_read(shop: Shop, tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "own/gone-Q4_0.gguf").symlink_to(tmp_path / "nowhere")
    wishes = LibraryWishes(model_folders=(str(tmp_path / "own"),))
    save_settings(paths.settings_file(), Settings(library=wishes))
    assert shop.run("verify") == DAMAGED
    table, remarks = shop.said()
    assert "cannot be checked" in table
    assert "gone-Q4_0.gguf" in remarks
    assert "models rm" not in remarks


def test_what_was_deleted_before_a_failure_is_told(stocked: Shop) -> None:
    target = stocked.arrived("someone/target-GGUF", "target-Q4_K_M.gguf")
    refs = stocked.arrived("someone/other-GGUF", "other-Q4_K_M.gguf").parents[2] / "refs"
    (refs / "lost").write_text("9" * 40)  # the Hub's client gives such a repository up
    assert stocked.run(f"rm {target} other-Q4_K_M --yes") == FAILED
    assert "Deleted" in stocked.said()[1]
    assert not target.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows forbids such names")
def test_names_that_a_terminal_would_obey_are_shown_with_marks(shop: Shop, tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (own / "red\x1b]0;owned\x07\x1b[31m-Q4_0.gguf").write_bytes(b"GGUF")
    cached = shop.cache / "models--some--\x1b[31mred/snapshots" / ("1" * 40)
    cached.mkdir(parents=True)
    (cached / "x-Q4_0.gguf").write_bytes(b"GGUF")
    wishes = LibraryWishes(model_folders=(str(own),))
    save_settings(paths.settings_file(), Settings(library=wishes))
    for line in ("list", "verify", "rm red --yes", f"verify {own}/\x1b[31m"):
        shop.run(line)
        table, remarks = shop.said()
        assert table or remarks
        assert "\x1b" not in table + remarks, line


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names")
def test_a_name_that_is_no_text_is_told_to_programs_with_escapes(
    shop: Shop, tmp_path: Path
) -> None:
    odd = os.fsdecode(b"\xff-Q4_0.gguf")
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / odd).write_bytes(b"GGUF")
    wishes = LibraryWishes(model_folders=(str(tmp_path / "own"),))
    save_settings(paths.settings_file(), Settings(library=wishes))
    assert str(tmp_path / "own" / odd) in {model["path"] for model in shop.listed("list")}
