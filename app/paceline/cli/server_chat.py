"""A chat in the terminal with a model on a server, in the place of a session of the engine."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from paceline import paths
from paceline.chat import ChatMessage
from paceline.cli.arguments.options import Options
from paceline.cli.interruption import interrupt_aborts
from paceline.cli.terminal import remark
from paceline.engine.llama.native import AbortFlag
from paceline.errors import AppError, ErrorCode
from paceline.library.remote_keys import KEY_VARIABLE, RemoteKeys, key_of_environment
from paceline.loading import RemoteServer
from paceline.options import Overflow, Sampling, Speculation
from paceline.remote.addresses import Address, Reach, address
from paceline.remote.pair import RemotePair, models_of
from paceline.remote.reply import RemoteReply
from paceline.settings import load_settings


class ServerSession:
    """What the chat needs of a session; nothing is learned from what a server writes."""

    def __init__(self, pair: RemotePair, abort: AbortFlag) -> None:
        self._pair = pair
        self._abort = abort

    def reply(
        self,
        messages: Sequence[ChatMessage],
        sampling: Sampling,
        speculation: Speculation,
        *,
        max_tokens: int | None,
        overflow: Overflow,
    ) -> RemoteReply:
        """Begin the next reply; Ctrl+C stops it."""
        return self._pair.reply(
            messages,
            sampling,
            speculation,
            max_tokens=max_tokens,
            overflow=overflow,
            look_up=lambda: self._abort.is_set,
            progress=lambda _done, _total, _known: None,
        )

    def settle(self) -> None:
        """There is nothing to be learned."""


@contextmanager
def open_server(url: str, options: Options, abort: AbortFlag) -> Iterator[ServerSession]:
    """Connect, say where text goes, and hang up in the end; raises `AppError` or `Cancelled`."""
    with interrupt_aborts(abort):
        place = address(url)
        key = key_of_environment() or _remembered_key(place)
        server = RemoteServer(
            place.url,
            options.model or _only_model(place, key, options, abort),
            keyed=key is not None,
            unencrypted_allowed=options.allow_unencrypted,
        )
        pair = RemotePair.connect(server, key, lambda: abort.is_set)
    try:
        remark(_where(place))
        for note in pair.notes:
            remark(f"Note: {note}")
        yield ServerSession(pair, abort)
    finally:
        pair.close()


def _remembered_key(place: Address) -> str | None:
    """Return the key that the window keeps for this address, None where it keeps none."""
    try:
        servers = load_settings(paths.settings_file()).servers
    except AppError as error:
        remark(f"{error} The key is looked for in {KEY_VARIABLE} alone.")
        return None
    known = next((each for each in servers if each.url == place.url and each.keyed), None)
    return None if known is None else RemoteKeys().key(known)


def _only_model(place: Address, key: str | None, options: Options, abort: AbortFlag) -> str:
    """Return the model where there is one alone; raises MODEL_AMBIGUOUS where there are several."""
    _, listing = models_of(
        place.url,
        key,
        unencrypted_allowed=options.allow_unencrypted,
        look_up=lambda: abort.is_set,
    )
    names = [each.id for each in listing.models]
    if len(names) == 1:
        return names[0]
    told = ", ".join(names[:20]) if names else "the server does not list its models"
    raise AppError(ErrorCode.MODEL_AMBIGUOUS, told)


def _where(place: Address) -> str:
    match place.reach:
        case Reach.THIS_COMPUTER:
            return f"Your text goes to {place.host}, a program on this computer."
        case _ if place.encrypted:
            return f"Your text leaves this computer: the whole chat goes to {place.host}."
        case _:
            return (
                f"Your text leaves this computer, unencrypted: the whole chat goes to {place.host}."
            )
