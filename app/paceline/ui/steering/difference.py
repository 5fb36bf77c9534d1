"""In what a chat differs from the program's settings. Knows no widgets; Qt only translates."""

import msgspec
from PySide6.QtCore import QCoreApplication

from paceline.history.records import ChatSetup
from paceline.options import Overflow, Sampling
from paceline.settings import Settings
from paceline.ui.steering.knobs import knobs

translate = QCoreApplication.translate


class Steered(msgspec.Struct, frozen=True):
    """What holds for a chat, the program's settings filled in."""

    system_prompt: str
    sampling: Sampling
    max_tokens: int
    overflow: Overflow

    @classmethod
    def by(cls, setup: ChatSetup, settings: Settings) -> "Steered":
        """What a setup comes to under these settings."""
        return cls(
            setup.system_prompt,
            setup.sampling or settings.sampling,
            setup.max_tokens or settings.max_tokens,
            setup.overflow or settings.overflow,
        )

    def as_setup(self, setup: ChatSetup, settings: Settings) -> ChatSetup:
        """The setup that comes to this; what is as in the settings is left to them."""
        return msgspec.structs.replace(
            setup,
            system_prompt=self.system_prompt,
            sampling=None if self.sampling == settings.sampling else self.sampling,
            max_tokens=None if self.max_tokens == settings.max_tokens else self.max_tokens,
            overflow=None if self.overflow is settings.overflow else self.overflow,
        )


def differences(steered: Steered, settings: Settings) -> tuple[str, ...]:
    """Name everything that is not as in the settings, as `Temperature 0.2`."""
    named: list[str] = []
    if steered.system_prompt.strip():
        named.append(translate("Difference", "System prompt"))
    for knob in knobs():
        value = knob.value(steered.sampling)
        if value != knob.value(settings.sampling):
            word = knob.least_word if value == knob.limits[0] else ""
            named.append(f"{knob.label} {word or f'{value:g}'}")
    if steered.sampling.stop != settings.sampling.stop:
        named.append(translate("Difference", "Stop strings"))
    if steered.max_tokens != settings.max_tokens:
        named.append(
            translate("Difference", "Longest reply {tokens}").format(tokens=steered.max_tokens)
        )
    if steered.overflow is not settings.overflow:
        named.append(translate("Difference", "When the context is full"))
    return tuple(named)
