"""How much a model remembers of each token that it reads, by llama.cpp's rules.

Follows `load_arch_hparams` of llama.cpp's src/models, and `llama_model::create_memory`: which
layers see everything, which a window, which keep a state instead. Of architectures that came
later every layer is taken to see everything.
"""

from dataclasses import dataclass
from typing import Final

from paceline.library.gguf.hyperparameters import Hyperparameters

RECURRENT: Final = frozenset(
    (
        "mamba",
        "mamba2",
        "rwkv6",
        "rwkv6qwen2",
        "rwkv7",
        "arwkv7",
    )
)
HYBRID: Final = frozenset(
    (
        "jamba",
        "falcon-h1",
        "plamo2",
        "granitehybrid",
        "lfm2",
        "lfm2moe",
        "nemotron_h",
        "nemotron_h_moe",
        "qwen3next",
        "kimi-linear",
        "bailingmoe3",
        "kimi-k3",
        "glm5-next",
        "qwen35",
        "qwen35moe",
        "qwen4exp",
        "deepseek4",
        "minimax-01",
    )
)
_WITHOUT_CACHE: Final = frozenset(
    (
        "dream",
        "llada",
        "llada-moe",
        "rnd1",
        "wavtokenizer-dec",
        "clip",
    )
)

_STATE_UNLESS_NTH: Final = {
    "qwen3next": 4,
    "qwen35": 4,
    "qwen35moe": 4,
    "qwen4exp": 4,
    "minimax-01": 8,
}
"""Every so many layers one sees everything, and the others keep a state."""


@dataclass(frozen=True, slots=True)
class _Windows:
    """Of every `period` layers one sees everything: the last, or the first with `dense_first`.

    Period 0 means that none does, or that the file tells of each layer. `size` is the window
    where the file is silent; 0 there means that there is none.
    """

    period: int
    dense_first: bool = False
    size: int = 0


_WINDOWS: Final = {
    "afmoe": _Windows(4),
    "cohere2": _Windows(4),
    "cohere2moe": _Windows(4, dense_first=True),
    "deepseek4": _Windows(0),
    "dflash": _Windows(0),
    "dots3note": _Windows(0),
    "exaone-moe": _Windows(4, size=128),
    "exaone4": _Windows(4),
    "gemma2": _Windows(2, size=4096),
    "gemma3": _Windows(6),
    "gemma3n": _Windows(5),
    "gemma4": _Windows(0),
    "gemma4-assistant": _Windows(0),
    "gpt-oss": _Windows(2),
    "granite_swa": _Windows(0),
    "laguna": _Windows(4, dense_first=True),
    "lfm2": _Windows(0),
    "llama4": _Windows(4, size=8192),
    "maple": _Windows(0),
    "mellum": _Windows(4),
    "mimo2": _Windows(0),
    "muse-glimmer": _Windows(4),
    "olmo2": _Windows(4),
    "plamo3": _Windows(8),
    "smallthinker": _Windows(4, dense_first=True),
    "step35": _Windows(0),
}
_GEMMA3N_LAYERS_WITH_CACHE: Final = 20
_FLOAT_BYTES: Final = 4


@dataclass(frozen=True, slots=True)
class CacheShape:
    """Numbers per position in the cache, summed over layers; those of windows apart.

    `state_bytes` do not grow with the context. `window` is 0 where there are no windows.
    """

    keys: int = 0
    values: int = 0
    window_keys: int = 0
    window_values: int = 0
    window: int = 0
    state_bytes: int = 0


def cache_shape(given: Hyperparameters) -> CacheShape:
    """Return what the model's cache will hold."""
    if given.architecture in _WITHOUT_CACHE:
        return CacheShape()
    states = states_by_layer(given)
    attends = _attending_layers(given, states)
    window, windowed = windows_by_layer(given)
    heads = kv_heads_by_layer(given)
    key, value = head_lengths(given)
    key_here = given.number("attention.key_length_swa", key)
    value_here = given.number("attention.value_length_swa", value)
    latent = _is_latent(given)
    seeing = [n for n in range(given.layers) if attends[n] and not windowed[n]]
    nearby = [n for n in range(given.layers) if attends[n] and windowed[n]]
    indexer = given.number("attention.indexer.key_length")
    return CacheShape(
        keys=sum(heads[n] * key + indexer for n in seeing),
        values=0 if latent else sum(heads[n] * value for n in seeing),
        window_keys=sum(heads[n] * key_here for n in nearby),
        window_values=0 if latent else sum(heads[n] * value_here for n in nearby),
        window=window,
        state_bytes=sum(states) * _state_numbers(given) * _FLOAT_BYTES,
    )


