"""A report holds facts, and neither what was said nor whose computer it is."""

import getpass
import logging
from pathlib import Path

import pytest

from paceline.loading import PairChoice, PairKind, RemoteFacts, RemoteServer, ServerSoftware
from paceline.protocol.messages import ModelFacts, PairLoaded
from paceline.settings import LibraryWishes, Settings
from paceline.ui.diagnostics.log_file import LARGEST_BYTES, OLDER_FILES, logging_to, tail
from paceline.ui.diagnostics.report import (
    LEFT_OUT,
    Facts,
    report,
    without_names,
    without_quotes,
    without_tokens,
)

SECRET = "my heron keeps a violin"


def facts(**changes: object) -> Facts:
    given: dict[str, object] = {
        "program": ["Paceline 0"],
        "system": ["a machine"],
        "settings": Settings(),
        "ready": None,
        "pair": None,
        "engine_state": "idle",
        "engine_words": [],
        "log": [],
        "private": [],
    }
    return Facts(**(given | changes))  # type: ignore[arg-type]


def test_lines_that_quote_the_chat_are_left_out() -> None:
    lines = [
        "loading weights",
        f"error in template near '{SECRET}'",
        "bad token in MY HERON, keeps going",
        "my own line",
    ]
    assert without_quotes(lines, [SECRET]) == ["loading weights", LEFT_OUT, LEFT_OUT, "my own line"]


def test_the_report_hides_home_and_name(monkeypatch: pytest.MonkeyPatch) -> None:
    home = str(Path.home())
    monkeypatch.setattr(getpass, "getuser", lambda: "wanda")
    settings = Settings(
        pair=PairChoice(PairKind.FILES, target=f"{home}/models/a.gguf", draft="/media/wanda/d.gguf")
    )
    text = report(facts(settings=settings, log=[f"cannot read {home}/x"]))
    assert home not in text
    assert "wanda" not in text
    assert "~/models/a.gguf" in text
    assert "/media/(user)/d.gguf" in text


def test_the_report_does_not_say_which_servers_the_person_connects_to() -> None:
    server = RemoteServer("https://llm.wandas-employer.example/v1", "wandas-model", keyed=True)
    settings = Settings(pair=PairChoice(PairKind.REMOTE, server=server), servers=(server, server))
    remote = RemoteFacts(server, ServerSoftware.VLLM, 8192)
    pair = PairLoaded(1, ModelFacts("", server.model, "", 0, 0, 0, 0), None, 0, 0, remote=remote)
    text = report(facts(settings=settings, pair=pair))
    assert "wanda" not in text
    assert "on a server: vLLM, elsewhere, encrypted, context: 8192, key: yes" in text


def test_a_short_name_is_not_replaced_everywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(getpass, "getuser", lambda: "wand")
    assert without_names("/opt/wander/wands and a wand") == "/opt/wander/wands and a wand"


def fail(message: str) -> None:
    raise ValueError(message)


def test_the_log_keeps_where_a_fault_was_but_not_its_message(tmp_path: Path) -> None:
    file = tmp_path / "log" / "paceline.log"
    with logging_to(file):
        try:
            fail(SECRET)
        except ValueError:
            logging.getLogger("paceline.test").exception("something failed")
    text = file.read_text("utf-8")
    assert "something failed" in text
    assert "ValueError" in text
    assert "test_diagnostics_report.py" in text
    assert "violin" not in text
    logging.getLogger("paceline.test").warning("after the end")
    assert "after the end" not in file.read_text("utf-8")


def test_the_log_stays_small(tmp_path: Path) -> None:
    file = tmp_path / "paceline.log"
    with logging_to(file):
        for number in range(3_000):
            logging.getLogger("paceline.test").warning("line %d %s", number, "x" * 400)
    files = sorted(tmp_path.iterdir())
    assert len(files) == 1 + OLDER_FILES
    assert sum(each.stat().st_size for each in files) <= (1 + OLDER_FILES) * LARGEST_BYTES
    assert "line 2999" in tail(file)[-1]


def test_a_log_that_cannot_be_written_is_done_without(tmp_path: Path) -> None:
    (tmp_path / "log").write_text("a file in the place of the folder")
    with logging_to(tmp_path / "log" / "paceline.log"):
        logging.getLogger("paceline.test").warning("lost")
    assert tail(tmp_path / "log" / "paceline.log") == ()


TOKEN = "hf_NobodyMaySeeThisToken"


def test_a_report_holds_no_token_whoever_let_it_slip() -> None:
    settings = Settings(library=LibraryWishes(endpoint="https://mirror.example"))
    lines = [
        f"sent Authorization: Bearer {TOKEN}",
        f"{TOKEN}",
        f"GET /f?Expires=1&Signature={TOKEN}",
    ]
    text = report(facts(settings=settings, log=lines, engine_words=lines, system=lines))
    assert TOKEN not in text
    assert "mirror.example" in text


@pytest.mark.parametrize(
    ("line", "left"),
    [
        ("a token of hf_abcdefgh12 here", "a token of (secret) here"),
        ("authorization: bearer xyz-1.2", "authorization: bearer (secret)"),
        ("https://cdn/x?Signature=a%2Bb&Expires=9", "https://cdn/x?Signature=(secret)&Expires=9"),
        (
            "512 tokens, hf_hub 2.4, the bearer of news",
            "512 tokens, hf_hub 2.4, the bearer (secret) news",
        ),
        ("X-Amz-Signature=abc", "X-Amz-Signature=(secret)"),
    ],
)
def test_what_looks_like_a_secret_is_hidden(line: str, left: str) -> None:
    assert without_tokens(line) == left


def test_the_log_holds_no_token(tmp_path: Path) -> None:
    file = tmp_path / "paceline.log"
    with logging_to(file):
        logging.getLogger("paceline.library").warning("refused %s", TOKEN)
    assert "refused (secret)" in file.read_text("utf-8")
    assert TOKEN not in file.read_text("utf-8")
