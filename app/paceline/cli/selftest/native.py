"""What the native library says of itself, in a process of its own.

`report_native` is that process: `paceline selftest --native`.
"""

import subprocess
from collections.abc import Sequence
from typing import Final

import msgspec

from paceline.cli.selftest.report import Broken
from paceline.cli.selftest.worker_talk import ANSWER_SECONDS, ending, last_words

_TELLING: Final = ("AVX2", "AVX_VNNI", "AVX512", "AVX512_BF16", "AMX_INT8", "NEON", "SVE", "SME")
"""Features that tell one variant of the library from another; others come along with them."""


class NativeDevice(msgspec.Struct, frozen=True):
    """What can compute."""

    name: str
    kind: str
    description: str
    memory_total: int


class NativeFacts(msgspec.Struct, frozen=True):
    """Version, what this build uses of the processor, and the devices.

    `variant` is the code that was chosen for the processor, in builds that bring several.
    """

    version: str
    features: tuple[str, ...]
    devices: tuple[NativeDevice, ...]
    variant: str | None = None


class NativeProbe:
    """Asks once; every later question gets the same answer or the same `Broken`."""

    def __init__(self, command: Sequence[str]) -> None:
        self._command = command
        self._answer: NativeFacts | Broken | None = None

    def facts(self) -> NativeFacts:
        """Return what the library says, or raise `Broken`."""
        if self._answer is None:
            self._answer = _asked(self._command)
        if isinstance(self._answer, Broken):
            raise Broken(str(self._answer))
        return self._answer

    def library(self) -> str:
        """Tell of the library in a few words."""
        facts = self.facts()
        if not facts.features:
            raise Broken("llama.cpp found nothing that computes on this processor.")
        telling = [name for name in facts.features if name in _TELLING]
        chosen = f"{facts.variant} of several variants; " if facts.variant else ""
        return f"{facts.version}; {chosen}{', '.join(telling or facts.features)}"

    def variant(self) -> str | None:
        """Return the code that was chosen for the processor; None where nothing was or is asked."""
        return self._answer.variant if isinstance(self._answer, NativeFacts) else None

    def devices(self) -> str:
        """Tell of the devices in a few words."""
        devices = self.facts().devices
        if not devices:
            raise Broken("llama.cpp tells of no device that can compute.")
        return "; ".join(f"{each.name}: {each.description}" for each in devices)


def report_native() -> int:
    """Print `NativeFacts` as JSON; whatever is wrong ends this process."""
    from paceline.engine.llama.devices import (  # noqa: PLC0415 - loads native code
        compute_devices,
    )
    from paceline.engine.llama.native import (  # noqa: PLC0415 - loads native code
        ENGINE_VERSION,
        processor_features,
        processor_variant,
    )

    devices = tuple(
        NativeDevice(each.name, each.kind, each.description, each.memory_total)
        for each in compute_devices()
    )
    facts = NativeFacts(ENGINE_VERSION, processor_features(), devices, processor_variant())
    print(msgspec.json.encode(facts).decode())
    return 0


def _asked(command: Sequence[str]) -> NativeFacts | Broken:
    try:
        child = subprocess.run(command, capture_output=True, timeout=ANSWER_SECONDS, check=False)
    except OSError as error:
        return Broken(f"{command[0]} could not be started: {error.strerror}.")
    except subprocess.TimeoutExpired:
        return Broken(f"Loading llama.cpp took longer than {ANSWER_SECONDS:g} s.")
    said = last_words(child.stderr)
    if child.returncode:
        return Broken(f"llama.cpp could not be loaded: {ending(child.returncode)}.{said}")
    try:
        # Native code prints where it likes; the last line is ours.
        return msgspec.json.decode(child.stdout.strip().split(b"\n")[-1], type=NativeFacts)
    except msgspec.DecodeError as error:
        return Broken(f"llama.cpp said what could not be read: {error}.{said}")
