"""The real command in a process of its own, as a person or a script runs it."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from fakes.bad_files import bad_files
from paceline.errors import ErrorCode, sentence

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
    assert set(summary["origins"]) == {"drafted", "corrected", "bonus", "plain", "unreported"}
    assert summary["origins"]["unreported"] == 0
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
    assert result.stderr.count("> ") == 4
    assert result.stderr.count("tok/s") == 2


def test_an_interactive_chat_as_json_writes_nothing_else(pair: list[str]) -> None:
    result = paceline("chat", *pair, "--max-tokens", "4", "--json", given="Hello\nAnd you?\n")
    assert result.returncode == 0
    kinds = [json.loads(line)["type"] for line in result.stdout.splitlines()]
    assert kinds.count("summary") == 2
    assert kinds[-1] == "summary"


def test_a_piped_reply_is_the_text_unchanged(pair: list[str]) -> None:
    line = ["chat", *pair, "--prompt", "Write a Python function with a loop."]
    line += ["--max-tokens", "30", "--temperature", "0"]
    summary = json.loads(paceline(*line, "--json").stdout.splitlines()[-1])
    assert paceline(*line).stdout == summary["text"] + "\n"


@pytest.mark.parametrize("job", [["chat", "--prompt", "Hi"], ["bench"]])
def test_bad_files_end_with_a_sentence_and_status_two(
    job: list[str], tmp_path: Path, starter: Path, practice_target: Path
) -> None:
    for code, files in bad_files(tmp_path, starter, practice_target).items():
        draft = ["--draft", str(files.draft)] if files.draft else []
        result = paceline(*job, "--target", str(files.target), *draft)
        said = expected_failure(result)
        start = sentence(code, "|").partition("|")[0]
        assert said.startswith(start), code
        assert start or str(files.target) in said


def expected_failure(result: subprocess.CompletedProcess[str]) -> str:
    """Return the one sentence that a failed command said."""
    assert result.returncode == 2, result.stderr
    assert result.stdout == ""
    assert len(result.stderr.splitlines()) == 1, result.stderr
    assert result.stderr.startswith("paceline: ")
    return result.stderr.removeprefix("paceline: ")


def test_a_prompt_beyond_the_context_ends_with_status_two(pair: list[str]) -> None:
    assert "too long" in expected_failure(paceline("chat", *pair, "--prompt", "word " * 600))


def test_a_context_beyond_the_memory_ends_with_status_two(starter: Path) -> None:
    result = paceline("chat", "--target", str(starter), "--context", "2000000000", "--prompt", "Hi")
    assert "not enough memory" in expected_failure(result)


def test_a_drafter_that_is_not_loaded_is_refused(starter: Path) -> None:
    line = ["chat", "--target", str(starter), "--drafter", "draft-model", "--prompt", "Hi"]
    line += ["--max-tokens", "2"]
    said = expected_failure(paceline(*line))
    assert said == sentence(ErrorCode.DRAFTER_MISSING, "draft-model") + "\n"
    assert paceline(*line, "--no-speculation").returncode == 0


def test_a_cache_that_cannot_be_written_ends_with_status_two(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "file"
    home.write_text("no folder")
    monkeypatch.setenv("PACELINE_HOME", str(home))
    assert str(home) in expected_failure(paceline("chat", "--prompt", "Hi"))


@pytest.mark.skipif(os.name == "nt", reason="Windows has no arguments of bytes")
def test_text_that_is_not_utf_8_is_read_as_far_as_it_can_be(starter: Path) -> None:
    line = [sys.executable, "-m", "paceline", "chat", "--target", str(starter)]
    line += ["--max-tokens", "2", "--json"]
    for arguments, given in (([b"--prompt", b"caf\xe9"], b""), ([], b"caf\xe9\n")):
        result = subprocess.run(
            [*map(os.fsencode, line), *arguments], input=given, capture_output=True, check=False
        )
        assert result.returncode == 0, result.stderr
        assert json.loads(result.stdout.splitlines()[-1])["tokens"] == 2


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere file names are text")
def test_a_file_name_that_is_not_utf_8(starter: Path, tmp_path: Path) -> None:
    file = tmp_path / os.fsdecode(b"m\xe9.gguf")
    file.symlink_to(starter)
    line = [b"--target", os.fsencode(file), b"--max-tokens", b"2", b"--json"]
    for job in ([b"chat", b"--prompt", b"Hi"], [b"bench", b"--kinds", b"list", b"--runs", b"1"]):
        result = subprocess.run(
            [os.fsencode(sys.executable), b"-m", b"paceline", *job, *line],
            capture_output=True,
            check=False,
        )
        assert result.returncode == 0, result.stderr
        assert result.stdout.decode().startswith("{")


@pytest.mark.skipif(os.name == "nt", reason="Windows reports closed pipes in another way")
def test_a_reader_that_goes_away_ends_the_job_quietly(starter: Path) -> None:
    command = [sys.executable, "-m", "paceline", "chat", "--target", str(starter)]
    command += ["--prompt", "Write a long story.", "--max-tokens", "300", "--json"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == ""
        assert process.wait(30) == 141


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
    assert set(off["speedup"].values()) == {1.0}
    assert off["acceptance"] is None
    assert off["tokens_per_pass"] == 1
    assert 0 < fixed["acceptance"] <= 1
    assert fixed["tokens_per_pass"] > 1
    for each in report["results"]:
        assert each["tokens_per_second"]["min"] <= each["tokens_per_second"]["median"]
        assert 0 <= each["loop_overhead"] < 1


def test_parity_compares_greedy_and_seeded_replies(pair: list[str], tmp_path: Path) -> None:
    file = tmp_path / "record.json"
    line = ["parity", *pair, "--prompts", "2", "--max-tokens", "12", "--policy", "fixed:3,ngram:2"]
    result = paceline(*line, "--seeds", "7", "--record", str(file))
    assert result.returncode == 0, result.stdout + result.stderr
    assert "fixed:3, greedy: " in result.stdout
    assert "ngram:2, seeded: " in result.stdout
    record = json.loads(file.read_text("utf-8"))
    assert [(each["policy"], each["seeded"], each["replies"]) for each in record["totals"]] == [
        ("fixed:3", False, 2),
        ("ngram:2", False, 2),
        ("fixed:3", True, 2),
        ("ngram:2", True, 2),
    ]
    assert {each["seed"] for each in record["comparisons"]} == {None, 7}
    for each in record["comparisons"]:
        assert each["tokens"] == 12
        assert each["divergence"] or each["plain_text"] == each["speculated_text"]
    assert [len(each["sha256"]) for each in record["models"]] == [64, 64]


def test_tuning_says_what_it_found_and_can_be_taken_back(pair: list[str]) -> None:
    line = ["tune", *pair, "--kinds", "list", "--max-tokens", "4", "--heats", "1"]
    result = paceline(*line, "--json")
    assert result.returncode == 0, result.stderr
    findings = json.loads(result.stdout)
    raced = {each["name"] for each in findings["standings"]}
    assert {"off", "draft-model:3", "cascade:6", "rejection"} <= raced
    assert findings["kept"] is None, "one heat decides nothing"
    assert "The governor is the best choice" in " ".join(findings["sentences"])
    assert "chooses again" in paceline("tune", *pair, "--reset").stderr


def test_bench_refuses_a_kind_that_there_is_not(pair: list[str]) -> None:
    said = expected_failure(paceline("bench", *pair, "--kinds", "chat,coed"))
    assert "“coed”" in said
    assert "“chat”, “code”" in said


def test_the_table_of_a_bench_is_whole_where_no_terminal_is(pair: list[str]) -> None:
    result = paceline(
        "bench", *pair, "--runs", "1", "--kinds", "list", "--draft-length", "2,3,4",
        "--max-tokens", "4",
    )  # fmt: skip
    assert result.returncode == 0, result.stderr
    assert "…" not in result.stdout
    assert all(f"fixed:{length}" in result.stdout for length in (2, 3, 4))


def test_devices_are_listed() -> None:
    result = paceline("devices")
    assert result.returncode == 0, result.stderr
    assert "CPU" in result.stdout
    assert "fits" not in result.stdout


def test_what_a_pair_would_take_is_told_without_loading_it(pair: list[str]) -> None:
    result = paceline("devices", *pair)
    assert result.returncode == 0, result.stderr
    assert result.stdout.splitlines()[-1] == "It fits."
    assert "target: 61 layers on CPU; 512 tokens" in result.stdout
    report = json.loads(paceline("devices", *pair, "--json").stdout)
    assert [use["model"] for use in report["pair"]["estimate"]] == ["target", "draft"]
    assert report["pair"]["short_by"] == 0
    assert report["devices"][0]["kind"] == "cpu"


def test_a_pair_that_would_not_fit_is_told(starter: Path) -> None:
    result = paceline("devices", "--target", str(starter), "--context", "2000000000")
    assert result.returncode == 0, result.stderr
    assert "It does not fit" in result.stdout


def test_loading_tells_where_all_went_if_asked(starter: Path) -> None:
    line = ["chat", "--target", str(starter), "--context", "512", "--prompt", "Hi", "--max-tokens"]
    told = paceline(*line, "2", "--verbose", "--kv-type", "q8_0", "--flash-attention", "on").stderr
    assert "keys q8_0, values q8_0, flash attention on" in told
    assert "weights, caches and work space" in told
    assert "work space" not in paceline(*line, "2").stderr
