"""Whatever a server says, it ends in bounded time, as a value or as a sentence."""

import gzip
import json
from collections.abc import Callable, Iterable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fakes.hub_stub.faults import Body, Headers, Port, Redirect, Stall
from fakes.hub_stub.stub import HubStub
from paceline.errors import ErrorCode
from paceline.library.hub import answers
from paceline.library.hub.cards import LONGEST_SUMMARY, summary
from paceline.library.hub.failures import HubError
from paceline.library.hub.hub import MOST_PAGES, Hub
from paceline.library.hub.names import is_file_path
from paceline.library.hub.records import HubFile, ModelQuery, PageMark
from paceline.library.hub.tokens import Secret

from .conftest import HURRY, TOKEN, Ways
from .raw_server import RawServer

COMMIT = "0123456789abcdef0123456789abcdef01234567"
SHA256 = "0123456789abcdef" * 4
CONTENT = b"GGUF" * 100

CALLS: dict[str, Callable[[Hub], object]] = {
    "search": lambda hub: hub.search(ModelQuery("x")),
    "repository": lambda hub: hub.repository("a/model"),
    "whoami": lambda hub: hub.whoami(Secret(TOKEN)),
}
NONSENSE: dict[str, bytes] = {
    "nothing": b"",
    "a web page": b"<!doctype html><title>Please log in to the hotel's network</title>",
    "null": b"null",
    "a number": b"42",
    "a text": b'"' + b"x" * 1000 + b'"',
    "not JSON": b"[{]",
    "cut off": b'[{"id": "a/model", "down',
    "not UTF-8": b'{"id": "\xff\xfe", "name": "\xff"}',
    "deep": b"[" * 200_000,
    "deep and whole": b'{"a":' * 50_000 + b"1" + b"}" * 50_000,
    "deep within": b'{"id": "a/b", "name": ' + b"[" * 90_000 + b"]" * 90_000 + b"}",
    "a huge number": b'{"id": ' + b"9" * 100_000 + b', "name": 1}',
    "NaN": b'{"id": NaN, "name": NaN}',
    "10 MB": b'[{"id": "' + b"x" * 10_000_000 + b'"}]',
}


def failure(call: Callable[[], object]) -> HubError:
    with pytest.raises(HubError) as error:
        call()
    return error.value


@pytest.mark.parametrize("body", NONSENSE.values(), ids=NONSENSE)
@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
def test_nonsense_becomes_a_sentence(
    stub: HubStub, ways: Ways, body: bytes, call: Callable[[Hub], object]
) -> None:
    stub.faults.add(Port.HUB, Body(body), times=None)
    error = failure(lambda: call(ways.to(stub.endpoint)))
    assert error.code is ErrorCode.HUB_ANSWER_INVALID
    assert len(str(error)) < 300


WRONG_TYPES: list[object] = [
    {},
    {"id": None},
    {"id": 5},
    {"id": ["a/b"]},
    {"id": "a/b", "downloads": "many"},
    {"id": "a/b", "downloads": -1},
    {"id": "a/b", "downloads": 10**30},
    {"id": "a/b", "likes": 0.5},
    {"id": "a/b", "siblings": {"rfilename": "m.gguf"}},
    {"id": "a/b", "siblings": [{"rfilename": None}]},
    {"id": "a/b", "siblings": ["m.gguf"]},
    {"id": "a/b", "tags": [1, 2]},
    {"id": "a/b", "gguf": [1]},
    {"id": "a/b", "gguf": {"total": -7}},
    {"id": "a/b", "cardData": "text"},
    {"id": "../../etc/passwd"},
    {"id": "a/b\x1b[2J"},
    {"id": "a/b\u202e"},
    {"id": "con/nul"},
]


@pytest.mark.parametrize("entry", WRONG_TYPES, ids=str)
def test_entries_of_wrong_types_are_left_out(stub: HubStub, hub: Hub, entry: object) -> None:
    good = {"id": "good/model", "unknown": {"to": ["us"]}}
    stub.faults.add(Port.HUB, Body(json.dumps([entry, good]).encode()))
    assert [item.id for item in hub.search(ModelQuery()).items] == ["good/model"]
    stub.faults.add(Port.HUB, Body(json.dumps([entry]).encode()))
    assert failure(lambda: hub.search(ModelQuery())).code is ErrorCode.HUB_ANSWER_INVALID


