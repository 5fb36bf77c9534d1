"""Presets that ship, presets of one's own, and files that somebody edited by hand."""

from pathlib import Path

import pytest

from paceline.errors import AppError, ErrorCode
from paceline.history.records import ChatSetup
from paceline.loading import PairChoice, PairKind
from paceline.options import Overflow, Sampling
from paceline.paths import resource_folder
from paceline.ui.steering.presets import SHIPPED_NAMES, Preset, Presets

SHIPPED = resource_folder() / "presets.toml"
BRIEF = Preset("Brief", "Be brief.", Sampling(temperature=0.1, stop=("\n\n",)), 200, Overflow.STOP)


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return tmp_path / "config" / "presets.toml"


def test_every_shipped_preset_can_be_translated(own: Path) -> None:
    assert tuple(preset.name for preset in Presets(SHIPPED, own).shipped) == SHIPPED_NAMES


def test_without_a_file_there_are_none_of_ones_own(own: Path) -> None:
    presets = Presets(SHIPPED, own)
    presets.load()
    assert not presets.own


def test_what_was_saved_is_there_at_the_next_start(own: Path) -> None:
    presets = Presets(SHIPPED, own)
    presets.save(Preset("zeta"))
    presets.save(BRIEF)
    again = Presets(SHIPPED, own)
    again.load()
    assert again.own == (BRIEF, Preset("zeta"))


def test_saving_under_the_same_name_replaces_and_removing_forgets(own: Path) -> None:
    presets = Presets(SHIPPED, own)
    presets.save(BRIEF)
    presets.save(Preset("Brief", "Be very brief."))
    assert presets.own == (Preset("Brief", "Be very brief."),)
    presets.remove("Brief")
    presets.load()
    assert not presets.own


@pytest.mark.parametrize(
    "content",
    [
        "no toml",
        '[[presets]]\nname = ""',
        '[[presets]]\nname = "Hot"\n[presets.sampling]\ntemperature = 99.0',
        '[[presets]]\nname = "Odd"\nsystem_promt = "misspelt"',
    ],
)
def test_a_damaged_file_is_set_aside_and_reported(own: Path, content: str) -> None:
    own.parent.mkdir()
    own.write_text(content, "utf-8")
    presets = Presets(SHIPPED, own)
    with pytest.raises(AppError) as damaged:
        presets.load()
    assert damaged.value.code is ErrorCode.PRESETS_DAMAGED
    assert own.with_name("presets.damaged.toml").read_text("utf-8") == content
    presets.save(BRIEF)
    presets.load()
    assert presets.own == (BRIEF,)


def test_a_preset_steers_a_chat_but_leaves_its_pair(own: Path) -> None:
    pair = PairChoice(PairKind.STARTER)
    setup = BRIEF.applied_to(ChatSetup(system_prompt="Old", pair=pair))
    assert setup == ChatSetup("Be brief.", BRIEF.sampling, 200, Overflow.STOP, pair)
    assert Preset.of("Brief", setup) == BRIEF
    presets = Presets(SHIPPED, own)
    presets.save(BRIEF)
    assert presets.named_like(setup) == BRIEF
    assert presets.named_like(ChatSetup("Be brief.")) is None
    assert presets.named_like(presets.shipped[0].applied_to(ChatSetup())) == presets.shipped[0]


def test_a_disk_that_refuses_keeps_what_was_there(own: Path) -> None:
    presets = Presets(SHIPPED, own)
    presets.save(BRIEF)
    own.unlink()
    own.mkdir()
    (own / "in the way").touch()
    with pytest.raises(AppError):
        presets.save(Preset("Other"))
    assert presets.own == (BRIEF,)
