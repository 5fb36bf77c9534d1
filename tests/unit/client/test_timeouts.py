"""The waits of the client fit together."""

from dataclasses import fields

from paceline.client.timeouts import Timeouts


def test_every_wait_is_named_in_milliseconds_and_bounded() -> None:
    timeouts = Timeouts()
    for field in fields(timeouts):
        assert field.name.endswith("_ms")
        assert 500 <= getattr(timeouts, field.name) <= 60_000


def test_closing_is_short_enough_for_a_person() -> None:
    timeouts = Timeouts()
    assert timeouts.close_ms + timeouts.terminate_ms + timeouts.kill_ms <= 10_000
