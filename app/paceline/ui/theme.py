"""Puts a theme on the whole application: style, palette and style sheet."""

from string import Template

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from paceline.paths import resource_folder
from paceline.settings import Theme
from paceline.ui.colours import DARK, LIGHT, Colours

_SCHEMES = {
    Theme.SYSTEM: Qt.ColorScheme.Unknown,
    Theme.LIGHT: Qt.ColorScheme.Light,
    Theme.DARK: Qt.ColorScheme.Dark,
}


class Appearance(QObject):
    """The theme in force; follows the desktop while the person chose `SYSTEM`."""

    colours_changed = Signal(object)
    """Carries the `Colours`."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._colours = LIGHT
        QApplication.setStyle("Fusion")
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._on_color_scheme_changed)
        self.choose(theme)

    @property
    def theme(self) -> Theme:
        """What the person chose."""
        return self._theme

    @property
    def colours(self) -> Colours:
        """The colours in force."""
        return self._colours

    def choose(self, theme: Theme) -> None:
        """Change to a theme at once."""
        self._theme = theme
        QGuiApplication.styleHints().setColorScheme(_SCHEMES[theme])
        self._apply()

    def _apply(self) -> None:
        dark = self._theme is Theme.DARK or (
            self._theme is Theme.SYSTEM
            and QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark
        )
        self._colours = DARK if dark else LIGHT
        QApplication.setPalette(_palette(self._colours))
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.setStyleSheet(_style_sheet(self._colours))
        self.colours_changed.emit(self._colours)

    def _on_color_scheme_changed(self) -> None:
        if self._theme is Theme.SYSTEM:
            self._apply()


def _style_sheet(colours: Colours) -> str:
    folder = resource_folder()
    template = Template((folder / "style.qss").read_text("utf-8"))
    shade = "dark" if colours is DARK else "light"
    return template.substitute(colours.named(), icons=(folder / "icons").as_posix(), shade=shade)


def _palette(colours: Colours) -> QPalette:
    role = QPalette.ColorRole
    palette = QPalette()
    for name, colour in {
        role.Window: colours.window,
        role.WindowText: colours.text,
        role.Base: colours.surface,
        role.AlternateBase: colours.raised,
        role.Text: colours.text,
        role.PlaceholderText: colours.muted,
        role.Button: colours.raised,
        role.ButtonText: colours.text,
        role.ToolTipBase: colours.raised,
        role.ToolTipText: colours.text,
        role.BrightText: colours.danger,
        role.Highlight: colours.accent,
        role.HighlightedText: colours.on_accent,
        role.Accent: colours.accent,
        role.Link: colours.accent,
        role.Mid: colours.border,
        role.Dark: colours.border,
    }.items():
        palette.setColor(name, QColor(colour))
    for name in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, name, QColor(colours.muted))
    return palette
