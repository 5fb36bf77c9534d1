"""How a chat is steered, as a feature of the window: a button below the message and a dialog."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QToolButton

from paceline.errors import AppError
from paceline.history.records import ChatSetup
from paceline.paths import presets_file, resource_folder
from paceline.ui.failure import Failure
from paceline.ui.steering.dialog import SteeringDialog
from paceline.ui.steering.difference import Steered, differences
from paceline.ui.steering.presets import LONGEST_NAME, Preset, Presets
from paceline.ui.workbench import Workbench


def shipped_and_own_presets() -> Presets:
    """Those of this installation and of this person."""
    return Presets(resource_folder() / "presets.toml", presets_file())


class Steering(QObject):
    """Shows at a glance how the chat in view is steered, and lets it be changed."""

    def __init__(self, workbench: Workbench, presets: Presets | None = None) -> None:
        super().__init__(workbench.window)
        self._session = workbench.session
        self._keeper = workbench.keeper
        self._notices = workbench.notices
        self._action = workbench.actions.steer
        self._presets = presets or shipped_and_own_presets()
        self._load_presets()
        self._button = workbench.composer.add_tool(self._action)
        self._button.setObjectName("steering")
        self._button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self._dialog = SteeringDialog(workbench.window)
        self._dialog.show_presets(self._presets.shipped, self._presets.own)
        self._action.triggered.connect(self._on_triggered)
        self._dialog.panel.changed.connect(self._on_changed)
        self._dialog.preset_chosen.connect(self._on_preset_chosen)
        self._dialog.save_wanted.connect(self._on_save_wanted)
        self._dialog.remove_wanted.connect(self._on_remove_wanted)
        self._session.setup_changed.connect(self._render)
        self._keeper.changed.connect(self._render)
        self._render()

    @property
    def button(self) -> QToolButton:
        """The button below the message; it says how the chat is steered."""
        return self._button

    @property
    def dialog(self) -> SteeringDialog:
        """The dialog, shown or not."""
        return self._dialog

    # What the person wants ----------------------------------------------------------------

    def _on_triggered(self) -> None:
        self._render()
        self._dialog.show()
        self._dialog.raise_()
        self._dialog.activateWindow()
        self._dialog.panel.setFocus()

    def _on_changed(self, steered: Steered) -> None:
        self._keep(steered.as_setup(self._session.setup, self._keeper.settings))

    def _on_preset_chosen(self, preset: Preset | None) -> None:
        setup = self._session.setup
        chosen = preset or Preset("default")
        settings = self._keeper.settings
        self._keep(Steered.by(chosen.applied_to(setup), settings).as_setup(setup, settings))

    def _on_save_wanted(self, name: str) -> None:
        name = " ".join(name.split())[:LONGEST_NAME]
        if name:
            self._try(lambda: self._presets.save(Preset.of(name, self._session.setup)))

    def _on_remove_wanted(self, preset: Preset) -> None:
        """Forget a preset; chats that it steers stay as they are."""
        self._try(lambda: self._presets.remove(preset.name))

    def _keep(self, setup: ChatSetup) -> None:
        self._session.keep_setup(setup)
        self._render()

    def _try(self, change: Callable[[], None]) -> None:
        try:
            change()
        except AppError as error:
            self._notices.show_failure(Failure(error.code, error.detail))
        self._dialog.show_presets(self._presets.shipped, self._presets.own)
        self._render()

    def _load_presets(self) -> None:
        try:
            self._presets.load()
        except AppError as error:
            self._notices.show_failure(Failure(error.code, error.detail))

    # Rendering ----------------------------------------------------------------------------

    def _render(self) -> None:
        setup, settings = self._session.setup, self._keeper.settings
        steered = Steered.by(setup, settings)
        differing = differences(steered, settings)
        preset = self._presets.named_like(setup) if differing else None
        self._dialog.panel.show_steered(steered, settings)
        self._dialog.show_chosen(preset, differing)
        self._render_button(preset, differing)

    def _render_button(self, preset: Preset | None, differing: tuple[str, ...]) -> None:
        name = preset.name if preset else self.tr("Custom") if differing else self.tr("Default")
        text = self.tr("Preset: {name}").format(name=name)
        self._button.setText(f"● {text}" if differing else text)
        self._button.setAccessibleName(
            self.tr("System prompt and sampling: {name}").format(name=name)
        )
        explanation = (
            self.tr("This chat differs from your settings: {list}").format(
                list=", ".join(differing)
            )
            if differing
            else self.tr("System prompt and sampling of this chat, as in your settings")
        )
        self._button.setToolTip(explanation)
        self._button.setAccessibleDescription(explanation)
        if self._button.property("differs") is not bool(differing):
            self._button.setProperty("differs", bool(differing))
            self._button.style().unpolish(self._button)
            self._button.style().polish(self._button)
