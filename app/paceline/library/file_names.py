"""What the name of a model file says: what it is for, how it is quantized, which files are one.

Pure: a name is a path with `/`, as in a repository of the Hub or below a folder of models. Names
come from strangers and are only looked at. Where a header is at hand it knows better.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from pathlib import PurePosixPath
from typing import Final

GGUF_SUFFIX: Final = ".gguf"


class Role(StrEnum):
    """What a file is for."""

    MODEL = "model"
    """Writes text: a target, or a draft of the ordinary kind."""
    MTP = "mtp"
    EAGLE3 = "eagle3"
    DFLASH = "dflash"
    EMBEDDING = "embedding"
    """Turns text into vectors, or ranks it; cannot write."""
    MMPROJ = "mmproj"
    """Lets a model see or hear; nothing by itself."""
    OTHER = "other"
    """No model: an importance matrix, an adapter, a vocabulary."""

    @property
    def is_drafter(self) -> bool:
        """Whether it can only guess for the one model that it was made for."""
        return self in (Role.MTP, Role.EAGLE3, Role.DFLASH)

    @property
    def is_hidden(self) -> bool:
        """Whether nobody would choose it by itself."""
        return self in (Role.MMPROJ, Role.OTHER)


@dataclass(frozen=True, slots=True)
class Shard:
    """One file of a model in several; `number` goes from 1 to `of`."""

    stem: str
    number: int
    of: int


@dataclass(frozen=True, slots=True)
class Group:
    """A model of one file or of several, by their names in order.

    `shards` is how many files there should be.
    """

    title: str
    role: Role
    quantization: str | None
    names: tuple[str, ...]
    shards: int = 1

    @property
    def complete(self) -> bool:
        """Whether no shard is missing."""
        return len(self.names) == self.shards


_SHARD: Final = re.compile(r"(?P<stem>.*)-(?P<number>[0-9]{5})-of-(?P<of>[0-9]{5})", re.DOTALL)
_WORD_ENDS: Final = re.compile(r"[-._ ]+")
_FAMILIES_THAT_EMBED: Final = frozenset(
    {"bge", "colbert", "e5", "gte", "minilm", "mxbai", "rerank", "reranker"}
)
_GEMMA_DRAFTER: Final = re.compile(r"gemma-?4.*-assistant\b")

# The names of llama.cpp's file types (llama_ftype), and what the usual publishers add to them.
_QUANTIZATION: Final = re.compile(
    r"""(?<![a-z0-9]) (?P<dynamic>ud[-_])?
    (?P<type>
        iq[1-6] _ (?: xxs | xs | s | m | nl | kss | kst | ks | kt | k ) (?: _ (?: xl | l ) )?
      | q[1-8] (?: _k (?: _ (?: xxl | xl | l | m | s | xs | p ) )? | _[01] (?: _[48]_[48] | _l )? )?
      | tq[12]_0
      | mxfp4 (?: _moe )?
      | nvfp4
      | bf16 | fp?16 | fp?32
    ) (?![a-z0-9])""",
    re.VERBOSE | re.IGNORECASE,
)


def is_gguf(name: str) -> bool:
    """Whether the name promises a GGUF file."""
    return name.lower().endswith(GGUF_SUFFIX)


def shard_of(name: str) -> Shard | None:
    """Which part of a model this is, None for a whole one; the stem keeps its folder."""
    found = _SHARD.fullmatch(_without_suffix(name))
    if found is None:
        return None
    number, of = int(found["number"]), int(found["of"])
    return Shard(found["stem"], number, of) if 1 <= number <= of else None


def title_of(name: str) -> str:
    """The name for a person: without folder, ending and number of the shard."""
    shard = shard_of(name)
    stem = shard.stem if shard else _without_suffix(name)
    return PurePosixPath(stem).name or name


def quantization_of(name: str) -> str | None:
    """How numbers are stored, as "Q4_K_M" or "UD-Q4_K_XL"; where the file is silent, its folder."""
    for part in reversed(PurePosixPath(name).parts):
        found = list(_QUANTIZATION.finditer(part))
        if found:
            last = found[-1]
            spelled = last["type"].upper().replace("FP16", "F16").replace("FP32", "F32")
            return f"UD-{spelled}" if last["dynamic"] else spelled
    return None


def role_of(name: str) -> Role:
    """What the file is for, as far as its name tells.

    "MTP" in the middle of a name means a model that has its drafter inside; such a model is one.
    """
    *folders, file = PurePosixPath(name.lower()).parts or ("",)
    words = _WORD_ENDS.split(_without_suffix(file))
    if "mmproj" in file:
        return Role.MMPROJ
    if file.startswith("ggml-vocab-") or ("imatrix" in words and quantization_of(file) is None):
        return Role.OTHER
    if words[0] == "mtp" or folders[-1:] == ["mtp"] or _GEMMA_DRAFTER.search(file):
        return Role.MTP
    return _role_by_words(words)


def _role_by_words(words: list[str]) -> Role:
    if "eagle3" in words or ("eagle", "3") in pairwise(words):
        return Role.EAGLE3
    if "dflash" in words:
        return Role.DFLASH
    if any(word.startswith("embed") for word in words) or _FAMILIES_THAT_EMBED.intersection(words):
        return Role.EMBEDDING
    return Role.MODEL


def grouped(names: Iterable[str]) -> tuple[Group, ...]:
    """Models by their titles: shards as one, and nothing that nobody would choose by itself.

    Files of other kinds than GGUF are left out. A set of shards may be incomplete.
    """
    sets: dict[tuple[str, str, int], list[tuple[int, str]]] = {}
    for name in set(names):
        if not is_gguf(name) or role_of(name).is_hidden:
            continue
        shard = shard_of(name)
        # A suffix in other letters makes another set, so that no number stands twice in one.
        key = (shard.stem, name[-len(GGUF_SUFFIX) :], shard.of) if shard else (name, "", 1)
        sets.setdefault(key, []).append((shard.number if shard else 1, name))
    groups = [_group([name for _, name in sorted(files)], of) for (_, _, of), files in sets.items()]
    return tuple(sorted(groups, key=lambda group: (group.title.lower(), group.names)))


def _group(names: list[str], shards: int) -> Group:
    first = names[0]
    return Group(title_of(first), role_of(first), quantization_of(first), tuple(names), shards)


def _without_suffix(name: str) -> str:
    return name[: -len(GGUF_SUFFIX)] if is_gguf(name) else name
