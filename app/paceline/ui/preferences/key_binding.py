"""Gives the actions the keys that the settings name."""

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence

from paceline.settings import Settings
from paceline.ui.actions import Actions
from paceline.ui.preferences.keys import Bindings
from paceline.ui.settings_keeper import SettingsKeeper


class KeyBinding(QObject):
    """Follows the settings."""

    def __init__(self, actions: Actions, keeper: SettingsKeeper, parent: QObject) -> None:
        super().__init__(parent)
        self._actions = actions.named()
        self._defaults = {
            name: _portable(action.shortcut()) for name, action in self._actions.items()
        }
        self._keeper = keeper
        keeper.changed.connect(self._on_settings_changed)
        self._on_settings_changed(keeper.settings)

    @property
    def bindings(self) -> Bindings:
        """The keys as they are now; names that no action has any more are left out."""
        changed = self._keeper.settings.keys
        known = {name: key for name, key in changed.items() if name in self._defaults}
        return Bindings(self._defaults, known)

    def _on_settings_changed(self, _settings: Settings) -> None:
        bindings = self.bindings
        for name, action in self._actions.items():
            key = bindings.key(name)
            if _portable(action.shortcut()) != key:
                action.setShortcut(QKeySequence(key))


def _portable(sequence: QKeySequence) -> str:
    return sequence.toString(QKeySequence.SequenceFormat.PortableText)
