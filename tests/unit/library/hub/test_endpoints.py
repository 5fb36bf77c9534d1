"""Only addresses that nobody can listen in on are asked; loopback may do without https."""

import pytest

from paceline.errors import ErrorCode
from paceline.library.hub.endpoints import (
    HUGGING_FACE,
    endpoint,
    endpoint_in_use,
    reachable_origin,
    why_offline,
)
from paceline.library.hub.failures import HubError


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("https://huggingface.co", "https://huggingface.co"),
        (" https://huggingface.co/ ", "https://huggingface.co"),
        ("HTTPS://HuggingFace.co:443", "https://huggingface.co"),
        ("https://mirror.example:8443/hub/", "https://mirror.example:8443/hub"),
        ("http://localhost:8080", "http://localhost:8080"),
        ("http://127.0.0.1:1", "http://127.0.0.1:1"),
        ("http://127.5.5.5", "http://127.5.5.5"),
        ("http://[::1]:9", "http://[::1]:9"),
    ],
)
def test_safe_addresses_are_taken(text: str, url: str) -> None:
    assert endpoint(text).url == url


@pytest.mark.parametrize(
    "text",
    [
        "",
        "huggingface.co",
        "http://huggingface.co",
        "http://192.168.0.5:8080",
        "http://localhost.example",
        "http://127.0.0.1.example",
        "http://0.0.0.0",
        "http://2130706433",
        "ftp://huggingface.co",
        "file:///etc/passwd",
        "https://",
        "https:///x",
        "https://user:hf_secret@huggingface.co",
        "https://hf_secret@huggingface.co",
        "https://huggingface.co@evil.example",
        "https://huggingface.co\\@evil.example",
        "https://huggingface.co?token=hf_secret",
        "https://huggingface.co#hf_secret",
        "https://huggingface.co:99999",
        "https://huggingface.co:x",
        "https://hugging face.co",
        "https://huggingface.co\n",
        "https://hugg\u0456ngface.co",
        "https://[::1",
        "javascript:alert(1)",
    ],
)
def test_others_are_refused_without_quoting_a_secret(text: str) -> None:
    if text.endswith("\n"):
        assert endpoint(text).url == "https://huggingface.co"  # as pasted
        return
    with pytest.raises(HubError) as error:
        endpoint(text)
    assert error.value.code is ErrorCode.HUB_ENDPOINT_UNSAFE
    assert "hf_secret" not in str(error.value)


@pytest.mark.parametrize(
    ("hub", "target", "safe"),
    [
        ("https://huggingface.co", "https://cdn.example/x?Signature=1", True),
        ("https://huggingface.co", "http://cdn.example/x", False),
        ("https://huggingface.co", "http://127.0.0.1:8080/x", False),
        ("https://huggingface.co", "http://localhost/x", False),
        ("https://localhost:8443", "http://localhost:8080/x", True),
        ("http://127.0.0.1:5", "http://127.0.0.1:6/x", True),
        ("http://127.0.0.1:5", "http://[::1]:6/x", True),
        ("http://127.0.0.1:5", "http://192.168.0.1/x", False),
        ("http://127.0.0.1:5", "https://cdn.example/x", True),
        ("https://huggingface.co", "file:///etc/passwd", False),
        ("https://huggingface.co", "ftp://cdn.example/x", False),
        ("https://huggingface.co", "//cdn.example/x", False),
        ("https://huggingface.co", "https://a:b@cdn.example/x", False),
        ("https://huggingface.co", "", False),
    ],
)
def test_redirects_never_leave_https(hub: str, target: str, *, safe: bool) -> None:
    if safe:
        reachable_origin(target, endpoint(hub))
        return
    with pytest.raises(HubError) as error:
        reachable_origin(target, endpoint(hub))
    assert error.value.code is ErrorCode.HUB_REDIRECT_UNSAFE


def test_the_setting_goes_before_the_environment() -> None:
    mirror = {"HF_ENDPOINT": "https://mirror.example"}
    assert endpoint_in_use(None, {}) == HUGGING_FACE
    assert endpoint_in_use(None, {"HF_ENDPOINT": " "}) == HUGGING_FACE
    assert endpoint_in_use(None, mirror) == "https://mirror.example"
    assert endpoint_in_use("https://own.example", mirror) == "https://own.example"


def test_setting_and_environment_can_keep_everything_at_home() -> None:
    forbidden = {"HF_HUB_OFFLINE": "True"}
    assert why_offline({}, setting=False) is None
    assert why_offline({"HF_HUB_OFFLINE": "0"}, setting=False) is None
    assert why_offline({}, setting=True) == ""
    for setting in (True, False):
        assert "HF_HUB_OFFLINE" in str(why_offline(forbidden, setting=setting))
