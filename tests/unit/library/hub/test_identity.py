"""A token is tried before it is kept, and who asks learns where it is and whose."""

from collections.abc import Iterator

import pytest

from fakes.hub_stub.faults import Port, Status
from fakes.hub_stub.stub import HubStub
from paceline.errors import ErrorCode
from paceline.library.hub.access import HubAccess
from paceline.library.hub.failures import HubError
from paceline.library.hub.identity import Identity, Standing
from paceline.library.hub.tokens import Secret, TokenPlace, TokenStore

from .conftest import TOKEN


@pytest.fixture
def access(stub: HubStub) -> Iterator[HubAccess]:
    access = HubAccess(TokenStore(ring=lambda: None, environment={}))
    access.configure(address=stub.endpoint, offline=False, use_shared_token=False)
    yield access
    access.close()


@pytest.fixture
def identity(access: HubAccess) -> Identity:
    return Identity(access)


def test_a_good_token_is_kept_and_tells_whose_it_is(stub: HubStub, identity: Identity) -> None:
    stub.allow(TOKEN)
    assert identity.check() == Standing(TokenPlace.NOWHERE)
    assert identity.keep(Secret(TOKEN)) == Standing(TokenPlace.SESSION, "somebody")
    assert identity.check() == Standing(TokenPlace.SESSION, "somebody")
    assert identity.forget() == Standing(TokenPlace.NOWHERE)
    assert identity.place() is TokenPlace.NOWHERE
    assert identity.tokens_page == f"{stub.endpoint}/settings/tokens"


def test_a_refused_token_is_not_kept(identity: Identity) -> None:
    with pytest.raises(HubError) as error:
        identity.keep(Secret(TOKEN))
    assert error.value.code is ErrorCode.HUB_TOKEN_REFUSED
    assert identity.place() is TokenPlace.NOWHERE


def test_a_token_that_was_revoked_since_is_told(stub: HubStub, identity: Identity) -> None:
    stub.allow(TOKEN)
    identity.keep(Secret(TOKEN))
    stub.tokens.clear()
    standing = identity.check()
    assert standing.doubt is not None
    assert standing.doubt.code is ErrorCode.HUB_TOKEN_REFUSED
    assert standing.place is TokenPlace.SESSION


@pytest.mark.parametrize("fault", [Status(429, retry_after=99), Status(503, retry_after=99)])
def test_a_hub_that_cannot_say_does_not_keep_a_token_from_being_kept(
    stub: HubStub, identity: Identity, fault: Status
) -> None:
    stub.faults.add(Port.HUB, fault, times=None)
    standing = identity.keep(Secret(TOKEN))
    assert (standing.place, standing.account) == (TokenPlace.SESSION, None)
    assert standing.doubt is not None


def test_offline_a_token_is_kept_unasked(
    stub: HubStub, access: HubAccess, identity: Identity
) -> None:
    access.configure(address=stub.endpoint, offline=True, use_shared_token=False)
    assert identity.keep(Secret(TOKEN)).place is TokenPlace.SESSION
    assert stub.requests == []


def test_an_unsafe_endpoint_is_told_a_token_by_nobody(access: HubAccess) -> None:
    access.configure(address="http://mirror.example", offline=False, use_shared_token=False)
    with pytest.raises(HubError) as error:
        Identity(access).keep(Secret(TOKEN))
    assert error.value.code is ErrorCode.HUB_ENDPOINT_UNSAFE
