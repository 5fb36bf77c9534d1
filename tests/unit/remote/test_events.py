"""Server-sent events come out the same, wherever the network cuts their bytes."""

from collections.abc import Sequence
from itertools import chain, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paceline.remote.events import MOST_EVENT_BYTES, EventSplitter, TooLongError

STREAM = (
    b"\xef\xbb\xbfdata: one\r\n\r\n: awake\r\nevent: message\r\ndata:two\r\rdata: three\n"
    b"data: and more\n\nid: 5\n\nerror: {}\n\ndata: \xc3\xa9\n\ndata: last"
)
EVENTS = [b"one", b"two", b"three\nand more", b"{}", b"\xc3\xa9", b"last"]


def events(pieces: Sequence[bytes]) -> list[bytes]:
    splitter = EventSplitter()
    found = [event for piece in pieces for event in splitter.feed(piece)]
    return [*found, *splitter.end()]


def test_all_kinds_of_lines_are_read() -> None:
    assert events([STREAM]) == EVENTS


@given(st.lists(st.integers(0, len(STREAM)), max_size=12).map(sorted))
def test_events_are_the_same_wherever_the_bytes_are_cut(cuts: list[int]) -> None:
    edges = [0, *cuts, len(STREAM)]
    pieces = [STREAM[start:end] for start, end in pairwise(edges)]
    assert events(pieces) == EVENTS


def test_one_byte_at_a_time() -> None:
    assert events([bytes([byte]) for byte in STREAM]) == EVENTS


@given(st.lists(st.binary(max_size=40), max_size=6))
def test_noise_ends_in_some_events_or_none(pieces: list[bytes]) -> None:
    assert all(isinstance(event, bytes) for event in events(pieces))


@pytest.mark.parametrize("line", [b"x" * 4096, b"data: " + b"x" * 4096 + b"\n"])
def test_an_event_without_an_end_is_given_up(line: bytes) -> None:
    splitter = EventSplitter()
    lines = (splitter.feed(line) for _ in range(MOST_EVENT_BYTES // 4000))
    with pytest.raises(TooLongError):
        list(chain.from_iterable(lines))
