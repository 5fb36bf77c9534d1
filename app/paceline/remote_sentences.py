"""What a person reads where a server elsewhere fails; part of `errors`."""

from typing import Final

from paceline.error_codes import ErrorCode
from paceline.words import QT_TRANSLATE_NOOP

REMOTE_SENTENCES: Final[dict[ErrorCode, str]] = {
    ErrorCode.REMOTE_ADDRESS_UNSAFE: QT_TRANSLATE_NOOP(
        "Errors",
        "The server's address {detail} cannot be used, so nothing was sent. Enter one that begins "
        "with https://; plain http:// works on this computer and in your own network, and "
        "elsewhere only if you allow it for this server.",
    ),
    ErrorCode.REMOTE_UNREACHABLE: QT_TRANSLATE_NOOP(
        "Errors",
        "The server could not be reached ({detail}). Check that it runs, its address and the "
        "connection, and try again.",
    ),
    ErrorCode.REMOTE_UNTRUSTED: QT_TRANSLATE_NOOP(
        "Errors",
        "The certificate of {detail} is not trusted here, so nothing was sent. Check the address; "
        "for a server of your own, let this computer trust its certificate and try again.",
    ),
    ErrorCode.REMOTE_REDIRECTED: QT_TRANSLATE_NOOP(
        "Errors",
        "The server sent us on to {detail}, and nothing was sent there. If that is the right "
        "place, enter its address instead.",
    ),
    ErrorCode.REMOTE_KEY_INVALID: QT_TRANSLATE_NOOP(
        "Errors",
        "This cannot be the key of a server: {detail}. Copy the whole key and enter it again.",
    ),
    ErrorCode.REMOTE_KEY_REFUSED: QT_TRANSLATE_NOOP(
        "Errors",
        "The server {detail} wants an API key, or did not accept the one it was shown. Connect "
        "again and enter the right key.",
    ),
    ErrorCode.REMOTE_MODEL_MISSING: QT_TRANSLATE_NOOP(
        "Errors",
        "The server has no model {detail}. Connect again and choose one that it lists.",
    ),
    ErrorCode.REMOTE_CONTEXT_EXCEEDED: QT_TRANSLATE_NOOP(
        "Errors",
        "The conversation is too long for the server's context ({detail}). Begin a new chat, or "
        "start the server with a longer context.",
    ),
    ErrorCode.REMOTE_REFUSED: QT_TRANSLATE_NOOP(
        "Errors",
        "The server did not accept the request: {detail}. Change what it complains about, or "
        "choose another model.",
    ),
    ErrorCode.REMOTE_BUSY: QT_TRANSLATE_NOOP(
        "Errors",
        "The server gets more requests than it can serve now. Try again in {detail}.",
    ),
    ErrorCode.REMOTE_TROUBLED: QT_TRANSLATE_NOOP(
        "Errors",
        "The server reports a trouble of its own ({detail}). Try again; if it stays, look at the "
        "server's own log.",
    ),
    ErrorCode.REMOTE_CUT: QT_TRANSLATE_NOOP(
        "Errors",
        "The server broke off in the middle of the reply ({detail}). What came is kept: "
        "try Regenerate.",
    ),
    ErrorCode.REMOTE_SILENT: QT_TRANSLATE_NOOP(
        "Errors",
        "The server fell silent ({detail}), so it is waited for no longer. What came is kept: try "
        "again.",
    ),
    ErrorCode.REMOTE_ANSWER_INVALID: QT_TRANSLATE_NOOP(
        "Errors",
        "The server gave an answer that cannot be used: {detail}. Check that its address is that "
        "of an OpenAI-compatible server.",
    ),
    ErrorCode.REMOTE_UNABLE: QT_TRANSLATE_NOOP(
        "Errors",
        "This cannot be done with a model on a server: {detail}. Load a pair on this computer for "
        "it.",
    ),
}
