"""Paints a frame of the replay as text: what stood, what was guessed, what became of it."""

from PySide6.QtGui import QColor, QFont, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QFrame, QTextEdit, QWidget

from paceline.ui.colours import Colours
from paceline.ui.inspector.replay import Frame, PieceKind
from paceline.ui.numbers import whole

_VISIBLE = str.maketrans({"\n": "↵\n", "\t": "⇥"})


class FrameText(QTextEdit):
    """Read-only; follows the end, where the pass is."""

    def __init__(self, colours: Colours, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._colours = colours
        self.setObjectName("frameText")
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(self.tr("The reply up to this pass"))
        self.verticalScrollBar().rangeChanged.connect(self._on_range_changed)

    def set_colours(self, colours: Colours) -> None:
        """Change to another theme; the next frame has the new colours."""
        self._colours = colours

    def show_frame(self, frame: Frame) -> None:
        """Show what the pass did, behind the text that stood already."""
        self.clear()
        cursor = self.textCursor()
        said = QTextCharFormat()
        said.setForeground(QColor(self._colours.text))
        muted = QTextCharFormat()
        muted.setForeground(QColor(self._colours.muted))
        if frame.left_out:
            cursor.insertText(
                self.tr("… {count} tokens before …").format(count=whole(frame.left_out)) + "\n",
                muted,
            )
        cursor.insertText("".join(token.text for token in frame.before), said)
        for piece in frame.pieces:
            self._insert(cursor, piece.kind, piece.text)
        if frame.untested:
            dotted = QTextCharFormat(muted)
            dotted.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DotLine)
            told = (
                self.tr("1 guess never tested")
                if frame.untested == 1
                else self.tr("{count} guesses never tested").format(count=frame.untested)
            )
            cursor.insertText(" ", muted)
            cursor.insertText(told, dotted)
        self.verticalScrollBar().setValue(self.verticalScrollBar().maximum())

    def _on_range_changed(self, _least: int, most: int) -> None:
        """The text was laid out anew: its end is what matters."""
        self.verticalScrollBar().setValue(most)

    def _insert(self, cursor: QTextCursor, kind: PieceKind, text: str) -> None:
        look = QTextCharFormat()
        look.setForeground(QColor(self._colours.text))
        line = QTextCharFormat.UnderlineStyle
        match kind:
            case PieceKind.ACCEPTED:
                look.setBackground(QColor(self._colours.drafted))
                look.setUnderlineColor(QColor(self._colours.drafted_line))
                look.setUnderlineStyle(line.DotLine)
            case PieceKind.GHOST:
                look.setForeground(QColor(self._colours.danger))
                look.setBackground(QColor(self._colours.danger_soft))
                look.setFontStrikeOut(True)
            case PieceKind.OWN:
                look.setBackground(QColor(self._colours.corrected))
                look.setUnderlineColor(QColor(self._colours.corrected_line))
                look.setUnderlineStyle(line.SingleUnderline)
                look.setFontWeight(QFont.Weight.DemiBold)
        ghostly = text.translate(_VISIBLE).replace("\n", "") if kind is PieceKind.GHOST else text
        cursor.insertText(ghostly, look)
