"""A worker that breaks the protocol: strays are ignored, anything unreadable ends it."""

from pathlib import Path

import pytest

from paceline.protocol.messages import PROTOCOL_VERSION
from process.conftest import SessionMaker
from process.journal import OPENED

PROMPT = ["state: generating", "prompt 2: 10/20", "prompt 2: 20/20"]


@pytest.mark.parametrize(
    ("deed", "reason"),
    [
        ("noise", "it sent a message that could not be read"),
        ("endless-line", "it sent a line without an end"),
    ],
)
def test_noise_in_the_middle_of_a_reply(
    session: SessionMaker, target: Path, draft: Path, deed: str, reason: str
) -> None:
    one = session("--do", deed, "--at", "round", "--repeat", "1000")
    one.open(target, draft)
    one.generate()
    one.wait_for("lost: engine-crashed")
    one.rest()
    assert one.journal == [
        *OPENED,
        *PROMPT,
        "round 2",
        "round 2",
        "state: crashed",
        "failed 2: engine-crashed",
        "lost: engine-crashed",
    ]
    assert reason in one.outcomes[0].sentence()


@pytest.mark.parametrize(
    ("flags", "reason"),
    [
        (["--protocol-version", "1"], f"protocol {PROTOCOL_VERSION} here, 1 there"),
        (["--do", "noise", "--at", "start"], "could not be read"),
        (["--do", "progress", "--at", "start"], "it spoke before it was ready"),
    ],
)
def test_nonsense_instead_of_ready(
    session: SessionMaker, target: Path, flags: list[str], reason: str
) -> None:
    one = session(*flags)
    one.client.start()
    one.load(target)
    one.wait_for("lost: engine-not-started")
    assert one.journal == [
        "state: starting",
        "state: crashed",
        "failed 1: engine-not-started",
        "lost: engine-not-started",
    ]
    assert reason in one.outcomes[0].sentence()


@pytest.mark.parametrize(
    ("deed", "moment"),
    [
        ("stray", "ready"),
        ("stray", "round"),
        ("twice", "end"),
        ("progress", "end"),
        ("ready-again", "ready"),
        ("ready-again", "round"),
    ],
)
def test_strays_are_ignored(
    session: SessionMaker, target: Path, draft: Path, deed: str, moment: str
) -> None:
    one = session("--do", deed, "--at", moment)
    one.open(target, draft)
    one.generate()
    one.wait_for("finished 2")
    one.rest()
    assert one.outline() == [*OPENED, *PROMPT, "round 2", "state: idle", "finished 2"]
