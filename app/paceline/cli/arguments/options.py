"""What the command line asked for, as every job reads it."""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Final, Literal, TypeAlias

from paceline.cli.policy_names import PolicyName
from paceline.loading import CacheType, FlashAttention

DEFAULT_SEEDS: Final = (1,)

Job: TypeAlias = Literal[
    "window",
    "chat",
    "bench",
    "parity",
    "tune",
    "learned",
    "devices",
    "models",
    "doctor",
    "selftest",
    "rpc",
    "completion",
    "updates",
    "serve",
]


class Options(argparse.Namespace):
    """Everything that a job may read; fields that its command lacks keep these defaults."""

    job: Job = "window"

    given: tuple[str, ...] = ()
    """The command line itself, without the name of the program."""

    # Which models (`groups.add_models`).
    pair: str | None = None
    starter: bool = False
    target: Path | None = None
    draft: Path | None = None
    model_file: Path | None = None
    """What a desktop hands over (`window.add_window`); `parse` makes it the target."""

    # How to load them (`groups.add_loading`, `groups.add_verbose`).
    context: int | None = None
    threads: int | None = None
    fixed_threads: tuple[int, int] | None = None
    draft_context: int | None = None
    kv_type: tuple[CacheType, CacheType] | None = None
    draft_kv_type: CacheType | None = None
    flash_attention: FlashAttention = FlashAttention.AUTO
    swa_full: bool = True
    device: str | None = None
    gpu_layers: int | None = None
    draft_gpu_layers: int | None = None
    nodes: Sequence[str] = ()
    verbose: bool = False

    # How to write (`groups.add_writing`).
    speculation: bool = True
    drafter: str = "auto"
    verification: str = "match"
    seed: int | None = None
    temperature: float | None = None
    top_k: int | None = None
    top_p: float | None = None
    min_p: float | None = None
    repeat_penalty: float | None = None
    frequency_penalty: float = 0.0
    presence_penalty: float = 0.0
    max_tokens: int | None = None

    # One reply or a conversation (`chat.add_chat`).
    prompt: str | None = None
    system: str | None = None
    draft_length: int | None = None
    tuned: bool = True
    learning: bool = True
    stop: Sequence[str] = ()
    overflow: str = "stop"
    server: str | None = None
    model: str | None = None
    allow_unencrypted: bool = False

    # What was learned from chats (`learned.add_learned`).
    deed: Literal["show", "export", "wipe"] | None = None
    file: Path = Path()

    # Models and where they come from (`models.add_models_job`).
    models_deed: Literal["search", "show", "get", "list", "verify", "rm"] | None = None
    words: Sequence[str] = ()
    name: str = ""
    names: Sequence[str] = ()
    hub_file: str | None = None
    revision: str = "main"
    speed: int | None = None
    sort: str = "trending"
    author: str | None = None
    licence: str | None = None
    quantization: str | None = None
    largest: int | None = None
    gated: Literal["yes", "no"] | None = None
    limit: int = 20
    yes: bool = False

    # A measurement (`bench.add_bench`).
    draft_lengths: tuple[int, ...] = ()
    runs: int = 3
    warm: bool = False
    curve: bool = False
    html: Path | None = None

    # A comparison of texts (`parity.add_parity`).
    prompts: slice = slice(None)
    seeds: tuple[int, ...] = DEFAULT_SEEDS
    record: Path | None = None

    # A contest (`tune.add_tune`).
    heats: int = 10
    reset: bool = False

    # An examination (`doctor.add_doctor`).
    target_name: str = ""
    draft_name: str | None = None

    # A proof of the installation (`selftest.add_selftest`).
    native: bool = False

    # A server (`serve.add_serve`).
    host: str = "127.0.0.1"
    port: int = 8484
    api_key: str | None = None
    api_key_file: Path | None = None
    allowed_origins: Sequence[str] = ()
    seats: int | None = None
    queue: int = 64
    alias: str | None = None
    with_parent: bool = False

    # A node (`rpc.add_rpc`).
    memory: int | None = None
    tensor_cache: str | None = None

    # For the shell (`completion.add_completion`).
    shell: str = ""

    # What several jobs offer.
    policies: Sequence[PolicyName] = ()
    kinds: tuple[str, ...] = ()
    workloads: Path | None = None
    json: bool = False
