"""A token is kept where the system keeps secrets, belongs to one endpoint, and never shows."""

import copy
import pickle
import threading
from pathlib import Path

import keyring
import msgspec
import pytest

from paceline.errors import ErrorCode
from paceline.library.hub.access import HubAccess
from paceline.library.hub.endpoints import HUGGING_FACE
from paceline.library.hub.failures import HubError
from paceline.library.hub.keyrings import SystemRing
from paceline.library.hub.tokens import Secret, TokenPlace, TokenStore, token_of

from .conftest import TOKEN

MIRROR = "https://mirror.example"
OTHER = "hf_" + "x" * 30


class MemoryRing:
    """A keyring; a locked one refuses everything."""

    def __init__(self) -> None:
        self.kept: dict[str, str] = {}
        self.locked = False

    def read(self, endpoint: str) -> str | None:
        self._open()
        return self.kept.get(endpoint)

    def write(self, endpoint: str, token: str) -> None:
        self._open()
        self.kept[endpoint] = token

    def delete(self, endpoint: str) -> None:
        self._open()
        self.kept.pop(endpoint, None)

    def _open(self) -> None:
        if self.locked:
            raise OSError("locked")


@pytest.fixture
def ring() -> MemoryRing:
    return MemoryRing()


def store(ring: MemoryRing | None, environment: dict[str, str] | None = None) -> TokenStore:
    return TokenStore(ring=lambda: ring, environment=environment or {"HF_HOME": "/nowhere"})


def revealed(tokens: TokenStore, endpoint: str = HUGGING_FACE) -> str | None:
    token = tokens.token(endpoint)
    return token.reveal() if token else None


def test_the_keyring_keeps_it_over_restarts(ring: MemoryRing) -> None:
    assert store(ring).keep(HUGGING_FACE, Secret(TOKEN)) is TokenPlace.KEYRING
    again = store(ring)
    assert revealed(again) == TOKEN
    assert again.place(HUGGING_FACE) is TokenPlace.KEYRING


def test_without_a_keyring_it_is_kept_for_the_session() -> None:
    tokens = store(None)
    assert tokens.keep(HUGGING_FACE, Secret(TOKEN)) is TokenPlace.SESSION
    assert revealed(tokens) == TOKEN
    assert revealed(store(None)) is None


def test_a_keyring_that_refuses_leaves_the_session(ring: MemoryRing) -> None:
    ring.locked = True
    tokens = store(ring)
    assert revealed(tokens) is None
    assert tokens.keep(HUGGING_FACE, Secret(TOKEN)) is TokenPlace.SESSION
    assert revealed(tokens) == TOKEN


def test_forgetting_it_is_for_good(ring: MemoryRing) -> None:
    tokens = store(ring)
    tokens.keep(HUGGING_FACE, Secret(TOKEN))
    assert tokens.forget(HUGGING_FACE) is TokenPlace.NOWHERE
    assert revealed(tokens) is None
    assert ring.kept == {}


def test_a_keyring_that_does_not_let_go_is_told(ring: MemoryRing) -> None:
    tokens = store(ring)
    tokens.keep(HUGGING_FACE, Secret(TOKEN))
    ring.locked = True
    with pytest.raises(HubError) as error:
        tokens.forget(HUGGING_FACE)
    assert error.value.code is ErrorCode.TOKEN_NOT_FORGOTTEN
    assert revealed(tokens) is None


def test_settings_are_followed_while_a_keyring_asks_the_person(ring: MemoryRing) -> None:
    asked, answered = threading.Event(), threading.Event()

    def opened() -> MemoryRing:
        asked.set()
        assert answered.wait(30)
        return ring

    access = HubAccess(TokenStore(ring=opened, environment={}))
    waiting = threading.Thread(target=access.tokens.token, args=(HUGGING_FACE,))
    waiting.start()
    assert asked.wait(30)
    changing = threading.Thread(
        target=lambda: access.configure(address=None, offline=True, use_shared_token=True)
    )
    changing.start()
    changing.join(30)
    followed = access.offline and not changing.is_alive()
    answered.set()
    waiting.join()
    changing.join()
    assert followed


def test_each_endpoint_has_its_own(ring: MemoryRing) -> None:
    tokens = store(ring)
    tokens.keep(HUGGING_FACE, Secret(TOKEN))
    assert revealed(tokens, MIRROR) is None
    tokens.keep(MIRROR, Secret(OTHER))
    tokens.forget(HUGGING_FACE)
    assert (revealed(tokens), revealed(tokens, MIRROR)) == (None, OTHER)


def test_what_is_damaged_in_the_keyring_is_no_token(ring: MemoryRing) -> None:
    ring.kept[HUGGING_FACE] = "hf_x\r\nX-Injected: yes"
    assert revealed(store(ring)) is None


