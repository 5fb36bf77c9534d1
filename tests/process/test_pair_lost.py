"""A load that costs the pair in use: the client says so and no longer claims to have one."""

import sys
from pathlib import Path

from pytestqt.qtbot import QtBot

from paceline.client.engine_client import EngineClient
from paceline.errors import ErrorCode
from paceline.protocol.messages import Failed, Finished, ModelFacts, PairLoaded, PairLost
from process import replaying_worker
from process.conftest import close_and_check
from process.journal import Session

FACTS = ModelFacts("/models/old.gguf", "old", "llama", 1, 1, 1, 2048)


def test_a_pair_that_could_not_come_back(qtbot: QtBot) -> None:
    worker = replaying_worker.arguments(
        [PairLoaded(1, FACTS, None, 4096, 2), Finished(1)],
        [PairLost(2, ErrorCode.FILE_MISSING, "old.gguf"), Failed(2, ErrorCode.MEMORY_SHORT)],
        [Failed(3, ErrorCode.NO_PAIR)],
        [],
    )
    one = Session(EngineClient(sys.executable, worker), qtbot)
    one.client.start()
    one.load(Path("/models/old.gguf"))
    one.wait_for("finished 1")
    before = len(one.journal)
    one.load(Path("/models/new.gguf"))
    one.generate()
    one.wait_for("failed 3: no-pair")
    assert one.client.pair is None
    assert one.journal[before:] == [
        "state: loading",
        "pair lost 2: file-missing",
        "state: idle",
        "failed 2: memory-short",
        "state: generating",
        "state: idle",
        "failed 3: no-pair",
    ]
    assert one.restart() is None, "there is no pair in use to load again"
    close_and_check(one)
