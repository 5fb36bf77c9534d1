"""Which names mean this computer, whatever a name server says."""

import pytest

from paceline.server.gate import is_this_computer


@pytest.mark.parametrize(
    "host",
    [
        "localhost",
        "LOCALHOST:8484",
        "127.0.0.1",
        "127.0.0.1:8484",
        "127.3.2.1",
        "[::1]",
        "[::1]:8484",
        "paceline.localhost:80",
    ],
)
def test_names_of_this_computer(host: str) -> None:
    assert is_this_computer(host)


@pytest.mark.parametrize(
    "host",
    [
        "",
        "evil.example",
        "evil.example:8484",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "192.168.1.5:8484",
        "0.0.0.0:8484",
        "[::]:8484",
        "notlocalhost",
    ],
)
def test_names_that_may_be_anybodys(host: str) -> None:
    assert not is_this_computer(host)
