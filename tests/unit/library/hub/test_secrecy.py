"""The token is seen by the endpoint it was given for, and nowhere else: nor is a signed address."""

import json
import logging
import traceback
from collections.abc import Callable
from pathlib import Path

import pytest

from fakes.hub_stub.faults import Body, Headers, Port, Redirect, Status
from fakes.hub_stub.journal import Asked
from fakes.hub_stub.stub import HubStub
from paceline.errors import ErrorCode
from paceline.library.hub.access import HubAccess
from paceline.library.hub.failures import HubError
from paceline.library.hub.hub import Hub
from paceline.library.hub.records import ModelQuery
from paceline.library.hub.tokens import Secret, TokenStore

from .conftest import HURRY, TOKEN, Ways
from .raw_server import RawServer

CONTENT = b"GGUF" * 1000
CARD = "# A model\n\nThis is a model that is used for tests, and it has a card to say so.\n"


def carrying(asked: list[Asked]) -> list[Asked]:
    return [one for one in asked if any(TOKEN in value for value in one.headers.values())]


def everything(hub: Hub) -> None:
    """Ask all there is to ask."""
    page = hub.search(ModelQuery())
    if page.next is not None:
        hub.search(ModelQuery(), page.next)
    found = hub.repository("a/model")
    hub.read_range(found.models[0].files[0], 0, 10)
    file = hub.file("a/model", "main", "m.gguf")
    hub.read_range(file, 0, 100)
    with hub.open_range(file, 5) as stream:
        list(stream.chunks())
    hub.whoami()


@pytest.fixture
def gated(stub: HubStub) -> HubStub:
    stub.add_repository("a/model", {"m.gguf": CONTENT}, gated="auto", card=CARD)
    stub.allow(TOKEN, "a/model")
    return stub


