"""The model's message: who speaks, what was thought, the text with its tokens, and its figures."""

from collections.abc import Sequence
from math import ceil
from typing import Final

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QLabel, QPushButton, QTextEdit, QToolButton, QWidget

from paceline.history.records import Message, MessageState
from paceline.provenance import Round, Token
from paceline.ui.numbers import whole
from paceline.ui.reply_footer import footer
from paceline.ui.reply_summary import reply_summary
from paceline.ui.reply_text.reply_text import ReplyText
from paceline.ui.transcript.message_view import GAP, OUTDENT, Look, MessageView
from paceline.ui.transcript.verbs import needs_continue

BEGINNING: Final = 200
"""Characters of a reply that its name for screen readers holds."""


class Reply(MessageView):
    """Shows a stored reply, or one that is being written."""

    def __init__(
        self,
        message: Message,
        rounds: Sequence[Round],
        look: Look,
        *,
        last: bool,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(message, look, parent)
        self._last = last
        self._live = False
        self._drafters = {one.drafter for one in rounds if one.drafter is not None}
        self._raw = look.raw
        self._content = message.content
        self._thought_tokens = sum(token.reasoning for one in rounds for token in one.tokens)
        self._answers = any(not token.reasoning for one in rounds for token in one.tokens)
        self._speaker = self._label("muted")
        self._speaker.setText(message.speaker or self.tr("Model"))
        self._disclosure: QToolButton | None = None
        self._thought_chosen = False
        self._text = self._make_text()
        self._text.show_reply(message.content, rounds)
        self._footer = self._label("caption")
        self._footer.setWordWrap(True)
        self._continue: QPushButton | None = None
        self._show_disclosure()
        self._show_end()

    @property
    def pinned(self) -> bool:
        """Only the widget knows what is not yet stored."""
        return self._live

    @property
    def settled(self) -> bool:
        """Whether all of its text is laid out."""
        return self._text.settled

    @property
    def text(self) -> ReplyText:
        """What is said."""
        return self._text

    @property
    def raw(self) -> bool:
        """Whether it shows what the model wrote, without formatting."""
        return self._raw

    def stops(self) -> Sequence[QWidget]:
        """The thought, the text, the buttons of its code, the branches, and Continue."""
        inner: list[QWidget] = []
        if self._disclosure is not None:
            inner.append(self._disclosure)
        inner += [self._text, *self._text.code_bars.stops()]
        if self._branch is not None:
            inner += self._branch.stops()
        if self._continue is not None:
            inner.append(self._continue)
        return inner

    def source_text(self) -> str:
        """What the model wrote, thoughts and tags included."""
        return self._content

    # Writing ------------------------------------------------------------------------------

    def begin(self) -> None:
        """Rounds follow."""
        self._live = True
        self._text.begin()
        self._show_disclosure()
        self._show_end()

    def append_round(self, round_: Round) -> None:
        """Show what one pass said."""
        self._content += "".join(token.text for token in round_.tokens)
        if round_.drafter is not None:
            self._drafters.add(round_.drafter)
        self._text.append_round(round_)
        thinks = sum(token.reasoning for token in round_.tokens)
        self._thought_tokens += thinks
        answers = self._answers or thinks < len(round_.tokens)
        if thinks or answers != self._answers:
            self._answers = answers
            self._show_disclosure()

    def end(self) -> None:
        """No more rounds."""
        if self._live:
            self._live = False
            self._text.finish(self._content)
            self._show_disclosure()
            self._show_end()

    # Changing -----------------------------------------------------------------------------

    def set_message(self, message: Message) -> None:
        """Its state, figures or branches have changed."""
        super().set_message(message)
        self._show_end()

    def set_last(self, *, last: bool) -> None:
        """Whether nothing comes after it, so that it can go on."""
        if last != self._last:
            self._last = last
            self._show_end()

    def set_look(self, look: Look) -> None:
        """Change colours, tints or view."""
        if look.raw != self._look.raw:
            self.set_raw(raw=look.raw)
        if look.font != self._look.font:
            self._text.setFont(look.font)
        super().set_look(look)
        self._text.set_appearance(look.colours, show_tints=look.show_tints)

    def set_raw(self, *, raw: bool) -> None:
        """Show what the model wrote, or format it."""
        if raw != self._raw:
            self._raw = raw
            self._text.set_raw(raw=raw)

    def lay_out(self, x: int, y: int, width: int) -> int:
        """Speaker, thought, text, figures and actions below each other."""
        y = self._lay(self._speaker, x, y, width) + GAP
        if self._disclosure is not None:
            size = self._disclosure.sizeHint()
            self._disclosure.setGeometry(x - OUTDENT, y, min(size.width(), width), size.height())
            y += size.height() + GAP
        y = self._lay_text(x, y, width)
        if self._footer.text():
            y = self._lay(self._footer, x, y + GAP, width)
        y += GAP
        line, end = self._look.line, x + width
        if self._branch is not None or self._continue is None:
            x -= OUTDENT
        for part in (self._branch, self._continue):
            if part is not None:
                wide = part.sizeHint().width()
                part.setGeometry(x, y, wide, line)
                x += wide + GAP
        self._actions = QRect(x, y, end - x, line)
        return y + line

    # Inside -------------------------------------------------------------------------------

    def _label(self, name: str) -> QLabel:
        label = QLabel(self)
        label.setObjectName(name)
        label.setTextFormat(Qt.TextFormat.PlainText)
        return label

    def _lay(self, label: QLabel, x: int, y: int, width: int) -> int:
        """Set a label there; where it ends."""
        label.ensurePolished()
        wraps = label.wordWrap()
        height = label.heightForWidth(width) if wraps else label.sizeHint().height()
        label.setGeometry(x, y, width, height)
        return y + height

    def _lay_text(self, x: int, y: int, width: int) -> int:
        if self._text.lineWrapColumnOrWidth() != width:
            self._text.setLineWrapColumnOrWidth(width)
        height = ceil(self._text.document().size().height())
        self._text.setGeometry(x, y, width, height)
        return y + height

    def _make_text(self) -> ReplyText:
        look = self._look
        text = ReplyText(look.colours, show_tints=look.show_tints, raw=self._raw, parent=self)
        text.setFont(look.font)
        text.setLineWrapMode(QTextEdit.LineWrapMode.FixedPixelWidth)
        text.setAccessibleName(self.tr("Text of the reply"))
        text.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        text.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        text.height_changed.connect(self.resized)
        text.link_activated.connect(self.link_activated)
        text.code_bars.saving_failed.connect(self.saving_failed)
        text.token_visited.connect(self._on_token_visited)
        text.cursorPositionChanged.connect(self._on_cursor_position_changed)
        return text

    def _show_disclosure(self) -> None:
        """Offer the thought, and say how long it is; it closes where the answer begins."""
        if not self._thought_tokens:
            return
        thinking = self._live and not self._answers
        if self._disclosure is None:
            self._disclosure = QToolButton(self)
            self._disclosure.setObjectName("disclosure")
            self._disclosure.setCheckable(True)
            self._disclosure.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            self._disclosure.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
            self._disclosure.setToolTip(self.tr("Show or hide what the model thought"))
            self._disclosure.clicked.connect(self._on_disclosure_clicked)
            self._open_disclosure(is_open=thinking)
            self._disclosure.show()
            self.resized.emit()
        count = whole(self._thought_tokens)
        if thinking:
            text = self.tr("Thinking, {count} tokens so far").format(count=count)
        elif self._thought_tokens == 1:
            text = self.tr("Thought for 1 token")
        else:
            text = self.tr("Thought for {count} tokens").format(count=count)
        if text != self._disclosure.text():
            self._disclosure.setText(text)
            self._disclosure.setAccessibleName(text)
            self._disclosure.resize(self._disclosure.sizeHint())
        if not thinking and not self._thought_chosen:
            self._open_disclosure(is_open=False)

    def _open_disclosure(self, *, is_open: bool) -> None:
        if self._disclosure is not None:
            arrow = Qt.ArrowType.DownArrow if is_open else Qt.ArrowType.RightArrow
            self._disclosure.setArrowType(arrow)
            self._disclosure.setChecked(is_open)

    def _on_disclosure_clicked(self, shown: bool) -> None:  # noqa: FBT001 - a Qt slot
        self._thought_chosen = True
        self._open_disclosure(is_open=shown)
        self._text.set_reasoning_shown(shown)

    def _show_end(self) -> None:
        """Say how the reply ended, to eyes and to screen readers."""
        message = self._message
        writing = self._live or message.state is MessageState.STREAMING
        drafters = sorted(self._drafters)
        self._footer.setText(
            self.tr("Writing…") if writing else footer(message.state, message.summary, drafters)
        )
        self._footer.setVisible(bool(self._footer.text()))
        wanted = self._last and not writing and needs_continue(message)
        if wanted and self._continue is None:
            self._continue = QPushButton(self.tr("Continue"), self)
            self._continue.setObjectName("continueButton")
            self._continue.setAccessibleName(self.tr("Continue this reply"))
            self._continue.setToolTip(self.tr("Let the reply go on where it ended"))
            self._continue.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
            self._continue.clicked.connect(self.continue_pressed)
            self._continue.show()
        elif not wanted and self._continue is not None:
            if self._continue.hasFocus():
                self.setFocus()
            self._continue.deleteLater()
            self._continue.hide()
            self._continue = None
        beginning = " ".join(self._content[:BEGINNING].split()) or self._footer.text()
        self.setAccessibleName(f"{self._speaker.text()}: {beginning}")
        told = [self._footer.text()]
        if message.summary is not None and not writing:
            told = [reply_summary(message.summary, drafters)]
            if needs_continue(message):
                told.insert(0, self._footer.text().split(" · ")[0] + ".")
        told.append(self.tr("Enter goes into the text, Tab to what can be done with it."))
        self.setAccessibleDescription(" ".join(told))
        self.resized.emit()

    def _on_token_visited(self, token: Token | None) -> None:
        if self._text.hasFocus():
            self.token_visited.emit(token)

    def _on_cursor_position_changed(self) -> None:
        if self._text.hasFocus():
            self.place_wanted.emit(self._text.cursorRect().translated(self._text.pos()))
