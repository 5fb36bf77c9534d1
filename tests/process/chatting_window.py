"""The whole program with a fake worker, and a person who asks on and on; run as a program.

`python chatting_window.py REPORT FLAGS...` opens the window on `PACELINE_HOME`, notes in the file
REPORT what it finds there, and asks the next question whenever the last one was answered. The
flags are the fake worker's; `WINDOW_ARGUMENTS` holds the program's own as a JSON list.
"""

import json
import os
import sys
from itertools import count
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

import paceline.__main__ as program
from fakes import fake_worker
from paceline.ui.application import make_application
from paceline.ui.chat_session import ChatSession
from paceline.ui.composing.composer import Composer
from paceline.ui.main_window import MainWindow

LOOK_MS = 20
FIRST_LOOK_MS = 1000
"""The window draws its graph for the first time before a pair could have been loaded."""


class Person:
    """Looks at the window now and then; reports once, then asks whenever it may."""

    def __init__(self, report: Path) -> None:
        self._report = report
        self._numbers = count(1)
        self._has_looked = False
        self._patience = FIRST_LOOK_MS // LOOK_MS

    def look(self) -> None:
        windows = [w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow)]
        if not windows or not windows[0].isVisible():
            return
        self._patience -= 1
        if self._patience > 0:
            return
        session = windows[0].findChild(ChatSession)
        composer = windows[0].findChild(Composer)
        assert session is not None
        assert composer is not None
        message = composer.focusProxy()
        assert message is not None
        if not self._has_looked:
            self._has_looked = True
            self._note(session)
        if not session.busy:
            if not composer.text:
                composer.set_text(f"Question {next(self._numbers)} of {self._report.stem}")
            QTest.keyClick(message, Qt.Key.Key_Return)

    def _note(self, session: ChatSession) -> None:
        last = session.entries[-1] if session.entries else None
        found = {
            "entries": len(session.entries),
            "state": last.state if last else None,
            "can_continue": session.can_continue,
            "awaits_answer": session.awaits_answer,
        }
        self._report.write_text(json.dumps(found))


def main() -> int:
    report, *flags = sys.argv[1:]
    program.worker_command = lambda: (sys.executable, fake_worker.arguments(*flags))
    application = make_application()
    person = Person(Path(report))
    timer = QTimer(application, interval=LOOK_MS)
    timer.timeout.connect(person.look)
    timer.start()
    return program.main(["window", *json.loads(os.environ.get("WINDOW_ARGUMENTS", "[]"))])


if __name__ == "__main__":
    sys.exit(main())
