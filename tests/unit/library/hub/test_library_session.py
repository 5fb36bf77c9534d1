"""What the Hub's own client asks by itself is held to the same rules as what we ask."""

import pytest
from huggingface_hub import HfApi
from huggingface_hub.utils._http import get_session

from fakes.hub_stub.faults import Port, Redirect
from fakes.hub_stub.stub import HubStub
from paceline.errors import ErrorCode
from paceline.library.hub.failures import HubError
from paceline.library.hub.huggingface import SILENCE


def test_its_functions_work(stub: HubStub) -> None:
    made = stub.add_repository("a/model", {"m.gguf": b"GGUF", "config.json": b"{}"})
    api = HfApi(endpoint=stub.endpoint, token=False)
    info = api.model_info("a/model", files_metadata=True)
    sizes = {one.rfilename: one.size for one in info.siblings or []}
    assert (info.sha, sizes) == (made.commit, {"m.gguf": 4, "config.json": 2})
    assert [one.id for one in api.list_models(filter="gguf", limit=5)] == ["a/model"]
    (path,) = api.get_paths_info("a/model", ["m.gguf"])
    assert path.path == "m.gguf"


def test_it_waits_for_nobody_for_ever(stub: HubStub) -> None:
    response = get_session().get(f"{stub.endpoint}/api/models", timeout=None)
    assert set(response.request.extensions["timeout"].values()) == {SILENCE}


@pytest.mark.parametrize("target", ["http://mirror.example/x", "http://192.168.0.1/x"])
def test_it_follows_nobody_away_from_https(stub: HubStub, target: str) -> None:
    stub.faults.add(Port.HUB, Redirect(target))
    with pytest.raises(HubError) as error:
        HfApi(endpoint=stub.endpoint, token=False).model_info("a/model")
    assert error.value.code is ErrorCode.HUB_REDIRECT_UNSAFE
