"""A reply's summary for the ear: whole sentences, true figures, nothing that was not measured."""

from paceline.provenance import ReplySummary, StopReason
from paceline.tally import Tally
from paceline.ui.reply_summary import gain_sentence, reply_summary
from ui.replies import bonus, corrected, drafted, make_round, plain


def summary_of(tally: Tally, first_ms: float | None = 400.0) -> ReplySummary:
    return tally.summarize(
        text="",
        stop_reason=StopReason.END,
        prompt_tokens=3,
        prefill_tokens=3,
        time_to_first_token_ms=first_ms,
        seed=1,
    )


def test_a_drafted_reply_tells_length_speed_guesses_gain_and_origins() -> None:
    tally = Tally()
    tally.add(make_round(plain("a"), wall_ms=50))
    tally.add(make_round(drafted("b"), drafted("c", 1), bonus("d"), wall_ms=62))
    tally.add(make_round(drafted("e"), corrected("f", "x"), wall_ms=62))
    told = reply_summary(summary_of(tally), {"draft-model", "ngram"})
    assert told == (
        "A reply of 6 tokens, at 34.5 tokens per second, the first after 0.4 seconds. "
        "Of 4 tested guesses by the draft model and n-gram lookup, 3 were accepted, 75 %. "
        "Speculation made it 1.7 times as fast as plain decoding. "
        "Tokens: 3 drafted, 1 corrected, 1 bonus, 1 plain."
    )


def test_a_plain_reply_says_that_nothing_was_guessed() -> None:
    tally = Tally()
    tally.add(make_round(plain("a"), wall_ms=50))
    told = reply_summary(summary_of(tally, None))
    assert told.startswith("A reply of 1 token, at 20.0 tokens per second. Nothing was guessed")


def test_an_empty_reply_is_called_empty() -> None:
    assert reply_summary(summary_of(Tally(), None)) == "An empty reply."


def test_a_loss_is_called_a_loss_and_noise_is_no_gain() -> None:
    assert "slowed it down, to 80 %" in gain_sentence(0.8)
    assert "no difference" in gain_sentence(1.04)
    assert "1.6 times" in gain_sentence(1.6)
    assert gain_sentence(None) == ""


def test_a_drafter_of_another_version_goes_by_its_own_name() -> None:
    tally = Tally()
    tally.add(make_round(drafted("a"), bonus("b")))
    assert "by eagle, 1 were" in reply_summary(summary_of(tally), {"eagle"})