class TestOtherHosts:
    def test_the_network_that_delivers_files_never_sees_it(
        self, gated: HubStub, ways: Ways
    ) -> None:
        everything(ways.to(gated.endpoint, token=TOKEN))
        hub = [one for one in gated.requests if one.port is Port.HUB]
        delivered = [one for one in gated.requests if one.port is Port.CDN]
        assert len(delivered) == 3
        assert carrying(delivered) == []
        assert carrying(hub) == hub

    @pytest.mark.parametrize(
        "call",
        [
            lambda hub: hub.search(ModelQuery()),
            lambda hub: hub.repository("a/model"),
            lambda hub: hub.whoami(),
        ],
    )
    def test_a_question_is_not_sent_on_to_another_host(
        self, gated: HubStub, ways: Ways, call: Callable[[Hub], object]
    ) -> None:
        gated.faults.add(Port.HUB, Redirect(f"{gated.cdn}/api/models"), times=None)
        with pytest.raises(HubError) as error:
            call(ways.to(gated.endpoint, token=TOKEN))
        assert error.value.code is ErrorCode.HUB_REDIRECT_UNSAFE
        assert [one.port for one in gated.requests] == [Port.HUB]

    def test_a_redirect_to_another_host_does_not_see_it(self, gated: HubStub, ways: Ways) -> None:
        gated.faults.add(Port.HUB, Redirect(f"{gated.cdn}/card"), path="README.md")
        found = ways.to(gated.endpoint, token=TOKEN).repository("a/model")
        assert found.card.text == ""
        (there,) = (one for one in gated.requests if one.port is Port.CDN)
        assert carrying([there]) == []

    def test_a_next_page_on_another_host_is_asked_of_the_endpoint(
        self, gated: HubStub, ways: Ways
    ) -> None:
        hub = ways.to(gated.endpoint, token=TOKEN)
        link = f'<{gated.cdn}/api/models?cursor=MA%3D%3D>; rel="next"'
        gated.faults.add(Port.HUB, Headers({"Link": link}))
        page = hub.search(ModelQuery())
        hub.search(ModelQuery(), page.next)
        assert [one.port for one in gated.requests] == [Port.HUB, Port.HUB]
        assert "cursor=MA%3D%3D" in gated.requests[1].query

    def test_another_endpoint_does_not_see_it(
        self, gated: HubStub, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        tokens = TokenStore(ring=lambda: None, environment={"HF_TOKEN": TOKEN})
        tokens.keep("https://huggingface.co", Secret(TOKEN))
        access = HubAccess(tokens)
        access.configure(address=gated.endpoint, offline=False, use_shared_token=True)
        access.hub().search(ModelQuery())
        access.close()
        monkeypatch.setenv("HF_ENDPOINT", gated.endpoint)
        monkeypatch.setenv("HF_TOKEN", TOKEN)
        access.configure(address=None, offline=False, use_shared_token=True)
        access.hub().search(ModelQuery())
        access.close()
        assert len(gated.requests) == 2
        assert carrying(gated.requests) == []

    def test_an_unsafe_endpoint_in_the_environment_is_not_asked(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("HF_ENDPOINT", "http://mirror.example")
        access = HubAccess(TokenStore(ring=lambda: None, environment={}))
        for ask in (access.hub, lambda: access.endpoint):
            with pytest.raises(HubError) as error:
                ask()
            assert error.value.code is ErrorCode.HUB_ENDPOINT_UNSAFE

    @pytest.mark.parametrize("target", ["http://cdn.example/x", "ftp://127.0.0.1/x", "file:///x"])
    def test_a_redirect_away_from_safety_is_refused(
        self, gated: HubStub, ways: Ways, target: str
    ) -> None:
        hub = ways.to(gated.endpoint, token=TOKEN)
        (listed,) = hub.repository("a/model").models[0].files
        gated.faults.add(Port.HUB, Redirect(target), path="/resolve/", times=None)
        for call in (
            lambda: hub.file("a/model", "main", "m.gguf"),
            lambda: hub.read_range(listed, 0, 1),
        ):
            with pytest.raises(HubError) as error:
                call()
            assert error.value.code is ErrorCode.HUB_REDIRECT_UNSAFE

    def test_what_a_server_sets_is_not_sent_back(self, gated: HubStub, ways: Ways) -> None:
        hub = ways.to(gated.endpoint)
        gated.faults.add(Port.HUB, Headers({"Set-Cookie": "who=you; Path=/"}), times=None)
        hub.search(ModelQuery())
        hub.search(ModelQuery())
        assert all("cookie" not in one.headers for one in gated.requests)

    def test_no_proxy_is_told_what_goes_to_this_computer(
        self, gated: HubStub, ways: Ways, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, gated.cdn)
        ways.to(gated.endpoint, token=TOKEN).search(ModelQuery())
        assert [one.port for one in gated.requests] == [Port.HUB]


class TestWhatIsShown:
    def test_nothing_reaches_the_log(
        self, gated: HubStub, ways: Ways, caplog: pytest.LogCaptureFixture
    ) -> None:
        caplog.set_level(logging.DEBUG)
        logging.getLogger("paceline").setLevel(logging.DEBUG)
        everything(ways.to(gated.endpoint, token=TOKEN))
        assert TOKEN not in caplog.text
        assert "Signature" not in caplog.text

    def test_no_value_shows_it(self, gated: HubStub, ways: Ways) -> None:
        hub = ways.to(gated.endpoint, token=TOKEN)
        file = hub.file("a/model", "main", "m.gguf")
        assert "Signature=" in file.location
        for shown in (repr(file), str(file), f"{file}", repr(hub), repr(vars(hub))):
            assert TOKEN not in shown
            assert "Signature=" not in shown

    @pytest.mark.parametrize(
        "fault",
        [
            Status(401),
            Status(403),
            Status(403, error_code="GatedRepo"),
            Status(404, error_code="RepoNotFound"),
            Status(429, retry_after=99),
            Status(500),
            Status(418),
            Body(b"<html>"),
            Body(b'{"id": "' + TOKEN.encode() + b'"'),
            Redirect("http://elsewhere.example/"),
            Redirect(f"https://x:{TOKEN}@elsewhere.example/?Signature={TOKEN}"),
            Headers({"X-Repo-Commit": None}),
            Headers({"Location": f"ftp://elsewhere.example/?Signature={TOKEN}"}),
        ],
        ids=lambda fault: str(fault)[:40],
    )
    def test_no_failure_tells_it_even_with_all_its_variables(
        self, gated: HubStub, ways: Ways, fault: Status | Body | Redirect | Headers
    ) -> None:
        gated.faults.add(Port.HUB, fault, times=None)
        hub = ways.to(gated.endpoint, token=TOKEN, patience=HURRY)
        for call in (
            lambda: hub.search(ModelQuery()),
            lambda: hub.repository("a/model"),
            lambda: hub.file("a/model", "main", "m.gguf"),
            hub.whoami,
        ):
            try:
                call()
            except HubError as error:
                told = traceback.TracebackException.from_exception(error, capture_locals=True)
                said = f"{error} {error!r} {error.detail}"
                assert TOKEN not in said
                sent = [line for line in told.format() if f"Bearer {TOKEN}" in line]
                assert sent == []

    def test_an_expired_address_is_not_quoted(self, gated: HubStub, ways: Ways) -> None:
        hub = ways.to(gated.endpoint, token=TOKEN)
        file = hub.file("a/model", "main", "m.gguf")
        gated.expire_signatures()
        with pytest.raises(HubError) as error, hub.open_range(file, 0, 10):
            pass
        assert "Signature" not in str(error.value)
        assert "m.gguf" in str(error.value)


@pytest.mark.parametrize(
    "said",
    [
        f"401 Unauthorized\r\nX-Error-Message: I do not know {TOKEN}.",
        f"302 Found\r\nLocation: ftp://elsewhere.example/{TOKEN}/x",
        f"302 Found\r\nLocation: http://elsewhere.example/{TOKEN}/x",
    ],
    ids=lambda said: said[:3],
)
def test_a_server_that_quotes_it_is_not_quoted(ways: Ways, said: str) -> None:
    answer = f"HTTP/1.1 {said}\r\nContent-Length: 0\r\n\r\n"
    with RawServer([answer.encode()]) as server:
        hub = ways.to(server.endpoint, token=TOKEN)
        for call in (lambda: hub.search(ModelQuery()), hub.whoami):
            with pytest.raises(HubError) as error:
                call()
            assert TOKEN not in str(error.value)
        assert TOKEN.encode() in server.heard[0]


def test_it_is_written_to_no_file_of_ours(
    gated: HubStub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("HF_HOME", str(tmp_path / "hf"))
    monkeypatch.chdir(tmp_path)
    tokens = TokenStore(ring=lambda: None)
    tokens.keep(gated.endpoint, Secret(TOKEN))
    hub = Hub(gated.endpoint, tokens=tokens)
    everything(hub)
    hub.close()
    written = [file for file in tmp_path.rglob("*") if file.is_file()]
    assert [file for file in written if TOKEN.encode() in file.read_bytes()] == []
    assert json.dumps(gated.requests[0].headers.get("authorization")) == f'"Bearer {TOKEN}"'
