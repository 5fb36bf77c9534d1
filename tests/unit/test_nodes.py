"""Addresses of nodes: what is read, and why the rest is not."""

import msgspec
import pytest

from paceline.loading import LoadingWishes
from paceline.nodes import DEFAULT_PORT, MOST_NODES, NodeAddress, node_addresses


@pytest.mark.parametrize(
    ("text", "host", "port"),
    [
        ("192.168.1.20:50052", "192.168.1.20", 50052),
        ("Tower.local:7000", "tower.local", 7000),
        ("tower", "tower", DEFAULT_PORT),
        (" 10.0.0.2:1 ", "10.0.0.2", 1),
    ],
)
def test_an_address_is_read_and_written(text: str, host: str, port: int) -> None:
    address = NodeAddress.parse(text)
    assert (address.host, address.port) == (host, port)
    assert NodeAddress.parse(str(address)) == address


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "a name or an IPv4 address"),
        (":50052", "a name or an IPv4 address"),
        ("http://tower:1", "IPv4 alone"),
        ("user@tower:1", "a name or an IPv4 address"),
        ("[::1]:50052", "IPv4 alone"),
        ("fe80::1", "IPv4 alone"),
        ("tower:0", "a port is"),
        ("tower:65536", "a port is"),
        ("tower:", "a port is"),
        ("tower:\u0665", "a port is"),
    ],
)
def test_what_is_no_address_is_refused_with_the_reason(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        NodeAddress.parse(text)


def test_a_list_names_each_node_once_and_not_too_many() -> None:
    with pytest.raises(ValueError, match="twice"):
        node_addresses(("tower", f"TOWER:{DEFAULT_PORT}"))
    many = tuple(f"tower:{port}" for port in range(1, MOST_NODES + 2))
    assert len(node_addresses(many[:-1])) == MOST_NODES
    with pytest.raises(ValueError, match="at the most"):
        node_addresses(many)


def test_wishes_from_another_process_hold_addresses_only() -> None:
    wishes = LoadingWishes(nodes=("10.0.0.2:50052",))
    assert msgspec.json.decode(msgspec.json.encode(wishes), type=LoadingWishes) == wishes
    with pytest.raises(msgspec.ValidationError, match="a port is"):
        msgspec.json.decode(b'{"nodes": ["tower:x"]}', type=LoadingWishes)
