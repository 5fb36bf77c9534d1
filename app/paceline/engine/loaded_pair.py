"""What a session needs of the models that are loaded; `pair.Pair` has it, and so may a test's."""

from typing import Protocol

from paceline.engine.chat_template import ChatTemplate
from paceline.engine.drafters.base import Panel
from paceline.engine.personal_cache import PersonalCache
from paceline.engine.reasoning import TokenTexts
from paceline.engine.target import Target
from paceline.engine.tokens import Branches, KvContext


class Tokenizer(TokenTexts, Protocol):
    """From text to the target's token ids and back."""

    @property
    def vocabulary_size(self) -> int:
        """Number of token ids."""

    @property
    def bos_text(self) -> str:
        """How a template writes the begin-of-sequence token, empty where there is none."""

    def tokenize(self, text: str, *, add_special: bool) -> list[int]:
        """Split text into token ids; special tokens written out in it are recognised."""


class LoadedPair(Protocol):
    """A target and what drafts for it, ready to chat."""

    @property
    def model(self) -> Tokenizer:
        """The target's vocabulary."""

    @property
    def template(self) -> ChatTemplate:
        """How the target was trained to read conversations."""

    @property
    def context(self) -> KvContext:
        """The target's context."""

    @property
    def draft_context(self) -> KvContext | None:
        """The draft's context, None where no model drafts."""

    @property
    def target(self) -> Target:
        """The target as the loop sees it, over its context."""

    @property
    def drafters(self) -> Panel:
        """Who may guess."""

    @property
    def personal(self) -> PersonalCache | None:
        """What learns from the person's chats, None where nothing is to be learned."""

    def branch(self, count: int, length: int) -> Branches:
        """Let what the target's context holds go on in `count` ways, each `length` tokens long.

        The context itself stays as it is. Raises `AppError(MEMORY_SHORT)` before anything is taken
        where there is too little, `AppError` where llama.cpp refuses; to be freed with `close`.
        """

    @property
    def sharing(self) -> int:
        """Replies that had a part in the target's last pass; 1 where they are written in turn."""

    def take_threads_used(self) -> tuple[int, int]:
        """Return the threads of the last pass of target and draft since this was asked before.

        A count is 0 where no pass ran, or where nobody knows.
        """
