"""Lines come whole out of a stream that arrives in any pieces."""

from hypothesis import given
from hypothesis import strategies as st

from paceline.protocol.codec import LineSplitter

LINES = st.lists(st.binary(max_size=12).map(lambda data: data.replace(b"\n", b"")), max_size=8)


@given(LINES, st.binary(max_size=5).filter(lambda data: b"\n" not in data), st.data())
def test_pieces_do_not_matter(lines: list[bytes], unfinished: bytes, data: st.DataObject) -> None:
    stream = b"".join(line + b"\n" for line in lines) + unfinished
    cuts = sorted(data.draw(st.lists(st.integers(0, len(stream)), max_size=6)))
    splitter = LineSplitter()
    found = []
    for start, end in zip([0, *cuts], [*cuts, len(stream)], strict=True):
        found += splitter.feed(stream[start:end])
    assert found == [line for line in lines if line.strip()]


def test_an_unfinished_line_waits() -> None:
    splitter = LineSplitter()
    assert splitter.feed(b"one\ntw") == [b"one"]
    assert splitter.feed(b"") == []
    assert splitter.feed(b"o\n\n \nthree") == [b"two"]
    assert splitter.feed(b"\n") == [b"three"]
