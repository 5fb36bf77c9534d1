"""Goes through a reply pass by pass, by hand or as fast as it was written."""

from typing import Final

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QSlider,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from paceline.ui.colours import Colours
from paceline.ui.inspector.frame_text import FrameText
from paceline.ui.inspector.glyphs import back_icon, on_icon, pause_icon, play_icon
from paceline.ui.inspector.recording import Recording
from paceline.ui.inspector.replay import frame_of
from paceline.ui.inspector.round_facts import round_sentence, time_sentence
from paceline.ui.inspector.view import View
from paceline.ui.numbers import decimal, whole

_LEAST_MS: Final = 10
"""No screen shows more frames than that."""


class ReplayView(View):
    """Slider, buttons, text; a reply that streams is followed while the slider is at its end."""

    pass_chosen = Signal(int)

    def __init__(self, colours: Colours, parent: QWidget | None = None) -> None:
        super().__init__(colours, parent)
        self._text = FrameText(colours)
        self._slider = QSlider(Qt.Orientation.Horizontal)
        self._slider.setAccessibleName(self.tr("Pass"))
        self._slider.setPageStep(10)
        self._slider.valueChanged.connect(self._on_value_changed)
        self._back = self._button(self.tr("One pass back"))
        self._back.clicked.connect(lambda: self._step(-1))
        self._play = self._button(self.tr("Play"))
        self._play.clicked.connect(self._on_play_clicked)
        self._on = self._button(self.tr("One pass on"))
        self._on.clicked.connect(lambda: self._step(1))
        self._speed = QComboBox()
        self._speed.setAccessibleName(self.tr("Speed of the replay"))
        # On Linux the text of a combo box hides its name from screen readers.
        self._speed.setAccessibleDescription(self._speed.accessibleName())
        for name, factor in (
            (self.tr("True speed"), 1.0),
            (self.tr("Half speed"), 0.5),
            (self.tr("Tenth of the speed"), 0.1),
            (self.tr("Four times as fast"), 4.0),
        ):
            self._speed.addItem(name, factor)
        self._told = QLabel()
        self._told.setWordWrap(True)
        self._clock = QTimer(self, singleShot=True)
        self._clock.setTimerType(Qt.TimerType.PreciseTimer)
        self._clock.timeout.connect(self._on_due)
        row = QHBoxLayout()
        row.setSpacing(4)
        for button in (self._back, self._play, self._on):
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self._speed)
        below = QVBoxLayout()
        below.setContentsMargins(12, 4, 12, 10)
        below.addWidget(self._told)
        below.addWidget(self._slider)
        below.addLayout(row)
        self.column.addWidget(self._text, 1)
        self.column.addLayout(below)
        self.set_colours(colours)

    @property
    def playing(self) -> bool:
        """Whether it goes on by itself."""
        return self._clock.isActive()

    def show_recording(self, recording: Recording) -> None:
        """Show another reply, at its end."""
        super().show_recording(recording)
        self._pause()
        with QSignalBlocker(self._slider):
            self._slider.setRange(0, max(0, len(recording.rounds) - 1))
            self._slider.setValue(self._slider.maximum())

    def refresh(self) -> None:
        """Make room for the passes that came."""
        follows = self._slider.value() == self._slider.maximum() and not self.playing
        with QSignalBlocker(self._slider):
            self._slider.setMaximum(max(0, len(self.recording.rounds) - 1))
            if follows:
                self._slider.setValue(self._slider.maximum())
        self._show_frame()

    def show_pass(self, place: int) -> None:
        """Go to a pass that was chosen elsewhere."""
        self._pause()
        with QSignalBlocker(self._slider):
            self._slider.setMaximum(max(0, len(self.recording.rounds) - 1))
            self._slider.setValue(place)

    def set_colours(self, colours: Colours) -> None:
        """Change to another theme."""
        super().set_colours(colours)
        self._text.set_colours(colours)
        self._back.setIcon(back_icon(colours))
        self._on.setIcon(on_icon(colours))
        self._show_play()
        if self.isVisible():
            self._show_frame()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks: stand still."""
        super().hideEvent(event)
        self._pause()

    # Inside -------------------------------------------------------------------------------

    def _button(self, name: str) -> QToolButton:
        button = QToolButton()
        button.setObjectName("quiet")
        button.setAccessibleName(name)
        button.setToolTip(name)
        return button

    def _show_play(self) -> None:
        name = self.tr("Pause") if self.playing else self.tr("Play")
        icon = pause_icon(self.colours) if self.playing else play_icon(self.colours)
        self._play.setIcon(icon)
        self._play.setAccessibleName(name)
        self._play.setToolTip(name)

    def _show_frame(self) -> None:
        rounds = self.recording.rounds
        if not rounds:
            return
        place = min(self._slider.value(), len(rounds) - 1)
        frame = frame_of(self.recording, place)
        self._text.show_frame(frame)
        told = self.tr("{what} {time} {seconds} s into the reply, {left} passes to go.").format(
            what=round_sentence(place + 1, frame.round),
            time=time_sentence(frame.round),
            seconds=decimal(frame.seconds, 1),
            left=whole(len(rounds) - 1 - place),
        )
        self._told.setText(told)
        self._slider.setAccessibleDescription(told)
        self._back.setEnabled(place > 0)
        self._on.setEnabled(place < len(rounds) - 1)

    def _step(self, by: int) -> None:
        self._pause()
        self._slider.setValue(self._slider.value() + by)

    def _pause(self) -> None:
        self._clock.stop()
        self._show_play()

    def _wait(self) -> None:
        """Wait as long as the next pass took."""
        place = self._slider.value() + 1
        if place < len(self.recording.rounds):
            took = self.recording.rounds[place].wall_ms / float(self._speed.currentData())
            self._clock.start(max(_LEAST_MS, round(took)))
        self._show_play()

    def _on_play_clicked(self) -> None:
        if self.playing:
            self._pause()
            return
        if self._slider.value() == self._slider.maximum():
            self._slider.setValue(0)
        self._wait()

    def _on_due(self) -> None:
        self._slider.setValue(self._slider.value() + 1)
        self._wait()

    def _on_value_changed(self, place: int) -> None:
        self._show_frame()
        self.pass_chosen.emit(place)
