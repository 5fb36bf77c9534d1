"""Keeps a bar of buttons at each code block of a message, and does what they ask."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QTextEdit, QWidget

from paceline.errors import AppError
from paceline.ui.file_choice import choose_save_file
from paceline.ui.reply_text.code_bar import CodeBar, suggested_name
from paceline.ui.reply_text.formats import CODE_PADDING
from paceline.ui.reply_text.reply_document import ReplyDocument
from paceline.whole_file import write_whole

BARS_AT_ONCE: Final = 24
"""Made in one turn of the event loop; each takes some tenths of a millisecond."""

ChooseSaveFile = Callable[[QWidget, str, str, str], Path | None]
"""Asks where to save: parent, title, suggested name, kinds of files."""


class CodeBars(QObject):
    """The bars of one message; only those of blocks that moved are moved."""

    saving_failed = Signal(object)
    """Carries the `AppError`."""

    def __init__(self, edit: QTextEdit, document: ReplyDocument) -> None:
        super().__init__(edit)
        self.choose_file: ChooseSaveFile = choose_save_file
        self._edit = edit
        self._document = document
        self._bars: list[CodeBar] = []

    def keep_up(self) -> None:
        """Text was added at the end: only the last bar may be missing or have moved."""
        known = min(len(self._bars), len(self._document.code_heads))
        self._fit(max(known - 1, 0))

    @property
    def behind(self) -> bool:
        """Whether blocks still lack their bar; `keep_up` makes some more."""
        return len(self._bars) < len(self._document.code_heads)

    def stops(self) -> tuple[QWidget, ...]:
        """The buttons of all blocks, from top to bottom."""
        return tuple(button for bar in self._bars for button in bar.stops())

    def place_all(self) -> None:
        """Text may have moved anywhere."""
        self._fit(0)

    def _fit(self, first: int) -> None:
        heads = self._document.code_heads
        while len(self._bars) > len(heads):
            bar = self._bars.pop()
            bar.setParent(None)
            bar.deleteLater()
        for number in range(first, min(len(heads), len(self._bars) + BARS_AT_ONCE)):
            if number == len(self._bars):
                bar = CodeBar(heads[number], self._edit.viewport())
                bar.copy_wanted.connect(self._on_copy_wanted)
                bar.save_wanted.connect(self._on_save_wanted)
                self._bars.append(bar)
            self._bars[number].head = heads[number]
            self._place(self._bars[number])

    def _place(self, bar: CodeBar) -> None:
        document = self._edit.document()
        block = document.findBlock(self._document.position_of_row(bar.head))
        top = document.documentLayout().blockBoundingRect(block).top()
        bar.place(self._edit.viewport().width() - 6, round(top - CODE_PADDING + 5))

    def _on_copy_wanted(self, head: int) -> None:
        bar = self.sender()
        if isinstance(bar, CodeBar):
            bar.copy(self._document.code_below(head)[1])

    def _on_save_wanted(self, head: int) -> None:
        language, code = self._document.code_below(head)
        path = self.choose_file(
            self._edit, self.tr("Save code"), suggested_name(language), self.tr("All files (*)")
        )
        if path is None:
            return
        try:
            write_whole(path, code.encode())
        except AppError as error:
            self.saving_failed.emit(error)
