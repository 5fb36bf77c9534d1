"""What was learned from chats, on the command line: shown, exported, wiped, switched off."""

import json
import stat
import sys
from pathlib import Path

import pytest

from paceline import paths
from paceline.chat import ChatMessage, Role
from paceline.cli.arguments.parser import parse
from paceline.cli.job import DONE, FAILED
from paceline.cli.learned import learned
from paceline.cli.model_loading import learning_folder
from paceline.engine.personal_cache import PersonalCache, Tokenizer
from paceline.settings import Settings, save_settings

LETTERS = Tokenizer(
    fingerprint="0" * 32,
    vocabulary_size=128,
    model="letters",
    tokenize=lambda text: list(text.encode()),
    text=lambda token: bytes((token,)),
)


@pytest.fixture
def file() -> Path:
    """The file of a cache that has learned from one chat."""
    cache = PersonalCache(paths.learned_folder(), LETTERS)
    cache.hear((ChatMessage(Role.USER, "dear you"),), [1, 2, 3], b"yours")
    cache.close()
    return paths.learned_folder() / f"ngrams-{LETTERS.fingerprint}.bin"


def run(*arguments: str) -> int:
    return learned(parse(["learned", *arguments]))


def test_nothing_learned_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert run() == DONE
    assert "Nothing was learned yet" in capsys.readouterr().err
    assert run("show", "--json") == DONE
    assert json.loads(capsys.readouterr().out) == []


def test_the_list_names_model_and_size(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run() == DONE
    assert "letters" in capsys.readouterr().out
    run("show", "--json")
    (entry,) = json.loads(capsys.readouterr().out)
    assert entry["model"] == "letters"
    assert entry["size"] == file.stat().st_size
    assert entry["ngrams"] > 0
    assert entry["learned_at"]
    assert entry["trouble"] is None


def test_a_damaged_file_is_listed_with_what_is_wrong(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_bytes(b"nonsense that is long enough")
    run("show", "--json")
    (entry,) = json.loads(capsys.readouterr().out)
    assert entry["trouble"] == "it is another kind of file"


def test_an_export_can_be_read_by_a_person(file: Path, tmp_path: Path) -> None:
    target = tmp_path / "export.json"
    assert run("export", str(target)) == DONE
    (cache,) = json.loads(target.read_text("utf-8"))
    assert cache["model"] == "letters"
    assert {"after": "ear ", "next": "y", "times": 1.0} in cache["ngrams"]
    assert {"after": "you", "next": "r", "times": 1.0} in cache["ngrams"]
    assert [each["times"] for each in cache["ngrams"]] == sorted(
        (each["times"] for each in cache["ngrams"]), reverse=True
    )
    if sys.platform != "win32":
        assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert file.exists()


def test_a_damaged_cache_is_not_exported(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    content = bytearray(file.read_bytes())
    content[-20] ^= 1
    file.write_bytes(content)
    assert run("export", str(tmp_path / "export.json")) == FAILED
    assert "set aside" in capsys.readouterr().err
    assert not (tmp_path / "export.json").exists()
    assert not file.exists()


def test_an_export_that_cannot_be_written_is_said(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("export", str(tmp_path)) == FAILED
    assert str(tmp_path) in capsys.readouterr().err
    assert file.exists()


def test_wiping_deletes_it(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("wipe") == DONE
    assert not file.exists()
    assert "1 file deleted" in capsys.readouterr().err
    assert run("wipe") == DONE


def test_learning_follows_the_settings_and_the_command_line() -> None:
    assert learning_folder(parse(["chat"])) == paths.learned_folder()
    assert learning_folder(parse(["chat", "--no-learning"])) is None
    save_settings(paths.settings_file(), Settings(learn_from_chats=False))
    assert learning_folder(parse(["chat"])) is None


def test_with_damaged_settings_nothing_is_learned(capsys: pytest.CaptureFixture[str]) -> None:
    paths.settings_file().parent.mkdir(parents=True)
    paths.settings_file().write_bytes(b"\xff")
    assert learning_folder(parse(["chat"])) is None
    assert "Nothing is learned" in capsys.readouterr().err