@pytest.mark.parametrize("entry", WRONG_TYPES, ids=str)
def test_a_repository_of_wrong_types_becomes_a_sentence(
    stub: HubStub, hub: Hub, entry: dict[str, object]
) -> None:
    stub.faults.add(Port.HUB, Body(json.dumps({"sha": COMMIT} | entry).encode()))
    assert failure(lambda: hub.repository("a/b")).code is ErrorCode.HUB_ANSWER_INVALID


@pytest.mark.parametrize("commit", [None, "", "main", "../../x", COMMIT.upper(), COMMIT + "0", 5])
def test_a_repository_without_a_commit_is_refused(stub: HubStub, hub: Hub, commit: object) -> None:
    stub.faults.add(Port.HUB, Body(json.dumps({"id": "a/b", "sha": commit}).encode()))
    assert failure(lambda: hub.repository("a/b")).code is ErrorCode.HUB_ANSWER_INVALID


HOSTILE_NAMES = [
    "../../../.bashrc.gguf",
    "/etc/cron.d/x.gguf",
    "C:\\Windows\\x.gguf",
    "\\\\server\\share\\x.gguf",
    "a/../../x.gguf",
    "nul.gguf",
    "COM1.x.gguf",
    "x.gguf:stream.gguf",
    "a\0b.gguf",
    "a\nb.gguf",
    "x\u202efugg.gguf",
    "x" * 300 + ".gguf",
    " .gguf",
    "./x.gguf",
    "~/../x.gguf",
]


def test_hostile_names_of_files_are_left_out_and_counted(stub: HubStub, hub: Hub) -> None:
    files = dict.fromkeys(HOSTILE_NAMES, b"evil")
    stub.add_repository("a/model", {**files, "good.gguf": CONTENT})
    found = hub.repository("a/model")
    assert [model.title for model in found.models] == ["good"]
    assert found.left_out == len(HOSTILE_NAMES)


@pytest.mark.parametrize("name", HOSTILE_NAMES)
def test_hostile_names_are_never_asked_for(stub: HubStub, hub: Hub, name: str) -> None:
    for call in (
        lambda: hub.file("a/model", "main", name),
        lambda: hub.file("a/model", name, "m.gguf"),
        lambda: hub.file(name, "main", "m.gguf"),
        lambda: hub.repository(name),
        lambda: hub.terms_page(name),
    ):
        assert failure(call).code is ErrorCode.HUB_NAME_UNSAFE
    assert stub.requests == []


SIBLING = st.fixed_dictionaries(
    {"rfilename": st.text(st.sampled_from("a/.\\:~ \0-nul"), max_size=9).map("{}.gguf".format)},
    optional={
        "size": st.integers(-5, 2**70),
        "lfs": st.fixed_dictionaries(
            {
                "sha256": st.sampled_from([SHA256, "../../x", SHA256.upper(), ""]),
                "size": st.integers(0, 2**45),
            }
        ),
    },
)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(SIBLING, max_size=8))
def test_whatever_is_listed_only_safe_files_come_out(siblings: list[dict[str, object]]) -> None:
    body = json.dumps({"id": "a/b", "sha": COMMIT, "siblings": siblings}).encode()
    try:
        found = answers.repository(body)
    except HubError:
        return
    for model in found.models:
        for file in model.files:
            assert is_file_path(file.path)
            assert file.sha256 in (None, SHA256)
            assert 0 <= file.size < 2**45


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Linked-ETag": '"../../../x"', "ETag": None},
        {"X-Linked-ETag": None, "ETag": '"../../x"'},
        {"X-Linked-ETag": "..\\..\\x"},
        {"X-Linked-ETag": SHA256.upper()},
        {"X-Linked-ETag": SHA256 + "/../x"},
        {"X-Linked-ETag": None, "ETag": None},
        {"X-Repo-Commit": None},
        {"X-Repo-Commit": "../../x"},
        {"X-Repo-Commit": "main"},
        {"X-Linked-Size": None},
        {"X-Linked-Size": "-5"},
        {"X-Linked-Size": "1e9"},
        {"X-Linked-Size": "9" * 30},
        {"X-Linked-Size": "\u0663"},
        {"X-Linked-Size": str(2**60)},
    ],
    ids=str,
)
def test_metadata_that_does_not_look_as_it_must_is_refused(
    stub: HubStub, hub: Hub, headers: dict[str, str | None]
) -> None:
    stub.add_repository("a/model", {"m.gguf": CONTENT})
    encoded = {key: v.encode().decode("latin-1") if v else v for key, v in headers.items()}
    stub.faults.add(Port.HUB, Headers(encoded))
    error = failure(lambda: hub.file("a/model", "main", "m.gguf"))
    assert error.code is ErrorCode.HUB_ANSWER_INVALID


