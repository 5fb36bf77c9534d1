"""What a node says of itself: in sentences, or as one JSON object a line."""

from collections.abc import Iterator
from typing import Final, TypeAlias

import msgspec

from paceline.cli.memory import size
from paceline.cli.rpc.listening import Place
from paceline.node_check import NodeMemory

WARNING: Final = (
    "Trusted networks only: there is no password and no encryption. Whoever reaches this node can "
    "use it and crash it."
)


class Listening(msgspec.Struct, frozen=True, tag_field="event", tag="listening"):
    """The node can be used; `addresses` are those that others may try."""

    host: str
    port: int
    addresses: tuple[str, ...]
    devices: tuple[tuple[str, int, int], ...]
    """Name, and bytes free and in all."""
    pid: int


class ClientCame(msgspec.Struct, frozen=True, tag_field="event", tag="client-came"):
    """Somebody computes here from now on."""


class ClientLeft(msgspec.Struct, frozen=True, tag_field="event", tag="client-left"):
    """Nobody does any more."""


Event: TypeAlias = Listening | ClientCame | ClientLeft


def listening(
    place: Place, names: tuple[str, ...], memory: tuple[NodeMemory, ...], pid: int
) -> Listening:
    """Return the first event."""
    devices = tuple((name, each.free, each.total) for name, each in zip(names, memory, strict=True))
    addresses = tuple(f"{address}:{place.port}" for address in place.reached_at)
    return Listening(place.ip, place.port, addresses, devices, pid)


def lines(event: Event, place: Place) -> Iterator[str]:
    """Say it to a person."""
    match event:
        case Listening():
            yield f"This node listens at {event.host}:{event.port} and offers:"
            for name, free, total in event.devices:
                yield f"  {name}, {size(free)} free of {size(total)}"
            if place.is_private:
                yield "Only this computer can reach it; --host lets others in."
            else:
                yield WARNING
            yield "Type on the machine that has the models:"
            for address in event.addresses:
                yield f"  paceline chat --node {address}"
            yield "Ctrl+C ends the node."
        case ClientCame():
            yield "A client is connected."
        case ClientLeft():
            yield "The client is gone."
