"""What is told of a child that ended badly."""

import signal
import sys

import pytest

from paceline.cli.selftest.worker_talk import ending, last_words


@pytest.mark.parametrize(
    ("errors", "told"),
    [
        (b"", ""),
        (b"\n \n", ""),
        (b"Traceback\n  File\nOSError: no library\n", " It said: OSError: no library."),
        (
            b"OSError: no library!\n[PYI-7:ERROR] Failed to execute\n",
            " It said: OSError: no library.",
        ),
        (b"\xff" * 1000, " It said: " + "\N{REPLACEMENT CHARACTER}" * 200 + "."),
    ],
)
def test_the_last_words_of_a_child(errors: bytes, told: str) -> None:
    assert last_words(errors) == told


def test_an_exit_of_its_own() -> None:
    assert ending(3) == "it ended by itself with exit status 3"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signals")
def test_a_signal() -> None:
    assert ending(-signal.SIGKILL).startswith("SIGKILL: ")