def test_another_commit_than_asked_for_is_refused(stub: HubStub, hub: Hub) -> None:
    made = stub.add_repository("a/model", {"m.gguf": CONTENT})
    stub.faults.add(Port.HUB, Headers({"X-Repo-Commit": COMMIT}))
    error = failure(lambda: hub.file("a/model", made.commit, "m.gguf"))
    assert error.code is ErrorCode.HUB_ANSWER_INVALID


class TestPages:
    def test_a_list_without_end_ends(self, stub: HubStub, hub: Hub) -> None:
        link = '<https://elsewhere.example/api/models?cursor=more>; rel="next"'
        stub.faults.add(Port.HUB, Body(b'[{"id": "a/model"}]'), times=None)
        stub.faults.add(Port.HUB, Headers({"Link": link}), times=None)
        for number, goes_on in ((MOST_PAGES - 2, True), (MOST_PAGES - 1, False)):
            page = hub.search(ModelQuery(text="x"), PageMark("before", number))
            assert (page.next is not None) is goes_on

    def test_a_list_that_goes_round_ends(self, stub: HubStub, hub: Hub) -> None:
        stub.add_repository("a/model", {"m.gguf": CONTENT})
        link = '<https://elsewhere.example/api/models?cursor=MA==>; rel="next"'
        stub.faults.add(Port.HUB, Headers({"Link": link}), times=None)
        page = hub.search(ModelQuery())
        while page.next is not None:
            page = hub.search(ModelQuery(), page.next)
        assert len(stub.requests) <= 3

    @pytest.mark.parametrize(
        "link", ["nonsense", "<>; rel=next", '<http://[::1>; rel="next"', "<x?cursor=>; rel=next"]
    )
    def test_a_link_that_is_none_ends_the_list(self, stub: HubStub, hub: Hub, link: str) -> None:
        stub.add_repository("a/model", {"m.gguf": CONTENT})
        stub.faults.add(Port.HUB, Headers({"Link": link}))
        page = hub.search(ModelQuery())
        assert (len(page.items), page.next) == (1, None)


def test_a_small_answer_that_unpacks_to_a_giant_is_given_up(stub: HubStub, hub: Hub) -> None:
    packed = gzip.compress(b" " * 100_000_000, 9)
    stub.faults.add(Port.HUB, Body(packed))
    stub.faults.add(Port.HUB, Headers({"Content-Encoding": "gzip"}))
    assert failure(lambda: hub.search(ModelQuery())).code is ErrorCode.HUB_ANSWER_INVALID


def test_what_cannot_be_unpacked_becomes_a_sentence(stub: HubStub, hub: Hub) -> None:
    stub.faults.add(Port.HUB, Body(b"[]"))
    stub.faults.add(Port.HUB, Headers({"Content-Encoding": "gzip"}))
    assert failure(lambda: hub.search(ModelQuery())).code is ErrorCode.HUB_ANSWER_INVALID


def test_silence_is_given_up(stub: HubStub, ways: Ways) -> None:
    stub.faults.add(Port.HUB, Stall(0))
    hub = ways.to(stub.endpoint, patience=HURRY)
    error = failure(lambda: hub.search(ModelQuery()))
    assert error.code is ErrorCode.HUB_UNREACHABLE
    assert error.passing


