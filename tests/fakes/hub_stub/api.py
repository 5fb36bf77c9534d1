"""The Hub's JSON interface: models, trees, cards."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING

from fakes.hub_stub.journal import Asked

if TYPE_CHECKING:
    from fakes.hub_stub.stub import HubStub


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer."""

    status: int
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()


def answer(_stub: "HubStub", _asked: Asked, _body: bytes) -> Answer:
    """Answer a request below `/api/`."""
    return Answer(HTTPStatus.NOT_FOUND)
