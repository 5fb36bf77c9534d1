"""Every message survives the wire, and nothing else passes for one."""

import json
from typing import get_args

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from paceline.chat import ChatMessage, Role, TokenCount
from paceline.errors import ErrorCode
from paceline.loading import (
    CacheType,
    DeviceKind,
    DeviceLayers,
    FlashAttention,
    LoadingWishes,
    MemoryReport,
    MemoryUse,
    ModelPlacement,
    RemoteFacts,
    RemoteServer,
    ServerSoftware,
)
from paceline.options import (
    MAX_ALTERNATIVES,
    MAX_DRAFT_LENGTH,
    MIN_ALTERNATIVES,
    DrafterChoice,
    Overflow,
    ReplySettings,
    Sampling,
    Speculation,
)
from paceline.protocol.codec import ProtocolError, decode_command, decode_event, encode
from paceline.protocol.messages import (
    MAX_THREADS,
    AlternativeRound,
    AlternativesSaid,
    Cancel,
    Command,
    Configure,
    ConnectPair,
    CountTokens,
    Device,
    Event,
    Failed,
    Finished,
    Forget,
    Generate,
    GenerateAlternatives,
    LoadPair,
    LoadProgress,
    ModelFacts,
    PairLoaded,
    PairLost,
    PromptProgress,
    Ready,
    RoundDone,
    Shutdown,
    Unload,
)
from paceline.provenance import (
    Forgotten,
    Origin,
    RejectedGuess,
    ReplySummary,
    Round,
    ServerReport,
    StopReason,
    Token,
)

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
COUNT = st.integers(0, 2**53)
REAL = st.floats(allow_nan=False, allow_infinity=False)
SHARE = st.floats(0, 1)


