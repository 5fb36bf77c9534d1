"""What the pair doctor finds, as values; the sentences for them are made in `wording`."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from paceline.errors import AppError
from paceline.library.gguf.facts import ModelFacts
from paceline.library.hub.records import HubFile
from paceline.library.memory_fit import Fit, MemoryNeed
from paceline.vocabulary import Mismatch


@dataclass(frozen=True, slots=True)
class LocalFile:
    """A model on this machine; of one in several files, the first."""

    path: Path

    @property
    def name(self) -> str:
        """How a person knows it."""
        return self.path.name


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """A model on the Hub; of one in several files, the first."""

    file: HubFile

    @property
    def name(self) -> str:
        """How a person knows it."""
        return self.file.name


Patient = LocalFile | RemoteFile
"""A file that is examined, wherever it lies."""


class Part(StrEnum):
    """What a file is meant to be in a pair."""

    TARGET = "target"
    DRAFT = "draft"


class Verdict(StrEnum):
    """What a pair is worth."""

    COMPATIBLE = "compatible"
    PADDED = "padded"
    """Compatible, though one vocabulary has some tokens more at its end."""
    THROUGH_TEXT = "through-text"
    """Two good models, but guesses would have to be carried over as text. The engine cannot do that
    yet, so it refuses such a pair; the target alone is drafted for by n-grams."""
    IMPOSSIBLE = "impossible"

    @property
    def loads(self) -> bool:
        """Whether the engine takes such a pair."""
        return self in (Verdict.COMPATIBLE, Verdict.PADDED)


class Rule(StrEnum):
    """What a pair must satisfy, in the order in which it is checked.

    The last five are llama.cpp's own rule for vocabularies.
    """

    WHOLE_FILES = "whole-files"
    KNOWN_MODELS = "known-models"
    """llama.cpp knows the kind of both models, and the program can write with it."""
    OWN_MODELS = "own-models"
    """Neither is a head (MTP, EAGLE-3, DFlash) or a projector that needs another model's inside."""
    WRITES_TEXT = "writes-text"
    DRAFT_SMALLER = "draft-smaller"
    TOKENIZER_KIND = "tokenizer-kind"
    TEXT_BEGIN = "text-begin"
    TEXT_END = "text-end"
    VOCABULARY_SIZE = "vocabulary-size"
    VOCABULARY = "vocabulary"


class Caution(StrEnum):
    """What a person should know of a pair that works."""

    SAME_FILE = "same-file"
    DRAFT_LARGE = "draft-large"
    """So large beside the target that its guesses hardly save time."""
    TARGET_RECURRENT = "target-recurrent"
    DRAFT_RECURRENT = "draft-recurrent"
    TEMPLATE_MISSING = "template-missing"
    CONTEXT_BEYOND_TRAINING = "context-beyond-training"


class GainBasis(StrEnum):
    """What an expectation rests on."""

    PAIR = "pair"
    """This pair ran on this machine."""
    TARGET = "target"
    """The target did; what a guess costs is reckoned from sizes, how many are right is typical."""


@dataclass(frozen=True, slots=True)
class ExpectedGain:
    """How many times as fast as plain decoding, from `low` to `high`, with so many guesses."""

    low: float
    high: float
    draft_length: int
    basis: GainBasis


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What is to be said of a pair.

    Where no rule failed, `rule` is None; else `part` says on whose side, None where both are
    needed to break it. `mismatch` details the rules for vocabularies, `trouble` those for files.
    A model whose header could not be read has no facts. `memory` is what both take together with
    contexts of `context_length` tokens, None without the target's facts; the draft counts only
    where the engine would load it. `bytes_read` counts those that came from the Hub.
    """

    verdict: Verdict
    rule: Rule | None
    part: Part | None
    mismatch: Mismatch | None
    trouble: AppError | None
    warnings: tuple[Caution, ...]
    target_name: str
    draft_name: str
    target: ModelFacts | None
    draft: ModelFacts | None
    context_length: int
    memory: MemoryNeed | None
    fit: Fit | None
    gain: ExpectedGain | None
    bytes_read: int
