"""The dialog of a chat's system prompt and sampling, with presets to choose and to keep."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QInputDialog,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from paceline.ui.steering.panel import SteeringPanel
from paceline.ui.steering.presets import Preset


class SteeringDialog(QDialog):
    """Stands beside the window while one chats; whatever is changed holds at once."""

    preset_chosen = Signal(object)
    """Carries the `Preset`; None for the program's settings."""
    save_wanted = Signal(str)
    """Carries the name under which the person wants to keep what is set."""
    remove_wanted = Signal(object)
    """Carries the own `Preset` that is chosen."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("sheet")
        self.setWindowTitle(self.tr("System prompt and sampling of this chat"))
        self.resize(560, 540)
        self._own: tuple[Preset, ...] = ()
        self._combo = QComboBox()
        self._combo.setAccessibleName(self.tr("Preset"))
        self._combo.activated.connect(self._on_activated)
        label = QLabel(self.tr("&Preset"))
        label.setBuddy(self._combo)
        save = QPushButton(self.tr("&Save as…"))
        save.setAccessibleName(self.tr("Save as preset"))
        save.setToolTip(self.tr("Keep what is set below as a preset of your own"))
        save.clicked.connect(self._on_save_clicked)
        self._remove = QPushButton(self.tr("&Delete"))
        self._remove.setAccessibleName(self.tr("Delete preset"))
        self._remove.clicked.connect(self._on_remove_clicked)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(label)
        head.addWidget(self._combo, 1)
        head.addWidget(save)
        head.addWidget(self._remove)
        self.panel = SteeringPanel()
        self._summary = QLabel()
        self._summary.setObjectName("muted")
        self._summary.setWordWrap(True)
        self._reset = QPushButton(self.tr("&Reset all"))
        self._reset.setAccessibleName(self.tr("Reset all"))
        self._reset.setToolTip(self.tr("Back to the program's settings, without a system prompt"))
        self._reset.clicked.connect(lambda: self.preset_chosen.emit(None))
        close = QPushButton(self.tr("&Close"))
        close.setAccessibleName(self.tr("Close"))
        close.setDefault(True)
        close.clicked.connect(self.close)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self._summary, 1)
        foot.addWidget(self._reset)
        foot.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(12)
        column.addLayout(head)
        column.addWidget(self.panel, 1)
        column.addLayout(foot)

    def show_presets(self, shipped: tuple[Preset, ...], own: tuple[Preset, ...]) -> None:
        """List the presets, the person's own first."""
        self._own = own
        self._combo.clear()
        self._combo.addItem(self.tr("Default"), None)
        for group in (own, shipped):
            if group:
                self._combo.insertSeparator(self._combo.count())
            for preset in group:
                self._combo.addItem(preset.name, preset)

    def show_chosen(self, preset: Preset | None, differences: tuple[str, ...]) -> None:
        """Show which preset holds, if one does, and what differs from the program's settings."""
        places = range(self._combo.count())
        place = next((at for at in places if preset and self._combo.itemData(at) == preset), 0)
        if preset is None and differences:
            place = -1
        self._combo.setCurrentIndex(place)
        self._combo.setPlaceholderText(self.tr("Custom"))
        self._remove.setEnabled(preset in self._own)
        self._reset.setEnabled(bool(differences))
        self._summary.setText(
            self.tr("Differs from your settings: {list}").format(list=", ".join(differences))
            if differences
            else self.tr("As in your settings.")
        )

    def _on_activated(self, place: int) -> None:
        self.preset_chosen.emit(self._combo.itemData(place))

    def _on_save_clicked(self) -> None:
        """Ask for a name; that of an own preset replaces it."""
        chosen = self._combo.currentData()
        question = QInputDialog(self)
        question.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        question.setWindowTitle(self.tr("Save as preset"))
        question.setLabelText(self.tr("Name of the preset"))
        question.setTextValue(chosen.name if chosen in self._own else "")
        question.textValueSelected.connect(self.save_wanted)
        question.open()

    def _on_remove_clicked(self) -> None:
        self.remove_wanted.emit(self._combo.currentData())
