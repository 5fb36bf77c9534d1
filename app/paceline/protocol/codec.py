"""One message per line of JSON, each way.

JSON keeps the stream readable in a terminal; msgspec makes it fast enough (hundreds of
thousands of messages a second) and validates every field on arrival.
"""

from typing import Final

import msgspec

from paceline.protocol.messages import Command, Event, Message

_encoder: Final = msgspec.json.Encoder()
_command_decoder: Final[msgspec.json.Decoder[Command]] = msgspec.json.Decoder(Command)
_event_decoder: Final[msgspec.json.Decoder[Event]] = msgspec.json.Decoder(Event)


class ProtocolError(Exception):
    """A line that is no valid message: a bug, or two versions that do not match."""


def encode(message: Message) -> bytes:
    """The message as one line, newline included."""
    return _encoder.encode(message) + b"\n"


def decode_command(line: bytes) -> Command:
    """Read a command; raises `ProtocolError`."""
    try:
        return _command_decoder.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise ProtocolError(str(error)) from error


def decode_event(line: bytes) -> Event:
    """Read an event; raises `ProtocolError`."""
    try:
        return _event_decoder.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise ProtocolError(str(error)) from error


class LineSplitter:
    """Cuts a byte stream that arrives in any pieces into whole lines."""

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, data: bytes) -> list[bytes]:
        """The lines that `data` completed, without their newlines."""
        *lines, self._rest = (self._rest + data).split(b"\n")
        return [line for line in lines if line.strip()]
