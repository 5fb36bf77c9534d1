"""Every model of every place is found once, with what is known of it and what is wrong with it."""

import os
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from fakes.gguf_bytes import gguf_file
from fakes.model_folders import MAIN, hub_repository, model, ollama_model, put
from paceline.errors import AppError, ErrorCode
from paceline.library.file_names import Role
from paceline.library.installed.header_memory import HeaderMemory
from paceline.library.installed.places import Place, PlaceKind, Surroundings, System, places
from paceline.library.installed.records import InstalledModel
from paceline.library.installed.removal import remove
from paceline.library.installed.scanning import found, scan
from paceline.library.installed.uses import note_use
from paceline.library.installed.watching import watched_folders

WEIGHTS = b'{"layers": [{"mediaType": "application/vnd.ollama.image.model", "digest": "DIGEST"}]}'

posix = pytest.mark.skipif(sys.platform == "win32", reason="links as Unix has them")


def own(folder: Path) -> list[Place]:
    return [Place(PlaceKind.OWN, folder)]


def listed(around: Sequence[Place]) -> dict[str, InstalledModel]:
    """By titles; the quick list must agree with the thorough one about what there is."""
    models = list(scan(around))
    assert {one.files for one in found(around)} == {one.files for one in models}
    by_title = {one.title: one for one in models}
    assert len(by_title) == len(models)
    return by_title


def code(model: InstalledModel) -> ErrorCode | None:
    return model.trouble.code if model.trouble else None


def test_a_model_comes_with_what_its_header_says(tmp_path: Path) -> None:
    file = put(tmp_path / "Qwen-UD-Q4_K_XL.gguf", model("Some model"))
    (found_model,) = scan(own(tmp_path))
    assert found_model.files == (file,)
    assert found_model.title == "Qwen-UD-Q4_K_XL"
    assert found_model.size == file.stat().st_size
    assert found_model.quantization == "UD-Q4_K_XL"
    assert found_model.role is Role.MODEL
    assert found_model.facts is not None
    assert found_model.facts.name == "Some model"
    assert len(found_model.facts.vocabulary.texts) == 300
    assert not found_model.deletable


def test_the_quick_list_reads_no_header_and_the_second_one_knows_them(tmp_path: Path) -> None:
    put(tmp_path / "x.gguf")
    (quick,) = found(own(tmp_path))
    assert quick.facts is None
    assert quick.trouble is None
    (thorough,) = scan(own(tmp_path))
    assert found(own(tmp_path)) == (thorough,)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", ErrorCode.FILE_EMPTY),
        (b"<html>not found</html>" * 20, ErrorCode.FILE_NOT_GGUF),
        (gguf_file()[:-40], ErrorCode.FILE_TRUNCATED),
        (gguf_file()[:90], ErrorCode.FILE_TRUNCATED),
    ],
    ids=["empty", "page", "cut in weights", "cut in header"],
)
def test_a_broken_file_is_listed_with_its_trouble(
    tmp_path: Path, content: bytes, expected: ErrorCode
) -> None:
    put(tmp_path / "x.gguf", content)
    for _ in range(2):  # the second time from memory
        (broken,) = scan(own(tmp_path))
        assert code(broken) is expected
        assert broken.facts is None
        assert broken.size == len(content)


@posix
def test_links_to_nothing_are_listed_with_their_trouble(tmp_path: Path) -> None:
    (tmp_path / "gone.gguf").symlink_to(tmp_path / "nowhere.gguf")
    (tmp_path / "round.gguf").symlink_to("round.gguf")
    (tmp_path / "folder.gguf").symlink_to(tmp_path / "empty folder", target_is_directory=True)
    models = listed(own(tmp_path))
    assert code(models["gone"]) is ErrorCode.FILE_MISSING
    assert code(models["round"]) is ErrorCode.FILE_UNREADABLE
    assert code(models["folder"]) is ErrorCode.FILE_MISSING


@posix
def test_a_file_that_may_not_be_read_is_listed_with_its_trouble(tmp_path: Path) -> None:
    put(tmp_path / "x.gguf").chmod(0)
    (model,) = scan(own(tmp_path))
    if os.geteuid():
        assert code(model) is ErrorCode.FILE_UNREADABLE
        (tmp_path / "x.gguf").chmod(0o600)
        (model,) = scan(own(tmp_path))
    assert model.trouble is None
    assert model.facts is not None


