"""What the program remembers between two starts, as one small TOML file.

A missing file means defaults; a damaged one is set aside and reported, never overwritten.
"""

import tomllib
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final

import msgspec
import tomli_w

from paceline.errors import AppError, ErrorCode
from paceline.loading import LoadingWishes, PairChoice, RemoteServer
from paceline.options import Overflow, Sampling, Speculation
from paceline.whole_file import set_aside, write_whole

LEAST_TEXT_PERCENT: Final = 80
MOST_TEXT_PERCENT: Final = 200


class Theme(StrEnum):
    """Colours of the window; `SYSTEM` follows the desktop, also its wish for high contrast.

    `HIGH_CONTRAST` is light or dark as the desktop is.
    """

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    HIGH_CONTRAST = "high-contrast"


class Language(StrEnum):
    """What the window speaks; `SYSTEM` follows the desktop, with English for what is not here."""

    SYSTEM = "system"
    ENGLISH = "en"
    GERMAN = "de"


class LibraryWishes(msgspec.Struct, frozen=True):
    """Where models come from and lie; never a token.

    `endpoint` is the Hub's address, None for HF_ENDPOINT of the environment or else the Hub itself.
    `use_shared_token` is the person's consent to use the token of other programs for the Hub.
    `model_folders` are searched besides those of known programs. `speed_limit` is of all downloads
    together, in kilobytes per second.
    """

    endpoint: str | None = None
    offline: bool = False
    use_shared_token: bool = False
    model_folders: tuple[str, ...] = ()
    speed_limit: Annotated[int, msgspec.Meta(ge=10, le=10_000_000)] | None = None
    downloads_at_once: Annotated[int, msgspec.Meta(ge=1, le=8)] = 2

    def __post_init__(self) -> None:
        """Refuse an address that holds a name or a password: settings are no place for secrets."""
        address = self.endpoint or "https://"
        if "@" in address or not address.startswith(("https://", "http://")):
            raise ValueError("the address must begin with https:// and hold no password")

    @property
    def bytes_per_second(self) -> int | None:
        """The speed limit in bytes."""
        return None if self.speed_limit is None else self.speed_limit * 1000


class ServerWishes(msgspec.Struct, frozen=True):
    """How the window starts the local server; never its key.

    `for_network` lets others in the network ask, with a key. `seats` is how many replies are
    written at once. `pair` is None for the one that is open in the window.
    """

    port: Annotated[int, msgspec.Meta(ge=1, le=65_535)] = 8484
    for_network: bool = False
    seats: Annotated[int, msgspec.Meta(ge=1, le=16)] = 4
    start_with_program: bool = False
    pair: PairChoice | None = None


class Settings(msgspec.Struct, frozen=True):
    """Every setting with its default; unknown keys in the file are ignored.

    `learn_from_chats` is on: what is learned stays on this machine beside the chats themselves, of
    which it holds fragments of five tokens, readable by the person alone and wiped at a word.
    `check_for_updates` is the person's consent to ask once a day.
    `servers` are those that were connected to, the last one first; their keys lie elsewhere.
    `open_chat` is the number of the chat that was in view last, None for a new one.
    `chats_width` and `inspector_width` are those of the columns at the sides, in pixels.
    `text_percent` is the size of text against the desktop's. `keys` holds the keys that the person
    changed, by the name of the action, in Qt's portable spelling; an empty one means none.
    """

    theme: Theme = Theme.SYSTEM
    language: Language = Language.SYSTEM
    text_percent: Annotated[int, msgspec.Meta(ge=LEAST_TEXT_PERCENT, le=MOST_TEXT_PERCENT)] = 100
    show_tints: bool = True
    pair: PairChoice | None = None
    servers: tuple[RemoteServer, ...] = ()
    sampling: Sampling = msgspec.field(default_factory=Sampling)
    speculation: Speculation = msgspec.field(default_factory=Speculation)
    learn_from_chats: bool = True
    check_for_updates: bool = False
    max_tokens: Annotated[int, msgspec.Meta(ge=1)] = 1024
    overflow: Overflow = Overflow.ROLLING
    context_length: Annotated[int, msgspec.Meta(ge=256)] | None = None
    threads: Annotated[int, msgspec.Meta(ge=1, le=512)] | None = None
    open_chat: int | None = None
    show_chats: bool = True
    chats_width: Annotated[int, msgspec.Meta(ge=100, le=2000)] = 250
    show_inspector: bool = False
    inspector_width: Annotated[int, msgspec.Meta(ge=100, le=4000)] = 360
    loading: LoadingWishes = LoadingWishes()
    library: LibraryWishes = LibraryWishes()
    server: ServerWishes = ServerWishes()
    keys: dict[str, str] = msgspec.field(default_factory=dict)


def load_settings(path: Path) -> Settings:
    """Read settings; raises `AppError(SETTINGS_DAMAGED)` after setting a damaged file aside."""
    try:
        return msgspec.convert(tomllib.loads(path.read_text("utf-8")), Settings)
    except (FileNotFoundError, NotADirectoryError):
        return Settings()
    except (ValueError, msgspec.ValidationError) as error:
        set_aside(path)
        raise AppError(ErrorCode.SETTINGS_DAMAGED, str(error)) from error
    except OSError as error:
        raise AppError(ErrorCode.FILE_UNREADABLE, str(path)) from error


def save_settings(path: Path, settings: Settings) -> None:
    """Write settings so that a crash leaves either the old file or the new one.

    Raises `AppError` with `DISK_FULL` or `FILE_UNWRITABLE`.
    """
    content = tomli_w.dumps(_without_nones(msgspec.to_builtins(settings)))
    write_whole(path, content.encode())


def _without_nones(tree: dict[str, object]) -> dict[str, object]:
    """TOML has no null: an absent key means None."""
    return {
        key: _without_nones(value) if isinstance(value, dict) else value
        for key, value in tree.items()
        if value is not None
    }
