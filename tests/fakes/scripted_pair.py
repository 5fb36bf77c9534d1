"""A pair without weights: a target and a draft over a language of letters, ready for a session."""

from collections.abc import Sequence

from fakes.scripted_model import (
    VOCABULARY,
    Language,
    ScriptedBranches,
    ScriptedContext,
    blend,
    language,
)
from paceline.engine.chat_template import ChatTemplate
from paceline.engine.drafters.base import Panel
from paceline.engine.drafters.draft_model import DraftModelDrafter
from paceline.engine.drafters.ngram import NgramDrafter
from paceline.engine.personal_cache import PersonalCache
from paceline.engine.target import Target
from paceline.engine.tokens import ScoreRow
from paceline.errors import AppError, Cancelled

CONTROL = ("<|e|>", "<|u|>", "<|a|>", "<|s|>")
"""Ends a message; begins one of the person's, the assistant's, the system's."""

PIECES = (
    *(b"",) * len(CONTROL),
    *(b"ab", b"cd", b"abc", "é".encode()[:1], "é".encode()[1:], b"\n"),
    *(bytes([letter]) for letter in b"abcdefghij .!?"),
)
TEMPLATE = (
    "{% for m in messages %}<|{{ m.role[0] }}|>{{ m.content }}<|e|>{% endfor %}"
    "{% if add_generation_prompt %}<|a|>{% endif %}"
)


class ScriptedTokenizer:
    """Takes the longest piece that fits, which a model need not do, and "?" for what is unknown."""

    vocabulary_size = VOCABULARY
    bos_text = ""

    def tokenize(self, text: str, *, add_special: bool) -> list[int]:
        assert isinstance(add_special, bool)
        table = {name.encode(): token for token, name in enumerate(CONTROL)}
        table |= {piece: token for token, piece in enumerate(PIECES) if piece}
        rest, tokens = text.encode(), []
        while rest:
            piece = max((one for one in table if rest.startswith(one)), key=len, default=b"")
            tokens.append(table[piece or b"?"])
            rest = rest[len(piece) or 1 :]
        return tokens

    def piece(self, token: int) -> bytes:
        return PIECES[token]

    def special_text(self, token: int) -> str:
        return CONTROL[token] if token < len(CONTROL) else ""

    def is_end(self, token: int) -> bool:
        return token == 0


def talk(speech: Language, *, end: float = 0) -> Language:
    """Make a language say no control tokens but the end of a message, more or less often."""

    def logits(before: Sequence[int]) -> ScoreRow:
        row = speech(before).copy()
        row[0] += end
        row[1 : len(CONTROL)] = -100
        return row

    return logits


class ScriptedPair:
    """Implements `LoadedPair`; `draft_context` counts what the draft reads."""

    sharing = 1

    def __init__(
        self,
        *,
        speech: Language | None = None,
        capacity: int = 512,
        draft_capacity: int | None = None,
        can_shift: bool = True,
        template: str | None = TEMPLATE,
    ) -> None:
        self.personal: PersonalCache | None = None
        self.branches: ScriptedBranches | None = None
        self.branch_error: AppError | None = None
        self.branches_fail_with: list[AppError | Cancelled] = []
        speech = self._speech = speech or talk(language(1))
        self.model = ScriptedTokenizer()
        self.template = ChatTemplate(template, bos="", eos="")
        self.context = ScriptedContext(speech, capacity=capacity, can_shift=can_shift)
        self.target = Target(self.context)
        self.draft_context = ScriptedContext(
            blend(speech, talk(language(2)), 0.2),
            capacity=draft_capacity or capacity,
            can_shift=can_shift,
        )
        draft = DraftModelDrafter(
            self.draft_context,
            vocabulary_size=VOCABULARY,
            target_vocabulary_size=VOCABULARY,
            is_end=self.model.is_end,
        )
        self.drafters = Panel((draft, NgramDrafter(self.model.is_end)))

    def branch(self, count: int, length: int) -> ScriptedBranches:
        if self.branch_error is not None:
            raise self.branch_error
        self.branches = ScriptedBranches(self._speech, self.context.tokens, count, length)
        self.branches.fail_with = self.branches_fail_with
        return self.branches

    def take_threads_used(self) -> tuple[int, int]:
        return 0, 0

    def text(self) -> str:
        """What the target's cache holds, as text."""
        held = self.context.tokens
        parts = (PIECES[token] or CONTROL[token].encode() for token in held)
        return b"".join(parts).decode("utf-8", "replace")

    def read(self) -> tuple[int, int]:
        """Tokens that target and draft have decoded since this was asked before."""
        counts = len(self.context.decoded), len(self.draft_context.decoded)
        self.context.decoded.clear()
        self.draft_context.decoded.clear()
        return counts
