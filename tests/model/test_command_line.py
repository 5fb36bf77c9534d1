"""The real command in a process of its own, as a person or a script runs it."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

SUMMARY_FIELDS = {
    "text",
    "tokens",
    "tokens_per_second",
    "acceptance",
    "tokens_per_pass",
    "net_gain",
    "origins",
    "stop_reason",
    "prefill_tokens",
    "time_to_first_token_ms",
}


def paceline(*arguments: str, given: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "paceline", *arguments],
        input=given,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )


@pytest.fixture(scope="module")
def pair(practice_target: Path, starter: Path) -> list[str]:
    return ["--target", str(practice_target), "--draft", str(starter), "--context", "512"]


def test_chat_as_json(pair: list[str]) -> None:
    result = paceline(
        "chat", *pair, "--prompt", "Why is the sky blue?", "--max-tokens", "40",
        "--temperature", "0", "--json",
    )  # fmt: skip
    assert result.returncode == 0, result.stderr
    *rounds, summary = [json.loads(line) for line in result.stdout.splitlines()]
    assert {line["type"] for line in rounds} == {"round"}
    assert summary["type"] == "summary"
    assert summary.keys() >= SUMMARY_FIELDS
    tokens = [token for line in rounds for token in line["tokens"]]
    for line in rounds:
        assert {"index", "drafter", "drafted", "accepted", "draft_ms", "verify_ms"} <= line.keys()
    assert len(tokens) == summary["tokens"] == 40
    assert "".join(token["text"] for token in tokens) == summary["text"]
    assert set(summary["origins"]) == {"drafted", "corrected", "bonus", "plain"}
    for origin, count in summary["origins"].items():
        assert count == sum(token["origin"] == origin for token in tokens)
    for token in tokens:
        assert {"id", "text", "origin"} <= token.keys()
        assert (token["origin"] == "corrected") == ("rejected" in token)
        if "rejected" in token:
            assert {"id", "text", "draft_p", "target_p"} == token["rejected"].keys()


def test_without_speculation_every_token_is_plain(pair: list[str]) -> None:
    result = paceline(
        "chat", *pair, "--prompt", "Hi", "--max-tokens", "6", "--json", "--no-speculation"
    )
    summary = json.loads(result.stdout.splitlines()[-1])
    assert summary["origins"]["plain"] == summary["tokens"]
    assert summary["acceptance"] is None
    assert summary["net_gain"] is None


def test_an_interactive_chat_takes_turns_until_the_end_of_input(pair: list[str]) -> None:
    result = paceline("chat", *pair, "--max-tokens", "8", given="Hello\n\nAnd you?\n")
    assert result.returncode == 0
    assert result.stdout.count("> ") == 4
    assert result.stderr.count("tok/s") == 2


@pytest.mark.parametrize("name", ["missing.gguf", "folder", "empty.gguf", "text.gguf"])
def test_bad_files_end_with_a_sentence_and_status_two(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "empty.gguf").touch()
    (tmp_path / "text.gguf").write_text("no model")
    result = paceline("chat", "--target", str(tmp_path / name), "--prompt", "Hi")
    assert result.returncode == 2
    assert result.stdout == ""
    assert result.stderr.startswith("paceline: ")
    assert "Traceback" not in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_a_prompt_beyond_the_context_ends_with_status_two(pair: list[str]) -> None:
    result = paceline("chat", *pair, "--prompt", "word " * 600)
    assert result.returncode == 2
    assert "too long" in result.stderr


def test_no_native_log_reaches_the_screen(pair: list[str]) -> None:
    result = paceline("chat", *pair, "--prompt", "Hi", "--max-tokens", "2", "--json")
    assert result.stderr == ""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGINT for another process")
def test_ctrl_c_stops_the_reply_and_shows_what_was_written(pair: list[str]) -> None:
    command = [sys.executable, "-m", "paceline", "chat", *pair, "--json", "--temperature", "0"]
    command += ["--prompt", "Write a long story about a lighthouse.", "--max-tokens", "400"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for _ in range(3):
            process.stdout.readline()
        process.send_signal(signal.SIGINT)
        pressed = time.perf_counter()
        rest = process.stdout.read().splitlines()
        assert process.wait(30) == 0
    print(f"ended {time.perf_counter() - pressed:.2f} s after Ctrl+C")
    assert json.loads(rest[-1])["stop_reason"] == "cancelled"


def test_bench_as_json(pair: list[str]) -> None:
    result = paceline(
        "bench", *pair, "--json", "--runs", "2", "--kinds", "list", "--draft-length", "3",
        "--max-tokens", "12",
    )  # fmt: skip
    assert result.returncode == 0, result.stderr
    report = json.loads(result.stdout)
    assert {"pair", "machine", "results"} <= report.keys()
    assert [(each["kind"], each["policy"]) for each in report["results"]] == [
        ("list", "off"),
        ("list", "fixed:3"),
    ]
    off, fixed = report["results"]
    assert off["speedup"] == {"median": 1.0, "min": 1.0, "max": 1.0}
    assert off["acceptance"] is None
    assert off["tokens_per_pass"] == 1
    assert 0 < fixed["acceptance"] <= 1
    assert fixed["tokens_per_pass"] > 1
    for each in report["results"]:
        assert each["tokens_per_second"]["min"] <= each["tokens_per_second"]["median"]
        assert 0 <= each["loop_overhead"] < 1


def test_bench_refuses_a_kind_that_there_is_not(pair: list[str]) -> None:
    result = paceline("bench", *pair, "--kinds", "opera")
    assert result.returncode == 2
    assert "chat, code" in result.stderr
