"""The two small buttons of a code block: copy it, or save it to a file."""

from typing import Final

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

COPIED_MS: Final = 1_500
"""How long the button says that the code was copied: long enough to be read."""

SUFFIXES: Final = {
    "bash": "sh", "c": "c", "c++": "cpp", "cpp": "cpp", "csharp": "cs", "cs": "cs", "css": "css",
    "diff": "diff", "go": "go", "html": "html", "java": "java", "javascript": "js", "js": "js",
    "json": "json", "kotlin": "kt", "latex": "tex", "lua": "lua", "markdown": "md", "md": "md",
    "php": "php", "powershell": "ps1", "py": "py", "python": "py", "r": "r", "ruby": "rb",
    "rust": "rs", "scala": "scala", "sh": "sh", "shell": "sh", "sql": "sql", "swift": "swift",
    "tex": "tex", "toml": "toml", "ts": "ts", "typescript": "ts", "xml": "xml", "yaml": "yaml",
    "yml": "yml", "zig": "zig",
}  # fmt: skip
"""File endings of the languages that fences name most."""


class CodeBar(QWidget):
    """Stands at the top right of the code block whose head is row number `head`."""

    copy_wanted = Signal(int)
    save_wanted = Signal(int)

    def __init__(self, head: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.head = head
        self.setObjectName("codeBar")
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self._copy = self._button(self.tr("Copy"), self.tr("Copy this code"))
        self._save = self._button(self.tr("Save…"), self.tr("Save this code to a file"))
        self._copy.clicked.connect(self._on_copy)
        self._save.clicked.connect(self._on_save)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        row.addWidget(self._copy)
        row.addWidget(self._save)
        self._rest = QTimer(self, singleShot=True, interval=COPIED_MS)
        self._rest.timeout.connect(self._on_rest)

    def place(self, right: int, top: int) -> None:
        """Stand with the upper right corner there."""
        size = self.sizeHint()
        self.resize(size)
        corner = QPoint(right - size.width(), top)
        if self.pos() != corner:
            self.move(corner)
        if not self.isVisible():
            self.show()

    def stops(self) -> tuple[QWidget, ...]:
        """The buttons, for whoever leads the Tab key through the message."""
        return self._copy, self._save

    def copy(self, code: str) -> None:
        """Put the code into the clipboard, and say so."""
        QGuiApplication.clipboard().setText(code)
        self._copy.setText(self.tr("Copied"))
        self._rest.start()

    def _button(self, text: str, name: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName("codeButton")
        button.setText(text)
        button.setAccessibleName(name)
        button.setToolTip(name)
        button.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        return button

    def _on_copy(self) -> None:
        self.copy_wanted.emit(self.head)

    def _on_save(self) -> None:
        self.save_wanted.emit(self.head)

    def _on_rest(self) -> None:
        self._copy.setText(self.tr("Copy"))


def suggested_name(language: str) -> str:
    """A file name for code in a language, as its fence names it."""
    return f"code.{SUFFIXES.get(language.casefold(), 'txt')}"