def maybe(strategy: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    return st.none() | strategy


GUESSES = st.builds(RejectedGuess, COUNT, TEXT, maybe(SHARE), SHARE)
TOKENS = st.builds(
    Token,
    id=COUNT,
    text=TEXT,
    origin=st.sampled_from(Origin),
    target_p=maybe(SHARE),
    margin=maybe(REAL),
    drafter=maybe(TEXT),
    slot=maybe(COUNT),
    draft_p=maybe(SHARE),
    rejected=maybe(GUESSES),
    reasoning=st.booleans(),
)
FORGOTTEN = st.builds(Forgotten, COUNT, COUNT, COUNT)
ROUNDS = st.builds(
    Round,
    index=COUNT,
    drafter=maybe(TEXT),
    drafted=COUNT,
    tested=COUNT,
    accepted=COUNT,
    width=COUNT,
    draft_ms=REAL,
    catch_up_ms=REAL,
    verify_ms=REAL,
    sample_ms=REAL,
    decode_ms=REAL,
    wall_ms=REAL,
    tokens=st.lists(TOKENS, max_size=3).map(tuple),
)
SAMPLINGS = st.builds(
    Sampling,
    temperature=st.floats(0, 5),
    top_k=COUNT,
    top_p=SHARE,
    min_p=SHARE,
    repeat_penalty=st.floats(0.01, 4),
    frequency_penalty=st.floats(-4, 4),
    presence_penalty=st.floats(-4, 4),
    penalty_window=COUNT,
    seed=maybe(st.integers(0, 2**32 - 2)),
    stop=st.lists(TEXT.filter(bool), max_size=2).map(tuple),
)
SPECULATIONS = st.builds(
    Speculation, st.booleans(), st.sampled_from(DrafterChoice), st.integers(1, MAX_DRAFT_LENGTH)
)
SETTINGS = st.builds(
    ReplySettings, SAMPLINGS, SPECULATIONS, maybe(COUNT), st.sampled_from(Overflow)
)
SUMMARIES = st.builds(
    ReplySummary,
    text=TEXT,
    tokens=COUNT,
    seconds=REAL,
    tokens_per_second=maybe(REAL),
    drafted=COUNT,
    tested=COUNT,
    accepted=COUNT,
    acceptance=maybe(SHARE),
    passes=COUNT,
    tokens_per_pass=maybe(REAL),
    net_gain=maybe(REAL),
    loop_overhead=maybe(REAL),
    origins=st.dictionaries(st.sampled_from(Origin), COUNT),
    stop_reason=st.sampled_from(StopReason),
    prompt_tokens=COUNT,
    prefill_tokens=COUNT,
    time_to_first_token_ms=maybe(REAL),
    seed=COUNT,
    draft_prefill_tokens=COUNT,
    reasoning_tokens=COUNT,
    forgotten=maybe(FORGOTTEN),
    settings=maybe(SETTINGS),
    report=maybe(
        st.builds(
            ServerReport,
            TEXT,
            TEXT,
            maybe(COUNT),
            maybe(REAL),
            maybe(COUNT),
            maybe(COUNT),
            maybe(COUNT),
            maybe(COUNT),
        )
    ),
)
SERVERS = st.builds(
    RemoteServer, TEXT.map("https://{}".format).filter(lambda url: "@" not in url), TEXT
)
CHATS = st.lists(st.builds(ChatMessage, st.sampled_from(Role), TEXT), max_size=3).map(tuple)
COUNTS = st.builds(TokenCount, COUNT, COUNT, st.integers(-(2**53), 2**53))
FACTS = st.builds(ModelFacts, TEXT, TEXT, TEXT, COUNT, COUNT, COUNT, COUNT)
DEVICES = st.builds(Device, TEXT, TEXT, COUNT, COUNT, st.sampled_from(DeviceKind), TEXT)
POSITIVE = st.integers(1, 2**53)
WISHES = st.builds(
    LoadingWishes,
    draft_context_length=maybe(POSITIVE),
    key_type=maybe(st.sampled_from(CacheType)),
    value_type=maybe(st.sampled_from(CacheType)),
    draft_cache_type=maybe(st.sampled_from(CacheType)),
    flash_attention=st.sampled_from(FlashAttention),
    device=maybe(TEXT),
    gpu_layers=maybe(COUNT),
    draft_gpu_layers=maybe(COUNT),
    swa_full=st.booleans(),
)
PLACEMENTS = st.builds(
    ModelPlacement,
    COUNT,
    COUNT,
    st.sampled_from(CacheType),
    st.sampled_from(CacheType),
    st.sampled_from(FlashAttention),
    st.booleans(),
    st.lists(st.builds(DeviceLayers, TEXT, COUNT), max_size=2).map(tuple),
)
USES = st.lists(st.builds(MemoryUse, TEXT, TEXT, COUNT, COUNT, COUNT, COUNT), max_size=2).map(tuple)

COMMANDS: dict[type, st.SearchStrategy[Command]] = {
    LoadPair: st.builds(
        LoadPair,
        COUNT,
        TEXT,
        maybe(TEXT),
        maybe(st.integers(1, 2**53)),
        maybe(st.integers(1, MAX_THREADS)),
        maybe(TEXT),
        WISHES,
    ),
    ConnectPair: st.builds(ConnectPair, COUNT, SERVERS, maybe(TEXT)),
    Generate: st.builds(
        Generate,
        COUNT,
        CHATS,
        SAMPLINGS,
        SPECULATIONS,
        maybe(COUNT),
        st.sampled_from(Overflow),
        st.booleans(),
    ),
    GenerateAlternatives: st.builds(
        GenerateAlternatives,
        COUNT,
        CHATS,
        SAMPLINGS,
        st.integers(MIN_ALTERNATIVES, MAX_ALTERNATIVES),
        st.integers(1, 2**53),
        st.sampled_from(Overflow),
    ),
    CountTokens: st.builds(CountTokens, COUNT, CHATS),
    Unload: st.builds(Unload, COUNT),
    Forget: st.builds(Forget, COUNT, TEXT),
    Configure: st.builds(Configure, SPECULATIONS),
    Cancel: st.builds(Cancel, COUNT),
    Shutdown: st.builds(Shutdown),
}
EVENTS: dict[type, st.SearchStrategy[Event]] = {
    Ready: st.builds(Ready, COUNT, TEXT, st.lists(DEVICES, max_size=2).map(tuple), COUNT),
    LoadProgress: st.builds(LoadProgress, COUNT, TEXT, SHARE),
    PairLoaded: st.builds(
        PairLoaded,
        COUNT,
        FACTS,
        maybe(FACTS),
        COUNT,
        COUNT,
        st.lists(TEXT, max_size=2).map(tuple),
        maybe(PLACEMENTS),
        maybe(PLACEMENTS),
        maybe(st.builds(MemoryReport, USES, USES, COUNT)),
        st.integers(1, 16),
        maybe(
            st.builds(
                RemoteFacts,
                SERVERS,
                st.sampled_from(ServerSoftware),
                maybe(COUNT),
                st.booleans(),
                st.booleans(),
            )
        ),
    ),
    PairLost: st.builds(PairLost, COUNT, st.sampled_from(ErrorCode), TEXT),
    PromptProgress: st.builds(PromptProgress, COUNT, COUNT, COUNT, COUNT, maybe(FORGOTTEN)),
    RoundDone: st.builds(RoundDone, COUNT, ROUNDS),
    AlternativesSaid: st.builds(
        AlternativesSaid,
        COUNT,
        st.lists(st.builds(AlternativeRound, COUNT, ROUNDS), max_size=3).map(tuple),
    ),
    Finished: st.builds(
        Finished,
        COUNT,
        maybe(SUMMARIES),
        st.booleans(),
        maybe(COUNTS),
        st.lists(SUMMARIES, max_size=2).map(tuple),
    ),
    Failed: st.builds(Failed, COUNT, st.sampled_from(ErrorCode), TEXT),
}


def test_a_key_shows_in_no_text() -> None:
    command = ConnectPair(1, RemoteServer("https://example.org/v1", "large"), "sk-secret")
    assert "sk-secret" not in f"{command} {command!r}"


def test_no_message_is_forgotten_here() -> None:
    assert set(COMMANDS) == set(get_args(Command))
    assert set(EVENTS) == set(get_args(Event))


@given(st.one_of(*COMMANDS.values()))
def test_commands_survive_the_wire(command: Command) -> None:
    line = encode(command)
    assert line.endswith(b"\n")
    assert line.count(b"\n") == 1
    assert decode_command(line) == command


@given(st.one_of(*EVENTS.values()))
def test_events_survive_the_wire(event: Event) -> None:
    line = encode(event)
    assert line.count(b"\n") == 1
    assert decode_event(line) == event


@given(st.one_of(*COMMANDS.values(), *EVENTS.values()))
def test_an_unknown_field_is_refused(message: Command | Event) -> None:
    fields = json.loads(encode(message)) | {"surprise": 1}
    decode = decode_command if type(message) in COMMANDS else decode_event
    with pytest.raises(ProtocolError, match="surprise"):
        decode(json.dumps(fields).encode())


@given(st.one_of(*COMMANDS.values()))
def test_a_command_is_no_event(command: Command) -> None:
    with pytest.raises(ProtocolError):
        decode_event(encode(command))


@given(st.binary(max_size=40))
def test_any_other_bytes_are_refused(noise: bytes) -> None:
    with pytest.raises(ProtocolError):
        decode_event(noise)


@pytest.mark.parametrize(
    "line",
    [
        b'{"type": "Cancel"}',
        b'{"type": "Cancel", "request_id": "1"}',
        b'{"type": "Configure", "speculation": {"draft_length": 0}}',
        b'{"type": "Configure", "speculation": {"draft_length": 17}}',
        b'{"type": "Configure", "speculation": {"drafter": "magic"}}',
        b'{"type": "LoadPair", "request_id": 1, "target": "a", "threads": 0}',
        b'{"type": "LoadPair", "request_id": 1, "target": "a", "threads": 513}',
        b'{"type": "LoadPair", "request_id": 1, "target": "a", "context_length": 0}',
        (
            b'{"type": "GenerateAlternatives", "request_id": 1, "messages": [], "sampling": {}, '
            b'"count": 1, "max_tokens": 1}'
        ),
        (
            b'{"type": "GenerateAlternatives", "request_id": 1, "messages": [], "sampling": {}, '
            b'"count": 9, "max_tokens": 1}'
        ),
        b'{"type": "Cancel", "request_id": 1} trailing',
        b'{"type": "Cancel", "request_id": 1',
        b'{"request_id": 1}',
        b"\xff\xfe",
        b"",
    ],
)
def test_a_wrong_command_is_refused(line: bytes) -> None:
    with pytest.raises(ProtocolError):
        decode_command(line)


def test_the_tag_is_the_name_of_the_class() -> None:
    assert json.loads(encode(Cancel(3))) == {"type": "Cancel", "request_id": 3}


def test_messages_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        Cancel(3).request_id = 4  # type: ignore[misc]
    assert msgspec.structs.replace(Cancel(3), request_id=4) == Cancel(4)
