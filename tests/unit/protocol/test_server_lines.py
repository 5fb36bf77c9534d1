"""What the server says on its standard output, as other programs read it."""

import json

import pytest

from paceline.errors import ErrorCode
from paceline.protocol.server_lines import (
    AnyServerLine,
    Figures,
    Listening,
    Loading,
    Ready,
    Request,
    Stopped,
    Trouble,
    decode_line,
    encode_line,
)

LINES: tuple[tuple[AnyServerLine, str], ...] = (
    (Loading("target", 0.5), "loading"),
    (Listening("http://127.0.0.1:8484/v1", key_required=False, reachable=False), "listening"),
    (Ready("practice", "target.gguf", None, 4096, 8), "ready"),
    (Request(1, "/v1/completions", 200, stream=False, seconds=0.5), "request"),
    (Figures(1, 0, 8, 3, 90, 21.5, acceptance=0.7), "figures"),
    (Trouble(ErrorCode.ENGINE_CRASHED, "SIGKILL", "It stopped.", 2.0), "trouble"),
    (Stopped(), "stopped"),
)


@pytest.mark.parametrize(("line", "name"), LINES, ids=[name for _, name in LINES])
def test_a_line_is_named_after_its_event_and_read_back(line: AnyServerLine, name: str) -> None:
    written = encode_line(line)
    assert written.endswith(b"\n")
    assert json.loads(written)["event"] == name
    assert decode_line(written) == line


def test_what_later_versions_say_does_no_harm() -> None:
    assert decode_line(b'{"event":"weather","sun":true}\n') is None
    assert decode_line(b"not even JSON\xff\n") is None
    assert decode_line(b'{"event":"loading","part":"draft","fraction":1,"new":[1]}') == Loading(
        "draft", 1.0
    )
