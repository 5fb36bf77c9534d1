"""A stream becomes rounds and figures, whatever strange figures come along with the text."""

import json
from collections.abc import Generator, Iterable

from hypothesis import given
from hypothesis import strategies as st

from paceline.options import ReplySettings, Sampling, Speculation
from paceline.protocol.codec import decode_event, encode
from paceline.protocol.messages import Finished
from paceline.provenance import ReplySummary, ServerReport, StopReason
from paceline.remote.reply import RemoteReply

JUNK = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=4,
)
FIELDS = ("usage", "timings", "prompt_progress", "stats", "metrics", "paceline")
NAMES = ("completion_tokens", "predicted_n", "draft_n", "tokens", "summary", "total", "cache")
FIGURES = st.dictionaries(
    st.sampled_from(FIELDS), JUNK | st.dictionaries(st.sampled_from(NAMES), JUNK), max_size=3
)


def summary(chunks: Iterable[object]) -> ReplySummary:
    def events() -> Generator[bytes, None, None]:
        for chunk in chunks:
            yield json.dumps(chunk).encode()
        yield b"[DONE]"

    reply = RemoteReply(
        events(),
        ServerReport("here", ""),
        ReplySettings(Sampling(), Speculation()),
        1,
        lambda *_: None,
    )
    for _ in reply:
        pass
    return reply.summary


def said(text: str, finish: str | None = None) -> dict[str, object]:
    return {"choices": [{"delta": {"content": text}, "finish_reason": finish}]}


@given(FIGURES, FIGURES)
def test_strange_figures_cost_no_text(first: dict[str, object], second: dict[str, object]) -> None:
    told = summary([{**said("The "), **first}, {**said("sky", "stop"), **second}])
    assert told.text == "The sky"
    assert told.stop_reason is StopReason.END
    assert decode_event(encode(Finished(1, told))) == Finished(1, told)


def test_lm_studio_counts_guesses_in_either_place() -> None:
    counts = {"total_draft_tokens_count": 40, "accepted_draft_tokens_count": 30}
    for place in ("usage", "stats"):
        report = summary([said("The sky", "stop"), {"choices": [], place: counts}]).report
        assert report is not None
        assert (report.drafted, report.accepted) == (40, 30)


def test_vllm_counts_guesses_where_it_is_told_to() -> None:
    metrics = {
        "tokens_per_second": 103.2,
        "speculative_decoding": {"num_draft_tokens": 40, "num_accepted_draft_tokens": 30},
    }
    report = summary([said("The sky", "length"), {"choices": [], "metrics": metrics}]).report
    assert report is not None
    assert (report.drafted, report.accepted, report.tokens_per_second) == (40, 30, 103.2)


def test_the_longest_reply_allowed_is_told_from_an_end() -> None:
    assert summary([said("The sky", "length")]).stop_reason is StopReason.LENGTH
