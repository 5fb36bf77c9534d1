"""Shows which variant of llama.cpp a bundle picks on older processors, and that each decodes.

usage: try_processors.py [BUNDLE]

Run it by the Python of a checkout that is set up. Older processors are played by qemu-user (Debian
and Ubuntu: qemu-user), which answers CPUID for them and refuses every instruction that they lack.
It knows no AVX-512; so all variants that run here are shown on the real one besides, each in a copy
of the bundle without those that would be preferred to it. The oldest that a bundle runs on are of
the level x86-64-v2 (Nehalem, Bulldozer), which numpy asks for. In each a generated pair is decoded
with and without speculation: the self-test's own check.
"""

import os
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import contents

from paceline.cli.selftest.native import NativeProbe
from paceline.cli.selftest.report import Broken
from paceline.cli.selftest.speculating import speculate

EMULATOR: Final = "qemu-x86_64"

PROCESSORS: Final = {
    "Nehalem": "sse42",
    "SandyBridge": "sandybridge",
    "IvyBridge": "ivybridge",
    "Opteron_G5": "piledriver",
    "Haswell": "haswell",
    "EPYC": "haswell",
}
"""What qemu plays, and the variant that must be picked there."""


def main(arguments: Sequence[str]) -> int:
    """Try them all, one line each; 1 where one fails."""
    bundle = Path(arguments[0] if arguments else contents.ROOT / "dist" / contents.PROGRAM)
    engine = bundle.resolve() / contents.ENGINE
    if shutil.which(EMULATOR) is None:
        sys.exit(f"{EMULATOR} is not installed (Debian and Ubuntu: qemu-user)")
    failed = False
    print(f"{'processor':30} {'variant':12} decoding")
    for processor, wanted in PROCESSORS.items():
        _pretend_started(engine)
        emulated = [EMULATOR, "-cpu", processor, str(engine)]
        failed |= not tried(f"{processor} (qemu)", emulated, wanted)
    _forget_pretence()
    with tempfile.TemporaryDirectory(dir=bundle.parent, prefix="variants-") as folder:
        copy = Path(folder) / bundle.name
        shutil.copytree(bundle, copy, symlinks=True, copy_function=os.link)
        command = [str(copy / contents.ENGINE)]
        while picked := _picked(command):
            failed |= not tried("this one", command, picked)
            for file in (copy / "_internal" / contents.ENGINE_FOLDER).glob(f"*ggml-cpu-{picked}.*"):
                file.unlink()
    return int(failed)


def tried(named: str, command: Sequence[str], wanted: str | None) -> bool:
    """Decode by an engine's command; whether it picked what was wanted and worked."""
    try:
        picked, fact = _picked(command), speculate([*command, "worker"])
    except Broken as trouble:
        print(f"{named:30} {'':12} FAILED: {trouble}", flush=True)
        return False
    right = picked == wanted
    remark = "" if right else f"FAILED: {wanted} was to be picked; "
    print(f"{named:30} {picked or '':12} {remark}{fact}", flush=True)
    return right


def _picked(command: Sequence[str]) -> str | None:
    probe = NativeProbe([*command, "selftest", "--native"])
    probe.facts()
    return probe.variant()


def _pretend_started(engine: Path) -> None:
    """Spare the bundle's starter to start itself anew with its libraries: qemu would not follow."""
    os.environ["LD_LIBRARY_PATH"] = str(engine.parent / "_internal")
    os.environ["_PYI_ARCHIVE_FILE"] = str(engine)
    os.environ["_PYI_APPLICATION_HOME_DIR"] = str(engine.parent / "_internal")
    os.environ["_PYI_PARENT_PROCESS_LEVEL"] = "0"


def _forget_pretence() -> None:
    for name in [name for name in os.environ if name.startswith("_PYI")] + ["LD_LIBRARY_PATH"]:
        os.environ.pop(name, None)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
