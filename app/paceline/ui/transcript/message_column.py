"""The messages in a column: what is shown, and the reply that is being written."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QEvent, QRect, Qt, QUrl, Signal
from PySide6.QtGui import QFont, QFontMetricsF
from PySide6.QtWidgets import QWidget

from paceline.chat import Role
from paceline.history.records import Message, MessageId, MessageState
from paceline.provenance import Round
from paceline.ui.colours import Colours
from paceline.ui.transcript.column import MARGIN, Column
from paceline.ui.transcript.message_view import INSET, Look, MessageView
from paceline.ui.transcript.question import PADDING, SHOWN_AT_FIRST, WIDEST, Question
from paceline.ui.transcript.reply import Reply
from paceline.ui.transcript.row import Row

MOST_CHARACTERS_PER_LINE: Final = 100
"""Longer lines are hard to read, however wide the window is."""
READING_SIZE: Final = 1.1
"""What is read for long is a little larger than the controls around it."""
LINES_PER_BREAK: Final = 0.7
"""What a line break adds on average: paragraphs end in the middle of a line."""

RoundsOf = Callable[[MessageId], Sequence[Round]]
"""Reads the stored rounds of a reply."""


class MessageColumn(Column):
    """Shows messages and passes on what their widgets say."""

    token_visited = Signal(object)
    """The `Token` at the caret, or None."""
    link_activated = Signal(QUrl)
    saving_failed = Signal(object)
    """Carries the `AppError` for which code could not be saved."""
    edit_requested = Signal(object, str)
    """A `MessageId`, and the text that its message should have."""
    continue_requested = Signal()
    branch_requested = Signal(object, int)
    """A `MessageId`, and -1 or 1 for the branch before or after it."""

    def __init__(
        self,
        colours: Colours,
        *,
        show_tints: bool,
        rounds_of: RoundsOf = lambda _message: (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._look = Look(colours, show_tints, raw=False, font=self._reading_font())
        self._rounds_of = rounds_of
        self._entries: list[Message] = []
        self._turned: set[MessageId] = set()
        self._live: int | None = None
        self._current = 0
        self._hovered: int | None = None

    # What is shown ------------------------------------------------------------------------

    @property
    def entries(self) -> tuple[Message, ...]:
        """The messages in view and beyond it."""
        return tuple(self._entries)

    def read_rounds_from(self, rounds_of: RoundsOf) -> None:
        """Where the rounds of stored replies come from."""
        self._rounds_of = rounds_of

    def set_entries(self, first: int, entries: Sequence[Message]) -> None:
        """From place `first` on, the conversation consists of these messages."""
        before = len(self._entries)
        here: QWidget | None = self.window().focusWidget()
        focused = any(here is not None and row.isAncestorOf(here) for row in self._rows_from(first))
        focused = focused or here in self._rows_from(first)
        del self._entries[first:]
        self._entries += entries
        if self._live is not None and self._live >= first:
            self._live = None
        if first == 0:
            self._turned.clear()
        if first == 0 or (entries and entries[-1].role is not Role.ASSISTANT):
            self._follows = True
        elif first < before and not (entries and entries[-1].state is MessageState.STREAMING):
            self.hold(first)
        self._hovered = None
        self.replace_rows(first, len(entries))
        last = max(0, len(self._entries) - 1)
        inside = here is not None and self.isAncestorOf(here)
        same_chat = first > 0 or (bool(entries) and entries[0].branches > 1)
        self._current = min(self._current, last) if inside and same_chat else last
        for index, row in list(self.rows.items()):
            if isinstance(row, Reply):
                row.set_last(last=self._is_last(index))
        self.arrange()
        if focused:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def update_entry(self, index: int, entry: Message) -> None:
        """The state, figures or files of one message have changed."""
        before, self._entries[index] = self._entries[index], entry
        row = self.rows.get(index)
        if isinstance(row, MessageView):
            if index != self._live and (
                row.source_text() != entry.content or before.attachments != entry.attachments
            ):
                self.remake(index)
            else:
                row.set_message(entry)
        self.arrange()

    def begin_reply(self, index: int, *, continues: bool) -> None:
        """Rounds follow for the message at `index`, which begins anew unless it `continues`."""
        if not continues and index in self.rows and self._entries[index].content:
            self.remake(index)
        self._live = index
        row = self.row(index)
        if isinstance(row, Reply):
            row.begin()
        self.arrange()

    def append_round(self, round_: Round) -> None:
        """Show a round's tokens at once."""
        row = None if self._live is None else self.rows.get(self._live)
        if isinstance(row, Reply):
            row.append_round(round_)

    def end_reply(self) -> None:
        """No more rounds; `update_entry` brings the figures."""
        row = None if self._live is None else self.rows.get(self._live)
        self._live = None
        if isinstance(row, Reply):
            row.end()
        self.arrange()

    def mark(self, message: MessageId, start: int, end: int) -> None:
        """Select a stretch of a reply's source, in characters, and bring it into sight."""
        for index, entry in enumerate(self._entries):
            row = self.row(index) if entry.id == message else None
            if isinstance(row, Reply) and row.text.mark(start, end):
                place = row.text.cursorRect().translated(row.text.pos())
                self.bring(index, place.top(), place.height())

    def clear(self) -> None:
        """Show nothing."""
        self.set_entries(0, ())

    def set_appearance(self, colours: Colours, *, show_tints: bool) -> None:
        """Change colours; show or hide tints."""
        self._set_look(replace(self._look, colours=colours, show_tints=show_tints))

    def set_raw(self, raw: bool) -> None:  # noqa: FBT001 - a Qt slot
        """Show what the models wrote, or format it."""
        self._turned.clear()
        self._set_look(replace(self._look, raw=raw))

    # Rows ---------------------------------------------------------------------------------

    def make_row(self, index: int) -> Row:
        """A message as a widget."""
        entry = self._entries[index]
        look = self._look_of(entry)
        view: MessageView
        if entry.role is Role.ASSISTANT:
            rounds = self._rounds_of(entry.id)
            view = Reply(entry, rounds, look, last=self._is_last(index), parent=self.viewport())
        else:
            view = Question(entry, look, self.viewport())
        view.branch_pressed.connect(lambda step: self._on_branch_pressed(index, step))
        view.edit_sent.connect(lambda text: self._on_edit_sent(index, text))
        view.continue_pressed.connect(self.continue_requested)
        view.token_visited.connect(self.token_visited)
        view.link_activated.connect(self.link_activated)
        view.saving_failed.connect(self.saving_failed)
        view.place_wanted.connect(lambda place: self._on_place_wanted(index, place))
        view.entered.connect(lambda: self._on_entered(index))
        return view

    def estimate(self, index: int, width: int) -> int:
        """Lines that the text fills, and what stands around them."""
        entry = self._entries[index]
        metrics = QFontMetricsF(self._look.font)
        length = len(entry.content)
        width -= 2 * INSET
        if entry.role is not Role.ASSISTANT:
            length = min(length, SHOWN_AT_FIRST)
            width = round(width * WIDEST) - 2 * PADDING
        breaks = entry.content.count("\n", 0, length)
        lines = length * metrics.averageCharWidth() / width + LINES_PER_BREAK * breaks + 1
        around = 2 * self._look.line + 32
        return round(lines * metrics.lineSpacing() * 1.4) + around

    def key(self, index: int) -> Hashable:
        """The height of a message goes with its text, and how that is shown."""
        entry = self._entries[index]
        return (entry.id, len(entry.content), self._look_of(entry).raw)

    def column_width(self, room: int) -> int:
        """Readable lines, however wide the window is."""
        most = QFontMetricsF(self._look.font).averageCharWidth() * MOST_CHARACTERS_PER_LINE
        return min(round(most), room - 2 * MARGIN) + 2 * INSET

    # Events of Qt -------------------------------------------------------------------------

    def changeEvent(self, event: QEvent) -> None:
        """Show everything anew in another size of text; a reply being written goes on."""
        super().changeEvent(event)
        font = self._reading_font()
        if event.type() is QEvent.Type.FontChange and font != self._look.font:
            self._look = replace(self._look, font=font)
            for row in self.rows.values():
                if isinstance(row, MessageView):
                    row.set_look(replace(self._look, raw=self._is_raw(row.message)))
            self.forget_heights()

    # Inside ---------------------------------------------------------------------

    def _reading_font(self) -> QFont:
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * READING_SIZE)
        return font

    def _rows_from(self, first: int) -> list[Row]:
        return [row for index, row in self.rows.items() if index >= first]

    def _is_last(self, index: int) -> bool:
        return index == len(self._entries) - 1

    def _is_raw(self, entry: Message) -> bool:
        return self._look.raw != (entry.id in self._turned)

    def _look_of(self, entry: Message) -> Look:
        return replace(self._look, raw=self._is_raw(entry))

    def _set_look(self, look: Look) -> None:
        self._look = look
        for index, row in list(self.rows.items()):
            if isinstance(row, MessageView):
                row.set_look(self._look_of(self._entries[index]))
        self.arrange()

    def _on_branch_pressed(self, index: int, step: int) -> None:
        self.branch_requested.emit(self._entries[index].id, step)

    def _on_edit_sent(self, index: int, text: str) -> None:
        self.edit_requested.emit(self._entries[index].id, text)

    def _on_place_wanted(self, index: int, place: QRect) -> None:
        self.bring(index, place.top(), place.height())

    def _on_entered(self, index: int) -> None:
        self._hovered = index
        self.arranged()
