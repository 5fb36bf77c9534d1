"""Which keys do what: the program's own, as the person changed them; and what clashes. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QKeyCombination, Qt
from PySide6.QtGui import QKeySequence

translate = QCoreApplication.translate

_WITHOUT_MODIFIER = {
    Qt.Key.Key_Escape,
    Qt.Key.Key_Pause,
    Qt.Key.Key_Help,
    Qt.Key.Key_Print,
    *(Qt.Key(Qt.Key.Key_F1.value + number) for number in range(24)),
}
"""Keys that write nothing."""


@dataclass(frozen=True, slots=True)
class Bindings:
    """The keys of every action by its name, in Qt's portable spelling."""

    defaults: Mapping[str, str]
    changed: Mapping[str, str]

    def key(self, name: str) -> str:
        """Return the key of an action, empty for none."""
        return self.changed.get(name, self.defaults[name])

    def with_key(self, name: str, key: str) -> dict[str, str]:
        """Return what is changed once the action has this key."""
        changed = {known: value for known, value in self.changed.items() if known != name}
        return changed if key == self.defaults[name] else {**changed, name: key}

    def holder(self, key: str, *, but: str) -> str | None:
        """Return the other action that has the key already."""
        if not key:
            return None
        return next((n for n in self.defaults if n != but and self.key(n) == key), None)


def objection(key: str) -> str:
    """Say why a key cannot stand for an action; empty where it can."""
    sequence = QKeySequence(key)
    if sequence.isEmpty():
        return ""
    combination: QKeyCombination = sequence[0]  # type: ignore[index]  # PySide's stubs lack it
    modifiers = combination.keyboardModifiers()
    plain = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
    if modifiers & ~plain or combination.key() in _WITHOUT_MODIFIER:
        return ""
    return translate("Keys", "This key is needed for writing. Hold Ctrl or Alt with it.")
