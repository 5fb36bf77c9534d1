"""Tells what a model thinks aloud from what it answers.

Reasoning models begin a reply with a block between two tags; some templates open it already in
the prompt. The tags stay in the text, so that the next turn's template finds them and leaves the
block out or not, as the model was trained.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Protocol

from paceline.engine.stop_strings import StopStrings


@dataclass(frozen=True, slots=True)
class Tags:
    """What stands around a block of reasoning; without a closing tag there is only the opening."""

    opening: str
    closing: str = ""


_HARMONY: Final = "<|channel|>{}<|message|>"
"""How gpt-oss says where what follows belongs."""

KNOWN: Final = (
    Tags("<think>", "</think>"),  # Qwen3, DeepSeek-R1, SmolLM3 and most others
    Tags("[THINK]", "[/THINK]"),  # Magistral
    Tags(_HARMONY.format("analysis"), "<|end|><|start|>assistant" + _HARMONY.format("final")),
    Tags(_HARMONY.format("final")),
)

_MARKERS: Final = frozenset(
    {"<think>", "</think>", "[THINK]", "[/THINK]"}
    | {"<|channel|>", "<|message|>", "<|start|>", "<|end|>"}
)
"""Control tokens that are written out, because they are what tags are made of."""


class TokenTexts(Protocol):
    """The part of a vocabulary that text is made from."""

    def piece(self, token: int) -> bytes:
        """Return the bytes that a token writes; control tokens write nothing."""

    def special_text(self, token: int) -> str:
        """Return how a template writes a special token."""

    def is_end(self, token: int) -> bool:
        """Whether the token ends a reply."""


def spoken(vocabulary: TokenTexts) -> Callable[[int], bytes]:
    """Return what gives the bytes that a token writes into a reply.

    An end token writes nothing; of the control tokens only those write that tags are made of.
    """

    def piece(token: int) -> bytes:
        if vocabulary.is_end(token):
            return b""
        if said := vocabulary.piece(token):
            return said
        text = vocabulary.special_text(token)
        return text.encode() if text in _MARKERS else b""

    return piece


def split(text: str) -> tuple[str, str]:
    """Return the reasoning and the answer in a reply; without a block all of it is the answer.

    A block that the prompt had opened is known by its closing tag.
    """
    for tags in KNOWN:
        if tags.closing:
            reasoning, closing, answer = text.partition(tags.closing)
            if closing:
                reasoning = reasoning.lstrip().removeprefix(tags.opening)
                return reasoning.strip("\n"), answer.lstrip("\n")
        elif text.startswith(tags.opening):
            return "", text.removeprefix(tags.opening)
    return "", text


class Reasoning:
    """Follows a reply and knows which of its characters lie in the block, tags included.

    `lead` is what stands before the reply: the prompt, whose end may have opened the block.
    `continued` is the part of the reply that was written before.
    """

    def __init__(self, lead: str = "", continued: str = "") -> None:
        self._offset = len(continued)
        self._beginning = ""
        self._decided = False
        self._opened = False
        self._end: int | None = None
        self._closing: StopStrings | None = None
        for tags in KNOWN:
            if tags.closing and lead.rstrip().endswith(tags.opening):
                self._open(tags)
        self.read(continued)

    @property
    def undecided(self) -> bool:
        """Whether the text so far may be the beginning of an opening tag."""
        return not self._decided

    def covers(self, position: int) -> bool:
        """Whether the character at this position of what is written now lies in the block."""
        return self._opened and (self._end is None or position + self._offset < self._end)

    def read(self, text: str) -> None:
        """Read on."""
        if not self._decided:
            self._beginning += text
            self._decide()
        else:
            self._seek_end(text)

    def _decide(self) -> None:
        """Find an opening tag behind any white space, or see that there is none."""
        said = self._beginning.lstrip()
        for tags in KNOWN:
            if said.startswith(tags.opening):
                self._open(tags)
                self._seek_end(self._beginning)
                return
        self._decided = not any(tags.opening.startswith(said) for tags in KNOWN)

    def _open(self, tags: Tags) -> None:
        self._decided = self._opened = True
        self._closing = StopStrings([tags.closing or tags.opening])

    def _seek_end(self, text: str) -> None:
        if self._closing is not None and (match := self._closing.read(text)) is not None:
            self._end = match.end
            self._closing = None
