"""The small line below a reply."""

import msgspec

from paceline.history.records import MessageState
from paceline.provenance import StopReason
from paceline.ui.reply_footer import footer
from ui.messages import summary_of, text_of
from ui.replies import long_reply, make_round, plain

SUMMARY = summary_of(text_of(long_reply()), long_reply())


def test_it_tells_length_speed_wait_acceptance_gain_and_drafter() -> None:
    line = footer(MessageState.COMPLETE, SUMMARY, ["draft-model"])
    for fact in (
        "53 tokens",
        "tok/s",
        "first after 0.12 s",
        "83 % of guesses by the draft model accepted",
        "net gain 2.3x",
    ):
        assert fact in line.split(" · ") or fact in line


def test_without_guesses_it_says_nothing_of_them() -> None:
    rounds = [make_round(plain("Hi"))]
    line = footer(MessageState.COMPLETE, summary_of("Hi", rounds))
    assert line.startswith("1 token · ")
    assert "guesses" not in line
    assert "gain" not in line


def test_it_begins_with_how_the_reply_ended() -> None:
    assert footer(MessageState.STOPPED, SUMMARY).startswith("Stopped by you · 53 tokens")
    assert footer(MessageState.INTERRUPTED, None) == "⚠ Interrupted: the reply is incomplete"


def test_it_says_what_cut_the_reply() -> None:
    for reason, words in (
        (StopReason.LENGTH, "cut at the longest reply allowed"),
        (StopReason.CONTEXT, "cut because the context is full"),
    ):
        summary = msgspec.structs.replace(SUMMARY, stop_reason=reason)
        assert footer(MessageState.COMPLETE, summary).endswith(words)
