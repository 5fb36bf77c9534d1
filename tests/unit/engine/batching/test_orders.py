"""What goes into a common pass."""

from collections.abc import Sequence

from fakes.scripted_model import language
from fakes.scripted_seats import ScriptedCache
from paceline.engine.batching.orders import READ_BESIDE, Order, next_parts
from paceline.engine.tokens import Part

PROMPT = [4 + number % 20 for number in range(100)]
OTHER = [5 + number * 7 % 19 for number in range(100)]


def cache(sequences: int = 4, widest: int = 64) -> ScriptedCache:
    return ScriptedCache(language(1), sequences=sequences, widest=widest)


def chosen(shared: ScriptedCache, orders: Sequence[Order]) -> list[tuple[int, int, int]]:
    """Sequence, tokens and outputs of what comes next."""
    parts = [part for _, part in next_parts(shared, orders)]
    return [(part.sequence, len(part.tokens), part.outputs) for part in parts]


def test_rounds_go_whole_and_a_piece_of_a_prompt_beside_them() -> None:
    orders = [Order(0, PROMPT, 0), Order(1, [5, 6, 7], 3), Order(2, [8], 1)]
    assert chosen(cache(), orders) == [(1, 3, 3), (2, 1, 1), (0, READ_BESIDE, 0)]


def test_a_prompt_alone_fills_the_pass() -> None:
    assert chosen(cache(), [Order(0, PROMPT, 0)]) == [(0, 64, 0)]


def test_prompts_are_read_one_after_the_other() -> None:
    orders = [Order(0, PROMPT[:40], 0), Order(1, OTHER, 0)]
    assert chosen(cache(), orders) == [(0, 40, 0), (1, 24, 0)]


def test_rounds_that_do_not_fit_wait_and_come_first_next_time() -> None:
    orders = [Order(number, [5] * 17, 17) for number in range(4)]
    assert chosen(cache(widest=40), orders) == [(0, 17, 17), (1, 17, 17)]
    assert chosen(cache(widest=40), orders[2:] + orders[:2])[0] == (2, 17, 17)


def test_what_another_holds_is_taken_over() -> None:
    shared = cache()
    shared.run([Part(3, PROMPT[:60], 0)])
    order = Order(0, [*PROMPT[:70], *OTHER[:2]], 2)
    assert chosen(shared, [order]) == [(0, 12, 2)]
    assert order.done == 60
    assert list(shared.tokens(0)) == PROMPT[:60]


def test_what_another_is_about_to_read_is_waited_for() -> None:
    shared = cache(widest=32)
    first, second = Order(0, PROMPT[:50], 0), Order(1, [*PROMPT[:40], *OTHER[:20]], 0)
    assert chosen(shared, [first, second]) == [(0, 32, 0)]
    shared.run([Part(0, PROMPT[:32], 0)])
    first.done = 32
    assert chosen(shared, [first, second]) == [(0, 18, 0)]
    assert second.done == 32
    shared.run([Part(0, PROMPT[32:50], 0)])
    first.done = 50
    assert chosen(shared, [second]) == [(1, 20, 0)]
    assert second.done == 40


def test_an_order_may_be_done_without_a_pass() -> None:
    shared = cache()
    shared.run([Part(0, PROMPT[:30], 0)])
    order = Order(1, PROMPT[:30], 0)
    assert chosen(shared, [order]) == []
    assert order.finished