@posix
def test_read_only_folders_are_read(tmp_path: Path) -> None:
    put(tmp_path / "models/x.gguf")
    (tmp_path / "models/x.gguf").chmod(0o400)
    (tmp_path / "models").chmod(0o500)
    try:
        before = (tmp_path / "models").stat()
        assert list(listed(own(tmp_path / "models"))) == ["x"]
        assert (tmp_path / "models").stat().st_mtime_ns == before.st_mtime_ns
    finally:
        (tmp_path / "models").chmod(0o700)


def test_shards_are_one_model_and_a_missing_one_is_named(tmp_path: Path) -> None:
    split = {"split__count": 2}
    for number in (1, 2):
        put(tmp_path / f"whole-0000{number}-of-00002.gguf", model(f"{number}", **split))
    put(tmp_path / "part-00002-of-00003.gguf")
    models = listed(own(tmp_path))
    whole, part = models["whole"], models["part"]
    assert [file.name[6:11] for file in whole.files] == ["00001", "00002"]
    assert whole.size == sum(file.stat().st_size for file in whole.files)
    assert code(part) is ErrorCode.MODEL_INCOMPLETE
    assert part.trouble is not None
    assert "1 of 3" in part.trouble.detail


def test_what_nobody_would_choose_by_itself_is_not_listed(tmp_path: Path) -> None:
    put(tmp_path / "mmproj-F16.gguf")
    put(tmp_path / "looks-like-a-model.gguf", gguf_file({"general.architecture": "clip"}))
    put(tmp_path / "x.gguf")
    assert [one.title for one in scan(own(tmp_path))] == ["x"]


def test_a_single_file_is_listed_under_any_name_and_with_its_shards(tmp_path: Path) -> None:
    odd = put(tmp_path / "weights.bin", model())
    second = put(tmp_path / "big-00002-of-00002.gguf")
    put(tmp_path / "big-00001-of-00002.gguf")
    put(tmp_path / "neighbour.gguf")
    gone = tmp_path / "gone.gguf"
    models = listed([Place(PlaceKind.OWN, path) for path in (odd, second, gone)])
    assert sorted(models) == ["big", "gone", "weights.bin"]
    assert len(models["big"].files) == 2
    assert code(models["gone"]) is ErrorCode.FILE_MISSING


def test_models_of_the_hub_s_cache_know_their_repository(tmp_path: Path) -> None:
    snapshot = hub_repository(tmp_path, "someone/some--model-GGUF", {"a/x-Q8_0.gguf": model()})
    hub_repository(tmp_path, "someone/words", {"README.md": b"words"})
    (found_model,) = scan([Place(PlaceKind.HUB, tmp_path)])
    assert found_model.path == snapshot / "a/x-Q8_0.gguf"
    assert found_model.repository == "someone/some--model-GGUF"
    assert found_model.deletable


@posix
def test_one_content_in_several_snapshots_is_one_model_that_main_shows(tmp_path: Path) -> None:
    content = model()
    for commit, refs in (("0" * 40, ()), (MAIN, ("main",)), ("2" * 40, ("pr",))):
        hub_repository(tmp_path, "a/b", {"x.gguf": content}, commit=commit, refs=refs)
    hub_repository(tmp_path, "a/b", {"x.gguf": model("older")}, commit="3" * 40, refs=())
    models = list(scan([Place(PlaceKind.HUB, tmp_path)]))
    assert [one.path.parent.name for one in models] == [MAIN, "3" * 40]
    assert models[0].size == len(content)
    assert len(models[0].also_at) == 2


def test_a_cache_without_links_is_read_too(tmp_path: Path) -> None:
    hub_repository(tmp_path, "a/b", {"x.gguf": model()}, links=False)
    (found_model,) = scan([Place(PlaceKind.HUB, tmp_path)])
    assert found_model.repository == "a/b"


