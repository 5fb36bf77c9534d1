"""A pair on a server, in the place of one that is loaded here."""

import secrets
from collections.abc import Sequence
from typing import Final

from paceline.chat import ChatMessage, Role
from paceline.errors import AppError, ErrorCode
from paceline.loading import RemoteFacts, RemoteServer, ServerSoftware
from paceline.options import Overflow, ReplySettings, Sampling, Speculation
from paceline.provenance import ServerReport
from paceline.remote.addresses import Address, safe_address
from paceline.remote.answers import ModelEntry
from paceline.remote.line import Line, LookUp
from paceline.remote.patience import Patience
from paceline.remote.questions import knows_samplers, question
from paceline.remote.recognition import Listing, list_models, recognize
from paceline.remote.reply import Progress, RemoteReply

_SEEDS: Final = 2**31
"""All servers know seeds of so many values."""


class RemotePair:
    """A connection to one model; to be used on one thread, and closed."""

    def __init__(self, line: Line, address: Address, facts: RemoteFacts, entry: ModelEntry) -> None:
        self._line = line
        self._address = address
        self.facts = facts
        self.entry = entry

    @classmethod
    def connect(
        cls,
        server: RemoteServer,
        key: str | None,
        look_up: LookUp,
        patience: Patience | None = None,
    ) -> "RemotePair":
        """Find the model on the server; raises `AppError` or `Cancelled`."""
        address = safe_address(server.url, unencrypted_allowed=server.unencrypted_allowed)
        line = Line(address, key, patience or Patience())
        try:
            facts, entry = recognize(line, address, server, look_up)
        except BaseException:
            line.close()
            raise
        return cls(line, address, facts, entry)

    @property
    def notes(self) -> tuple[str, ...]:
        """Sentences that a person should know."""
        notes = []
        if not knows_samplers(self.facts.software):
            notes.append(
                "Top-k, min-p and the repeat penalty stay with the server, which is not known to "
                "take them."
            )
        return tuple(notes)

    def reply(
        self,
        messages: Sequence[ChatMessage],
        sampling: Sampling,
        speculation: Speculation,
        *,
        max_tokens: int | None,
        overflow: Overflow,
        look_up: LookUp,
        progress: Progress,
    ) -> RemoteReply:
        """Begin a reply; raises REMOTE_UNABLE where it would go on with one.

        Speculation and overflow are the server's own; they are noted with the reply, as the
        person's settings were.
        """
        if messages and messages[-1].role is Role.ASSISTANT:
            raise AppError(ErrorCode.REMOTE_UNABLE, "going on with a reply that was cut")
        facts = self.facts
        seed = secrets.randbelow(_SEEDS) if sampling.seed is None else sampling.seed
        body = question(facts.server.model, messages, sampling, seed, max_tokens, facts.software)
        events = self._line.stream(
            f"{self._address.url}/chat/completions",
            body,
            model=facts.server.model,
            look_up=look_up,
        )
        unknown = facts.software is ServerSoftware.UNKNOWN
        return RemoteReply(
            events,
            ServerReport(self._address.host, "" if unknown else facts.software.value),
            ReplySettings(sampling, speculation, max_tokens, overflow),
            seed,
            progress,
        )

    def close(self) -> None:
        """Hang up."""
        self._line.close()


def models_of(
    url: str,
    key: str | None,
    *,
    unencrypted_allowed: bool,
    look_up: LookUp,
    patience: Patience | None = None,
) -> tuple[Address, Listing]:
    """Ask a server which models it has; raises `AppError` or `Cancelled`. Blocks."""
    address = safe_address(url, unencrypted_allowed=unencrypted_allowed)
    line = Line(address, key, patience or Patience())
    try:
        return address, list_models(line, address, look_up)
    finally:
        line.close()
