"""The pieces that know no network: segments, notes, waits, speeds."""

import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paceline.errors import ErrorCode
from paceline.library.downloads import part_file, segments
from paceline.library.downloads.part_file import PartFile
from paceline.library.downloads.patience import Manners, Patience
from paceline.library.downloads.segments import MOST, Segment
from paceline.library.downloads.speed_limit import SpeedLimit
from paceline.library.downloads.speed_meter import SpeedMeter
from paceline.library.hub.failures import HubError
from paceline.library.hub.records import HubFile

FILE = HubFile("someone/model-GGUF", "c" * 40, "model.gguf", 1000, "a" * 64)


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


class TestSegments:
    @given(size=st.integers(0, 10**13), count=st.integers(1, 8))
    def test_cover_the_file(self, size: int, count: int) -> None:
        made = segments.split(size, count)
        assert segments.cover(made, size)
        assert sum(segment.missing for segment in made) == size

    @given(size=st.integers(0, 10**13))
    def test_are_few(self, size: int) -> None:
        assert 1 <= segments.fitting_count(size) <= MOST

    @pytest.mark.parametrize(
        "wrong",
        [
            [],
            [Segment(0, 999)],
            [Segment(1, 1000)],
            [Segment(0, 400), Segment(500, 1000)],
            [Segment(0, 600), Segment(500, 1000)],
            [Segment(0, 1000, 1001)],
            [Segment(0, 1000, -1)],
        ],
    )
    def test_that_do_not_fit_are_told(self, wrong: list[Segment]) -> None:
        assert not segments.cover(wrong, 1000)


class TestANote:
    @pytest.fixture
    def stem(self, tmp_path: Path) -> Path:
        part = PartFile.open(tmp_path / "model", FILE, 2)
        with part.writer(part.segments[0]) as write:
            write(b"x" * 300)
        part.close()
        return tmp_path / "model"

    def done(self, stem: Path, file: HubFile = FILE) -> int:
        part = PartFile.open(stem, file, 2)
        part.close()
        return part.done

    def test_lets_the_next_run_go_on(self, stem: Path) -> None:
        assert self.done(stem) == 300

    @pytest.mark.parametrize(
        "damage", [b"", b"{}", b"\xff\xfe", b"null", b'{"segments": 7}', b"[" * 100_000]
    )
    def test_that_is_damaged_begins_the_file_anew(self, stem: Path, damage: bytes) -> None:
        part_file.note_path(stem).write_bytes(damage)
        assert self.done(stem) == 0

    def test_that_claims_too_much_begins_the_file_anew(self, stem: Path) -> None:
        note = part_file.note_path(stem)
        note.write_text(note.read_text("utf-8").replace('"done":300', '"done":501'), "utf-8")
        assert self.done(stem) == 0

    def test_of_other_content_begins_the_file_anew(self, stem: Path) -> None:
        other = HubFile(FILE.repository, FILE.commit, FILE.path, FILE.size, "b" * 64)
        assert self.done(stem, other) == 0

    def test_without_its_bytes_begins_the_file_anew(self, stem: Path) -> None:
        part_file.content_path(stem).unlink()
        assert self.done(stem) == 0

    def test_with_fewer_bytes_begins_the_file_anew(self, stem: Path) -> None:
        part_file.content_path(stem).write_bytes(b"x" * 300)
        assert self.done(stem) == 0

    def test_does_not_count_who_comes_late(self, tmp_path: Path) -> None:
        part = PartFile.open(tmp_path / "model", FILE, 1)
        with part.writer(part.segments[0]) as write:
            part.close()
            write(b"x" * 300)
        assert self.done(tmp_path / "model") == 0


def failure(*, passing: bool = True, retry_after: float | None = None) -> HubError:
    return HubError(ErrorCode.HUB_UNREACHABLE, "", passing=passing, retry_after=retry_after)


class TestPatience:
    def test_waits_longer_each_time_until_it_ends(self) -> None:
        patience = Patience(Manners(tries=4, first_wait=1.0, longest_wait=3.0))
        waits = [patience.after(failure(), 0) for _ in range(4)]
        for wait, meant in zip(waits, (1.0, 2.0, 3.0, 3.0), strict=True):
            assert 0.75 * meant <= wait <= 1.25 * meant
        with pytest.raises(HubError):
            patience.after(failure(), 0)

    def test_begins_anew_with_every_byte(self) -> None:
        patience = Patience(Manners(tries=1))
        for _ in range(50):
            patience.after(failure(), 1)

    def test_need_not_wait_where_much_has_come(self) -> None:
        assert Patience(Manners()).after(failure(), 1 << 20) == 0.0

    def test_waits_as_long_as_it_is_asked_to(self) -> None:
        patience = Patience(Manners())
        assert patience.after(failure(retry_after=120.0), 0) == 120.0
        assert patience.after(failure(retry_after=120.0), 1 << 20) == 120.0

    def test_ends_where_it_is_asked_for_too_much(self) -> None:
        with pytest.raises(HubError):
            Patience(Manners(longest_asked=900)).after(failure(retry_after=901), 1 << 20)

    def test_ends_where_trying_again_is_of_no_use(self) -> None:
        with pytest.raises(HubError):
            Patience(Manners()).after(failure(passing=False), 1 << 20)


class TestASpeedLimit:
    def test_holds_over_time_however_the_bytes_come(self) -> None:
        clock = Clock()
        limit = SpeedLimit(1000, clock=clock)
        began = clock.now
        for count in (10, 500, 1, 2000, 489) * 4:
            clock.now += limit.take(count)
        assert math.isclose(clock.now - began, 12_000 / 1000, abs_tol=0.11)

    def test_is_shared(self) -> None:
        clock = Clock()
        limit = SpeedLimit(1000, clock=clock)
        assert limit.take(1000) == pytest.approx(1.0)
        assert limit.take(1000) == pytest.approx(2.0)

    def test_does_not_save_up_for_long(self) -> None:
        clock = Clock()
        limit = SpeedLimit(1000, clock=clock)
        clock.now += 3600
        assert limit.take(1000) == pytest.approx(0.9)

    def test_forgets_its_debts_when_it_changes(self) -> None:
        clock = Clock()
        limit = SpeedLimit(10, clock=clock)
        limit.take(100_000)
        limit.bytes_per_second = 1000
        assert limit.take(1000) <= 1.0
        limit.bytes_per_second = None
        assert limit.take(10**12) == 0.0

    def test_lets_bytes_come_in_small_steps(self) -> None:
        """Twenty in a second, so that a slow download is seen to move, but no crumbs."""
        assert SpeedLimit(None).step is None
        assert SpeedLimit(10_000_000).step == 500_000
        assert SpeedLimit(1000).step == 4096


class TestASpeedMeter:
    def test_says_nothing_at_first(self) -> None:
        meter = SpeedMeter()
        assert meter.bytes_per_second is None
        meter.note(0.0, 0)
        meter.note(0.1, 1000)
        assert meter.bytes_per_second is None

    def test_looks_back_some_seconds(self) -> None:
        meter = SpeedMeter()
        for second in range(100):
            meter.note(float(second), second * 1000)
        assert meter.bytes_per_second == 1000
        for second in range(100, 110):
            meter.note(float(second), 99_000)
        assert meter.bytes_per_second == 0

    def test_begins_anew_where_bytes_were_lost(self) -> None:
        meter = SpeedMeter()
        meter.note(0.0, 5000)
        meter.note(1.0, 100)
        assert meter.bytes_per_second is None
