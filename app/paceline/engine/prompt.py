"""From a conversation to the tokens that the model reads, the same ones as it has read or said.

A model does not always say a text in the tokens that a tokenizer would choose for it. So what was
read and said is remembered, and a conversation that goes on from there begins with those very
tokens: both caches then hold all of it, and only what is new is read.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from paceline.chat import ChatMessage, Role
from paceline.engine.chat_template import ChatTemplate
from paceline.engine.loaded_pair import Tokenizer
from paceline.engine.tokens import common_prefix
from paceline.errors import AppError, ErrorCode

REMEMBERED: Final = 64
"""Beginnings of conversations: enough to go back some dozens of turns in the newest chats."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """What the model reads before it writes.

    `continued` is the part of the reply that was written before, at the end of `text`; it begins
    behind `head` tokens.
    """

    text: str
    tokens: tuple[int, ...]
    continued: str
    head: int


class Prompts(Protocol):
    """Makes the prompts of one conversation."""

    def prompt(self, messages: Sequence[ChatMessage]) -> Prompt:
        """Return the prompt up to where the reply begins, or goes on."""

    def length(self, text: str) -> int:
        """Return how many tokens a text has on its own."""

    def remember(self, text: str, tokens: Sequence[int]) -> None:
        """Know that the beginning of a conversation was read and said in these tokens."""


class Prompter:
    """Makes prompts, and remembers what became of them."""

    def __init__(self, model: Tokenizer, template: ChatTemplate) -> None:
        self._model = model
        self._template = template
        # From the text of a conversation's beginning to its tokens, the newest last.
        self._known: dict[str, tuple[int, ...]] = {}

    def prompt(self, messages: Sequence[ChatMessage]) -> Prompt:
        """Return the prompt up to where the reply begins, or goes on.

        A reply goes on where the last message is the assistant's: it stands behind what a reply
        to the others begins with, just as when it was written. Raises
        `AppError(PROMPT_UNRENDERABLE)` where the template refuses.
        """
        if not messages or messages[-1].role is not Role.ASSISTANT:
            text = self._template.render(messages)
            tokens = self._tokenize(text)
            return Prompt(text, tokens, "", len(tokens))
        *before, last = messages
        beginning = self._template.render(before)
        text = beginning + last.content
        tokens = self._tokenize(text)
        return Prompt(text, tokens, last.content, common_prefix(self._tokenize(beginning), tokens))

    def raw(self, text: str) -> Prompt:
        """Return a text as it stands, to be gone on with; raises `AppError` where it is empty."""
        tokens = self._tokenize(text)
        return Prompt(text, tokens, "", len(tokens))

    def length(self, text: str) -> int:
        """Return how many tokens a text has on its own."""
        return len(self._model.tokenize(text, add_special=False))

    def remember(self, text: str, tokens: Sequence[int]) -> None:
        """Know that the beginning of a conversation was read and said in these tokens."""
        self._known.pop(text, None)
        self._known[text] = tuple(tokens)
        while len(self._known) > REMEMBERED:
            del self._known[next(iter(self._known))]

    def _tokenize(self, text: str) -> tuple[int, ...]:
        """Return known tokens as far as the text has them, and the tokenizer's for the rest."""
        for known in sorted(self._known, key=len, reverse=True):
            if text.startswith(known):
                rest = self._fragment(text[len(known) :])
                if rest is not None:
                    return (*self._known[known], *rest)
        bos = self._model.bos_text
        brings_bos = bool(bos) and text.startswith(bos)
        tokens = self._model.tokenize(text, add_special=not brings_bos)
        if not tokens:
            raise AppError(ErrorCode.PROMPT_UNRENDERABLE, "it made an empty prompt of it")
        return tuple(tokens)

    def _fragment(self, text: str) -> list[int] | None:
        """Return the tokens of a text behind others, None where the tokenizer would change it.

        Some tokenizers put a space before every text that they are given.
        """
        tokens = self._model.tokenize(text, add_special=False) if text else []
        written = b"".join(map(self._written, tokens))
        return tokens if written == text.encode() else None

    def _written(self, token: int) -> bytes:
        return self._model.piece(token) or self._model.special_text(token).encode()


class RawPrompts:
    """Implements `Prompts` for a text that no template has a part in; there are no messages."""

    def __init__(self, prompts: Prompter, text: str) -> None:
        self._prompts = prompts
        self._text = text

    def prompt(self, messages: Sequence[ChatMessage]) -> Prompt:  # noqa: ARG002 - the protocol
        """Return the text."""
        return self._prompts.raw(self._text)

    def length(self, text: str) -> int:
        """Return how many tokens a text has on its own."""
        return self._prompts.length(text)

    def remember(self, text: str, tokens: Sequence[int]) -> None:
        """Know in which tokens the text was gone on with."""
        self._prompts.remember(text, tokens)
