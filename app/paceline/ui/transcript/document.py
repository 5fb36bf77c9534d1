"""Writes the chat into a QTextDocument and knows which token stands where.

Text is only ever added at the end, or removed up to the end; so positions, once known, stay.
A later issue renders Markdown here; everything else asks `token_at`.
"""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)

from paceline.provenance import Origin, Round, Token
from paceline.ui.colours import Colours
from paceline.ui.token_map import TokenMap

PADDING: Final = 14.0
"""Pixels between the edge of a question's bubble and its text."""
NARROWEST_INDENT: Final = 0.14
"""Share of the column that stays free to the left of the widest question."""

_LINES: Final = {
    Origin.DRAFTED: QTextCharFormat.UnderlineStyle.DotLine,
    Origin.CORRECTED: QTextCharFormat.UnderlineStyle.SingleUnderline,
    Origin.BONUS: QTextCharFormat.UnderlineStyle.DashUnderline,
}


@dataclass(frozen=True, slots=True)
class Span:
    """Positions in the document, the end excluded."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Question:
    """Where a question stands, label included; `width` is that of its widest line."""

    span: Span
    width: float


class TranscriptDocument:
    """Questions and replies in turn, at the end of a document that it alone changes."""

    def __init__(self, document: QTextDocument, colours: Colours, *, show_tints: bool) -> None:
        self._document = document
        self._document.setUndoRedoEnabled(False)
        self._colours = colours
        self._show_tints = show_tints
        self._column = 600.0
        self.questions: list[Question] = []
        self._replies: list[TokenMap] = []
        self._muted: list[Span] = []
        self._formats = self._make_formats()

    # Writing ------------------------------------------------------------------------------

    def add_question(self, text: str) -> None:
        """Put the person's message at the end."""
        cursor = self._end_cursor()
        cursor.beginEditBlock()
        start = cursor.position()
        width = self._text_width(text)
        self._open_block(cursor, self._question_format(width, top=22 + PADDING, bottom=3))
        self._write_muted(cursor, "You")
        cursor.insertBlock(self._question_format(width), QTextCharFormat())
        cursor.insertText(text, QTextCharFormat())
        cursor.setBlockFormat(self._question_format(width, bottom=PADDING))
        cursor.endEditBlock()
        self.questions.append(Question(Span(start, cursor.position()), width))

    def remove_question(self) -> None:
        """Take the last question back, with whatever stands behind it."""
        self._truncate(self.questions.pop().span.start)

    def begin_reply(self, speaker: str) -> None:
        """Open a reply at the end."""
        cursor = self._end_cursor()
        cursor.beginEditBlock()
        reply = TokenMap(cursor.position())
        self._open_block(cursor, _block_format(top=22, bottom=3))
        self._write_muted(cursor, speaker)
        cursor.insertBlock(_block_format(line_height=True), QTextCharFormat())
        reply.open(cursor.position())
        cursor.endEditBlock()
        self._replies.append(reply)

    def remove_reply(self) -> None:
        """Remove the last reply."""
        self._truncate(self._replies[-1].outset)

    def append_round(self, round_: Round) -> None:
        """Write a round's tokens, each in the tint of its origin."""
        reply = self._replies[-1]
        cursor = self._end_cursor()
        cursor.beginEditBlock()
        for token in round_.tokens:
            cursor.insertText(token.text, self._formats[token.origin])
            reply.append(token, cursor.position())
        cursor.endEditBlock()

    def end_reply(self, footer: str) -> None:
        """Close the last reply with a small line about it."""
        cursor = self._end_cursor()
        cursor.beginEditBlock()
        cursor.insertBlock(_block_format(top=5), QTextCharFormat())
        self._write_muted(cursor, footer)
        cursor.endEditBlock()

    def clear(self) -> None:
        """Forget everything."""
        self._document.clear()
        self.questions.clear()
        self._replies.clear()
        self._muted.clear()

    # Asking -------------------------------------------------------------------------------

    def token_at(self, position: int) -> Token | None:
        """The token whose text stands at a position, or None."""
        for reply in reversed(self._replies):
            if reply.start <= position:
                return reply.token_at(position)
        return None

    # Appearance ---------------------------------------------------------------------------

    def set_column(self, width: float) -> None:
        """Fit the bubbles to a column of this many pixels."""
        if width == self._column:
            return
        self._column = width
        cursor = QTextCursor(self._document)
        cursor.beginEditBlock()
        for question in self.questions:
            block = self._document.findBlock(question.span.start + (question.span.start > 0))
            while block.isValid() and block.position() <= question.span.end:
                cursor.setPosition(block.position())
                format_ = block.blockFormat()
                format_.setLeftMargin(self._indent(question.width))
                cursor.setBlockFormat(format_)
                block = block.next()
        cursor.endEditBlock()

    def set_appearance(self, colours: Colours, *, show_tints: bool) -> None:
        """Change colours, and show or hide the tints, of everything written."""
        self._colours = colours
        self._show_tints = show_tints
        self._formats = self._make_formats()
        cursor = QTextCursor(self._document)
        cursor.beginEditBlock()
        for reply in self._replies:
            for start, end, token in reply.runs():
                _select(cursor, Span(start, end))
                cursor.setCharFormat(self._formats[token.origin])
        for span in self._muted:
            _select(cursor, span)
            cursor.setCharFormat(self._muted_format())
        cursor.endEditBlock()

    # Inside -------------------------------------------------------------------------------

    def _end_cursor(self) -> QTextCursor:
        cursor = QTextCursor(self._document)
        cursor.movePosition(QTextCursor.MoveOperation.End)
        return cursor

    def _open_block(self, cursor: QTextCursor, format_: QTextBlockFormat) -> None:
        """The first entry takes the block that an empty document already has."""
        if cursor.position() == 0:
            format_.setTopMargin(PADDING)
            cursor.setBlockFormat(format_)
        else:
            cursor.insertBlock(format_, QTextCharFormat())

    def _write_muted(self, cursor: QTextCursor, text: str) -> None:
        start = cursor.position()
        cursor.insertText(text, self._muted_format())
        self._muted.append(Span(start, cursor.position()))

    def _truncate(self, start: int) -> None:
        if start == 0:
            self.clear()
            return
        cursor = QTextCursor(self._document)
        cursor.setPosition(start)
        cursor.movePosition(QTextCursor.MoveOperation.End, QTextCursor.MoveMode.KeepAnchor)
        cursor.removeSelectedText()
        self.questions = [one for one in self.questions if one.span.end <= start]
        self._replies = [one for one in self._replies if one.outset < start]
        self._muted = [one for one in self._muted if one.end <= start]

    def _indent(self, width: float) -> float:
        free = self._column - width - PADDING
        return max(free, self._column * NARROWEST_INDENT)

    def _text_width(self, text: str) -> float:
        metrics = QFontMetricsF(self._document.defaultFont())
        lines = [*text.split("\n"), "You"]
        return max(metrics.horizontalAdvance(line) for line in lines) + 2

    def _question_format(
        self, width: float, *, top: float = 0, bottom: float = 0
    ) -> QTextBlockFormat:
        format_ = _block_format(top=top, bottom=bottom, line_height=not top)
        format_.setLeftMargin(self._indent(width))
        format_.setRightMargin(PADDING)
        return format_

    def _muted_format(self) -> QTextCharFormat:
        format_ = QTextCharFormat()
        format_.setForeground(QColor(self._colours.muted))
        font = self._document.defaultFont()
        format_.setFontPointSize(font.pointSizeF() * 0.82)
        format_.setFontWeight(QFont.Weight.Medium)
        return format_

    def _make_formats(self) -> dict[Origin, QTextCharFormat]:
        formats = {}
        for origin in Origin:
            format_ = QTextCharFormat()
            tint = self._colours.tint(origin)
            if tint and self._show_tints:
                format_.setBackground(QColor(tint[0]))
                format_.setUnderlineStyle(_LINES[origin])
                format_.setUnderlineColor(QColor(tint[1]))
            formats[origin] = format_
        return formats


def _block_format(
    *, top: float = 0, bottom: float = 0, line_height: bool = False
) -> QTextBlockFormat:
    format_ = QTextBlockFormat()
    format_.setTopMargin(top)
    format_.setBottomMargin(bottom)
    format_.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute)
    if line_height:
        format_.setLineHeight(140, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    return format_


def _select(cursor: QTextCursor, span: Span) -> None:
    cursor.setPosition(span.start)
    cursor.setPosition(span.end, QTextCursor.MoveMode.KeepAnchor)
