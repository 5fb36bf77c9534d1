"""Chats on a pair without weights; they count what target and draft read."""

from collections.abc import Sequence

from fakes.scripted_model import language
from fakes.scripted_pair import ScriptedPair, talk
from paceline.chat import ChatMessage, Role
from paceline.engine.session import Session
from paceline.engine.tokens import common_prefix
from paceline.options import DrafterChoice, Overflow, Sampling, Speculation
from paceline.provenance import ReplySummary, Round

GREEDY = Sampling(temperature=0)
MODEL = Speculation(drafter=DrafterChoice.DRAFT_MODEL, draft_length=3)
OFF = Speculation(enabled=False)
ENDLESS = talk(language(1), end=-100)


def system(text: str) -> ChatMessage:
    return ChatMessage(Role.SYSTEM, text)


def user(text: str) -> ChatMessage:
    return ChatMessage(Role.USER, text)


def assistant(text: str) -> ChatMessage:
    return ChatMessage(Role.ASSISTANT, text)


class Chat:
    """Asks a session and counts what target and draft read for it."""

    def __init__(self, pair: ScriptedPair) -> None:
        self.pair = pair
        self.session = Session(pair)
        self.rounds: list[Round] = []

    def say(
        self,
        messages: Sequence[ChatMessage],
        *,
        sampling: Sampling = GREEDY,
        speculation: Speculation = MODEL,
        max_tokens: int | None = 30,
        overflow: Overflow = Overflow.STOP,
        rounds: int | None = None,
    ) -> ReplySummary:
        """Write a reply, or only its first rounds."""
        self.pair.read()
        reply = self.session.reply(
            messages, sampling, speculation, max_tokens=max_tokens, overflow=overflow
        )
        self.rounds = []
        for round_ in reply:
            self.rounds.append(round_)
            if len(self.rounds) == rounds:
                break
        return reply.summary

    @property
    def ids(self) -> list[int]:
        return [token.id for round_ in self.rounds for token in round_.tokens]

    def reads_only(
        self, messages: Sequence[ChatMessage], new: str, *, overflow: Overflow = Overflow.STOP
    ) -> None:
        """Ask for one token; of the prompt, target and draft decode `new` and nothing else."""
        before = list(self.pair.context.tokens), list(self.pair.draft_context.tokens)
        summary = self.say(messages, max_tokens=1, speculation=MODEL, overflow=overflow)
        tokens = self.pair.model.tokenize(new, add_special=False)
        assert self.pair.context.decoded == tokens
        assert summary.prefill_tokens == len(tokens)
        # The draft reads all but the last token, which its first guess starts with.
        held = common_prefix(before[1], self.pair.draft_context.tokens)
        missing = list(self.pair.draft_context.tokens)[held:]
        assert self.pair.draft_context.decoded == missing
        assert len(missing) <= len(tokens) + 2, "it may lack the last two of its own guesses"


HELLO = (system("be"), user("ab cd!"))

LONG = tuple(
    message
    for turn in range(8)
    for message in (user(f"{'abcdefgh'[turn]} ij" * 4), assistant(f"{'hgfedcba'[turn]}!." * 4))
)


def conversation(turns: int) -> tuple[ChatMessage, ...]:
    return (system("be"), *LONG[: 2 * turns], user("gi?"))
