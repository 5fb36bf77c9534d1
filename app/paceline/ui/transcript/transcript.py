"""The conversation: a column of messages that are made only where somebody looks.

To the keyboard the conversation is one stop. Inside, Up and Down go from message to message, Enter
goes into the text of one, Tab through all that it holds and what can be done with it, and Esc back
out to the message.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
)
from PySide6.QtWidgets import QApplication, QMenu, QPushButton, QTextEdit, QWidget

from paceline.history.records import MessageId
from paceline.provenance import Token
from paceline.ui.colours import Colours
from paceline.ui.reply_text.reply_text import ReplyText
from paceline.ui.transcript.action_row import ActionRow
from paceline.ui.transcript.column import MARGIN
from paceline.ui.transcript.message_column import MessageColumn, RoundsOf
from paceline.ui.transcript.message_view import MessageView
from paceline.ui.transcript.question import Question
from paceline.ui.transcript.verbs import Verb, needs_continue, verbs_for


class Transcript(MessageColumn):
    """Shows messages and says what the person wants of them; decides nothing."""

    regenerate_requested = Signal(object)
    """Carries the `MessageId`, as the next two do."""
    continue_requested = Signal()
    branch_requested = Signal(object, int)
    """A `MessageId`, and -1 or 1 for the branch before or after it."""
    inspect_requested = Signal(object)
    parity_requested = Signal(object)
    several_requested = Signal(object)
    contest_requested = Signal(object)
    copied = Signal()

    def __init__(
        self,
        colours: Colours,
        *,
        show_tints: bool,
        rounds_of: RoundsOf = lambda _message: (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(colours, show_tints=show_tints, rounds_of=rounds_of, parent=parent)
        self.setObjectName("transcript")
        self.setAccessibleName(self.tr("Conversation"))
        self.setAccessibleDescription(
            self.tr(
                "Up and Down go from message to message. Enter goes into the text, where the caret "
                "tells where each token came from; Escape goes back out."
            )
        )
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self._busy = False
        self._actions = ActionRow(self)
        self._actions.verb_pressed.connect(self._on_verb_pressed)
        self._actions.hide()
        self._offered: Offer | None = None
        self._served: int | None = None
        self._tabbed = False
        self._jump = QPushButton(self.tr("Jump to the end"), self)
        self._jump.setObjectName("jump")
        self._jump.setAccessibleName(self.tr("Jump to the end"))
        self._jump.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._jump.clicked.connect(self._on_jump_clicked)
        self._jump.hide()
        self.end_left.connect(self._jump.setVisible)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._on_focus_changed)

    def set_busy(self, *, busy: bool) -> None:
        """While a reply is being written, nothing can be asked for."""
        self._busy = busy
        self.arranged()

    def show_message(self, message: MessageId) -> None:
        """Bring a message into view and go to it."""
        for index, entry in enumerate(self._entries):
            if entry.id == message:
                self._go_to(index)

    def arranged(self) -> None:
        """Put the row of actions and the way to the end in their places."""
        view = self.viewport().geometry()
        size = self._jump.sizeHint()
        x = view.center().x() - size.width() // 2
        self._jump.setGeometry(QRect(QPoint(x, view.bottom() - size.height() - 10), size))
        self._place_actions()

    # Events of Qt -------------------------------------------------------------------------

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The focus belongs to a message, as far as there is one."""
        super().focusInEvent(event)
        if not self._entries:
            return
        if event.reason() is Qt.FocusReason.MouseFocusReason:
            return
        if self._current not in self.rows:
            self._current = len(self._entries) - 1
        self._go_to(self._current, event.reason())

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002, FBT001 - Qt's signature
        """Tab goes through the current message and its actions, then leaves the conversation."""
        row = self.rows.get(self._current)
        inner = [*row.stops(), *self._action_stops()] if row is not None else []
        ring: list[QWidget] = [*([row] if row is not None else [self]), *inner]
        if self._jump.isVisible():
            ring.append(self._jump)
        ring = [stop for stop in ring if stop.isEnabled()]
        here: QWidget | None = self.window().focusWidget()
        place = ring.index(here) if here in ring else 0
        place += 1 if next else -1
        reason = Qt.FocusReason.TabFocusReason if next else Qt.FocusReason.BacktabFocusReason
        target = ring[place] if 0 <= place < len(ring) else self._neighbour(forward=next)
        if target is None:
            return False
        self._tabbed = self._actions.isAncestorOf(target)
        target.setFocus(reason)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys that a message leaves over."""
        here: QWidget | None = self.window().focusWidget()
        on_message = isinstance(here, MessageView) or here is self
        inside = here is not None and self.isAncestorOf(here)
        if inside and not on_message and event.key() == Qt.Key.Key_Escape:
            self._go_to(self._current)
        elif not on_message or not self._entries or not self._obey(event):
            event.ignore()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Everything that can be done with the message under the mouse, or the current one."""
        index = self._current
        if event.reason() is QContextMenuEvent.Reason.Mouse:
            at = self.viewport().mapFromGlobal(event.globalPos())
            found = [i for i, row in self.rows.items() if row.geometry().contains(at)]
            if not found:
                return
            index = found[0]
        if index < len(self._entries):
            self._open_menu(index, event.globalPos())

    def leaveEvent(self, event: QEvent) -> None:
        """Without the mouse, the actions go back to the current message, or the last one."""
        super().leaveEvent(event)
        self._hovered = None
        self._place_actions()

    # Inside: keyboard ---------------------------------------------------------------------

    def _obey(self, event: QKeyEvent) -> bool:
        """Do what a key means on a message; whether it means anything."""
        view, bar = self.viewport().height(), self.verticalScrollBar()
        if event.matches(QKeySequence.StandardKey.Copy):
            self._copy(self._current)
            return True
        match event.key():
            case Qt.Key.Key_Down:
                self._step(1)
            case Qt.Key.Key_Up:
                self._step(-1)
            case Qt.Key.Key_PageDown:
                bar.setValue(bar.value() + view - bar.singleStep())
                self._take_up_view(last=True)
            case Qt.Key.Key_PageUp:
                bar.setValue(bar.value() - view + bar.singleStep())
                self._take_up_view(last=False)
            case Qt.Key.Key_Home:
                self._go_to(0)
                bar.setValue(0)
            case Qt.Key.Key_End:
                self._go_to(len(self._entries) - 1)
                self.follow()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._enter()
            case _:
                return False
        return True

    def _step(self, step: int) -> None:
        """To the next message, but first through all of one that is higher than the view."""
        row = self.rows.get(self._current)
        bar, view = self.verticalScrollBar(), self.viewport().height()
        if row is not None:
            hidden = row.geometry().bottom() - view if step > 0 else -row.geometry().top()
            if hidden > 0 and row.height() > view:
                bar.setValue(bar.value() + step * min(hidden + MARGIN, 3 * bar.singleStep()))
                return
        index = self._current + step
        if 0 <= index < len(self._entries):
            self._go_to(index)
        else:
            bar.setValue(bar.maximum() if step > 0 else 0)

    def _take_up_view(self, *, last: bool) -> None:
        """After a jump the current message is one that is seen."""
        view = self.viewport().rect()
        seen = sorted(i for i, row in self.rows.items() if row.geometry().intersects(view))
        if seen:
            self._current = seen[-1 if last else 0]
            self.rows[self._current].setFocus()

    def _go_to(self, index: int, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        self._current = index
        self.bring(index)
        self.rows[index].setFocus(reason)

    def _enter(self) -> None:
        row = self.rows.get(self._current)
        if isinstance(row, MessageView):
            texts = [stop for stop in row.stops() if isinstance(stop, QTextEdit)]
            if texts:
                texts[-1].setFocus(Qt.FocusReason.OtherFocusReason)

    def _action_stops(self) -> Sequence[QWidget]:
        shown = self._actions.isVisible() and self._subject() == self._current
        return self._actions.stops() if shown else ()

    def _neighbour(self, *, forward: bool) -> QWidget | None:
        """The next widget outside that Tab stops at."""
        widget: QWidget | None = self
        while widget is not None:
            widget = widget.nextInFocusChain() if forward else widget.previousInFocusChain()
            if widget is None or widget is self:
                break
            tabs = Qt.FocusPolicy.TabFocus in widget.focusPolicy()
            free = tabs and widget.isVisible() and widget.isEnabled()
            if free and not self.isAncestorOf(widget):
                return widget
        return None

    def _on_focus_changed(self, _old: QWidget | None, new: QWidget | None) -> None:
        self._tabbed = self._tabbed and new is not None and self._actions.isAncestorOf(new)
        if new is None or not self.isAncestorOf(new):
            if self._offered is not None:
                self._place_actions()
            self.token_visited.emit(None)
            return
        if self._served is not None and self._actions.isAncestorOf(new):
            self._current = self._served
        for index, row in list(self.rows.items()):
            if row is new or row.isAncestorOf(new):
                self._current = index
        if isinstance(new, ReplyText):
            self.token_visited.emit(_token_at_caret(new))
        else:
            self.token_visited.emit(None)
        self._place_actions()

    # Inside: actions ----------------------------------------------------------------------

    def _subject(self) -> int | None:
        """The message that the row of actions is for."""
        here: QWidget | None = self.window().focusWidget()
        if self._tabbed and self._served in self.rows:
            return self._served  # a mouse that happens to move must not change what Enter does
        if self._hovered is not None:
            return self._hovered
        if here is not None and self.isAncestorOf(here):
            return self._current
        return len(self._entries) - 1 if self._entries else None

    def _place_actions(self) -> None:
        index = self._subject()
        row = None if index is None else self.rows.get(index)
        if index is None or not isinstance(row, MessageView):
            self._actions.hide()
            return
        place = row.actions_place.translated(row.pos() + self.viewport().pos())
        if not self.viewport().geometry().contains(place) or (
            isinstance(row, Question) and row.pinned
        ):
            self._actions.hide()
            return
        self._served = index
        offer = Offer(self._verbs(index), raw=self._is_raw(self._entries[index]))
        if offer != self._offered:
            self._offered = offer
            self._actions.offer(offer.verbs, raw=offer.raw)
        width = self._actions.fit(place.width())
        x = place.right() - width + 1 if row.actions_at_right else place.x()
        self._actions.setGeometry(x, place.y(), width, place.height())
        self._actions.show()

    def _verbs(self, index: int) -> tuple[Verb, ...]:
        entry = self._entries[index]
        verbs = verbs_for(entry, last=self._is_last(index), busy=self._busy)
        if self._is_last(index) and needs_continue(entry):
            return tuple(verb for verb in verbs if verb is not Verb.CONTINUE)  # it has a button
        return verbs

    def _open_menu(self, index: int, place: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        here: QWidget | None = self.window().focusWidget()
        if isinstance(here, QTextEdit) and here.textCursor().hasSelection():
            menu.addAction(self.tr("Copy the selected text"), here.copy)
            menu.addSeparator()
        entry = self._entries[index]
        row = ActionRow(menu)
        row.hide()
        row.offer(
            verbs_for(entry, last=self._is_last(index), busy=self._busy), raw=self._is_raw(entry)
        )
        row.verb_pressed.connect(lambda verb: self._do(verb, index))
        row.fill(menu)
        menu.popup(place)

    def _on_verb_pressed(self, verb: Verb) -> None:
        if self._served is not None and self._served < len(self._entries):
            self._do(verb, self._served)

    def _do(self, verb: Verb, index: int) -> None:
        entry = self._entries[index]
        match verb:
            case Verb.COPY:
                self._copy(index)
            case Verb.EDIT:
                row = self.row(index)
                if isinstance(row, Question):
                    row.begin_editing()
            case Verb.REGENERATE:
                self.regenerate_requested.emit(entry.id)
            case Verb.CONTINUE:
                self.continue_requested.emit()
            case Verb.RAW:
                self._turned ^= {entry.id}
                row = self.row(index)
                if isinstance(row, MessageView):
                    row.set_look(self._look_of(entry))
                self.arrange()
            case Verb.INSPECT | Verb.PARITY | Verb.SEVERAL | Verb.CONTEST:
                self._ask_features(verb, entry.id)

    def _ask_features(self, verb: Verb, message_id: MessageId) -> None:
        """Tell what is wanted of those who look at messages from outside."""
        wanted = {
            Verb.INSPECT: self.inspect_requested,
            Verb.PARITY: self.parity_requested,
            Verb.SEVERAL: self.several_requested,
            Verb.CONTEST: self.contest_requested,
        }
        wanted[verb].emit(message_id)

    def _copy(self, index: int) -> None:
        row = self.row(index)
        if isinstance(row, MessageView):
            QGuiApplication.clipboard().setText(row.source_text())
            self.copied.emit()

    def _on_jump_clicked(self) -> None:
        had_focus = self._jump.hasFocus()
        self.follow()
        if had_focus:
            self._go_to(len(self._entries) - 1)


@dataclass(frozen=True, slots=True)
class Offer:
    """What the row of actions shows."""

    verbs: tuple[Verb, ...]
    raw: bool


def _token_at_caret(text: ReplyText) -> Token | None:
    position = text.textCursor().position()
    return text.token_at(position) or text.token_at(position - 1)
