"""Every number of the sampling can be turned, within the limits that the engine keeps."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from paceline.options import Sampling
from paceline.ui.steering.knobs import RANDOM_SEED, Knob, knobs, stops_of, text_of

NAMED = {knob.field: knob for knob in knobs()}


def test_every_number_has_a_knob() -> None:
    assert set(NAMED) | {"stop"} == set(Sampling.__struct_fields__)


@pytest.mark.parametrize("knob", knobs(), ids=lambda knob: knob.field)
def test_no_knob_leaves_the_limits(knob: Knob) -> None:
    for value in (-1e12, -1.0, 0.0, 0.5, 1.0, 1e12, *knob.limits):
        turned = knob.turned(Sampling(), value)
        checked = msgspec.json.decode(msgspec.json.encode(turned), type=Sampling)
        assert checked == turned
        assert knob.limits[0] <= knob.value(turned) <= knob.limits[1]


@pytest.mark.parametrize("knob", knobs(), ids=lambda knob: knob.field)
def test_turning_back_gives_the_default(knob: Knob) -> None:
    default = Sampling()
    away = knob.turned(default, knob.value(default) + knob.step)
    assert knob.value(away) != knob.value(default)
    assert knob.turned(away, knob.value(default)) == default


@pytest.mark.parametrize(
    ("field", "least", "most"),
    [("temperature", 0, 5), ("repeat_penalty", 0.01, 4), ("seed", RANDOM_SEED, 2**32 - 2)],
)
def test_limits_are_those_of_the_engine(field: str, least: float, most: float) -> None:
    assert NAMED[field].limits == (least, most)


def test_a_seed_may_be_left_to_chance() -> None:
    seed = NAMED["seed"]
    fixed = seed.turned(Sampling(), 2**32 - 2)
    assert fixed.seed == 2**32 - 2
    assert seed.turned(fixed, RANDOM_SEED).seed is None


def test_stop_strings_are_lines() -> None:
    assert stops_of("END\n\n  \n### \nEND\n") == ("END", "### ")
    assert stops_of(r"\n\n") == ("\n\n",)
    assert stops_of(r"C:\\new") == (r"C:\new",)


@given(
    st.lists(
        st.text(alphabet="ab \\nt\n\t", min_size=1).filter(lambda t: t.strip(" ")), unique=True
    )
)
def test_stop_strings_survive_the_box(stops: list[str]) -> None:
    assert stops_of(text_of(tuple(stops))) == tuple(stops)
