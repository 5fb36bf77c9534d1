"""`paceline models get`: pairs and models of the Hub, whole and verified, once."""

import json
import shutil
from pathlib import Path

import pytest

from fakes.hub_stub.faults import Port, Reset
from fakes.model_shop import Shop
from paceline.cli.arguments.parser import parse
from paceline.cli.chat import chat
from paceline.cli.job import DONE, FAILED
from paceline.cli.model_loading import pair_spec
from paceline.engine.llama.native import AbortFlag
from paceline.errors import AppError, ErrorCode


def bodies(shop: Shop) -> int:
    """How often content was asked for."""
    return sum(asked.method == "GET" and asked.port is Port.CDN for asked in shop.hub.requests)


def test_a_pair_is_fetched_with_its_draft_and_can_be_loaded(shop: Shop, tmp_path: Path) -> None:
    assert shop.run("get tiny-pair") == DONE
    assert "paceline chat --pair tiny-pair" in shop.said()[1]
    target = shop.arrived("someone/target-GGUF", "target-Q4_K_M.gguf")
    draft = shop.arrived("someone/draft-GGUF", "draft-Q8_0.gguf")
    assert target.read_bytes() == (tmp_path / "target.gguf").read_bytes()
    for job in ("chat", "bench"):
        spec = pair_spec(parse([job, "--pair", "tiny-pair"]), AbortFlag())
        assert (spec.target, spec.draft) == (target, draft)
    first = next(each for each in shop.listed("") if each["id"] == "tiny-pair")
    assert first["here"]


@pytest.mark.usefixtures("shop")
def test_a_pair_that_was_not_fetched_is_refused_with_the_command_that_does() -> None:
    with pytest.raises(AppError, match="paceline models get tiny-pair") as caught:
        pair_spec(parse(["chat", "--pair", "tiny-pair"]), AbortFlag())
    assert caught.value.code is ErrorCode.PAIR_NOT_HERE
    with pytest.raises(AppError) as unknown:
        pair_spec(parse(["chat", "--pair", "nobody"]), AbortFlag())
    assert unknown.value.code is ErrorCode.MODEL_UNKNOWN


def test_a_pair_that_arrived_chats(shop: Shop) -> None:
    assert shop.run("get tiny-pair") == DONE
    shop.said()
    line = ["chat", "--pair", "tiny-pair", "--prompt", "word1 word2", "--max-tokens", "5", "--json"]
    assert chat(parse([*line, "--context", "256", "--no-learning"])) == DONE
    events = [json.loads(text) for text in shop.said()[0].splitlines()]
    assert events[-1]["type"] == "summary"
    assert events[-1]["tokens"] > 0
    used = {model["title"]: model["last_used"] for model in shop.listed("list")}
    assert used["target-Q4_K_M"]
    assert used["draft-Q8_0"]


def test_what_is_here_is_not_fetched_again(shop: Shop) -> None:
    shop.run("get tiny-pair")
    fetched = bodies(shop)
    assert shop.run("get tiny-pair") == DONE
    assert "here already" in shop.said()[1]
    assert bodies(shop) == fetched


def test_a_draft_that_another_pair_brought_is_shared(shop: Shop) -> None:
    shop.run("get tiny-pair")
    shop.hub.add_repository("someone/other-GGUF", {"other-Q4_K_M.gguf": b"GGUF other"})
    before = bodies(shop)
    assert shop.run("get tiny-alone") == DONE
    assert bodies(shop) == before + 1


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("someone/target-GGUF", "target-Q4_K_M.gguf"),
        ("someone/target-GGUF:q8_0", "target-Q8_0.gguf"),
        ("someone/target-GGUF/target-Q8_0.gguf", "target-Q8_0.gguf"),
        ("someone/target-GGUF target-Q8_0.gguf", "target-Q8_0.gguf"),
        ("someone/target-GGUF mmproj-target-f16.gguf", None),
    ],
)
def test_a_model_is_named_by_its_quantization_or_its_file(
    shop: Shop, name: str, file: str | None
) -> None:
    assert shop.run(f"get {name}") == (DONE if file else FAILED)
    if file:
        assert shop.arrived("someone/target-GGUF", file).is_file()


def test_all_shards_come(shop: Shop) -> None:
    assert shop.run("get someone/split-GGUF") == DONE
    for number in (1, 2):
        file = shop.arrived("someone/split-GGUF", f"split-F16-0000{number}-of-00002.gguf")
        assert file.read_bytes() == bytes([number]) * 9


def test_programs_are_told_of_each_file(shop: Shop) -> None:
    assert shop.run("get tiny-pair --json") == DONE
    events = [json.loads(line) for line in shop.said()[0].splitlines()]
    arrived = [event for event in events if event["type"] == "arrived"]
    assert [event["file"] for event in arrived] == ["target-Q4_K_M.gguf", "draft-Q8_0.gguf"]
    assert all(Path(event["path"]).is_file() for event in arrived)
    assert {event["type"] for event in events} == {"progress", "arrived"}


def test_a_bad_line_costs_time_and_nothing_else(shop: Shop, tmp_path: Path) -> None:
    shop.hub.faults.add(Port.CDN, Reset(after=9_000), times=3)
    assert shop.run("get tiny-pair") == DONE
    target = shop.arrived("someone/target-GGUF", "target-Q4_K_M.gguf")
    assert target.read_bytes() == (tmp_path / "target.gguf").read_bytes()


def test_a_pair_of_the_catalogue_must_have_the_sum_that_it_promises(shop: Shop) -> None:
    shop.hub.replace("someone/target-GGUF", "target-Q4_K_M.gguf", b"GGUF something else")
    assert shop.run("get tiny-pair") == FAILED
    assert "target-Q4_K_M.gguf" in shop.said()[1]
    assert not list(shop.cache.glob("models--*/snapshots/*/target-Q4_K_M.gguf"))


def test_what_has_no_room_is_refused_before_its_first_byte(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(shop.cache.parent.parent)
    monkeypatch.setattr("shutil.disk_usage", lambda _path: usage._replace(free=1_000_000))
    assert shop.run("get tiny-pair") == FAILED
    assert "Free some space" in shop.said()[1]
    assert bodies(shop) == 0


def test_terms_that_must_be_accepted_are_told_with_their_page(shop: Shop) -> None:
    shop.hub.add_repository("someone/closed-GGUF", {"closed-Q4_K_M.gguf": b"x"}, gated="auto")
    assert shop.run("get someone/closed-GGUF") == FAILED
    remarks = shop.said()[1]
    assert f"{shop.hub.endpoint}/someone/closed-GGUF" in remarks
    assert "accept" in remarks
