"""Which addresses are asked, and how far a text goes that is sent there."""

import pytest

from paceline.errors import AppError, ErrorCode
from paceline.remote.addresses import Reach, address, safe_address


@pytest.mark.parametrize(
    ("entered", "url", "reach"),
    [
        ("localhost:8080", "http://localhost:8080/v1", Reach.THIS_COMPUTER),
        ("http://127.0.0.1:11434/", "http://127.0.0.1:11434/v1", Reach.THIS_COMPUTER),
        ("http://[::1]:8000/v1/", "http://[::1]:8000/v1", Reach.THIS_COMPUTER),
        ("192.168.1.20:1234", "http://192.168.1.20:1234/v1", Reach.OWN_NETWORK),
        ("http://10.0.0.4", "http://10.0.0.4/v1", Reach.OWN_NETWORK),
        ("http://[fd00::1]:80", "http://[fd00::1]/v1", Reach.OWN_NETWORK),
        ("example.org", "https://example.org/v1", Reach.ELSEWHERE),
        ("https://example.org:443/api/v1", "https://example.org/api/v1", Reach.ELSEWHERE),
        (
            "https://example.org/v1beta/openai/chat/completions",
            "https://example.org/v1beta/openai",
            Reach.ELSEWHERE,
        ),
        ("http://[fe80::1]", "http://[fe80::1]/v1", Reach.OWN_NETWORK),
        ("http://[::ffff:10.0.0.4]", "http://[::ffff:10.0.0.4]/v1", Reach.OWN_NETWORK),
        ("http://[::ffff:8.8.8.8]", "http://[::ffff:8.8.8.8]/v1", Reach.ELSEWHERE),
        ("http://[2001:0:808:808::1]", "http://[2001:0:808:808::1]/v1", Reach.ELSEWHERE),
        ("http://240.0.0.1", "http://240.0.0.1/v1", Reach.ELSEWHERE),
        ("http://8.8.8.8", "http://8.8.8.8/v1", Reach.ELSEWHERE),
        ("https://0.0.0.0", "https://0.0.0.0/v1", Reach.ELSEWHERE),
        ("HTTPS://Example.Org./", "https://example.org/v1", Reach.ELSEWHERE),
    ],
)
def test_addresses_as_people_enter_them(entered: str, url: str, reach: Reach) -> None:
    found = address(entered)
    assert (found.url, found.reach) == (url, reach)
    assert address(found.url) == found


@pytest.mark.parametrize(
    "entered",
    [
        "",
        "https://",
        "ftp://example.org",
        "https://me:secret@example.org",
        "https://example.org/?key=secret",
        "https://example.org/#secret",
        "https://exa mple.org",
        "https://example.org:99999",
        "https://" + "a" * 400,
    ],
)
def test_what_is_no_plain_address_is_refused_without_its_secrets(entered: str) -> None:
    with pytest.raises(AppError) as caught:
        address(entered)
    assert caught.value.code is ErrorCode.REMOTE_ADDRESS_UNSAFE
    assert "secret" not in str(caught.value)


def test_strangers_read_along_only_where_the_person_allowed_it() -> None:
    for near in ("http://127.0.0.1:8080", "http://10.0.0.4:8080", "https://example.org"):
        assert not safe_address(near, unencrypted_allowed=False).is_exposed
    for far in ("http://example.org", "http://8.8.8.8", "http://my-own-box:8080"):
        with pytest.raises(AppError):
            safe_address(far, unencrypted_allowed=False)
        assert safe_address(far, unencrypted_allowed=True).is_exposed


def test_the_root_is_where_servers_keep_what_is_their_own() -> None:
    assert address("localhost:8080").root == "http://localhost:8080"
    assert address("https://example.org/api/v1").root == "https://example.org/api"
