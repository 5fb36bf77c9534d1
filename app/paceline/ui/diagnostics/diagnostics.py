"""Diagnostics as a feature of the window: a sheet with the report, to be read, copied or saved."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, Qt
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QFileDialog, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from paceline.errors import AppError
from paceline.protocol.messages import Ready
from paceline.ui.diagnostics.log_file import tail
from paceline.ui.diagnostics.report import Facts, report
from paceline.ui.diagnostics.surroundings import program_lines, system_lines
from paceline.ui.failure import Failure
from paceline.ui.help.sheet import Sheet
from paceline.ui.workbench import Workbench
from paceline.whole_file import write_whole

SaveChoice = Callable[[QWidget], Path | None]


def choose_report_file(parent: QWidget) -> Path | None:
    """Ask where to save the report."""
    title = QCoreApplication.translate("Diagnostics", "Save the report")
    name, _ = QFileDialog.getSaveFileName(parent, title, "paceline-diagnostics.txt")
    return Path(name) if name else None


class Diagnostics(QObject):
    """Knows what the worker said at its start, and makes the report anew each time."""

    def __init__(
        self, workbench: Workbench, log_file: Path, choose_file: SaveChoice = choose_report_file
    ) -> None:
        super().__init__(workbench.window)
        self._workbench = workbench
        self._log_file = log_file
        self._choose_file = choose_file
        self._ready: Ready | None = None
        workbench.engine.worker_ready.connect(self._on_worker_ready)
        workbench.actions.diagnose.triggered.connect(self._on_triggered)

    def report(self) -> str:
        """Return the report as it is now."""
        bench = self._workbench
        said = [message.content for message in bench.session.entries]
        files = [each for message in bench.session.entries for each in message.attachments]
        return report(
            Facts(
                program=program_lines(),
                system=system_lines(),
                settings=bench.keeper.settings,
                ready=self._ready,
                pair=bench.engine.pair,
                engine_state=bench.engine.state.value,
                engine_words=bench.engine.stderr_lines,
                log=tail(self._log_file),
                private=[*said, *(each.text for each in files), bench.composer.text],
            )
        )

    def _on_worker_ready(self, ready: Ready) -> None:
        self._ready = ready

    def _on_triggered(self) -> None:
        text = self.report()
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 12, 0)
        lead = QLabel(
            self.tr(
                "This is all that the report holds. It has nothing of your chats, and your home "
                "folder is written as ~. Nothing is sent anywhere: copy or save it if you want "
                "to share it."
            )
        )
        lead.setWordWrap(True)
        words = QPlainTextEdit(text)
        words.setReadOnly(True)
        words.setTabChangesFocus(True)
        words.setAccessibleName(self.tr("Report"))
        words.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        words.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        column.addWidget(lead)
        column.addWidget(words, 1)
        sheet = Sheet(self.tr("Diagnostics"), page, self._workbench.window)
        sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        sheet.resize(760, 540)
        copy = QPushButton(self.tr("C&opy"))
        copy.setAccessibleName(self.tr("Copy the report"))
        copy.clicked.connect(lambda: self._copy(text))
        save = QPushButton(self.tr("&Save…"))
        save.setAccessibleName(self.tr("Save the report"))
        save.clicked.connect(lambda: self._save(text, sheet))
        for place, button in enumerate((copy, save)):
            button.setAutoDefault(False)
            sheet.buttons.insertWidget(place, button)
        sheet.show()
        words.setFocus()

    def _copy(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self._workbench.notices.tell(self.tr("The report was copied."))

    def _save(self, text: str, sheet: QWidget) -> None:
        file = self._choose_file(sheet)
        if file is None:
            return
        try:
            write_whole(file, text.encode())
        except AppError as error:
            self._workbench.notices.show_failure(
                Failure(error.code, error.detail), retry=lambda: self._save(text, sheet)
            )
        else:
            self._workbench.notices.tell(
                self.tr("The report was saved as {name}.").format(name=file.name)
            )
