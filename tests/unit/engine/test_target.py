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


def test_a_shift_forgets_the_middle_and_the_loop_goes_on() -> None:
    context = ScriptedContext(language(1), capacity=12)
    target = Target(context)
    assert target.can_shift
    target.prefill([3, 4, 5, 6, 7, 8])
    target.evaluate([8, 9, 10])
    target.keep(2)
    target.shift(1, 4)
    assert list(context.tokens) == [3, 7, 8, 9]
    assert target.room() == 8
    target.evaluate([10, 11])
    target.keep(1)
    assert list(context.tokens) == [3, 7, 8, 9, 10]
