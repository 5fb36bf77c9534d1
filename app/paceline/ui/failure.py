"""What went wrong, in the person's words, and the one button that helps most."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from PySide6.QtCore import QCoreApplication

from paceline.errors import ErrorCode, template
from paceline.words import QT_TRANSLATE_NOOP


class Remedy(StrEnum):
    """What a person can press next."""

    RESTART = "restart"
    OPEN_FILE = "open-file"
    CHOOSE_PAIR = "choose-pair"
    TRY_AGAIN = "try-again"
    REGENERATE = "regenerate"
    STOP = "stop"
    SERVER = "server"
    NEW_CHAT = "new-chat"
    NONE = "none"


_LABELS: Final[dict[Remedy, str]] = {
    Remedy.RESTART: QT_TRANSLATE_NOOP("Remedy", "&Restart engine"),
    Remedy.OPEN_FILE: QT_TRANSLATE_NOOP("Remedy", "&Open another file…"),
    Remedy.CHOOSE_PAIR: QT_TRANSLATE_NOOP("Remedy", "&Choose a pair"),
    Remedy.TRY_AGAIN: QT_TRANSLATE_NOOP("Remedy", "&Try again"),
    Remedy.REGENERATE: QT_TRANSLATE_NOOP("Remedy", "&Regenerate"),
    Remedy.STOP: QT_TRANSLATE_NOOP("Remedy", "&Stop it"),
    Remedy.SERVER: QT_TRANSLATE_NOOP("Remedy", "&Connect to a server…"),
    Remedy.NEW_CHAT: QT_TRANSLATE_NOOP("Remedy", "&New chat"),
}


def label(remedy: Remedy) -> str:
    """Return the words on the remedy's button, empty for none."""
    words = _LABELS.get(remedy)
    return QCoreApplication.translate("Remedy", words) if words else ""


