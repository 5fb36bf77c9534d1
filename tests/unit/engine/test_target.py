import pytest

from fakes.scripted_model import ScriptedContext, language
from paceline.engine.target import Target


def test_a_second_turn_reads_only_what_is_new() -> None:
    context = ScriptedContext(language(1))
    target = Target(context)
    assert target.prefill([3, 4, 5, 6]) == 6
    target.evaluate([6, 7, 8])
    target.keep(2)
    assert list(context.tokens) == [3, 4, 5, 6, 7]
    assert target.reuse([3, 4, 5, 6, 7, 9, 10, 11]) == 5
    context.decoded.clear()
    target.prefill([3, 4, 5, 6, 7, 9, 10, 11])
    assert context.decoded == [9, 10]


def test_a_changed_history_is_read_from_where_it_changed() -> None:
    context = ScriptedContext(language(1))
    target = Target(context)
    target.prefill([3, 4, 5, 6, 7])
    context.decoded.clear()
    target.prefill([3, 4, 9, 6, 7])
    assert context.decoded == [9, 6]
    assert list(context.tokens) == [3, 4, 9, 6]


def test_the_same_prompt_again_reads_nothing() -> None:
    context = ScriptedContext(language(1))
    target = Target(context)
    target.prefill([3, 4, 5])
    target.evaluate([5, 6])
    target.keep(2)
    context.decoded.clear()
    assert target.prefill([3, 4, 5]) == 5
    assert context.decoded == []
    assert list(context.tokens) == [3, 4]


def test_room_is_what_one_more_pass_may_hold() -> None:
    target = Target(ScriptedContext(language(1), capacity=10))
    target.prefill([3, 4, 5])
    assert target.room() == 8


@pytest.mark.parametrize("can_shift", [True, False])
def test_the_loop_goes_on_behind_a_part_that_was_left_out(*, can_shift: bool) -> None:
    context = ScriptedContext(language(1), capacity=40, can_shift=can_shift)
    target = Target(context)
    whole = [1 + n % 22 for n in range(34)]
    target.prefill(whole)
    target.evaluate([whole[-1], 9, 10])
    target.keep(2)
    context.decoded.clear()
    shorter = [*whole[:3], *whole[10:], 9, 8]
    assert target.reuse(shorter, shift=True) == (len(shorter) - 1 if can_shift else 3)
    assert target.prefill(shorter) == 8
    assert len(context.decoded) == (0 if can_shift else len(shorter) - 4)
    assert target.room() == 40 - len(context.tokens) == 40 - len(shorter) + 1
    target.evaluate([8, 11])
    target.keep(1)
    assert list(context.tokens) == shorter


def test_nothing_moves_down_unasked() -> None:
    """What moved still remembers what was left out, so an edited history is read anew."""
    context = ScriptedContext(language(1))
    target = Target(context)
    whole = [1 + n % 22 for n in range(34)]
    target.prefill(whole)
    assert target.reuse([*whole[:3], *whole[10:]]) == 3


def test_a_cut_reply_is_forgotten_up_to_its_last_token() -> None:
    context = ScriptedContext(language(1))
    target = Target(context)
    target.prefill([3, 4, 5])
    target.evaluate([5, 6, 7, 8])
    target.keep(4)
    target.trim(5)
    assert list(context.tokens) == [3, 4, 5, 6]
    target.trim(9)
    assert list(context.tokens) == [3, 4, 5, 6]
