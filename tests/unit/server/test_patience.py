"""How long an engine that was lost is left alone."""

from paceline.server.patience import FIRST_SECONDS, LONGEST_SECONDS, STEADY_SECONDS, Patience


def test_the_wait_grows_while_losses_follow_each_other() -> None:
    patience = Patience()
    waits = [patience.after_loss(1.0) for _ in range(40)]
    assert waits[:3] == [FIRST_SECONDS, 2 * FIRST_SECONDS, 4 * FIRST_SECONDS]
    assert waits[-1] == LONGEST_SECONDS
    assert patience.losses == 40


def test_an_engine_that_worked_for_long_is_well_again() -> None:
    patience = Patience()
    for _ in range(5):
        patience.after_loss(1.0)
    assert patience.after_loss(STEADY_SECONDS) == FIRST_SECONDS
