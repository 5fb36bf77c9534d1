"""The same verdicts over files on the Hub, of which hardly more than the headers is read."""

import struct
from dataclasses import replace
from pathlib import Path

import pytest

from fakes.constructed_pairs import DRAFT, TARGET, ConstructedPair
from fakes.hub_stub.faults import Port
from fakes.hub_stub.stub import HubStub
from paceline.errors import AppError, Cancelled, ErrorCode
from paceline.library.doctor.diagnosis import LocalFile, Part, RemoteFile, Rule, Verdict
from paceline.library.doctor.examination import examine
from paceline.library.gguf.reading import read_header
from paceline.library.hub.hub import Hub

STEP = 2 << 20
REPOSITORY = "someone/models-GGUF"


def remote(hub: Hub, path: Path) -> RemoteFile:
    return RemoteFile(hub.file(REPOSITORY, "main", path.name))


def publish(stub: HubStub, *paths: Path) -> None:
    stub.add_repository(REPOSITORY, {path.name: path for path in paths})


def wait_for_bytes(stub: HubStub, count: int) -> None:
    """Return once the stub has counted so many, which may be after they arrived; not one more."""
    stub.journal.wait(lambda asked: sum(it.sent for it in asked if it.port is Port.CDN) >= count)
    assert stub.journal.bytes_sent(Port.CDN) == count


def test_every_constructed_pair_gets_its_verdict_on_the_hub_too(
    pairs: dict[str, ConstructedPair], stub: HubStub, hub: Hub
) -> None:
    folder = pairs["same"].target.parent
    stub.add_repository(REPOSITORY, {path.name: path.read_bytes() for path in folder.iterdir()})
    found = {
        name: examine(remote(hub, pair.target), remote(hub, pair.draft), hub=hub)
        for name, pair in pairs.items()
    }
    assert {name: (it.verdict, it.rule) for name, it in found.items()} == {
        name: (pair.verdict, pair.rule) for name, pair in pairs.items()
    }
    wait_for_bytes(stub, sum(it.bytes_read for it in found.values()))


def test_of_large_files_headers_and_at_most_2_mib_more_are_read(
    stub: HubStub, hub: Hub, tmp_path: Path
) -> None:
    words = tuple(f"▁word{number:06}" for number in range(120_000))
    target = replace(TARGET, words=words, width=64).write(tmp_path / "target.gguf")
    draft = replace(DRAFT, words=words).write(tmp_path / "draft.gguf")
    publish(stub, target, draft)
    patients = remote(hub, target), remote(hub, draft)
    told: list[tuple[Part, int]] = []
    diagnosis = examine(*patients, hub=hub, progress=lambda part, count: told.append((part, count)))
    assert diagnosis.verdict is Verdict.COMPATIBLE
    headers = sum(read_header(path).data_start for path in (target, draft))
    whole = sum(path.stat().st_size for path in (target, draft))
    assert whole > headers + 3 * STEP, "there was much to read"
    assert headers <= diagnosis.bytes_read <= headers + 2 * STEP
    wait_for_bytes(stub, diagnosis.bytes_read)
    assert told[-1][0] is Part.DRAFT
    assert dict(told).keys() == set(Part)
    assert diagnosis.bytes_read == sum(dict(told).values())


def test_one_file_here_and_one_on_the_hub(
    pairs: dict[str, ConstructedPair], stub: HubStub, hub: Hub
) -> None:
    target, draft, *_ = pairs["one token differs"]
    publish(stub, draft)
    diagnosis = examine(LocalFile(target), remote(hub, draft), hub=hub)
    assert diagnosis.verdict is Verdict.THROUGH_TEXT
    assert 0 < diagnosis.bytes_read <= draft.stat().st_size


def test_an_old_location_is_asked_for_again(
    same: tuple[Path, Path], stub: HubStub, hub: Hub
) -> None:
    publish(stub, *same)
    patients = [remote(hub, path) for path in same]
    stub.expire_signatures()
    assert examine(*patients, hub=hub).verdict is Verdict.COMPATIBLE


def test_what_the_hub_does_not_give_is_said_and_no_verdict(
    same: tuple[Path, Path], stub: HubStub, hub: Hub
) -> None:
    publish(stub, *same)
    patients = [remote(hub, path) for path in same]
    stub.repositories[REPOSITORY].gated = "auto"
    with pytest.raises(AppError) as caught:
        examine(*patients, hub=hub)
    assert caught.value.code == ErrorCode.HUB_GATED


def test_a_person_can_stop_it(same: tuple[Path, Path], stub: HubStub, hub: Hub) -> None:
    publish(stub, *same)
    patients = [remote(hub, path) for path in same]
    read: list[int] = []
    with pytest.raises(Cancelled):
        examine(
            *patients,
            hub=hub,
            progress=lambda _part, count: read.append(count),
            cancelled=lambda: bool(read),
        )
    assert len(read) == 1


@pytest.mark.parametrize(
    "start",
    [
        b"GGUF" + struct.pack("<IQQ", 3, 2**40, 2**40),
        b"GGUF" + struct.pack("<IQQQ", 3, 0, 1, 2**62),
        b"GGUF" + struct.pack("<IQQQ", 3, 0, 4000, 1) + b"a" + struct.pack("<IIQ", 9, 8, 2**20),
        b"PK\x03\x04",
    ],
    ids=["counts", "long-name", "many-texts", "other-format"],
)
def test_a_hostile_file_costs_no_more_than_a_good_one(
    same: tuple[Path, Path], stub: HubStub, hub: Hub, start: bytes
) -> None:
    hostile = start + bytes(16 << 20)
    stub.add_repository(REPOSITORY, {"hostile.gguf": hostile})
    file = RemoteFile(hub.file(REPOSITORY, "main", "hostile.gguf"))
    diagnosis = examine(LocalFile(same[0]), file, hub=hub)
    assert (diagnosis.verdict, diagnosis.rule) == (Verdict.IMPOSSIBLE, Rule.WHOLE_FILES)
    assert diagnosis.bytes_read < len(hostile)


def test_of_further_shards_next_to_nothing_but_headers_is_read(
    same: tuple[Path, Path], stub: HubStub, hub: Hub, tmp_path: Path
) -> None:
    target = replace(TARGET, layers=4, width=256).write(tmp_path / "t.gguf", tensors_per_shard=9)
    shards = sorted(tmp_path.glob("t-*.gguf"))
    assert sum(path.stat().st_size for path in shards) > STEP + 4 * (1 << 20)
    publish(stub, *shards, same[1])
    diagnosis = examine(remote(hub, target), remote(hub, same[1]), hub=hub)
    assert diagnosis.verdict is Verdict.COMPATIBLE
    most = STEP + (len(shards) - 1) * (1 << 18) + same[1].stat().st_size
    assert diagnosis.bytes_read <= most + sum(read_header(path).data_start for path in shards)
