"""What has arrived is what the Hub's own client would have fetched; nothing else is there."""

import errno
import hashlib
import os
import stat
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from filelock import FileLock
from huggingface_hub import HfApi, hf_hub_download, scan_cache_dir

from fakes.hub_stub.faults import Port
from paceline.errors import AppError, Cancelled, ErrorCode
from paceline.library.downloads.records import Phase, Wanted
from paceline.library.downloads.speed_limit import SpeedLimit
from paceline.library.published_sums import published_sum

from .conftest import NAME, REPOSITORY, Line


def client_finds(line: Line, wanted: str = NAME) -> Path:
    """Ask the Hub's own client for the file; return where it says it is."""
    return Path(
        hf_hub_download(
            REPOSITORY, wanted, cache_dir=line.cache, endpoint=line.stub.endpoint, token=False
        )
    )


@pytest.fixture(params=["with links", "without links"], autouse=True)
def links(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Windows lets most people make none."""
    works: bool = request.param == "with links"
    if not works:
        from huggingface_hub import constants

        monkeypatch.setenv("HF_HUB_DISABLE_SYMLINKS", "1")
        monkeypatch.setattr(constants, "HF_HUB_DISABLE_SYMLINKS", True)
    return works


def test_the_client_finds_it_and_asks_for_its_head_alone(line: Line) -> None:
    path = line.fetch()
    line.stub.journal.clear()
    assert client_finds(line) == path
    assert [(asked.port, asked.method) for asked in line.stub.requests] == [(Port.HUB, "HEAD")]


def test_the_client_finds_it_without_a_line(line: Line) -> None:
    path = line.fetch()
    found = hf_hub_download(
        REPOSITORY, NAME, cache_dir=line.cache, local_files_only=True, token=False
    )
    assert Path(found) == path


def test_the_client_finds_its_checksum_right(line: Line) -> None:
    line.fetch()
    verified = HfApi(endpoint=line.stub.endpoint, token=False).verify_repo_checksums(
        REPOSITORY, cache_dir=line.cache
    )
    assert verified.checked_count == 1
    assert not verified.mismatches
    assert not verified.missing_paths


def test_its_checksum_is_known_without_asking_anybody(line: Line) -> None:
    assert published_sum(line.fetch()) == hashlib.sha256(line.content).hexdigest()


def test_a_scan_of_the_cache_warns_of_nothing_and_finds_the_file_alone(line: Line) -> None:
    line.fetch()
    scan = scan_cache_dir(line.cache)
    assert not scan.warnings
    assert not scan.incomplete_files
    (repository,) = scan.repos
    (revision,) = repository.revisions
    assert [file.file_name for file in revision.files] == [NAME]
    assert revision.refs == {"main"}


def test_a_scan_warns_of_nothing_while_it_is_fetched(line: Line) -> None:
    line.begin()
    scan = scan_cache_dir(line.cache)
    assert (list(scan.warnings), list(scan.repos)) == ([], [])


def test_what_the_client_fetched_is_not_fetched_again(line: Line) -> None:
    there = client_finds(line)
    line.stub.journal.clear()
    assert line.fetch() == there
    assert line.stub.journal.bytes_sent() == 0


def test_content_that_another_commit_brought_is_not_fetched_again(line: Line, links: bool) -> None:  # noqa: FBT001
    old = line.fetch()
    line.stub.replace(REPOSITORY, "more.gguf", b"another file")
    line.stub.journal.clear()
    new = line.fetch()
    assert new != old
    assert new.read_bytes() == line.content
    assert line.stub.journal.bytes_sent() == (0 if links else len(line.content))
    assert not scan_cache_dir(line.cache).warnings


def test_it_is_copied_where_links_stopped_working(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("HF_HUB_DISABLE_SYMLINKS", raising=False)
    old = line.fetch()
    assert old.is_symlink()
    monkeypatch.setenv("HF_HUB_DISABLE_SYMLINKS", "1")
    line.stub.replace(REPOSITORY, "more.gguf", b"another file")
    line.stub.journal.clear()
    new = line.fetch()
    assert not new.is_symlink()
    assert new.read_bytes() == line.content
    assert line.stub.journal.bytes_sent() == 0
    assert [path.name for path in new.parent.iterdir()] == [NAME]
    assert not [name for name in line.left_behind() if "paceline" in name]


def test_a_pause_while_it_is_checked_costs_no_byte(line: Line) -> None:
    with pytest.raises(Cancelled):
        line.fetch(cancelled=lambda: Phase.VERIFYING in line.phases)
    assert not list(line.cache.glob("models--*/snapshots/*/*"))
    assert line.fetch().read_bytes() == line.content
    assert line.stub.journal.bytes_sent() == len(line.content)


def test_who_waits_for_another_to_fetch_it_can_stop_waiting(line: Line) -> None:
    sha256 = hashlib.sha256(line.content).hexdigest()
    lock = line.cache / ".locks/models--someone--model-GGUF" / f"{sha256}.lock"
    lock.parent.mkdir(parents=True)
    with FileLock(lock), pytest.raises(Cancelled):
        line.fetch(cancelled=lambda: Phase.LOCKED in line.phases)
    assert Phase.FETCHING not in line.phases
    assert line.fetch().read_bytes() == line.content


def test_a_file_in_a_folder_stands_in_that_folder(line: Line) -> None:
    name = "Q8_0/model-00001-of-00002.gguf"
    line.stub.replace(REPOSITORY, name, line.content[:1000])
    path = line.fetch(Wanted(REPOSITORY, name))
    assert path.read_bytes() == line.content[:1000]
    assert path.parts[-2:] == tuple(name.split("/"))
    assert client_finds(line, name) == path
    assert not scan_cache_dir(line.cache).warnings


def test_parts_and_notes_are_gone_when_it_has_arrived(line: Line) -> None:
    line.begin()
    assert [name for name in line.left_behind() if ".part" in name]
    line.fetch()
    assert not [name for name in line.left_behind() if "paceline" in name]


def test_parts_of_an_older_version_are_cleared_away(line: Line) -> None:
    line.begin()
    line.stub.replace(REPOSITORY, NAME, line.content[::-1])
    line.fetch()
    assert not [name for name in line.left_behind() if "paceline" in name]


def test_two_that_want_the_same_file_fetch_it_once(line: Line, links: bool) -> None:  # noqa: FBT001
    """The lock is the client's own, so it waits for us; without links it fetches again."""
    limit = SpeedLimit(4 * len(line.content))
    with ThreadPoolExecutor(2) as both:
        first = both.submit(line.fetch, limit=limit)
        line.stub.journal.wait(lambda asked: sum(one.sent for one in asked) > 0)
        second = both.submit(client_finds, line) if links else both.submit(line.fetch)
        assert first.result() == second.result()
    assert line.stub.journal.bytes_sent() == len(line.content)


def test_a_file_that_was_cut_short_later_is_fetched_again(line: Line) -> None:
    path = line.fetch()
    with path.open("r+b") as file:
        file.truncate(10)
    assert line.fetch().read_bytes() == line.content


def test_a_kill_before_its_last_step_costs_nothing_and_leaves_a_sound_cache(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("HF_HUB_DISABLE_SYMLINKS", raising=False)
    make = os.symlink

    def make_and_die(source: str, link: str, *more: bool) -> None:
        make(source, link, *more)
        if source != "nothing":
            raise KeyboardInterrupt

    with monkeypatch.context() as killed:
        killed.setattr(os, "symlink", make_and_die)
        killed.setattr(Path, "unlink", lambda *_, **__: None)  # who is killed clears nothing away
        with pytest.raises(KeyboardInterrupt):
            line.fetch()
    assert not scan_cache_dir(line.cache).warnings
    line.stub.journal.clear()
    path = line.fetch()
    assert path.read_bytes() == line.content
    assert line.stub.journal.bytes_sent() == 0
    assert [one.name for one in path.parent.iterdir()] == [NAME]


def test_a_reference_that_another_program_spoiled_is_written_anew(line: Line) -> None:
    reference = line.cache / "models--someone--model-GGUF/refs/main"
    reference.parent.mkdir(parents=True)
    reference.write_bytes(b"\xff\xfe")
    line.fetch()
    assert reference.read_text("utf-8") == commit_of(line)


def test_a_lock_that_cannot_be_had_becomes_a_sentence(line: Line) -> None:
    lock = f"{hashlib.sha256(line.content).hexdigest()}.lock"
    (line.cache / ".locks/models--someone--model-GGUF" / lock).mkdir(parents=True)
    with pytest.raises(AppError) as error:
        line.fetch()
    assert error.value.code is ErrorCode.FILE_UNWRITABLE


@pytest.mark.skipif(sys.platform == "win32", reason="folders are not synced there")
def test_a_disk_that_syncs_no_folders_is_good_enough(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As some disks over a network are."""
    sync = os.fsync

    def files_only(handle: int) -> None:
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
        sync(handle)

    monkeypatch.setattr(os, "fsync", files_only)
    assert line.fetch().read_bytes() == line.content


def commit_of(line: Line) -> str:
    return line.hub.file(REPOSITORY, "main", NAME).commit
