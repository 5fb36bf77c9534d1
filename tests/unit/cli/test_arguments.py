from pathlib import Path

import pytest

from paceline.cli.arguments.parser import parse
from paceline.cli.bench.job import policy_names
from paceline.loading import CacheType, FlashAttention


def test_without_a_command_the_window_opens() -> None:
    assert parse([]).job == "window"


@pytest.mark.parametrize("line", ["window a.gguf", "a.gguf", "window --target a.gguf"])
def test_a_file_that_is_opened_with_the_program_becomes_the_target(line: str) -> None:
    options = parse(line.split())
    assert (options.job, options.target, options.draft) == ("window", Path("a.gguf"), None)


def test_a_file_that_is_opened_may_have_a_draft() -> None:
    options = parse(["Model.GGUF", "--draft", "b.gguf"])
    assert (options.target, options.draft) == (Path("Model.GGUF"), Path("b.gguf"))


@pytest.mark.parametrize("choice", ["--pair practice", "--starter", "--target b.gguf"])
def test_a_file_that_is_opened_is_the_only_choice(
    choice: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        parse(["a.gguf", *choice.split()])
    assert "Choose one of FILE" in capsys.readouterr().err


def test_the_options_of_a_chat() -> None:
    line = """chat --target a.gguf --draft b.gguf --no-speculation --draft-length 5 --seed 3
        --temperature 0 --max-tokens 9 --threads 2 --json --prompt hello"""
    options = parse(line.split())
    assert (options.job, options.target, options.draft) == ("chat", Path("a.gguf"), Path("b.gguf"))
    assert (options.speculation, options.draft_length, options.seed) == (False, 5, 3)
    assert (options.temperature, options.max_tokens, options.threads) == (0, 9, 2)
    assert options.json
    assert options.prompt == "hello"


def test_fixed_threads_are_for_the_target_and_the_draft() -> None:
    assert parse(["chat"]).fixed_threads is None
    assert parse(["chat", "--fixed-threads", "2"]).fixed_threads == (2, 2)
    assert parse(["bench", "--fixed-threads", "2,1"]).fixed_threads == (2, 1)


def test_how_models_are_loaded_is_for_every_job_that_loads_them() -> None:
    line = """--kv-type q8_0,q4_0 --draft-kv-type q4_0 --flash-attention on --device CUDA0
        --gpu-layers 20 --draft-gpu-layers 0 --draft-context 1024 --small-window"""
    for job in ("chat", "bench", "parity", "devices"):
        options = parse([job, *line.split()])
        assert options.kv_type == (CacheType.Q8_0, CacheType.Q4_0)
        assert options.draft_kv_type == CacheType.Q4_0
        assert options.flash_attention == FlashAttention.ON
        assert (options.device, options.gpu_layers, options.draft_gpu_layers) == ("CUDA0", 20, 0)
        assert (options.draft_context, options.swa_full) == (1024, False)
        assert parse([job]).kv_type is None
    assert parse(["chat", "--kv-type", "bf16"]).kv_type == (CacheType.BF16, CacheType.BF16)


def test_text_that_is_not_utf_8_becomes_replacement_characters() -> None:
    options = parse(["chat", "--prompt", "a\udcff \ud83d b", "--system", "\ud83d\ude00"])
    assert options.prompt == "a\ufffd \ufffd b"
    assert options.system == "\U0001f600"


def test_guesses_are_matched_unless_rejection_sampling_is_asked_for() -> None:
    assert parse(["chat"]).verification == "match"
    assert parse(["bench", "--verification", "rejection"]).verification == "rejection"


def test_a_chat_learns_unless_told_not_to() -> None:
    assert parse(["chat"]).learning
    assert not parse(["chat", "--no-learning"]).learning


def test_what_was_learned_is_shown_exported_or_wiped() -> None:
    assert parse(["learned"]).deed is None
    assert parse(["learned", "show", "--json"]).json
    assert parse(["learned", "export", "a.json"]).file == Path("a.json")
    assert parse(["learned", "wipe"]).deed == "wipe"
    with pytest.raises(SystemExit):
        parse(["learned", "export"])


def test_models_are_found_fetched_and_deleted() -> None:
    assert parse(["models"]).models_deed is None
    search = parse(
        [
            "models",
            "search",
            "some",
            "words",
            "--sort",
            "likes",
            "--largest",
            "8",
            "--gated",
            "no",
            "--json",
        ]
    )
    assert (search.models_deed, search.words) == ("search", ["some", "words"])
    assert (search.sort, search.largest, search.gated) == ("likes", 8 * 10**9, "no")
    assert search.json
    get = parse(
        ["models", "get", "someone/some-GGUF", "some.gguf", "--revision", "v1", "--speed", "2.5"]
    )
    assert (get.name, get.hub_file, get.revision) == ("someone/some-GGUF", "some.gguf", "v1")
    assert get.speed == 2_500_000
    assert parse(["models", "verify"]).names == []
    assert parse(["models", "--json", "list"]).json
    assert parse(["models", "list", "--json"]).json
    assert not parse(["models", "list"]).json
    assert parse(["models", "rm", "a", "b", "--yes"]).names == ["a", "b"]


def test_a_pair_of_the_catalogue_is_named_in_any_capitals() -> None:
    assert parse(["chat", "--pair", "Qwen3-4B"]).pair == "qwen3-4b"


def test_every_setting_of_a_chat_can_be_given() -> None:
    line = "chat --stop ab --stop cd --overflow rolling --frequency-penalty 0.5"
    options = parse([*line.split(), "--presence-penalty", "-1"])
    assert (options.stop, options.overflow) == (["ab", "cd"], "rolling")
    assert (options.frequency_penalty, options.presence_penalty) == (0.5, -1)
    plain = parse(["chat"])
    assert (plain.stop, plain.overflow) == ([], "stop")
    assert (plain.frequency_penalty, plain.presence_penalty) == (0, 0)
    assert parse(["bench"]).frequency_penalty == 0
    with pytest.raises(SystemExit):
        parse(["chat", "--stop", ""])


def test_kinds_are_a_list() -> None:
    assert parse(["bench", "--kinds", "chat, code"]).kinds == ("chat", "code")


def compared(*arguments: str) -> list[str]:
    return [str(name) for name in policy_names(parse(["bench", *arguments]))]


def test_a_bench_compares_policies() -> None:
    assert compared() == ["off", "fixed:3", "governor"]
    assert compared("--policy", "ngram:4,governor", "--policy", "off") == [
        "ngram:4",
        "governor",
        "off",
    ]
    assert compared("--policy", "all") == ["all"]
    assert compared() == ["off", "fixed:3", "governor"]


def test_draft_lengths_are_short_for_policies() -> None:
    assert compared("--draft-length", "1,6") == ["fixed:1", "fixed:6"]
    assert compared("--draft-length", "1", "--policy", "governor") == ["governor", "fixed:1"]
    assert compared("--draft-length", "1", "--no-speculation") == ["off"]


def test_the_prompts_of_a_comparison_are_counted_from_one() -> None:
    everything = list("abcdef")
    assert everything[parse(["parity", "--prompts", "2"]).prompts] == ["a", "b"]
    assert everything[parse(["parity", "--prompts", "3-4"]).prompts] == ["c", "d"]
    assert everything[parse(["parity"]).prompts] == everything


def test_seeds_are_a_list_or_none() -> None:
    assert parse(["parity"]).seeds == (1,)
    assert parse(["parity", "--seeds", "4,5"]).seeds == (4, 5)
    assert parse(["parity", "--seeds", "none"]).seeds == ()


def test_the_command_line_is_remembered() -> None:
    assert parse(["bench", "--kinds", "a\udcff"]).given == ("bench", "--kinds", "a\ufffd")


@pytest.mark.parametrize(
    "line",
    [
        "chat --draft b.gguf",
        "chat --starter --pair practice",
        "chat --pair an/other",
        "models fetch qwen3-4b",
        "models get",
        "models get qwen3-4b --speed 0",
        "models search --limit 0",
        "models search --sort beauty",
        "models rm",
        "chat --temperature -1",
        "chat --temperature warm",
        "chat --draft-length 0",
        "chat --draft-length 17",
        "chat --seed 4294967295",
        "chat --max-tokens 0",
        "chat --threads 0",
        "chat --threads 513",
        "chat --fixed-threads 2,",
        "chat --fixed-threads 2,1,1",
        "chat --kv-type q3_0",
        "chat --kv-type f16,f16,f16",
        "devices --flash-attention perhaps",
        "devices --gpu-layers -1",
        "bench --draft-length 3,x",
        "bench --policy fixed",
        "bench --policy fixed:0",
        "bench --policy off:3",
        "bench --policy all:3",
        "bench --policy nobody:3",
        "bench --policy auto",
        "parity --prompts 0",
        "parity --prompts 3-x",
        "parity --seeds 1,none",
        "dance",
    ],
)
def test_what_makes_no_sense_is_refused_with_status_two(
    line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        parse(line.split())
    assert caught.value.code == 2
    (said,) = capsys.readouterr().err.splitlines()
    assert said.startswith("paceline")
    assert said.endswith("--help`.")
