"""Puts a theme on the whole application: style, palette and style sheet."""

import re
from string import Template
from typing import Final

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from paceline.paths import resource_folder
from paceline.settings import Theme
from paceline.ui.colours import CONTRAST_DARK, CONTRAST_LIGHT, DARK, LIGHT, Colours

_SCHEMES = {
    Theme.SYSTEM: Qt.ColorScheme.Unknown,
    Theme.LIGHT: Qt.ColorScheme.Light,
    Theme.DARK: Qt.ColorScheme.Dark,
    Theme.HIGH_CONTRAST: Qt.ColorScheme.Unknown,
}

THICKEST_LINE: Final = 2
"""Pixels; what is wider than a line grows with the text."""


class Appearance(QObject):
    """The theme in force; follows the desktop while the person chose `SYSTEM`."""

    colours_changed = Signal(object)
    """Carries the `Colours`."""

    def __init__(
        self, theme: Theme, parent: QObject | None = None, *, text_percent: int = 100
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._colours = LIGHT
        self._system_points = QApplication.font().pointSizeF()
        self._text_percent = 100
        application = QApplication.instance()
        if isinstance(application, QApplication) and not application.styleSheet():
            QApplication.setStyle("Fusion")
        hints = QGuiApplication.styleHints()
        hints.colorSchemeChanged.connect(self._on_desktop_changed)
        if hasattr(hints, "accessibility"):  # since Qt 6.10
            hints.accessibility().contrastPreferenceChanged.connect(self._on_desktop_changed)
        self._resize(text_percent)
        self.choose(theme)

    @property
    def theme(self) -> Theme:
        """What the person chose."""
        return self._theme

    @property
    def colours(self) -> Colours:
        """The colours in force."""
        return self._colours

    @property
    def text_percent(self) -> int:
        """The size of text against the desktop's."""
        return self._text_percent

    def choose(self, theme: Theme) -> None:
        """Change to a theme at once."""
        self._theme = theme
        QGuiApplication.styleHints().setColorScheme(_SCHEMES[theme])
        self._apply()

    def resize(self, text_percent: int) -> None:
        """Make text and what goes with it larger or smaller at once."""
        if text_percent != self._text_percent:
            self._resize(text_percent)
            self._apply()

    def _resize(self, text_percent: int) -> None:
        if text_percent != self._text_percent and self._system_points > 0:
            font = QApplication.font()
            font.setPointSizeF(self._system_points * text_percent / 100)
            QApplication.setFont(font)
        self._text_percent = text_percent

    def _apply(self) -> None:
        self._colours = self._fitting_colours()
        QApplication.setPalette(_palette(self._colours))
        application = QApplication.instance()
        if isinstance(application, QApplication):
            style_sheet = _style_sheet(self._colours, self._text_percent / 100)
            # Every widget is polished anew, even where nothing changes.
            if style_sheet != application.styleSheet():
                application.setStyleSheet(style_sheet)
        self.colours_changed.emit(self._colours)

    def _fitting_colours(self) -> Colours:
        dark = self._theme is Theme.DARK or (
            self._theme is not Theme.LIGHT
            and QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark
        )
        if self._theme is Theme.HIGH_CONTRAST or (
            self._theme is Theme.SYSTEM and self._contrast_wanted()
        ):
            return CONTRAST_DARK if dark else CONTRAST_LIGHT
        return DARK if dark else LIGHT

    def _contrast_wanted(self) -> bool:
        """Whether the desktop asks for high contrast, as far as Qt tells."""
        hints = QGuiApplication.styleHints()
        if not hasattr(hints, "accessibility"):
            return False
        return hints.accessibility().contrastPreference() is Qt.ContrastPreference.HighContrast

    def _on_desktop_changed(self) -> None:
        if self._theme in (Theme.SYSTEM, Theme.HIGH_CONTRAST):
            self._apply()


def _style_sheet(colours: Colours, growth: float) -> str:
    folder = resource_folder()
    template = Template(_grown((folder / "style.qss").read_text("utf-8"), growth))
    shade = "dark" if colours.is_dark else "light"
    return template.substitute(colours.named(), icons=(folder / "icons").as_posix(), shade=shade)


def _grown(style_sheet: str, growth: float) -> str:
    """Scale sizes of text, and lengths that are more than a line."""

    def grow(found: re.Match[str]) -> str:
        size, unit = float(found[1]), found[2]
        if unit == "px" and size <= THICKEST_LINE:
            return found[0]
        return f"{size * growth:.1f}pt" if unit == "pt" else f"{round(size * growth)}px"

    return re.sub(r"\b(\d+)(pt|px)\b", grow, style_sheet)


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