_REMEDIES: Final[dict[ErrorCode, Remedy]] = {
    ErrorCode.FILE_MISSING: Remedy.OPEN_FILE,
    ErrorCode.FILE_IS_FOLDER: Remedy.OPEN_FILE,
    ErrorCode.FILE_EMPTY: Remedy.OPEN_FILE,
    ErrorCode.FILE_UNREADABLE: Remedy.OPEN_FILE,
    ErrorCode.FILE_UNWRITABLE: Remedy.TRY_AGAIN,
    ErrorCode.FILE_NOT_GGUF: Remedy.OPEN_FILE,
    ErrorCode.FILE_TRUNCATED: Remedy.OPEN_FILE,
    ErrorCode.MODEL_UNSUPPORTED: Remedy.OPEN_FILE,
    ErrorCode.MODEL_IS_EMBEDDING: Remedy.OPEN_FILE,
    ErrorCode.MODEL_LOAD_FAILED: Remedy.OPEN_FILE,
    ErrorCode.MODEL_INCOMPLETE: Remedy.OPEN_FILE,
    ErrorCode.MODEL_NOT_OURS: Remedy.NONE,
    ErrorCode.FOLDER_WITHOUT_MODELS: Remedy.NONE,
    ErrorCode.CACHE_DAMAGED: Remedy.NONE,
    ErrorCode.PAIR_INCOMPATIBLE: Remedy.CHOOSE_PAIR,
    ErrorCode.DRAFT_LARGER: Remedy.CHOOSE_PAIR,
    ErrorCode.DRAFTER_MISSING: Remedy.CHOOSE_PAIR,
    ErrorCode.PROMPT_TOO_LONG: Remedy.NEW_CHAT,
    ErrorCode.PROMPT_UNRENDERABLE: Remedy.NEW_CHAT,
    ErrorCode.MEMORY_SHORT: Remedy.CHOOSE_PAIR,
    ErrorCode.DISK_FULL: Remedy.TRY_AGAIN,
    ErrorCode.NO_PAIR: Remedy.CHOOSE_PAIR,
    ErrorCode.PAIR_NOT_HERE: Remedy.CHOOSE_PAIR,
    ErrorCode.MODEL_UNKNOWN: Remedy.NONE,
    ErrorCode.MODEL_AMBIGUOUS: Remedy.NONE,
    ErrorCode.CONFIRMATION_MISSING: Remedy.NONE,
    ErrorCode.STARTER_MISSING: Remedy.OPEN_FILE,
    ErrorCode.DECODE_FAILED: Remedy.REGENERATE,
    ErrorCode.ENGINE_BUSY: Remedy.STOP,
    ErrorCode.ENGINE_CRASHED: Remedy.RESTART,
    ErrorCode.ENGINE_NOT_STARTED: Remedy.RESTART,
    ErrorCode.ENGINE_SILENT: Remedy.RESTART,
    ErrorCode.ENGINE_BUG: Remedy.NONE,
    ErrorCode.WINDOW_SILENT: Remedy.NONE,
    ErrorCode.SERVER_PORT_TAKEN: Remedy.NONE,
    ErrorCode.SERVER_ADDRESS_UNUSABLE: Remedy.NONE,
    ErrorCode.SERVER_KEY_UNUSABLE: Remedy.NONE,
    ErrorCode.SERVER_LOST: Remedy.TRY_AGAIN,
    ErrorCode.SETTINGS_DAMAGED: Remedy.NONE,
    ErrorCode.LEARNED_UNUSABLE: Remedy.NONE,
    ErrorCode.WORKLOADS_INVALID: Remedy.NONE,
    ErrorCode.CHAT_COMMAND_INVALID: Remedy.NONE,
    ErrorCode.PLACEMENT_IMPOSSIBLE: Remedy.CHOOSE_PAIR,
    ErrorCode.PRESETS_DAMAGED: Remedy.NONE,
    ErrorCode.ATTACHMENT_BINARY: Remedy.NONE,
    ErrorCode.ATTACHMENT_EMPTY: Remedy.NONE,
    ErrorCode.ATTACHMENT_ENCODING: Remedy.NONE,
    ErrorCode.ATTACHMENT_FOLDER: Remedy.NONE,
    ErrorCode.ATTACHMENT_TOO_LARGE: Remedy.NONE,
    ErrorCode.ATTACHMENTS_TOO_MANY: Remedy.NONE,
    ErrorCode.HISTORY_NEWER: Remedy.NONE,
    ErrorCode.HISTORY_BUSY: Remedy.TRY_AGAIN,
    ErrorCode.HISTORY_DAMAGED: Remedy.NONE,
    ErrorCode.HISTORY_RECOVERED: Remedy.NONE,
    ErrorCode.HISTORY_NOT_KEPT: Remedy.NONE,
    ErrorCode.IMPORT_FOREIGN: Remedy.NONE,
    ErrorCode.IMPORT_TOO_LARGE: Remedy.NONE,
    ErrorCode.HUB_OFFLINE: Remedy.NONE,
    ErrorCode.HUB_UNREACHABLE: Remedy.TRY_AGAIN,
    ErrorCode.HUB_BUSY: Remedy.TRY_AGAIN,
    ErrorCode.HUB_GATED: Remedy.TRY_AGAIN,
    ErrorCode.HUB_TOKEN_REFUSED: Remedy.NONE,
    ErrorCode.HUB_REPOSITORY_MISSING: Remedy.NONE,
    ErrorCode.HUB_FILE_MISSING: Remedy.NONE,
    ErrorCode.HUB_NAME_UNSAFE: Remedy.NONE,
    ErrorCode.HUB_ENDPOINT_UNSAFE: Remedy.NONE,
    ErrorCode.HUB_REDIRECT_UNSAFE: Remedy.NONE,
    ErrorCode.HUB_LOCATION_EXPIRED: Remedy.TRY_AGAIN,
    ErrorCode.HUB_ANSWER_INVALID: Remedy.TRY_AGAIN,
    ErrorCode.TOKEN_INVALID: Remedy.NONE,
    ErrorCode.DOWNLOAD_CHANGED: Remedy.TRY_AGAIN,
    ErrorCode.DOWNLOAD_CORRUPT: Remedy.TRY_AGAIN,
    ErrorCode.DOWNLOAD_UNVERIFIABLE: Remedy.NONE,
    ErrorCode.TOKEN_NOT_FORGOTTEN: Remedy.NONE,
    ErrorCode.NODE_UNREACHABLE: Remedy.TRY_AGAIN,
    ErrorCode.NODE_BUSY: Remedy.TRY_AGAIN,
    ErrorCode.NODE_INCOMPATIBLE: Remedy.CHOOSE_PAIR,
    ErrorCode.NODE_LOST: Remedy.RESTART,
    ErrorCode.NODE_UNSUPPORTED: Remedy.NONE,
    ErrorCode.NODE_ADDRESS_UNUSABLE: Remedy.NONE,
    ErrorCode.NODE_STOPPED: Remedy.NONE,
    ErrorCode.UPDATES_NOT_TOLD: Remedy.NONE,
    ErrorCode.UPDATES_OFFLINE: Remedy.NONE,
    ErrorCode.UPDATES_ADDRESS_UNSAFE: Remedy.NONE,
    ErrorCode.UPDATES_UNREACHABLE: Remedy.TRY_AGAIN,
    ErrorCode.UPDATES_ANSWER_INVALID: Remedy.TRY_AGAIN,
    ErrorCode.REMOTE_ADDRESS_UNSAFE: Remedy.SERVER,
    ErrorCode.REMOTE_UNREACHABLE: Remedy.TRY_AGAIN,
    ErrorCode.REMOTE_UNTRUSTED: Remedy.SERVER,
    ErrorCode.REMOTE_REDIRECTED: Remedy.SERVER,
    ErrorCode.REMOTE_KEY_INVALID: Remedy.SERVER,
    ErrorCode.REMOTE_KEY_REFUSED: Remedy.SERVER,
    ErrorCode.REMOTE_MODEL_MISSING: Remedy.SERVER,
    ErrorCode.REMOTE_CONTEXT_EXCEEDED: Remedy.NEW_CHAT,
    ErrorCode.REMOTE_REFUSED: Remedy.SERVER,
    ErrorCode.REMOTE_BUSY: Remedy.TRY_AGAIN,
    ErrorCode.REMOTE_TROUBLED: Remedy.TRY_AGAIN,
    ErrorCode.REMOTE_CUT: Remedy.REGENERATE,
    ErrorCode.REMOTE_SILENT: Remedy.TRY_AGAIN,
    ErrorCode.REMOTE_ANSWER_INVALID: Remedy.SERVER,
    ErrorCode.REMOTE_UNABLE: Remedy.CHOOSE_PAIR,
}

ENGINE_LOSSES: Final = frozenset(
    {
        ErrorCode.ENGINE_CRASHED,
        ErrorCode.ENGINE_NOT_STARTED,
        ErrorCode.ENGINE_SILENT,
        ErrorCode.NODE_LOST,
    }
)
"""After these there is no worker until the person restarts it."""

TOO_LONG: Final = frozenset({ErrorCode.PROMPT_TOO_LONG, ErrorCode.REMOTE_CONTEXT_EXCEEDED})
"""These meet every question that is added to the same conversation."""


@dataclass(frozen=True, slots=True)
class Failure:
    """An expected failure as the window shows it."""

    code: ErrorCode
    detail: str = ""

    @property
    def text(self) -> str:
        """What happened, why, and what to press next."""
        return QCoreApplication.translate("Errors", template(self.code)).format(detail=self.detail)

    @property
    def remedy(self) -> Remedy:
        """The fitting button."""
        return _REMEDIES[self.code]
