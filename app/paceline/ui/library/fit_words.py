"""How a need of memory fits into this machine, in words and as a picture."""

from typing import assert_never

from PySide6.QtCore import QCoreApplication

from paceline.library.memory_fit import Fit, MachineMemory, MemoryNeed, fit
from paceline.ui.colours import Colours
from paceline.ui.library.memory_bar import MemoryPicture, Portion
from paceline.ui.library.sizes import size_text

translate = QCoreApplication.translate


def fit_text(judged: Fit) -> str:
    """Return the judgement in a word or two, behind a mark that needs no colour."""
    match judged:
        case Fit.FITS:
            return translate("Fit", "✓ fits")
        case Fit.TIGHT:
            return translate("Fit", "≈ tight")
        case Fit.TOO_LARGE:
            return translate("Fit", "✕ too large")
        case _:
            assert_never(judged)


def fit_colour(judged: Fit, colours: Colours) -> str:
    """Return the colour of the word."""
    match judged:
        case Fit.FITS:
            return colours.good
        case Fit.TIGHT:
            return colours.warning
        case Fit.TOO_LARGE:
            return colours.danger
        case _:
            assert_never(judged)


def fit_sentence(need: int, machine: MachineMemory) -> str:
    """Return what it needs against what there is, and what follows."""
    figures = {
        "need": size_text(need),
        "free": size_text(machine.available),
        "total": size_text(machine.total),
    }
    match fit(need, machine):
        case Fit.FITS:
            words = translate("Fit", "Needs {need} of memory; {free} of {total} are free.")
        case Fit.TIGHT:
            words = translate(
                "Fit",
                "Needs {need} of memory, which is tight: {free} of {total} are free. Close other "
                "programs first.",
            )
        case Fit.TOO_LARGE:
            words = translate(
                "Fit",
                "Needs {need} of memory, more than this machine's {total} can give. Choose a "
                "smaller model, a smaller quantization or a shorter context.",
            )
        case other:
            assert_never(other)
    return words.format(**figures)


def memory_picture(need: MemoryNeed, machine: MachineMemory) -> MemoryPicture:
    """Return the bar of a need whose parts are known."""
    others = max(machine.total - machine.available, 0)

    def portion(words: str, size: int, colour: str, *, hatched: bool = False) -> Portion:
        return Portion(f"{words} {size_text(size)}", size, colour, hatched)

    return MemoryPicture(
        fit_sentence(need.total, machine),
        (
            portion(translate("Fit", "Other programs"), others, "muted", hatched=True),
            portion(translate("Fit", "Weights"), need.weights, "accent"),
            portion(translate("Fit", "KV cache"), need.kv_cache, "drafted_line"),
            portion(translate("Fit", "Working memory"), need.compute, "corrected_line"),
        ),
        machine.total,
    )
