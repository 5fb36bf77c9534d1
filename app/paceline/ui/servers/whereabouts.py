"""Where the text of a chat goes, in sentences. Knows no widgets."""

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from paceline.errors import AppError
from paceline.remote.addresses import Address, Reach, address

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """One sentence; `leaves` is whether text leaves this computer."""

    sentence: str
    leaves: bool


def whereabouts(place: Address) -> Whereabouts:
    """Say who will read what is written to this address."""
    match place.reach:
        case Reach.THIS_COMPUTER:
            return Whereabouts(
                translate(
                    "Whereabouts",
                    "Your text goes to {host}, a program on this computer.",
                ).format(host=place.host),
                leaves=False,
            )
        case Reach.OWN_NETWORK if place.encrypted:
            told = translate(
                "Whereabouts",
                "Your text leaves this computer: with each message the whole chat goes to {host} "
                "in your network.",
            )
        case Reach.OWN_NETWORK:
            told = translate(
                "Whereabouts",
                "Your text leaves this computer, unencrypted: with each message the whole chat "
                "goes to {host} in your network.",
            )
        case Reach.ELSEWHERE if place.encrypted:
            told = translate(
                "Whereabouts",
                "Your text leaves this computer: with each message the whole chat goes to {host}.",
            )
        case _:
            told = translate(
                "Whereabouts",
                "Your text leaves this computer, unencrypted: with each message the whole chat "
                "goes to {host}, and anybody on the way can read it.",
            )
    return Whereabouts(told.format(host=place.host), leaves=True)


def whereabouts_of(url: str) -> Whereabouts | None:
    """Say it of an address as entered, None where it is none."""
    try:
        return whereabouts(address(url))
    except AppError:
        return None
