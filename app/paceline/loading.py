"""How a pair is put into memory: as a person may wish it, as it was decided, and as it turned out.

Shared by settings, window, protocol and engine, so it stands below all of them.
"""

from enum import StrEnum
from typing import Annotated, Final

import msgspec

from paceline.nodes import node_addresses

MAIN_MEMORY: Final = "CPU"
"""The name of the device that is always there: the processor and its memory."""


class CacheType(StrEnum):
    """How the KV cache stores its numbers, in llama.cpp's names.

    Fewer bits leave room for a longer context, cost some exactness, and only the target's change
    what is written: a draft of any exactness is checked by the target.
    """

    F32 = "f32"
    F16 = "f16"
    BF16 = "bf16"
    Q8_0 = "q8_0"
    Q5_1 = "q5_1"
    Q5_0 = "q5_0"
    Q4_1 = "q4_1"
    Q4_0 = "q4_0"
    IQ4_NL = "iq4_nl"

    @property
    def quantized(self) -> bool:
        """Whether numbers are stored in blocks with a common scale."""
        return self not in (CacheType.F32, CacheType.F16, CacheType.BF16)


class PairKind(StrEnum):
    """Where the models of a pair come from."""

    PRACTICE = "practice"
    STARTER = "starter"
    FILES = "files"
    REMOTE = "remote"
    """On a server that speaks the protocol of OpenAI."""


class RemoteServer(msgspec.Struct, frozen=True):
    """A model on a server, as a person remembers it; never its key.

    `url` is what stands before `/chat/completions`, the version included. `keyed` says that a key
    belongs to it, which lies in the system's keyring. `unencrypted_allowed` is the person's consent
    to send text to a public address without encryption.
    """

    url: str
    model: str
    keyed: bool = False
    unencrypted_allowed: bool = False

    def __post_init__(self) -> None:
        """Refuse an address that holds a name or a password: settings are no place for secrets."""
        if "@" in self.url or not self.url.startswith(("https://", "http://")):
            raise ValueError("the address must begin with https:// or http:// and hold no password")


class ServerSoftware(StrEnum):
    """What answers at a server's address, as far as it can be told."""

    PACELINE = "Paceline"
    LLAMA_SERVER = "llama-server"
    VLLM = "vLLM"
    OLLAMA = "Ollama"
    LM_STUDIO = "LM Studio"
    UNKNOWN = "unknown"


class RemoteFacts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is known of the server that a pair is on.

    `reports_tokens` is whether it says of every token where it came from, `reports_drafts` whether
    it counts guesses. `context_length` is in tokens, None where it does not say.
    """

    server: RemoteServer
    software: ServerSoftware
    context_length: int | None = None
    reports_tokens: bool = False
    reports_drafts: bool = False


class PairChoice(msgspec.Struct, frozen=True):
    """A pair as a person chose it; paths are set for `FILES` only, `server` for `REMOTE` only."""

    kind: PairKind
    target: str | None = None
    draft: str | None = None
    server: RemoteServer | None = None


class DeviceKind(StrEnum):
    """What computes; an integrated graphics processor computes in main memory."""

    CPU = "cpu"
    GPU = "gpu"
    INTEGRATED_GPU = "integrated-gpu"
    ACCELERATOR = "accelerator"
    NODE = "node"
    """A device of another machine."""
    OTHER = "other"


class FlashAttention(StrEnum):
    """Whether attention is computed in one fused step; `AUTO` does where the device can."""

    AUTO = "auto"
    ON = "on"
    OFF = "off"


class LoadingWishes(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a person may fix about loading; None leaves it to the program.

    `device` names the only one to compute on; layers count as in llama.cpp, where the output is
    the last and first to be offloaded. `swa_full` False keeps no more than the window of models
    with sliding-window attention: less memory, but long chats are read anew more often. `nodes` are
    addresses of other machines that layers of the target go to, as "host:port".
    """

    draft_context_length: Annotated[int, msgspec.Meta(ge=1)] | None = None
    key_type: CacheType | None = None
    value_type: CacheType | None = None
    draft_cache_type: CacheType | None = None
    flash_attention: FlashAttention = FlashAttention.AUTO
    device: str | None = None
    gpu_layers: Annotated[int, msgspec.Meta(ge=0)] | None = None
    draft_gpu_layers: Annotated[int, msgspec.Meta(ge=0)] | None = None
    swa_full: bool = True
    nodes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse what cannot be the address of a node."""
        node_addresses(self.nodes)


class DeviceLayers(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How many consecutive layers one graphics processor holds."""

    device: str
    layers: int


class ModelPlacement(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where a model goes and how long its context is.

    `offloaded` names graphics processors in the order of their layers, the model's last ones; what
    it does not name stays in main memory. `layers` counts all, the output included.
    """

    context_length: int
    layers: int
    key_type: CacheType
    value_type: CacheType
    flash_attention: FlashAttention
    swa_full: bool = True
    offloaded: tuple[DeviceLayers, ...] = ()

    @property
    def gpu_layers(self) -> int:
        """Layers on graphics processors."""
        return sum(each.layers for each in self.offloaded)


class MemoryUse(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What one model takes on one device, in bytes.

    `weights`, `cache` and `compute` (logits included) are llama.cpp's buffers; `other` is what it
    keeps beside them, above all the vocabulary.
    """

    model: str
    device: str
    weights: int = 0
    cache: int = 0
    compute: int = 0
    other: int = 0

    @property
    def buffers(self) -> int:
        """All that llama.cpp tells the size of."""
        return self.weights + self.cache + self.compute

    @property
    def total(self) -> int:
        """All of it."""
        return self.buffers + self.other


class MemoryReport(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What was expected before loading and what was taken then, in bytes.

    `taken` is what llama.cpp says of its buffers, so that `other` is 0; `process_growth` is what
    the system says of this process, which does not count a graphics processor's own memory.
    """

    estimated: tuple[MemoryUse, ...]
    taken: tuple[MemoryUse, ...]
    process_growth: int
