"""Whether a draft's guesses mean anything to a target: llama.cpp's own rule for a pair.

Follows `common_speculative_are_compatible` in llama.cpp's common/speculative.cpp: the same kind
of vocabulary, the same automatic begin and end tokens, sizes that differ by 128 at most, and the
same text for every token from id 5 on. The engine asks before it loads a draft, the library before
a file is fetched.
"""

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, assert_never

MAX_SIZE_DIFFERENCE: Final = 128
FIRST_COMPARED_ID: Final = 5

_LONGEST_SHOWN: Final = 60

_KINDS: Final = {
    0: "none",
    1: "SentencePiece",
    2: "byte-level BPE",
    3: "WordPiece",
    4: "Unigram",
    5: "RWKV",
    6: "PLaMo-2",
}
"""llama.cpp's `llama_vocab_type`."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What the rule compares; `texts` holds each token's raw text by id."""

    kind: int
    bos: int
    eos: int
    adds_bos: bool
    adds_eos: bool
    texts: tuple[bytes, ...]

    def fingerprint(self) -> str:
        """Return 32 hexadecimal digits that differ where any token's meaning does."""
        facts = (self.kind, self.bos, self.eos, self.adds_bos, self.adds_eos, len(self.texts))
        digest = hashlib.blake2b(repr(facts).encode(), digest_size=16)
        digest.update(b",".join(b"%d" % len(text) for text in self.texts))
        digest.update(b"".join(self.texts))
        return digest.hexdigest()


class VocabularyRule(StrEnum):
    """What a pair must satisfy, in the order in which it is checked."""

    KIND = "kind"
    BEGIN = "begin"
    END = "end"
    SIZE = "size"
    TOKENS = "tokens"


@dataclass(frozen=True, slots=True)
class Mismatch:
    """The rule that two vocabularies break, and what stands on either side.

    With `TOKENS` the first id that differs is `token`, and `differing` ids do in all.
    """

    rule: VocabularyRule
    target: str
    draft: str
    token: int | None = None
    differing: int = 0

    @property
    def reason(self) -> str:
        """Say it within a sentence."""
        match self.rule:
            case VocabularyRule.KIND:
                return (
                    "their tokenizers are of different kinds "
                    f"(target {self.target}, draft {self.draft})"
                )
            case VocabularyRule.BEGIN | VocabularyRule.END:
                return (
                    f"their {self.rule}-of-sequence tokens differ "
                    f"(target {self.target}; draft {self.draft})"
                )
            case VocabularyRule.SIZE:
                return (
                    f"their vocabularies differ in size by more than {MAX_SIZE_DIFFERENCE} tokens "
                    f"(target {self.target}, draft {self.draft})"
                )
            case VocabularyRule.TOKENS:
                return (
                    f"token {self.token} is “{self.target}” in the target "
                    f"and “{self.draft}” in the draft"
                )
            case _:
                assert_never(self.rule)


def find_mismatch(target: Vocabulary, draft: Vocabulary) -> Mismatch | None:
    """Return the first violation of the rule, None for a compatible pair."""
    if target.kind != draft.kind:
        return Mismatch(VocabularyRule.KIND, _kind(target.kind), _kind(draft.kind))
    for rule, wanted, given, target_id, draft_id in (
        (VocabularyRule.BEGIN, target.adds_bos, draft.adds_bos, target.bos, draft.bos),
        (VocabularyRule.END, target.adds_eos, draft.adds_eos, target.eos, draft.eos),
    ):
        if wanted != given or (wanted and target_id != draft_id):
            return Mismatch(rule, _special(target_id, wanted), _special(draft_id, given))
    size, draft_size = len(target.texts), len(draft.texts)
    if abs(size - draft_size) > MAX_SIZE_DIFFERENCE:
        return Mismatch(VocabularyRule.SIZE, f"{size:,}", f"{draft_size:,}")
    if target.texts is draft.texts:
        return None
    compared = slice(FIRST_COMPARED_ID, min(size, draft_size))
    ours, theirs = target.texts[compared], draft.texts[compared]
    if ours == theirs:
        return None
    differing = [i for i, (a, b) in enumerate(zip(ours, theirs, strict=True)) if a != b]
    first = differing[0]
    return Mismatch(
        VocabularyRule.TOKENS,
        readable(ours[first]),
        readable(theirs[first]),
        token=first + FIRST_COMPARED_ID,
        differing=len(differing),
    )


def readable(token: bytes) -> str:
    """Return a token's text for a sentence: cut short, with signs that do not show as escapes.

    A file may hold any bytes there, those that take over a terminal too.
    """
    text = token.decode("utf-8", "replace")
    shown = (
        letter if letter.isprintable() else letter.encode("unicode_escape").decode()
        for letter in text[:_LONGEST_SHOWN]
    )
    return "".join(shown) + ("…" if len(text) > _LONGEST_SHOWN else "")


def _kind(number: int) -> str:
    return _KINDS.get(number, f"kind {number}")


def _special(token: int, added: bool) -> str:  # noqa: FBT001 - a fact, not a switch
    return f"{token}" if added else f"{token}, not added"