def head_lengths(given: Hyperparameters) -> tuple[int, int]:
    """Return the numbers of a key and of a value, of one head."""
    heads = max(given.per_layer("attention.head_count"), default=0)
    each = given.number("embedding_length") // heads if heads else 0
    return (
        given.number("attention.key_length", each),
        given.number("attention.value_length", each),
    )


def kv_heads_by_layer(given: Hyperparameters) -> tuple[int, ...]:
    """Return how many heads of keys and values each layer has."""
    if f"{given.architecture}.attention.head_count_kv" in given.header.metadata:
        return given.per_layer("attention.head_count_kv")
    return given.per_layer("attention.head_count")


def windows_by_layer(given: Hyperparameters) -> tuple[int, tuple[bool, ...]]:
    """Return the positions of a window, and for each layer whether it sees no further."""
    none = (0, (False,) * given.layers)
    rule = _WINDOWS.get(given.architecture)
    if rule is None:
        return none
    size = given.number("attention.sliding_window", rule.size)
    if given.architecture == "exaone4" and given.layers < 64:
        size = 0  # only the large one has windows, whatever its header says
    if not size:
        return none
    key = "attention.sliding_window_pattern"
    if given.has_list(key):
        return size, tuple(map(bool, given.per_layer(key)))
    period = given.number(key, rule.period)
    dense = 0 if rule.dense_first else period - 1
    return size, tuple(period == 0 or n % period != dense for n in range(given.layers))


def states_by_layer(given: Hyperparameters) -> tuple[bool, ...]:
    """Return for each layer whether it keeps a state."""
    architecture, layers = given.architecture, range(given.layers)
    if architecture in RECURRENT or architecture == "falcon-h1":
        return (True,) * given.layers
    if architecture not in HYBRID or architecture == "deepseek4":
        return (False,) * given.layers
    if architecture in _STATE_UNLESS_NTH:
        if given.has_list("attention.recurrent_layers"):
            return tuple(map(bool, given.per_layer("attention.recurrent_layers")))
        period = given.number("full_attention_interval", _STATE_UNLESS_NTH[architecture])
        return tuple(period == 0 or (n + 1) % period != 0 for n in layers)
    heads, wide = kv_heads_by_layer(given), given.per_layer("feed_forward_length")
    if architecture.startswith("nemotron_h"):
        return tuple(heads[n] == 0 and wide[n] == 0 for n in layers)
    return tuple(count == 0 for count in heads)


def _attending_layers(given: Hyperparameters, states: tuple[bool, ...]) -> tuple[bool, ...]:
    """Return for each layer whether it has keys and values of its own in the cache."""
    if given.architecture in RECURRENT:
        return (False,) * given.layers
    with_cache = given.layers
    if given.architecture == "gemma3n":
        with_cache = _GEMMA3N_LAYERS_WITH_CACHE
    elif given.architecture == "gemma4":
        with_cache = given.layers - given.number("attention.shared_kv_layers")
    both = given.architecture == "falcon-h1"
    return tuple(n < with_cache and (both or not states[n]) for n in range(given.layers))


def _is_latent(given: Hyperparameters) -> bool:
    """Whether keys and values are kept as one compressed vector (MLA)."""
    return bool(
        given.number("attention.key_length_mla") and given.number("attention.value_length_mla")
    )


def _state_numbers(given: Hyperparameters) -> int:
    """Return the numbers of one layer's state (`n_embd_r` and `n_embd_s` in llama-hparams.cpp)."""
    width = given.number("embedding_length")
    heads = max(given.per_layer("attention.head_count"), default=0)
    inner, state = given.number("ssm.inner_size"), given.number("ssm.state_size")
    convolution = given.number("ssm.conv_kernel")
    if head := given.number("wkv.head_size"):
        return given.number("token_shift_count", 2) * width + width * head
    if memory := given.number("shortconv.l_cache"):
        return width * (memory - 1)
    if head := given.number("kda.head_dim"):
        return 3 * (convolution - 1 if convolution else 3) * heads * head + head * head * heads
    if given.architecture == "minimax-01":
        head, _ = head_lengths(given)
        return head * head * heads
    mixed = inner + 2 * given.number("ssm.group_count") * state
    return max(0, convolution - 1) * mixed + state * inner
