from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fakes.simulated_pair import Machine, SimulatedPair, Text, q4_0
from paceline.engine.governor.governor import Governor
from paceline.engine.governor.knowledge import Knowledge
from paceline.engine.governor.memory import GovernorMemory
from paceline.measured_pairs import MeasuredFile, measured_pairs
from paceline.options import Speculation


@pytest.fixture
def memory(tmp_path: Path) -> GovernorMemory:
    return GovernorMemory(tmp_path / "governor.json")


def experienced() -> Knowledge:
    knowledge = Knowledge()
    pair = SimulatedPair(Machine(q4_0), Text(0.9, repeats=0.3), 1)
    pair.run(
        Governor(Speculation(), pair.panel.names, pair.panel.lag, knowledge, context_length=40),
        200,
    )
    return knowledge


def test_without_a_file_nothing_is_known(memory: GovernorMemory) -> None:
    assert memory.recall() == Knowledge()


def test_what_was_kept_is_recalled_and_counts_for_less(
    memory: GovernorMemory, tmp_path: Path
) -> None:
    knowledge = experienced()
    memory.keep(knowledge)
    recalled = memory.recall()
    assert recalled.costs.passes(40) == pytest.approx(knowledge.costs.passes(40))
    for name, odds in knowledge.odds.items():
        assert recalled.odds[name].by_place()[0] == pytest.approx(odds.by_place()[0], abs=0.1)
    knowledge.age()
    assert recalled == knowledge
    assert (tmp_path / "governor.json").stat().st_mode & 0o077 == 0


@given(data=st.binary(max_size=300))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_rubbish_is_set_aside_and_nothing_is_known(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "governor.json"
    path.write_bytes(data)
    assert GovernorMemory(path).recall() == Knowledge()
    assert not path.exists()
    assert (tmp_path / "governor.damaged.json").read_bytes() == data


@pytest.mark.parametrize(
    "change",
    [
        b'{"version": 1, "odds": {"x": {"assumed": 0.5, "places": []}}}',
        b'{"version": 1, "costs": {"guesses": {"x": {"cost": -1}}}}',
        b'{"version": 1, "cost": 0.0}',
        b'{"version": 1, "tokens": -3}',
        b'{"version": 1, "costs": {"switch_cost": 9}}',
        b'{"version": 1, "costs": {"widths": {"0": {"99": {"cost": 1.0}}}}}',
    ],
)
def test_values_that_cannot_be_are_rubbish_too(
    memory: GovernorMemory, tmp_path: Path, change: bytes
) -> None:
    (tmp_path / "governor.json").write_bytes(change)
    assert memory.recall() == Knowledge()


def test_a_file_of_another_format_is_ignored(memory: GovernorMemory, tmp_path: Path) -> None:
    newer = msgspec.json.encode(Knowledge(version=99))
    (tmp_path / "governor.json").write_bytes(newer)
    assert memory.recall() == Knowledge()


def test_a_folder_that_cannot_be_written_costs_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    GovernorMemory(tmp_path / "file" / "governor.json").keep(Knowledge())
    assert (tmp_path / "file").read_text() == ""


def test_every_pair_and_circumstance_has_its_own(tmp_path: Path) -> None:
    first, second = tmp_path / "a.gguf", tmp_path / "b.gguf"
    first.write_bytes(b"1")
    second.write_bytes(b"22")
    memories = [
        GovernorMemory.of(tmp_path, models, circumstances)
        for models in ([first], [second], [first, second])
        for circumstances in ([], ["CPU"], ["GPU"])
    ]
    experience = experienced()
    memories[4].keep(experience)
    known = [memory.recall() != Knowledge() for memory in memories]
    assert known == [index == 4 for index in range(9)]
    again = GovernorMemory.of(tmp_path, [second], ["CPU"])
    assert again.recall() != Knowledge()


def test_what_passes_cost_is_told_to_whoever_may_ask(tmp_path: Path) -> None:
    files = [tmp_path / "target.gguf", tmp_path / "draft.gguf"]
    for path in files:
        path.write_bytes(path.name.encode())
    memory = GovernorMemory.of(tmp_path, files, ["CPU"])
    memory.keep(Knowledge())
    assert measured_pairs(tmp_path) == (), "nothing was measured yet"
    knowledge = experienced()
    memory.keep(knowledge)
    (pair,) = measured_pairs(tmp_path)
    assert [pair.target, pair.draft] == [MeasuredFile.of(path) for path in files]
    assert list(pair.passes) == pytest.approx(knowledge.costs.passes(0)[1:])
    assert pair.guess == knowledge.costs.guesses["draft-model"].cost
    assert list(pair.acceptance) == pytest.approx(knowledge.odds["draft-model"].by_place())
