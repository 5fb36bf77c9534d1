"""Keys of servers belong to origins."""

import pytest

from paceline.library.remote_keys import share_key
from paceline.loading import RemoteServer

ONE = RemoteServer("https://llm.example.org/v1", "large", keyed=True)


@pytest.mark.parametrize(
    ("other", "shared"),
    [
        (RemoteServer("https://llm.example.org/other/v1", "small", keyed=True), True),
        (RemoteServer("https://llm.example.org/other/v1", "small"), False),
        (RemoteServer("https://llm.example.org:8443/v1", "large", keyed=True), False),
        (RemoteServer("http://llm.example.org/v1", "large", keyed=True), False),
    ],
)
def test_a_key_is_that_of_the_origin_whatever_the_path(other: RemoteServer, shared: bool) -> None:  # noqa: FBT001
    assert share_key(ONE, other) is shared
