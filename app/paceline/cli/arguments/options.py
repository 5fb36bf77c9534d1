"""What the command line asked for, as every job reads it."""

import argparse
from pathlib import Path
from typing import Final, Literal

DEFAULT_LENGTHS: Final = (2, 3, 4)


class Options(argparse.Namespace):
    """Everything that a job may read; fields that its command lacks keep these defaults."""

    job: Literal["window", "chat", "bench"] = "window"

    # Which models (`groups.add_models`).
    pair: str | None = None
    starter: bool = False
    target: Path | None = None
    draft: Path | None = None

    # How to load them and how to write (`groups.add_writing`).
    context: int | None = None
    threads: int | None = None
    speculation: bool = True
    drafter: str = "auto"
    verification: str = "match"
    seed: int | None = None
    temperature: float | None = None
    top_k: int | None = None
    top_p: float | None = None
    min_p: float | None = None
    repeat_penalty: float | None = None
    max_tokens: int | None = None

    # One reply or a conversation (`chat.add_chat`).
    prompt: str | None = None
    system: str | None = None
    draft_length: int | None = None

    # A measurement (`bench.add_bench`).
    draft_lengths: tuple[int, ...] = DEFAULT_LENGTHS
    runs: int = 3
    kinds: tuple[str, ...] = ()
    workloads: Path | None = None

    # What several jobs offer.
    json: bool = False
