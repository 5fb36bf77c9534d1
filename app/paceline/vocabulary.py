"""Whether a draft's guesses mean anything to a target: llama.cpp's own rule for a pair.

Follows `common_speculative_are_compatible` in llama.cpp's common/speculative.cpp: the same kind
of vocabulary, the same automatic begin and end tokens, sizes that differ by 128 at most, and the
same text for every token from id 5 on. The engine asks before it loads a draft, the library before
a file is fetched.
"""

import hashlib
from dataclasses import dataclass
from typing import Final

MAX_SIZE_DIFFERENCE: Final = 128
FIRST_COMPARED_ID: Final = 5

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


@dataclass(frozen=True, slots=True)
class Mismatch:
    """Why two vocabularies do not go together; `token` is the first id that differs, if any."""

    reason: str
    token: int | None = None


def find_mismatch(target: Vocabulary, draft: Vocabulary) -> Mismatch | None:
    """Return the first violation of the rule, None for a compatible pair."""
    if target.kind != draft.kind:
        return Mismatch(
            "their tokenizers are of different kinds "
            f"(target {_kind(target.kind)}, draft {_kind(draft.kind)})"
        )
    for name, wanted, given, target_id, draft_id in (
        ("begin", target.adds_bos, draft.adds_bos, target.bos, draft.bos),
        ("end", target.adds_eos, draft.adds_eos, target.eos, draft.eos),
    ):
        if wanted != given or (wanted and target_id != draft_id):
            return Mismatch(
                f"their {name}-of-sequence tokens differ "
                f"(target {target_id}{'' if wanted else ', not added'}; "
                f"draft {draft_id}{'' if given else ', not added'})"
            )
    difference = abs(len(target.texts) - len(draft.texts))
    if difference > MAX_SIZE_DIFFERENCE:
        return Mismatch(
            f"their vocabularies differ in size by {difference:,} tokens "
            f"(target {len(target.texts):,}, draft {len(draft.texts):,}; "
            f"at most {MAX_SIZE_DIFFERENCE} are allowed)"
        )
    shared = min(len(target.texts), len(draft.texts))
    ours, theirs = target.texts[FIRST_COMPARED_ID:shared], draft.texts[FIRST_COMPARED_ID:shared]
    if ours == theirs:
        return None
    first = next(i for i, (a, b) in enumerate(zip(ours, theirs, strict=True)) if a != b)
    return Mismatch(
        f"token {first + FIRST_COMPARED_ID} is {_quoted(ours[first])} in the target "
        f"and {_quoted(theirs[first])} in the draft",
        token=first + FIRST_COMPARED_ID,
    )


def _kind(number: int) -> str:
    return _KINDS.get(number, f"kind {number}")


def _quoted(text: bytes) -> str:
    return f"“{text.decode('utf-8', 'replace')}”"
