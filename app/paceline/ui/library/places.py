"""Whose folder a model lies in, in a person's words."""

from typing import Final

from PySide6.QtCore import QCoreApplication

from paceline.library.installed.places import Place, PlaceKind

translate = QCoreApplication.translate


_PROGRAMS: Final = {
    PlaceKind.LLAMA_CPP: "llama.cpp",
    PlaceKind.LM_STUDIO: "LM Studio",
    PlaceKind.JAN: "Jan",
    PlaceKind.GPT4ALL: "GPT4All",
    PlaceKind.OLLAMA: "Ollama",
    PlaceKind.STARTER: "Paceline",
}


def place_name(place: Place) -> str:
    """Return the program's name, or that of a folder that the person added."""
    match place.kind:
        case PlaceKind.OWN:
            return place.folder.name or str(place.folder)
        case PlaceKind.HUB:
            return translate("Places", "Hub cache")
        case PlaceKind.PRACTICE:
            return translate("Places", "Practice pair")
        case _:
            return _PROGRAMS[place.kind]
