"""What is said about the local server. Pure, but for Qt's language."""

from typing import TYPE_CHECKING, assert_never

from PySide6.QtCore import QCoreApplication

from paceline.library.hub.tokens import TokenPlace
from paceline.library.memory_fit import Fit
from paceline.protocol.server_lines import Figures
from paceline.ui.figures import UNKNOWN
from paceline.ui.library.sizes import size_text
from paceline.ui.numbers import decimal, whole
from paceline.ui.serving.addresses import address_for_clients
from paceline.ui.serving.state import Phase, ServerState

if TYPE_CHECKING:
    from paceline.ui.serving.room import Room

translate = QCoreApplication.translate


def phase_word(phase: Phase) -> str:
    """Return the word on the chip."""
    match phase:
        case Phase.OFF:
            return translate("Serving", "Not running")
        case Phase.PREPARING | Phase.LOADING:
            return translate("Serving", "Loading")
        case Phase.READY:
            return translate("Serving", "Running")
        case Phase.STOPPING:
            return translate("Serving", "Stopping")
        case Phase.FAILED:
            return translate("Serving", "Stopped")
        case _:
            assert_never(phase)


def chip_kind(phase: Phase) -> str:
    """Return the look of the chip, as in the style sheet."""
    match phase:
        case Phase.OFF | Phase.STOPPING:
            return "off"
        case Phase.PREPARING | Phase.LOADING:
            return "loading"
        case Phase.READY:
            return "on"
        case Phase.FAILED:
            return "failed"
        case _:
            assert_never(phase)


def state_sentence(state: ServerState) -> str:
    """Return what it does, or why it does nothing."""
    match state.phase:
        case Phase.OFF:
            return translate(
                "Serving",
                "Lets other programs ask your models over HTTP, in the way in which they ask "
                "OpenAI. It runs beside the chat and ends with this window.",
            )
        case Phase.PREPARING:
            return translate("Serving", "Looking at the models and the memory…")
        case Phase.LOADING:
            percent = f"{100 * state.fraction:.0f} %"
            return f"{_part(state.part)} {percent}" if state.part else _part("")
        case Phase.READY:
            return _ready_sentence(state)
        case Phase.STOPPING:
            return translate("Serving", "It is coming to its end. Replies under way are cut short.")
        case Phase.FAILED:
            return state.failure.text if state.failure else ""
        case _:
            assert_never(state.phase)


def address(state: ServerState) -> str:
    """Return the base address for clients; empty before there is one."""
    return address_for_clients(state.listening.url) if state.listening else ""


def indicator_text(state: ServerState) -> str:
    """Return the line in the main window."""
    match state.phase:
        case Phase.READY:
            words = translate("Serving", "Local server at {address}").format(address=address(state))
            if state.figures is None or not (state.figures.running or state.figures.waiting):
                return words
            told = translate("Serving", "{running} running, {waiting} waiting, {rate} tok/s")
            return f"{words} · " + told.format(
                running=state.figures.running,
                waiting=state.figures.waiting,
                rate=decimal(state.figures.tokens_per_second, 1),
            )
        case Phase.STOPPING:
            return translate("Serving", "The local server is stopping…")
        case _:
            return translate("Serving", "The local server is loading…")


def room_sentence(room: "Room") -> str:
    """Return what it takes beside the chat, and what follows."""
    figures = {"need": size_text(room.need), "free": size_text(room.available)}
    match room.judged:
        case Fit.FITS:
            words = translate(
                "Serving", "Takes about {need} of memory besides the chat; {free} are free."
            )
        case Fit.TIGHT:
            words = translate(
                "Serving",
                "Takes about {need} of memory besides the chat, which is tight: {free} are free. "
                "Close other programs first, or take fewer replies at once.",
            )
        case Fit.TOO_LARGE:
            words = translate(
                "Serving",
                "Takes about {need} of memory besides the chat, more than this computer can give. "
                "Choose smaller models or fewer replies at once.",
            )
        case _:
            assert_never(room.judged)
    return words.format(**figures)


def key_sentence(place: TokenPlace) -> str:
    """Return where the key is kept."""
    match place:
        case TokenPlace.KEYRING:
            return translate("Serving", "A key is kept in this system's keyring.")
        case TokenPlace.SESSION:
            return translate("Serving", "A key is kept until Paceline is closed.")
        case TokenPlace.NOWHERE | TokenPlace.SHARED:
            return translate("Serving", "A key is made at the first start, and shown once.")
        case _:
            assert_never(place)


def figure_texts(figures: Figures | None) -> tuple[str, str, str, str, str, str]:
    """Return running, waiting, tokens per second, acceptance, net gain and requests so far."""
    if figures is None:
        return (UNKNOWN,) * 6
    return (
        whole(figures.running),
        whole(figures.waiting),
        decimal(figures.tokens_per_second, 1),
        UNKNOWN if figures.acceptance is None else f"{100 * figures.acceptance:.0f} %",
        UNKNOWN if figures.net_gain is None else decimal(figures.net_gain, 1) + "x",
        whole(figures.requests),
    )


def _part(part: str) -> str:
    match part:
        case "build":
            return translate("Serving", "Building the practice target:")
        case "draft":
            return translate("Serving", "Loading the draft:")
        case "target":
            return translate("Serving", "Loading the target:")
        case _:
            return translate("Serving", "Loading the models…")


def _ready_sentence(state: ServerState) -> str:
    if state.ready is None:
        return ""
    words = translate(
        "Serving",
        "Answers as “{model}”, {seats} replies at once with {tokens} tokens of context each.",
    )
    return words.format(
        model=state.ready.model,
        seats=state.ready.seats,
        tokens=whole(state.ready.context_length),
    )
