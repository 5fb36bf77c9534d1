"""The language that the window speaks: its own sentences, Qt's, dates and numbers.

English is translated too, for its plurals. A change acts from the next start on: sentences are
fetched when widgets are built.
"""

from typing import Final

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from paceline import paths
from paceline.settings import Language
from paceline.ui.numbers import write_as

_installed: list[QTranslator] = []
"""What Qt asks now; it does not own them."""

_WRITTEN: Final = tuple(each for each in Language if each is not Language.SYSTEM)
"""The languages that sentences are written in."""


def speak(language: Language) -> None:
    """Speak this language from now on, in place of the one before; needs the application."""
    for translator in _installed:
        QCoreApplication.removeTranslator(translator)
    _installed.clear()
    locale = _locale(language)
    QLocale.setDefault(locale)
    write_as(locale)
    qt_folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    own_folder = str(paths.translation_folder())
    # What is installed last is asked first.
    _install("paceline_en", own_folder)
    if locale.language() != QLocale.Language.English:
        _install(f"qtbase_{locale.name()}", qt_folder)
        _install(f"paceline_{locale.name()}", own_folder)


def prove_translations() -> str:
    """Tell which languages can be spoken here; raises `FileNotFoundError` where a file is no good.

    Needs neither a screen nor an application.
    """
    qt_folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    own_folder = str(paths.translation_folder())
    wanted = [(f"paceline_{each.value}", own_folder) for each in _WRITTEN]
    wanted += [(f"qtbase_{each.value}", qt_folder) for each in _WRITTEN if each != Language.ENGLISH]
    for name, folder in wanted:
        translator = QTranslator()
        if not translator.load(name, folder) or translator.isEmpty():
            raise FileNotFoundError(f"{name}.qm cannot be loaded from {folder}")
    return ", ".join(QLocale.languageToString(QLocale(each.value).language()) for each in _WRITTEN)


def _locale(language: Language) -> QLocale:
    """The person's own where it speaks the language: countries write dates and numbers apart."""
    system = QLocale.system()
    if language is Language.SYSTEM:
        return system
    chosen = QLocale(language.value)
    return system if system.language() == chosen.language() else chosen


def _install(name: str, folder: str) -> None:
    """Ask these sentences first; a language that is not there leaves all as it is."""
    translator = QTranslator()
    if translator.load(name, folder):  # de_AT falls back to de
        QCoreApplication.installTranslator(translator)
        _installed.append(translator)
