"""The machine that something was measured on."""

import os
import platform
from pathlib import Path

import msgspec
import psutil

from paceline.engine.llama.native import ENGINE_VERSION


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
    def here(cls, threads: int) -> "Machine":
        """Describe this machine, computing on that many threads."""
        return cls(
            system=f"{platform.system()} {platform.release()}",
            processor=_processor(),
            threads=threads,
            engine=ENGINE_VERSION,
            python=platform.python_version(),
            load=os.getloadavg()[0] if hasattr(os, "getloadavg") else None,
            processors=os.cpu_count(),
            memory_bytes=psutil.virtual_memory().total,
        )


def _processor() -> str:
    """Return the processor's name where the system tells."""
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        for line in cpuinfo.read_text("utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()
