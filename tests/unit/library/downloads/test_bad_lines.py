"""Whatever the line does: the file arrives whole and verified, and next to nothing comes twice."""

import pytest

from fakes.hub_stub.faults import (
    Cut,
    Headers,
    NoRange,
    Port,
    Reset,
    Stall,
    Status,
    WrongContent,
    WrongRange,
)
from paceline.errors import AppError, ErrorCode
from paceline.library.downloads.records import Phase, Wanted
from paceline.library.hub.failures import HubError

from .conftest import NAME, REPOSITORY, WANTED, Line

MOST_TWICE = 0.05
ALWAYS = None


def reset_every(line: Line) -> int:
    return max(50_000, len(line.content) * 3 // 64)


def cut_every(line: Line) -> int:
    return max(20_000, len(line.content) // 640)


def check(line: Line) -> None:
    assert line.fetch().read_bytes() == line.content
    assert line.fetched_twice <= MOST_TWICE


class TestTheFileArrives:
    def test_over_a_good_line(self, line: Line) -> None:
        check(line)
        assert line.fetched_twice == 0

    @pytest.mark.parametrize("connections", [1, 4])
    def test_although_connections_are_reset(self, line: Line, connections: int) -> None:
        line.stub.faults.add(Port.CDN, Reset(reset_every(line)), times=ALWAYS)
        assert line.fetch(connections=connections).read_bytes() == line.content
        assert line.fetched_twice <= MOST_TWICE

    def test_although_connections_are_cut(self, line: Line) -> None:
        line.stub.faults.add(Port.CDN, Cut(cut_every(line)), times=ALWAYS)
        check(line)

    def test_although_the_line_falls_silent(self, line: Line) -> None:
        line.stub.faults.add(Port.CDN, Stall(len(line.content) // 10), times=2)
        check(line)

    @pytest.mark.parametrize("port", Port)
    def test_although_servers_are_in_trouble(self, line: Line, port: Port) -> None:
        for code in (500, 502, 503):
            line.stub.faults.add(port, Status(code))
        check(line)

    @pytest.mark.parametrize("port", Port)
    def test_although_servers_want_to_be_left_alone(self, line: Line, port: Port) -> None:
        line.stub.faults.add(port, Status(429, retry_after=1))
        check(line)
        assert Phase.WAITING in line.phases

    # Of several connections some find that others have used up the location that all of them share.
    @pytest.mark.parametrize(("connections", "uses"), [(1, 1), (4, 8)])
    def test_although_signed_locations_expire(
        self, line: Line, connections: int, uses: int
    ) -> None:
        line.stub.faults.signatures_last = uses
        line.stub.faults.add(Port.CDN, Reset(reset_every(line)), times=ALWAYS)
        assert line.fetch(connections=connections).read_bytes() == line.content
        assert line.fetched_twice <= MOST_TWICE

    def test_although_every_server_names_it_otherwise(self, line: Line) -> None:
        for number in range(4):
            line.stub.faults.add(Port.CDN, Headers({"ETag": f'"{number}"'}), times=2)
        line.stub.faults.add(Port.CDN, Reset(reset_every(line)), times=8)
        check(line)

    def test_although_the_server_knows_no_ranges(self, line: Line) -> None:
        line.stub.faults.add(Port.CDN, NoRange(), times=ALWAYS)
        check(line)

    def test_although_it_was_begun_where_ranges_were_known(self, line: Line) -> None:
        line.begin()
        line.stub.faults.add(Port.CDN, NoRange(), times=ALWAYS)
        assert line.fetch().read_bytes() == line.content

    def test_although_a_server_sends_other_parts_than_it_was_asked_for(self, line: Line) -> None:
        line.stub.faults.add(Port.CDN, WrongRange(), times=2)
        assert line.fetch().read_bytes() == line.content

    def test_although_main_moves_on_meanwhile(self, line: Line) -> None:
        """It is the commit that was asked for first; the next download is the new one."""
        new = line.content[::-1]
        line.stub.faults.add(Port.CDN, Cut(cut_every(line)), times=ALWAYS)
        replaced: list[int] = []

        def replace(_: object) -> None:
            if not replaced and line.stub.journal.bytes_sent() > len(line.content) // 3:
                line.stub.replace(REPOSITORY, NAME, new)
                replaced.append(line.stub.journal.bytes_sent())

        assert line.fetch(progress=replace).read_bytes() == line.content
        assert replaced
        assert replaced[0] < len(line.content)
        assert line.fetch().read_bytes() == new

    def test_in_one_go_for_an_empty_file(self, line: Line) -> None:
        line.stub.add_repository("someone/empty-GGUF", {"empty.gguf": b""})
        assert line.fetch(Wanted("someone/empty-GGUF", "empty.gguf")).read_bytes() == b""


class TestASentenceSaysWhyNot:
    def refused(self, line: Line, wanted: Wanted = WANTED) -> AppError:
        with pytest.raises(AppError) as refusal:
            line.fetch(wanted)
        assert not list(line.cache.glob("models--*/blobs/*"))
        assert not list(line.cache.glob("models--*/snapshots/*/*"))
        return refusal.value

    def test_for_wrong_content_of_the_right_size(self, line: Line) -> None:
        line.stub.faults.add(Port.CDN, WrongContent(), times=1)
        error = self.refused(line)
        assert error.code is ErrorCode.DOWNLOAD_CORRUPT
        assert NAME in str(error)
        assert line.left_behind() == []
        assert line.fetch().read_bytes() == line.content

    def test_for_content_that_was_replaced_under_its_commit(self, line: Line) -> None:
        line.begin()
        other = Headers({"X-Linked-ETag": f'"{"0" * 64}"'})
        commit = line.stub.repositories[REPOSITORY].commit
        line.stub.faults.add(Port.HUB, other, times=ALWAYS, path=commit)
        line.stub.faults.add(Port.CDN, Cut(0))
        assert self.refused(line).code is ErrorCode.DOWNLOAD_CHANGED

    def test_for_another_version_than_was_wanted(self, line: Line) -> None:
        first = line.hub.file(REPOSITORY, "main", NAME)
        line.stub.replace(REPOSITORY, NAME, line.content[::-1])
        error = self.refused(line, Wanted(REPOSITORY, NAME, sha256=first.sha256))
        assert error.code is ErrorCode.DOWNLOAD_CHANGED

    def test_for_a_commit_that_is_gone(self, line: Line) -> None:
        gone = Wanted(REPOSITORY, NAME, revision="0" * 40)
        assert self.refused(line, gone).code is ErrorCode.HUB_FILE_MISSING

    def test_for_a_server_that_is_gone_for_good(self, line: Line) -> None:
        line.stub.faults.add(Port.CDN, Cut(len(line.content) // 10), times=2)
        line.stub.faults.add(Port.CDN, Status(503), times=ALWAYS)
        error = self.refused(line)
        assert isinstance(error, HubError)
        assert error.passing
        line.stub.faults.clear()
        check(line)

    def test_for_a_server_that_wants_to_be_left_alone_for_hours(self, line: Line) -> None:
        line.stub.faults.add(Port.CDN, Status(429, retry_after=10_000))
        assert self.refused(line).code is ErrorCode.HUB_BUSY

    def test_for_a_file_without_a_checksum(self, line: Line) -> None:
        line.stub.add_repository("someone/notes", {"notes.md": b"kept in Git"})
        error = self.refused(line, Wanted("someone/notes", "notes.md"))
        assert error.code is ErrorCode.DOWNLOAD_UNVERIFIABLE
