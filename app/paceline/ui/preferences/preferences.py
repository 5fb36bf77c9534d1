"""Settings as a feature of the window: opens the dialog, and makes changes act."""

from typing import Final

import msgspec
from PySide6.QtCore import QObject

from paceline.settings import LEAST_TEXT_PERCENT, MOST_TEXT_PERCENT, Settings
from paceline.ui.preferences.declarations import Section
from paceline.ui.preferences.dialog import SettingsDialog
from paceline.ui.preferences.key_binding import KeyBinding
from paceline.ui.workbench import Workbench

TEXT_SIZES: Final = (LEAST_TEXT_PERCENT, 90, 100, 110, 125, 150, 175, MOST_TEXT_PERCENT)
"""Percent; the steps of the keys, each hardly more than the eye can tell."""


class Preferences(QObject):
    """Follows the settings, whoever changes them."""

    def __init__(self, workbench: Workbench) -> None:
        super().__init__(workbench.window)
        self._workbench = workbench
        self._keeper = workbench.keeper
        self.keys = KeyBinding(workbench.actions, self._keeper, self)
        self._dialog: SettingsDialog | None = None
        actions = workbench.actions
        actions.settings.triggered.connect(self._on_settings_triggered)
        actions.change_keys.triggered.connect(self.show_keys)
        actions.larger_text.triggered.connect(lambda: self._step_text(1))
        actions.smaller_text.triggered.connect(lambda: self._step_text(-1))
        actions.usual_text.triggered.connect(lambda: self._keep_text(100))
        self._keeper.changed.connect(self._on_settings_changed)
        workbench.engine.pair_loaded.connect(self._on_pair_loaded)

    def show(self, path: str = "") -> None:
        """Open the dialog, with the keyboard at the setting that the path names."""
        self._open().show_setting(path)

    def show_keys(self) -> None:
        """Open the dialog at the keys."""
        self._open().show_section(Section.KEYS)

    def _on_settings_triggered(self) -> None:
        self.show()

    def _open(self) -> SettingsDialog:
        if self._dialog is None:
            bench = self._workbench
            self._dialog = SettingsDialog(self._keeper, self.keys, bench.actions, bench.window)
            self._dialog.reload_pressed.connect(bench.actions.reload_pair.trigger)
            self._dialog.reset_all_pressed.connect(self._on_reset_all_pressed)
        return self._dialog

    def _on_reset_all_pressed(self) -> None:
        before = self._keeper.settings
        fresh = Settings(pair=before.pair, open_chat=before.open_chat)
        self._keeper.keep(fresh)
        self._workbench.notices.tell(
            self.tr("All settings and keys are as on the first day."),
            self.tr("&Undo"),
            lambda: self._keeper.keep(before),
        )

    def _on_settings_changed(self, settings: Settings) -> None:
        actions, appearance = self._workbench.actions, self._workbench.appearance
        actions.themes[settings.theme].setChecked(True)
        if appearance.theme is not settings.theme:
            appearance.choose(settings.theme)
        appearance.resize(settings.text_percent)
        actions.show_tints.setChecked(settings.show_tints)
        actions.learn.setChecked(settings.learn_from_chats)
        actions.speculate.setChecked(settings.speculation.enabled)
        self._workbench.session.configure(settings.speculation)

    def _on_pair_loaded(self) -> None:
        if self._dialog is not None:
            self._dialog.note_loading()

    def _step_text(self, step: int) -> None:
        now = self._keeper.settings.text_percent
        larger = [size for size in TEXT_SIZES if (size - now) * step > 0]
        if larger:
            self._keep_text(min(larger) if step > 0 else max(larger))

    def _keep_text(self, text_percent: int) -> None:
        self._keeper.keep(msgspec.structs.replace(self._keeper.settings, text_percent=text_percent))
