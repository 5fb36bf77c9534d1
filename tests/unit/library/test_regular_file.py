import os
import sys
from pathlib import Path

import pytest

from paceline.library.regular_file import beginning, open_regular


def test_a_file_is_read_as_far_as_asked(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"0123456789")
    assert beginning(file, 4) == b"0123"
    with open_regular(file) as stream:
        assert stream.read() == b"0123456789"


@pytest.mark.skipif(sys.platform == "win32", reason="pipes and devices as Unix has them")
def test_pipes_and_devices_are_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for odd in (tmp_path / "pipe", Path("/dev/zero"), tmp_path, tmp_path / "nowhere"):
        with pytest.raises(OSError, match=r"regular|directory"):
            beginning(odd, 4)
