"""`paceline chat --server`: one reply from a server on loopback, in the terminal and as JSON."""

import json
from collections.abc import Iterator

import pytest

from fakes.openai_server import MODEL, TEXT, OpenAiServer, Plays, Script, openai_server
from paceline.__main__ import main


@pytest.fixture
def server() -> Iterator[OpenAiServer]:
    with openai_server(Script(plays=Plays.LLAMA_SERVER)) as serving:
        yield serving


def chat(server: OpenAiServer, *more: str) -> int:
    return main(["chat", "--server", server.url, "--prompt", "Why is the sky blue?", *more])


def test_a_reply_and_its_figures(server: OpenAiServer, capsys: pytest.CaptureFixture[str]) -> None:
    assert chat(server) == 0
    out, err = capsys.readouterr()
    assert out == f"{TEXT}\n"
    host = f"127.0.0.1:{server.server_port}"
    assert f"Your text goes to {host}, a program on this computer." in err
    assert f"9 tokens · 42.5 tok/s · 6 of 12 guesses accepted, says {host}" in err


def test_what_a_server_does_not_say_is_said(
    server: OpenAiServer, capsys: pytest.CaptureFixture[str]
) -> None:
    server.script.plays = Plays.BARE
    assert chat(server) == 0
    _, err = capsys.readouterr()
    assert "8 pieces of text" in err
    assert "guesses not reported" in err
    assert "tok/s" not in err


def test_a_server_that_tells_all_has_all_figures(
    server: OpenAiServer, capsys: pytest.CaptureFixture[str]
) -> None:
    server.script.plays = Plays.PACELINE
    assert chat(server) == 0
    _, err = capsys.readouterr()
    host = f"127.0.0.1:{server.server_port}"
    assert f"4 tokens · 40.0 tok/s · written by {host} · 50% of 2 guesses accepted" in err
    assert "net gain 1.60x" in err


def test_json_holds_rounds_and_the_server_s_report(
    server: OpenAiServer, capsys: pytest.CaptureFixture[str]
) -> None:
    assert chat(server, "--json", "--model", MODEL) == 0
    *rounds, summary = map(json.loads, capsys.readouterr().out.splitlines())
    assert "".join(token["text"] for each in rounds for token in each["tokens"]) == TEXT
    assert {token["origin"] for each in rounds for token in each["tokens"]} == {"unreported"}
    assert summary["report"]["drafted"] == 12


def test_the_key_comes_from_the_environment_alone(
    server: OpenAiServer, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    server.script.key = "sk-secret"
    assert chat(server) == 2
    monkeypatch.setenv("PACELINE_SERVER_KEY", "sk-secret")
    assert chat(server) == 0
    assert "sk-secret" not in "".join(capsys.readouterr())


def test_going_on_unencrypted_elsewhere_needs_consent(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["chat", "--server", "http://llm.example.org", "--prompt", "Hello"]) == 2
    assert "https://" in capsys.readouterr().err


@pytest.mark.parametrize(
    "more",
    [["--starter"], ["--pair", "practice"], ["--threads", "2"], ["--drafter", "ngram"]],
    ids=" ".join,
)
def test_what_is_for_pairs_here_is_refused(more: list[str]) -> None:
    with pytest.raises(SystemExit):
        main(["chat", "--server", "http://127.0.0.1:1", *more])