class TestSharedToken:
    def test_it_is_used_with_consent_alone(self) -> None:
        tokens = store(None, {"HF_TOKEN": TOKEN})
        assert revealed(tokens) is None
        tokens.use_shared(allowed=True)
        assert revealed(tokens) == TOKEN
        assert tokens.place(HUGGING_FACE) is TokenPlace.SHARED
        tokens.use_shared(allowed=False)
        assert revealed(tokens) is None

    @pytest.mark.parametrize("variable", ["HF_HOME", "XDG_CACHE_HOME", "HF_TOKEN_PATH"])
    def test_it_is_found_where_other_programs_keep_it(self, tmp_path: Path, variable: str) -> None:
        files = {
            "HF_HOME": tmp_path / "token",
            "XDG_CACHE_HOME": tmp_path / "huggingface" / "token",
            "HF_TOKEN_PATH": tmp_path / "mine",
        }
        files[variable].parent.mkdir(exist_ok=True)
        files[variable].write_text(f"{TOKEN}\n")
        value = files[variable] if variable == "HF_TOKEN_PATH" else tmp_path
        tokens = store(None, {variable: str(value)})
        tokens.use_shared(allowed=True)
        assert revealed(tokens) == TOKEN

    def test_it_goes_to_nobody_but_the_hub(self) -> None:
        tokens = store(None, {"HF_TOKEN": TOKEN})
        tokens.use_shared(allowed=True)
        assert revealed(tokens, MIRROR) is None
        assert revealed(tokens, HUGGING_FACE + ".evil.example") is None

    def test_ones_own_goes_before_it(self, ring: MemoryRing) -> None:
        tokens = store(ring, {"HF_TOKEN": TOKEN})
        tokens.use_shared(allowed=True)
        tokens.keep(HUGGING_FACE, Secret(OTHER))
        assert revealed(tokens) == OTHER
        assert tokens.forget(HUGGING_FACE) is TokenPlace.SHARED

    @pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"two words", b"x" * 5000, b"a\nb\n"])
    def test_a_file_that_holds_none_is_none(self, tmp_path: Path, content: bytes) -> None:
        (tmp_path / "token").write_bytes(content)
        tokens = store(None, {"HF_HOME": str(tmp_path)})
        tokens.use_shared(allowed=True)
        assert revealed(tokens) is None


def test_what_is_entered_is_checked_and_not_quoted() -> None:
    assert token_of(f"  {TOKEN}\n").reveal() == TOKEN
    for text in ("", "   ", "hf_tiny", TOKEN + " " + TOKEN, TOKEN + "\r\nX-Injected: 1", "é" * 20):
        with pytest.raises(HubError) as error:
            token_of(text)
        assert error.value.code is ErrorCode.TOKEN_INVALID
        assert not text.strip() or text.strip() not in str(error.value)


def test_a_secret_shows_nowhere_and_is_not_written_down() -> None:
    secret = Secret(TOKEN)
    for shown in (repr(secret), str(secret), f"{secret}", f"{secret!r:>50}", f"{[secret]}"):
        assert TOKEN not in shown
    for write in (pickle.dumps, msgspec.json.encode, copy.deepcopy, vars):
        with pytest.raises(TypeError):
            write(secret)


class Backend:
    """As a backend of the keyring library; not one of its classes, for it would offer itself."""

    def __init__(self, priority: float = 5) -> None:
        self.priority = priority
        self.kept: dict[tuple[str, str], str] = {}
        self.broken = False

    def get_password(self, service: str, username: str) -> str | None:
        if self.broken:
            raise RuntimeError("the bus went away")
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


@pytest.mark.parametrize("priority", [-1, 0, 0.5])
def test_a_system_without_a_keyring_that_keeps_secrets_has_none(
    monkeypatch: pytest.MonkeyPatch, priority: float
) -> None:
    monkeypatch.setattr(keyring, "get_keyring", lambda: Backend(priority))
    assert SystemRing.found() is None


def test_a_keyring_of_the_system_keeps_reads_and_forgets(monkeypatch: pytest.MonkeyPatch) -> None:
    backend = Backend()
    monkeypatch.setattr(keyring, "get_keyring", lambda: backend)
    ring = SystemRing.found()
    assert ring is not None
    assert ring.read(HUGGING_FACE) is None
    ring.delete(HUGGING_FACE)
    ring.write(HUGGING_FACE, TOKEN)
    assert ring.read(HUGGING_FACE) == TOKEN
    ring.delete(HUGGING_FACE)
    assert backend.kept == {}
    backend.broken = True
    with pytest.raises(OSError, match="refused"):
        ring.read(HUGGING_FACE)
