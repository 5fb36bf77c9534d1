"""The widget for one message: rendered Markdown that streams, each token tinted and explained.

Text that streams in is shown in steps, each as soon as the time that the last one took allows: so
the window stays quick however long the reply becomes.
"""

from collections import deque
from collections.abc import Iterable, Sequence
from itertools import groupby
from operator import attrgetter
from time import perf_counter
from typing import Final

from PySide6.QtCore import QEvent, QPoint, QSize, QSizeF, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import (
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPaintEvent,
    QResizeEvent,
    QTextCursor,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextEdit, QToolTip, QWidget

from paceline.provenance import Round, Token
from paceline.ui.colours import Colours
from paceline.ui.reply_text.backdrop import paint_backdrop
from paceline.ui.reply_text.code_bars import CodeBars
from paceline.ui.reply_text.highlighting import warm_up
from paceline.ui.reply_text.manuscript import Manuscript
from paceline.ui.reply_text.reply_document import ReplyDocument
from paceline.ui.reply_text.token_line import TokenLine
from paceline.ui.token_description import link_line, rich_description

SHORTEST_PAUSE_MS: Final = 24
"""Between two steps while text streams in; more often is more than a person sees."""
PAUSE_PER_COST: Final = 3.0
"""The pause after a step is this many times as long as the step took."""
DRAWING_PAUSE_MS: Final = 60
"""Until it is asked again whether formulas have been drawn."""
ROWS_AT_ONCE: Final = 20
"""Rows that get other colours before the time is looked at."""
STEP_MS: Final = 3.0
"""After so long a step ends at the next chance, and the event loop gets its turn."""


class ReplyText(QTextEdit):
    """Read-only; as tall as its text, without frame or scroll bars."""

    token_visited = Signal(object)
    """The `Token` at the caret, or None."""
    link_activated = Signal(QUrl)
    """A link to http, https or mailto was clicked, or Enter was pressed in it."""
    height_changed = Signal()

    def __init__(
        self,
        colours: Colours,
        *,
        show_tints: bool,
        raw: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("reply")
        self.setAccessibleName(self.tr("Message"))
        self.setAccessibleDescription(
            self.tr("Move the caret through a reply to hear where each token came from.")
        )
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._colours = colours
        self._show_tints = show_tints
        self._tokens = TokenLine()
        self._manuscript = Manuscript(raw=raw)
        self._document = ReplyDocument(
            self.document(), self._tokens, colours, show_tints=show_tints
        )
        self.code_bars = CodeBars(self, self._document)
        self._outdated: deque[tuple[int, int]] = deque()
        self._height = 0
        self._pressed_link = ""
        self._steps = QTimer(self, singleShot=True)
        self._steps.timeout.connect(self._on_step_due)
        self.document().documentLayout().documentSizeChanged.connect(self._on_size_changed)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self.cursorPositionChanged.connect(self._on_cursor_position_changed)

    # Writing ------------------------------------------------------------------------------

    def show_reply(self, text: str, rounds: Sequence[Round]) -> None:
        """Show a whole message; what takes longer than a step follows in later turns."""
        self._tokens = TokenLine()
        self._manuscript = Manuscript(raw=self._manuscript.raw)
        self._document.clear()
        self._document.use_tokens(self._tokens)
        said = "".join(token.text for round_ in rounds for token in round_.tokens)
        if text.startswith(said):
            self._take(token for round_ in rounds for token in round_.tokens)
            self._take_text(text[len(said) :])
        else:
            self._take_text(text)
        self._manuscript.finish()
        self._step()

    def begin(self) -> None:
        """Text follows in rounds, behind what is shown already."""
        warm_up()
        self._manuscript = self._again(finished=False)

    def append_round(self, round_: Round) -> None:
        """Show a round's tokens soon."""
        self._take(round_.tokens)
        if not self._steps.isActive():
            self._steps.start(SHORTEST_PAUSE_MS)

    def show_now(self) -> None:
        """Show what came without waiting for the next step."""
        self._step()

    def finish(self, text: str) -> None:
        """The message is complete and reads so."""
        if text != self._manuscript.text:
            self._correct(text)
        self._manuscript.finish()
        self._steps.start(0)

    def set_appearance(self, colours: Colours, *, show_tints: bool) -> None:
        """Change colours; show or hide tints."""
        self._colours = colours
        self._show_tints = show_tints
        self._document.set_formats(colours, self.document().defaultFont(), show_tints=show_tints)
        self._outdated = self._row_ranges()
        self._recolour(perf_counter())

    def set_raw(self, *, raw: bool) -> None:
        """Show the source as it was written, or the text that it makes."""
        if raw != self._manuscript.raw:
            self._manuscript = self._again(raw=raw)
            self._document.clear()
            self._step()

    def set_reasoning_shown(self, shown: bool) -> None:  # noqa: FBT001 - a Qt slot
        """Show what the model thought aloud before its answer, or leave it out."""
        self._manuscript = self._again(shows_reasoning=shown)
        self._document.clear()
        self._step()

    # Asking -------------------------------------------------------------------------------

    def token_at(self, position: int) -> Token | None:
        """The token whose text stands at a position of the document."""
        return self._document.token_at(position)

    def token_under(self, point: QPoint) -> Token | None:
        """The token whose text is painted at a point of the viewport."""
        position = self._position_under(point)
        return None if position is None else self._document.token_at(position)

    def mark(self, start: int, end: int) -> bool:
        """Select what is seen of a stretch of the source; False where nothing of it is seen."""
        first = self._document.position_of(start)
        if first is None:
            return False
        last = self._document.position_of(end)
        cursor = self.textCursor()
        cursor.setPosition(first)
        behind = self.document().characterCount() - 1 if last is None else last
        cursor.setPosition(max(first, behind), QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)
        return True

    def source_text(self) -> str:
        """The message as Markdown."""
        return self._manuscript.text

    def plain_text(self) -> str:
        """The message as it is seen, without markup."""
        return self._document.plain_text()

    @property
    def settled(self) -> bool:
        """Whether all that came is shown."""
        waits = self._manuscript.waiting or self._document.awaits_drawings
        return not self._steps.isActive() and not waits and not self._outdated

    # Sizes --------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        """As tall as the text is at this width."""
        return QSize(super().sizeHint().width(), self._height)

    def minimumSizeHint(self) -> QSize:
        """No narrower than a few words."""
        return QSize(120, self._height)

    # Events of Qt -------------------------------------------------------------------------

    def loadResource(self, kind: int, name: QUrl | str) -> object:  # noqa: ARG002 - Qt passes them
        """Load nothing, whatever a text names."""
        return None

    def viewportEvent(self, event: QEvent) -> bool:
        """Show a token's tooltip; everything else as usual."""
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            self._show_tooltip(event.pos(), event.globalPos())
            return True
        return super().viewportEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what lies behind the text, then the text."""
        paint_backdrop(self, self._colours, self._document.formats, event.rect())
        super().paintEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the buttons of code where their code is."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():  # it grows with every line
            self.code_bars.place_all()

    def changeEvent(self, event: QEvent) -> None:
        """Use the font that was set, for all sizes that follow from it."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange and hasattr(self, "_document"):
            self.set_appearance(self._colours, show_tints=self._show_tints)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave scrolling to whatever holds the message."""
        event.ignore()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show a hand over links."""
        super().mouseMoveEvent(event)
        over = bool(self.anchorAt(event.position().toPoint()))
        shape = Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.IBeamCursor
        if self.viewport().cursor().shape() is not shape:
            self.viewport().setCursor(shape)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember the link that a click may become."""
        self._pressed_link = ""
        if event.button() is Qt.MouseButton.LeftButton:
            self._pressed_link = self.anchorAt(event.position().toPoint())
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Follow a link that was pressed and released without selecting text."""
        super().mouseReleaseEvent(event)
        link, self._pressed_link = self._pressed_link, ""
        if (
            link
            and event.button() is Qt.MouseButton.LeftButton
            and not self.textCursor().hasSelection()
            and self.anchorAt(event.position().toPoint()) == link
        ):
            self.link_activated.emit(QUrl(link))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Follow the link at the caret."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            found = self._document.piece_at(self.textCursor().position())
            if found is not None and found[0].link:
                self.link_activated.emit(QUrl(found[0].link))
                return
        super().keyPressEvent(event)

    # Inside -------------------------------------------------------------------------------

    def _row_ranges(self) -> deque[tuple[int, int]]:
        """All rows in small ranges."""
        starts = range(0, len(self._document), ROWS_AT_ONCE)
        return deque((start, start + ROWS_AT_ONCE) for start in starts)

    def _recolour(self, begun: float) -> None:
        """Give rows their new looks for a limited time; the others follow."""
        while self._outdated and 1000 * (perf_counter() - begun) <= STEP_MS:
            self._document.recolour(*self._outdated.popleft())
        self.code_bars.place_all()
        self.viewport().update()
        if self._outdated and not self._steps.isActive():
            self._steps.start(0)

    def _again(
        self,
        *,
        raw: bool | None = None,
        shows_reasoning: bool | None = None,
        finished: bool | None = None,
    ) -> Manuscript:
        """The same text from its beginning, with what is named changed."""
        now = self._manuscript
        shows = now.shows_reasoning if shows_reasoning is None else shows_reasoning
        return now.again(
            raw=now.raw if raw is None else raw,
            shows_reasoning=shows,
            finished=now.finished if finished is None else finished,
        )

    def _take(self, tokens: Iterable[Token]) -> None:
        for aside, alike in groupby(tokens, key=attrgetter("reasoning")):
            texts: list[str] = []
            for token in alike:
                self._tokens.append(token)
                texts.append(token.text)
            hid = self._manuscript.hides_reasoning
            self._manuscript.append("".join(texts), aside=aside)
            if self._manuscript.has_reasoning and self._manuscript.hides_reasoning and not hid:
                self._manuscript = self._again()
                self._document.clear()

    def _take_text(self, text: str) -> None:
        self._tokens.skip(len(text))
        self._manuscript.append(text, aside=False)

    def _correct(self, text: str) -> None:
        """The end of the reply reads otherwise than its tokens said."""
        said = self._manuscript.text
        if text.startswith(said):
            self._take_text(text[len(said) :])
            return
        tokens = self._tokens.cut_to(len(text)) if said.startswith(text) else TokenLine()
        manuscript = Manuscript(raw=self._manuscript.raw)
        manuscript.append(text, aside=False)
        if tokens.end < len(text):
            tokens.skip(len(text) - tokens.end)
        self._tokens = tokens
        self._manuscript = manuscript
        self._document.clear()
        self._document.use_tokens(tokens)

    def _on_step_due(self) -> None:
        self._step()

    def _step(self) -> None:
        """Read and show what came, for a limited time, and say when to go on."""
        begun = perf_counter()
        if self._outdated:
            self._recolour(begun)

        def time_is_up() -> bool:
            return 1000 * (perf_counter() - begun) > STEP_MS

        caret = self._caret()
        while change := self._manuscript.advance():
            self._document.replace(change.first, change.rows, more=change.more)
            if time_is_up():
                break
        self._put_caret(caret)
        self.code_bars.keep_up()
        undrawn = False
        if self._document.awaits_drawings and not self._manuscript.waiting:
            undrawn = self._document.draw_formulas(time_is_up)
            self.code_bars.place_all()
        if self._manuscript.waiting:
            cost = 1000 * (perf_counter() - begun)
            pause = PAUSE_PER_COST * cost if not self._manuscript.finished else 0
            self._steps.start(round(pause))
        elif self._document.awaits_drawings:
            self._steps.start(0 if undrawn else DRAWING_PAUSE_MS)
        if self._outdated or self.code_bars.behind:
            self._steps.start(0)

    def _caret(self) -> tuple[int, int]:
        cursor = self.textCursor()
        return cursor.anchor(), cursor.position()

    def _put_caret(self, caret: tuple[int, int]) -> None:
        """Text that streams in must not push the person's caret, or a selection's end, along."""
        cursor = self.textCursor()
        if caret != (cursor.anchor(), cursor.position()):
            last = self.document().characterCount() - 1
            cursor.setPosition(min(caret[0], last))
            cursor.setPosition(min(caret[1], last), QTextCursor.MoveMode.KeepAnchor)
            self.setTextCursor(cursor)

    def _show_tooltip(self, point: QPoint, where: QPoint) -> None:
        position = self._position_under(point)
        token = None if position is None else self._document.token_at(position)
        found = None if position is None else self._document.piece_at(position)
        parts = []
        if token is not None:
            parts.append(rich_description(token))
        if found is not None and found[0].link:
            parts.append(link_line(found[0].link))
        if parts:
            QToolTip.showText(where, "".join(parts), self.viewport())
        else:
            QToolTip.hideText()

    def _position_under(self, point: QPoint) -> int | None:
        """The position of the character at a point, not the nearest gap between two."""
        cursor = self.cursorForPosition(point)
        gap = self.cursorRect(cursor)
        position = cursor.position()
        if point.x() < gap.left() or point.y() < gap.top():
            position -= 1
        cursor.setPosition(max(position, 0))
        if position < 0 or cursor.atBlockEnd():
            return None
        here = self.cursorRect(cursor)
        return position if here.top() <= point.y() <= here.bottom() else None

    def _on_size_changed(self, size: QSizeF) -> None:
        height = round(size.height() + 0.5)
        if height != self._height:
            self._height = height
            self.updateGeometry()
            self.height_changed.emit()

    def _on_scrolled(self, value: int) -> None:
        if value:
            self.verticalScrollBar().setValue(0)

    def _on_cursor_position_changed(self) -> None:
        position = self.textCursor().position()
        token = self._document.token_at(position) or self._document.token_at(position - 1)
        self.token_visited.emit(token)
