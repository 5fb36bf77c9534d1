"""Proxies, and connections that end: a sentence without a password, or another try."""

import json

import pytest

from paceline.errors import ErrorCode
from paceline.library.hub.failures import HubError
from paceline.library.hub.hub import Hub
from paceline.library.hub.records import ModelQuery

from .conftest import TOKEN, Ways
from .raw_server import RawServer

FAR = "https://hub.invalid"
PASSWORD = "proxy-password"
FOUND = json.dumps([{"id": "a/model"}]).encode()
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(FOUND), FOUND)


def failure(hub: Hub) -> HubError:
    with pytest.raises(HubError) as error:
        hub.search(ModelQuery())
    return error.value


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy", "NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)


def test_a_connection_that_was_given_up_is_opened_again(ways: Ways) -> None:
    with RawServer([], later=[ANSWER]) as server:
        page = ways.to(server.endpoint).search(ModelQuery())
    assert [item.id for item in page.items] == ["a/model"]
    assert len(server.heard) == 2


def test_a_server_that_always_hangs_up_is_told(ways: Ways) -> None:
    with RawServer([]) as server:
        error = failure(ways.to(server.endpoint))
    assert error.code is ErrorCode.HUB_UNREACHABLE
    assert len(server.heard) == 3


def test_a_proxy_is_asked_for_a_tunnel_and_sees_no_token(
    ways: Ways, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n"
    with RawServer([refused]) as proxy:
        address = proxy.endpoint.replace("http://", f"http://me:{PASSWORD}@")
        monkeypatch.setenv("HTTPS_PROXY", address)
        error = failure(ways.to(FAR, token=TOKEN))
    assert error.code is ErrorCode.HUB_UNREACHABLE
    assert PASSWORD not in str(error)
    assert proxy.heard[0].startswith(b"CONNECT hub.invalid:443 ")
    assert all(TOKEN.encode() not in heard for heard in proxy.heard)


@pytest.mark.parametrize("scheme", ["http", "socks5", "socks5h"])
def test_a_proxy_that_is_not_there_becomes_a_sentence(
    ways: Ways, monkeypatch: pytest.MonkeyPatch, scheme: str
) -> None:
    with RawServer([]) as proxy:
        pass
    address = proxy.endpoint.replace("http://", f"{scheme}://me:{PASSWORD}@")
    monkeypatch.setenv("HTTPS_PROXY", address)
    error = failure(ways.to(FAR))
    assert error.code is ErrorCode.HUB_UNREACHABLE
    assert PASSWORD not in str(error)


@pytest.mark.parametrize(
    "address", [f"gopher://me:{PASSWORD}@127.0.0.1:1", "http://[::1", f"http://{PASSWORD}:x:y"]
)
def test_a_proxy_that_cannot_be_becomes_a_sentence(
    ways: Ways, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", address)
    error = failure(ways.to(FAR))
    assert error.code is ErrorCode.HUB_UNREACHABLE
    assert "proxy" in str(error)
    assert PASSWORD not in str(error)