@posix
def test_what_several_programs_share_is_counted_once(tmp_path: Path) -> None:
    snapshot = hub_repository(tmp_path / "hub", "a/b", {"x.gguf": model()})
    studio = tmp_path / "studio/a/b"
    studio.mkdir(parents=True)
    (studio / "x.gguf").symlink_to(snapshot / "x.gguf")
    os.link((snapshot / "x.gguf").resolve(), put(tmp_path / "own/y.gguf").parent / "x.gguf")
    places = [
        Place(PlaceKind.HUB, tmp_path / "hub"),
        Place(PlaceKind.LM_STUDIO, tmp_path / "studio"),
        Place(PlaceKind.OWN, tmp_path / "own"),
    ]
    models = listed(places)
    assert sorted(models) == ["x", "y"]
    assert models["x"].place.kind is PlaceKind.HUB
    assert set(models["x"].also_at) == {studio / "x.gguf", tmp_path / "own/x.gguf"}


def test_lm_studio_s_folders_are_names_of_repositories(tmp_path: Path) -> None:
    put(tmp_path / "publisher/model-GGUF/x.gguf")
    put(tmp_path / "loose.gguf")
    models = listed([Place(PlaceKind.LM_STUDIO, tmp_path)])
    assert models["x"].repository == "publisher/model-GGUF"
    assert models["loose"].repository is None
    assert not models["x"].deletable


def test_jan_s_models_are_called_like_their_folders(tmp_path: Path) -> None:
    put(tmp_path / "Qwen/Qwen3-4B-Q4_0/model.gguf")
    put(tmp_path / "Qwen/Qwen3-4B-Q4_0/model.yml", b"name: x")
    put(tmp_path / "plain/own-name.gguf")
    models = listed([Place(PlaceKind.JAN, tmp_path)])
    assert sorted(models) == ["Qwen/Qwen3-4B-Q4_0", "own-name"]
    assert models["Qwen/Qwen3-4B-Q4_0"].quantization == "Q4_0"


@pytest.mark.parametrize("kind", [PlaceKind.GPT4ALL, PlaceKind.PRACTICE, PlaceKind.LLAMA_CPP])
def test_flat_folders_are_listed(tmp_path: Path, kind: PlaceKind) -> None:
    put(tmp_path / "someone_model_x-Q4_0.gguf")
    put(tmp_path / "someone_model_x-Q4_0.gguf.json", b"{}")
    assert list(listed([Place(kind, tmp_path)])) == ["someone_model_x-Q4_0"]


def test_llama_cpp_s_cache_may_be_laid_out_as_the_hub_s_and_is_not_ours(tmp_path: Path) -> None:
    hub_repository(tmp_path, "a/b", {"x.gguf": model()})
    (found_model,) = scan([Place(PlaceKind.LLAMA_CPP, tmp_path)])
    assert found_model.repository == "a/b"
    assert not found_model.deletable


def test_ollama_s_models_have_the_names_that_ollama_shows(tmp_path: Path) -> None:
    shared = model("shared")
    blob = ollama_model(tmp_path, "llama3:8b-q4_K_M", shared)
    ollama_model(tmp_path, "llama3:latest", shared)
    ollama_model(tmp_path, "someone/tuned:7b", model("tuned"))
    ollama_model(tmp_path, "a/b-GGUF:Q8_0", model("hub"), host="hf.co")
    ollama_model(tmp_path, "gone:1b", model("gone")).unlink()
    models = listed([Place(PlaceKind.OLLAMA, tmp_path)])
    assert sorted(models) == [
        "gone:1b",
        "hf.co/a/b-GGUF:Q8_0",
        "llama3:8b-q4_K_M, llama3:latest",
        "someone/tuned:7b",
    ]
    both = models["llama3:8b-q4_K_M, llama3:latest"]
    assert both.path == blob
    assert both.quantization == "Q4_K_M"
    assert both.facts is not None
    assert models["hf.co/a/b-GGUF:Q8_0"].repository == "a/b-GGUF"
    assert code(models["gone:1b"]) is ErrorCode.FILE_MISSING


@pytest.mark.parametrize(
    "manifest",
    [
        b"",
        b"{",
        b'{"layers": 7}',
        WEIGHTS.replace(b"DIGEST", b"7"),
        WEIGHTS.replace(b"DIGEST", b"sha256:../x"),
    ],
)
def test_a_manifest_that_cannot_be_meant_is_passed_over(tmp_path: Path, manifest: bytes) -> None:
    put(tmp_path / "ollama/x", model())
    put(tmp_path / "ollama/manifests/registry.ollama.ai/library/x/latest", manifest)
    assert list(scan([Place(PlaceKind.OLLAMA, tmp_path / "ollama")])) == []


