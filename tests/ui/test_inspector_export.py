"""What the inspector exports can be read back, and holds hostile text only as data."""

import json
from pathlib import Path

import msgspec
from PySide6.QtQml import QJSEngine, QJSValue
from PySide6.QtWidgets import (
    QWidget,
)
from pytestqt.qtbot import QtBot

from paceline.provenance import Round
from paceline.ui.failure import Failure
from paceline.ui.inspector.export import as_json_lines, as_page
from paceline.ui.inspector.exporting import Exporting
from paceline.ui.inspector.recording import Recording
from ui.replies import corrected, drafted, long_reply, make_round, plain

HOSTILE = "</script><script>alert(1)</script><!-- & \u2028"


def hostile() -> Recording:
    return Recording(
        [make_round(plain(HOSTILE)), make_round(drafted("a"), corrected("b", HOSTILE))]
    )


def test_the_data_can_be_read_back_as_it_was() -> None:
    recording = Recording(long_reply())
    heading, *lines = as_json_lines(recording, "Trees").splitlines()
    assert json.loads(heading)["format"] == "paceline-passes"
    assert json.loads(heading)["passes"] == len(lines)
    assert [msgspec.json.decode(line, type=Round) for line in lines] == recording.rounds


def test_the_page_holds_hostile_text_only_as_data() -> None:
    recording = hostile()
    page = as_page(recording, HOSTILE)
    assert "alert(1)</script>" not in page
    assert page.count("<script") == 2
    data = page.split('id="passes">')[1].split("</script>")[0]
    assert [msgspec.convert(each, Round) for each in json.loads(data)] == recording.rounds
    assert "http" not in page.replace("http-equiv", "")
    assert "default-src 'none'" in page


def run(engine: QJSEngine, script: str) -> str:
    result: object = engine.evaluate(script)
    assert isinstance(result, QJSValue)
    assert not result.isError(), result.toString()
    return result.toString()


def test_the_pages_script_makes_the_same_pieces_as_the_window() -> None:
    script = as_page(hostile(), "x").split("<script>")[1].split("</script>")[0]
    engine = QJSEngine()
    run(engine, script)
    round_ = msgspec.structs.replace(
        make_round(drafted("a"), corrected("b", "x")), drafted=3, width=4
    )
    encoded = msgspec.json.encode(round_).decode()
    pieces = run(engine, f"JSON.stringify(piecesOf({encoded}))")
    assert json.loads(pieces) == [
        ["accepted", "a"],
        ["ghost", "x"],
        ["own", "b"],
        ["untested", " 1 guess never tested"],
    ]
    facts = run(engine, f"factsOf([{encoded}], 0)")
    assert facts.startswith("Pass 1 of 1, after 0.1 s: 3 guessed, 1 accepted, 2 said. 60 ms")


def test_exports_land_in_the_file_that_was_chosen(qtbot: QtBot, tmp_path: Path) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    answers: list[Path | None] = [tmp_path / "a.html", tmp_path / "b.jsonl", None]
    exporting = Exporting(window, lambda *_asked: answers.pop(0))
    exporting.show_recording(Recording(long_reply()))
    page, lines = exporting.menu.actions()
    page.trigger()
    lines.trigger()
    page.trigger()
    assert "<title>A binary search tree is" in (tmp_path / "a.html").read_text("utf-8")
    assert len((tmp_path / "b.jsonl").read_bytes().splitlines()) == len(long_reply()) + 1
    assert len(list(tmp_path.iterdir())) == 2


def test_an_export_that_cannot_be_written_is_reported(qtbot: QtBot, tmp_path: Path) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    (tmp_path / "file").write_text("in the way", "utf-8")
    exporting = Exporting(window, lambda *_asked: tmp_path / "file" / "a.html")
    with qtbot.waitSignal(exporting.failed) as told:
        exporting.menu.actions()[0].trigger()
    assert isinstance(told.args[0], Failure)
    assert "could not be written" in told.args[0].text