def test_redirects_without_end_are_given_up(stub: HubStub, hub: Hub) -> None:
    stub.faults.add(Port.HUB, Redirect("/api/models?again"), times=None)
    assert failure(lambda: hub.search(ModelQuery())).code is ErrorCode.HUB_ANSWER_INVALID
    assert len(stub.requests) < 10


HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"


@pytest.mark.parametrize(
    ("pieces", "pause"),
    [
        ([], 0.0),
        ([b"SSH-2.0-OpenSSH_9.9\r\n"], 0.0),
        ([b"\0" * 100_000], 0.0),
        ([HEAD + b"Content-Length: 100\r\n\r\n[]"], 0.0),
        ([HEAD + b"Content-Length: -1\r\n\r\n[]"], 0.0),
        ([HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n[]"], 0.0),
        ([HEAD, b"X: " + b"y" * 1_000_000], 0.0),
        ([b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: http://[\r\n\r\n"], 0.0),
        ([b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: \r\n\r\n"], 0.0),
        ([b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n"], 0.0),
        ([b"HTTP/1.1 999 Odd\r\nContent-Length: 0\r\n\r\n"], 0.0),
        ([b"HTTP/1.1 429 No\r\nRetry-After: soon\r\nContent-Length: 0\r\n\r\n"], 0.0),
        ([b"HTTP/1.1 429 No\r\nRetry-After: " + b"9" * 99 + b"\r\nContent-Length: 0\r\n\r\n"], 0.0),
    ],
    ids=lambda value: str(value)[:50],
)
@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
def test_what_is_hardly_http_becomes_a_sentence(
    ways: Ways, pieces: Iterable[bytes], pause: float, call: Callable[[Hub], object]
) -> None:
    with RawServer(pieces, pause=pause) as server:
        error = failure(lambda: call(ways.to(server.endpoint, patience=HURRY)))
    assert error.code in {
        ErrorCode.HUB_UNREACHABLE,
        ErrorCode.HUB_ANSWER_INVALID,
        ErrorCode.HUB_REDIRECT_UNSAFE,
        ErrorCode.HUB_BUSY,
    }
    assert error.retry_after is None or error.retry_after <= 3600


def test_a_server_that_drips_is_given_up(ways: Ways) -> None:
    pieces = [HEAD + b"Content-Length: 1000\r\n\r\n", *([b" "] * 999)]
    with RawServer(pieces, pause=0.02) as server:
        error = failure(lambda: ways.to(server.endpoint, patience=HURRY).search(ModelQuery()))
    assert error.code is ErrorCode.HUB_UNREACHABLE
    assert "did not finish" in str(error)


def test_a_file_that_drips_is_given_up_by_whoever_reads_its_header(ways: Ways) -> None:
    head = b"HTTP/1.1 206 Partial Content\r\nContent-Length: 1000\r\n"
    pieces = [head + b"Content-Range: bytes 0-999/1000\r\n\r\n", *([b"G"] * 1000)]
    with RawServer(pieces, pause=0.02) as server:
        file = HubFile("a/model", COMMIT, "m.gguf", 1000, SHA256, f"{server.endpoint}/m")
        way = ways.to(server.endpoint, patience=HURRY)
        error = failure(lambda: way.read_range(file, 0, 1000))
    assert error.code is ErrorCode.HUB_UNREACHABLE
    assert "did not finish" in str(error)


def test_nobody_there_becomes_a_sentence(ways: Ways) -> None:
    with RawServer([]) as server:
        pass
    error = failure(lambda: ways.to(server.endpoint).search(ModelQuery()))
    assert error.code is ErrorCode.HUB_UNREACHABLE


@given(st.text(max_size=400))
def test_any_card_has_a_summary(card: str) -> None:
    assert len(summary(card)) <= LONGEST_SUMMARY + 50


@pytest.mark.parametrize(
    "card",
    ["<" * 100_000, "[" * 100_000, "![" * 50_000, "---\n" * 20_000, "<!--" * 20_000,
     "```\n" * 20_000, "<table" * 20_000, "[a](" * 20_000, "*_`" * 30_000, "\n \n" * 30_000],
    ids=lambda card: card[:4],
)  # fmt: skip
def test_a_hostile_card_is_read_in_bounded_time(card: str) -> None:
    summary(card)
