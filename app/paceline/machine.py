"""The machine and the model files that something was measured on."""

import os
import platform
from pathlib import Path

import msgspec
import psutil


class Machine(msgspec.Struct, frozen=True):
    """Where it was measured; `load` is the system's load average over the last minute."""

    system: str
    processor: str
    threads: int
    engine: str
    python: str
    load: float | None
    processors: int | None = None
    memory_bytes: int | None = None

    @classmethod
    def here(cls, threads: int, engine: str) -> "Machine":
        """Describe this machine, computing with that engine on so many threads."""
        return cls(
            system=f"{platform.system()} {platform.release()}",
            processor=_processor(),
            threads=threads,
            engine=engine,
            python=platform.python_version(),
            load=os.getloadavg()[0] if hasattr(os, "getloadavg") else None,
            processors=os.cpu_count(),
            memory_bytes=psutil.virtual_memory().total,
        )


class ModelFile(msgspec.Struct, frozen=True):
    """One model as a file; `sha256` is left out where it was not wanted or would take long."""

    role: str
    name: str
    bytes: int
    sha256: str | None = None


def _processor() -> str:
    """Return the processor's name where the system tells."""
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        for line in cpuinfo.read_text("utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()