def test_programs_that_are_not_there_hold_nothing(tmp_path: Path) -> None:
    programs = [kind for kind in PlaceKind if kind is not PlaceKind.OWN]
    assert list(scan([Place(kind, tmp_path / "nowhere") for kind in programs])) == []


@posix
def test_an_added_folder_without_models_says_so_in_a_row_of_its_own(tmp_path: Path) -> None:
    for name in ("empty", "closed"):
        (tmp_path / name).mkdir()
    put(tmp_path / "only words/notes.txt")
    (tmp_path / "closed").chmod(0)
    names = ["empty", "closed", "only words", "unplugged"]
    try:
        models = listed([Place(PlaceKind.OWN, tmp_path / name) for name in names])
    finally:
        (tmp_path / "closed").chmod(0o700)
    unread = ErrorCode.FILE_UNREADABLE if os.geteuid() else ErrorCode.FOLDER_WITHOUT_MODELS
    assert {name: code(one) for name, one in models.items()} == {
        "empty": ErrorCode.FOLDER_WITHOUT_MODELS,
        "closed": unread,
        "only words": ErrorCode.FOLDER_WITHOUT_MODELS,
        "unplugged": ErrorCode.FILE_MISSING,
    }
    assert all(one.size == 0 and not one.deletable for one in models.values())


def test_an_added_folder_whose_name_no_system_allows_says_so_in_its_row(tmp_path: Path) -> None:
    put(tmp_path / "x.gguf")
    every = listed([*own(tmp_path), *own(Path("no\0where"))])
    assert {title: code(one) for title, one in every.items()} == {
        "x": None,
        "nowhere": ErrorCode.FILE_UNREADABLE,
    }


def test_a_folder_may_vanish_during_the_scan(tmp_path: Path) -> None:
    for name in ("a", "b"):
        put(tmp_path / f"{name}/{name}.gguf")
    models = scan(own(tmp_path))
    assert next(models).title == "a"
    (tmp_path / "b/b.gguf").unlink()
    (tmp_path / "b").rmdir()
    assert list(models) == []


@posix
def test_names_of_any_kind_are_borne_and_shown_without_tricks(tmp_path: Path) -> None:
    names = ["模型 🦙", "x" * 250, "evil\u202egpj", "two\nlines", "caf\udce9"]
    for name in names:
        put(tmp_path / f"{name}.gguf", model(str(names.index(name))))
    titles = sorted(one.title for one in scan(own(tmp_path)))
    assert titles == sorted(["模型 🦙", "x" * 250, "evilgpj", "two lines", "caf?"])
    assert all(one.facts for one in found(own(tmp_path)))


@posix
def test_the_trouble_of_a_file_is_remembered_whatever_its_name(tmp_path: Path) -> None:
    put(tmp_path / "caf\udce9.gguf", b"no model")
    assert [code(one) for one in scan(own(tmp_path))] == [ErrorCode.FILE_NOT_GGUF]
    assert [code(one) for one in found(own(tmp_path))] == [ErrorCode.FILE_NOT_GGUF]


@posix
def test_a_repository_s_name_is_shown_without_tricks(tmp_path: Path) -> None:
    snapshot = hub_repository(tmp_path, "a/b", {"x.gguf": model()})
    odd = tmp_path / "models--evil\x1b[31m--\udcff"
    snapshot.parents[1].rename(odd)
    (one,) = scan([Place(PlaceKind.HUB, tmp_path)])
    assert one.repository == "evil[31m/?"
    with pytest.raises(AppError):
        remove(one)
    assert one.path.exists()


def test_the_last_use_is_known_by_whatever_link_it_was_loaded(tmp_path: Path) -> None:
    snapshot = hub_repository(tmp_path, "a/b", {"x.gguf": model(), "y.gguf": model("y")})
    when = datetime(2026, 11, 22, 10, tzinfo=UTC)
    note_use((snapshot / "x.gguf").resolve(), now=when)
    models = listed([Place(PlaceKind.HUB, tmp_path)])
    assert models["x"].last_used == when
    assert models["y"].last_used is None


