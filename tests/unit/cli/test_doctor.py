"""What `paceline doctor` prints, and how it ends."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from fakes.constructed_pairs import DRAFT, TARGET, ConstructedPair, constructed_pairs
from fakes.hub_stub.faults import Body, Port
from fakes.hub_stub.stub import HubStub
from fakes.model_shop import model_shop
from paceline import paths
from paceline.cli.arguments.parser import parse
from paceline.cli.doctor.job import UNSUITED, doctor
from paceline.cli.job import DONE, FAILED
from paceline.measured_pairs import MeasuredFile, MeasuredPair, keep_measured
from paceline.settings import LibraryWishes, Settings, save_settings

REPOSITORY = "someone/Quokka-3-8B-GGUF"


@pytest.fixture(scope="module")
def pairs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, ConstructedPair]:
    return constructed_pairs(tmp_path_factory.mktemp("pairs"))


@pytest.fixture(autouse=True)
def _no_models_of_this_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the tests out of the folders in which other programs have models."""
    monkeypatch.delenv("HF_HUB_OFFLINE", raising=False)
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    for name in ("HOME", "HF_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "OLLAMA_MODELS"):
        monkeypatch.setenv(name, str(tmp_path / "nowhere"))


@pytest.fixture
def stub() -> Iterator[HubStub]:
    with HubStub() as hub:
        yield hub


def settle(**wishes: object) -> None:
    library = LibraryWishes(**wishes)  # type: ignore[arg-type]
    save_settings(paths.settings_file(), Settings(library=library))


def run(*arguments: str | Path) -> int:
    return doctor(parse(["doctor", *map(str, arguments)]))


def test_a_pair_that_works_is_told_with_all_rules(
    pairs: dict[str, ConstructedPair], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(*pairs["same"][:2]) == DONE
    told = capsys.readouterr().out
    assert told.count("✓") == 10
    assert "Compatible." in told
    assert "559 tokens" in told
    assert "Together they take about" in told
    assert "not known yet" in told
    assert "from the Hub" not in told


def test_a_pair_that_does_not_work_ends_with_another_status(
    pairs: dict[str, ConstructedPair], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(*pairs["one token differs"][:2]) == UNSUITED
    told = " ".join(capsys.readouterr().out.split())
    assert "✗ The same number means the same token" in told
    assert "“▁word100” in the target, “▁other” in the draft" in told
    assert "The target alone takes about" in told


def test_programs_get_all_of_it(
    pairs: dict[str, ConstructedPair], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(*pairs["one token differs"][:2], "--json") == UNSUITED
    told = json.loads(capsys.readouterr().out)
    assert told["verdict"] == "through-text"
    assert told["mismatch"]["token"] == 359
    assert told["rules"]["vocabulary"] is False
    assert told["target"]["vocabulary_size"] == 559
    assert told["memory"]["context_length"] == 2048
    assert run(*pairs["hostile header"][:2], "--json", "--context", "512") == UNSUITED
    told = json.loads(capsys.readouterr().out)
    assert told["draft"] is None
    assert told["memory"]["context_length"] == 512


def test_the_gain_is_told_where_the_target_ran_here(
    pairs: dict[str, ConstructedPair], capsys: pytest.CaptureFixture[str]
) -> None:
    target, draft, *_ = pairs["same"]
    known = MeasuredPair(MeasuredFile.of(target), None, (1.0, 1.1, 1.2, 1.3))
    keep_measured(paths.measured_folder(), "key", known)
    assert run(target, draft, "--json") == DONE
    assert json.loads(capsys.readouterr().out)["gain"]["basis"] == "target"


@pytest.mark.parametrize(
    "names", [("none.gguf", "none.gguf"), ("none",), ("hf:nonsense", "none.gguf")]
)
def test_what_is_no_file_is_said(
    names: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(*names) == FAILED
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith("paceline: ")


def test_files_on_the_hub_are_named_by_repository_and_revision(
    pairs: dict[str, ConstructedPair], stub: HubStub, capsys: pytest.CaptureFixture[str]
) -> None:
    target, draft, *_ = pairs["same"]
    made = stub.add_repository(REPOSITORY, {"target.gguf": target, "deep/draft.gguf": draft})
    settle(endpoint=stub.endpoint)
    assert (
        run(f"hf:{REPOSITORY}/target.gguf", f"hf:{REPOSITORY}@{made.commit}/deep/draft.gguf")
        == DONE
    )
    told = capsys.readouterr().out
    assert "were read from the Hub" in told
    assert run(target, f"hf:{REPOSITORY}/deep/draft.gguf", "--json") == DONE
    assert json.loads(capsys.readouterr().out)["bytes_read"] == draft.stat().st_size
    assert run(target, f"hf:{REPOSITORY}/other.gguf") == FAILED
    assert "other.gguf" in capsys.readouterr().err


def test_a_model_of_a_repository_is_named_by_its_quantization(
    pairs: dict[str, ConstructedPair], stub: HubStub, capsys: pytest.CaptureFixture[str]
) -> None:
    target, draft, *_ = pairs["same"]
    made = stub.add_repository(
        REPOSITORY, {"a-Q4_K_M.gguf": target, "a-Q8_0.gguf": target, "b-F32.gguf": draft}
    )
    settle(endpoint=stub.endpoint)
    names = f"hf:{REPOSITORY}", f"hf:{REPOSITORY}@{made.commit}:F32"
    assert run(*names, "--json") == DONE
    told = json.loads(capsys.readouterr().out)
    assert (told["target"]["file"], told["draft"]["file"]) == ("a-Q4_K_M.gguf", "b-F32.gguf")


def test_a_model_here_is_named_as_the_list_shows_it(
    pairs: dict[str, ConstructedPair], capsys: pytest.CaptureFixture[str]
) -> None:
    target, draft, *_ = pairs["same"]
    settle(model_folders=(str(target.parent),))
    assert run("target", "draft", "--json") == DONE
    assert json.loads(capsys.readouterr().out)["draft"]["file"] == draft.name


def test_drafts_for_a_target_alone_come_from_here_and_from_its_author(
    tmp_path: Path, stub: HubStub, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "models"
    folder.mkdir()
    here = DRAFT.write(folder / "here.gguf")
    target = TARGET.write(tmp_path / "Quokka-3-8B.gguf")
    small = stub.add_repository(
        "someone/Quokka-3-1B-GGUF", {"Quokka-3-1B-Q8_0.gguf": here.read_bytes()}
    )
    small.extra["gguf"] = {"total": 20_000}
    stub.add_repository(REPOSITORY, {target.name: target})
    settle(endpoint=stub.endpoint, model_folders=(str(folder),))
    assert run(f"hf:{REPOSITORY}/{target.name}", "--json") == DONE
    told = json.loads(capsys.readouterr().out)
    assert [each["origin"] for each in told] == ["installed", "hub"]
    assert told[0]["path"] == str(here)
    assert told[1]["wanted"] == ["someone/Quokka-3-1B-GGUF/Quokka-3-1B-Q8_0.gguf"]
    assert run(f"hf:{REPOSITORY}/{target.name}") == DONE
    assert "hf:someone/Quokka-3-1B-GGUF/Quokka-3-1B-Q8_0.gguf" in capsys.readouterr().out


def test_offline_what_is_here_is_shown_all_the_same(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "models").mkdir()
    DRAFT.write(tmp_path / "models" / "here.gguf")
    target = TARGET.write(tmp_path / "target.gguf")
    settle(offline=True, model_folders=(str(tmp_path / "models"),))
    assert run(target) == DONE
    assert "here.gguf" in capsys.readouterr().out
    assert run(f"hf:{REPOSITORY}/model.gguf", target) == FAILED
    assert "offline" in capsys.readouterr().err.lower()


def test_what_is_here_is_shown_also_where_the_hub_talks_nonsense(
    pairs: dict[str, ConstructedPair],
    stub: HubStub,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    target, draft, *_ = pairs["same"]
    stub.add_repository(REPOSITORY, {"target.gguf": target})
    stub.faults.add(Port.HUB, Body(b"nonsense"), times=None, path="/api/models")
    own = tmp_path / "models"
    own.mkdir()
    (own / "draft.gguf").write_bytes(draft.read_bytes())
    settle(endpoint=stub.endpoint, model_folders=(str(own),))
    assert run(f"hf:{REPOSITORY}/target.gguf") == DONE
    told = capsys.readouterr()
    assert "draft.gguf" in told.out
    assert "The Hub was not searched." in told.err


def test_a_target_without_any_draft_is_left_to_n_grams(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(TARGET.write(tmp_path / "target.gguf")) == UNSUITED
    assert "n-grams" in capsys.readouterr().out


def test_a_recommended_pair_is_named_by_its_name_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with model_shop(tmp_path, monkeypatch, capsys):
        assert run("Tiny-Pair", "--json") == DONE
    told = json.loads(capsys.readouterr().out)
    assert told["draft"]["file"] == "draft-Q8_0.gguf"
    assert told["bytes_read"] > 0


@pytest.mark.parametrize("name", [".", "..", "/", ""])
def test_a_folder_is_no_model_and_is_told_of(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(name) == FAILED
    assert "is a folder" in capsys.readouterr().err