@pytest.mark.parametrize(
    "change",
    [
        lambda file: file.write_bytes(model("another, longer name")),
        lambda file: os.utime(file, ns=(1, 1)),
    ],
    ids=["content", "time"],
)
def test_a_file_that_changed_is_read_again(
    tmp_path: Path, change: Callable[[Path], object]
) -> None:
    file = put(tmp_path / "x.gguf", model("first"))
    list(scan(own(tmp_path)))
    change(file)
    (quick,) = found(own(tmp_path))
    assert quick.facts is None


@pytest.mark.parametrize("harm", [b"", b"{", b'{"program": "0", "entries": []}'])
def test_a_damaged_memory_costs_only_time(tmp_path: Path, harm: bytes) -> None:
    put(tmp_path / "models/x.gguf")
    memory = tmp_path / "memory"
    list(scan(own(tmp_path / "models"), HeaderMemory(memory)))
    (memory / "headers.json").write_bytes(harm)
    (model,) = scan(own(tmp_path / "models"), HeaderMemory(memory))
    assert model.facts is not None


def test_a_family_s_vocabulary_is_kept_once_and_read_back_whole(tmp_path: Path) -> None:
    for number in range(5):
        put(tmp_path / f"models/{number}.gguf")
    first = list(scan(own(tmp_path / "models"), HeaderMemory(tmp_path / "memory")))
    assert len(list((tmp_path / "memory").iterdir())) == 2
    again = found(own(tmp_path / "models"), HeaderMemory(tmp_path / "memory"))
    assert [one.facts for one in again] == [one.facts for one in first]
    texts = [one.facts.vocabulary.texts for one in again if one.facts]
    assert len(texts) == 5
    assert all(text is texts[0] for text in texts)


def test_a_lost_vocabulary_is_read_from_the_file_again(tmp_path: Path) -> None:
    put(tmp_path / "models/x.gguf")
    list(scan(own(tmp_path / "models"), HeaderMemory(tmp_path / "memory")))
    for file in (tmp_path / "memory").iterdir():
        if file.suffix != ".json":
            file.unlink()
    (model,) = scan(own(tmp_path / "models"), HeaderMemory(tmp_path / "memory"))
    assert model.facts is not None
    assert len(model.facts.vocabulary.texts) == 300


@posix
def test_a_pipe_in_the_place_of_any_file_holds_up_nothing(tmp_path: Path) -> None:
    cache, store, home = tmp_path / "hub", tmp_path / "ollama", tmp_path / "home"
    snapshot = hub_repository(cache, "a/b", {"x.gguf": model()}, refs=())
    ollama_model(store, "good:1b", model("good"))
    for pipe in (
        snapshot.parents[1] / "refs/main",
        store / "manifests/registry.ollama.ai/library/bad/1b",
        home / ".lmstudio-home-pointer",
        home / ".lmstudio/settings.json",
        tmp_path / "own/pipe.gguf",
    ):
        pipe.parent.mkdir(parents=True, exist_ok=True)
        os.mkfifo(pipe)
    around = places(surroundings=Surroundings(System.LINUX, home, {}))
    kinds = (PlaceKind.HUB, cache), (PlaceKind.OLLAMA, store), (PlaceKind.OWN, tmp_path / "own")
    every = listed([*around, *(Place(kind, folder) for kind, folder in kinds)])
    assert {"x", "good:1b", "pipe"} <= every.keys()
    assert code(every["pipe"]) is ErrorCode.FILE_NOT_GGUF


@posix
def test_linked_folders_in_the_hub_s_cache_are_not_gone_through(tmp_path: Path) -> None:
    """The client makes none, and each could lead through a whole disk."""
    put(tmp_path / "disk/far.gguf")
    snapshot = hub_repository(tmp_path / "hub", "a/b", {"x.gguf": model()})
    for link in (snapshot / "linked", snapshot.with_name("2" * 40)):
        link.symlink_to(tmp_path / "disk", target_is_directory=True)
    cache = Place(PlaceKind.HUB, tmp_path / "hub")
    assert listed([cache]).keys() == {"x"}
    assert not any("disk" in os.path.realpath(folder) for folder in watched_folders([cache]))
