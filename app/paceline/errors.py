"""Expected failures: a code for programs, a sentence for the person who meets it.

Three kinds of failure exist. `AppError` is expected and carries a code; `Cancelled` is the
person's own wish and stays silent; anything else is our bug and is logged and reported.
Only codes and details cross the process boundary; the sentence is made where it is shown.
"""

from typing import Final

from paceline.error_codes import ErrorCode
from paceline.remote_sentences import REMOTE_SENTENCES
from paceline.words import QT_TRANSLATE_NOOP

__all__ = ["AppError", "Cancelled", "ErrorCode", "sentence", "template"]

_SENTENCES: Final[dict[ErrorCode, str]] = {
    ErrorCode.FILE_MISSING: QT_TRANSLATE_NOOP(
        "Errors",
        "There is no file {detail}. It may have been moved, renamed or deleted: choose it again.",
    ),
    ErrorCode.FILE_IS_FOLDER: QT_TRANSLATE_NOOP(
        "Errors", "{detail} is a folder, not a model. Choose the .gguf file inside it."
    ),
    ErrorCode.FILE_EMPTY: QT_TRANSLATE_NOOP(
        "Errors",
        "{detail} is empty, so there is no model in it. A download may have failed: "
        "fetch the file again.",
    ),
    ErrorCode.FILE_UNREADABLE: QT_TRANSLATE_NOOP(
        "Errors",
        "{detail} could not be read. Check that you may open it and that its disk is connected.",
    ),
    ErrorCode.FILE_UNWRITABLE: QT_TRANSLATE_NOOP(
        "Errors",
        "{detail} could not be written. Check that you may change its folder and that its disk "
        "is connected.",
    ),
    ErrorCode.FILE_NOT_GGUF: QT_TRANSLATE_NOOP(
        "Errors",
        "{detail} is not a GGUF model, whatever its name says. "
        "Choose a model file in the GGUF format.",
    ),
    ErrorCode.FILE_TRUNCATED: QT_TRANSLATE_NOOP(
        "Errors",
        "{detail} is incomplete or damaged: it ends before all of its tensors. "
        "A download was probably cut off: fetch the file again.",
    ),
    ErrorCode.MODEL_UNSUPPORTED: QT_TRANSLATE_NOOP(
        "Errors",
        "This model cannot be used for chatting here: {detail}. "
        "Choose a text model that this version of llama.cpp knows.",
    ),
    ErrorCode.MODEL_IS_EMBEDDING: QT_TRANSLATE_NOOP(
        "Errors",
        "{detail} is an embedding model: it turns text into vectors and cannot write replies. "
        "Choose a chat model.",
    ),
    ErrorCode.MODEL_LOAD_FAILED: QT_TRANSLATE_NOOP(
        "Errors",
        "llama.cpp refused the model: {detail}. Fetch the file again or choose another one.",
    ),
    ErrorCode.MODEL_INCOMPLETE: QT_TRANSLATE_NOOP(
        "Errors",
        "The model comes in several files, and not all of them are here: {detail}. "
        "Fetch the missing ones into the same folder.",
    ),
    ErrorCode.MODEL_NOT_OURS: QT_TRANSLATE_NOOP(
        "Errors",
        "{detail} was not brought here by Paceline, so it is left alone. Open the program that it "
        "belongs to, or the file manager, and delete it there.",
    ),
    ErrorCode.FOLDER_WITHOUT_MODELS: QT_TRANSLATE_NOOP(
        "Errors",
        "No model was found in {detail}. Choose a folder with GGUF files in it, or take this one "
        "off the list.",
    ),
    ErrorCode.CACHE_DAMAGED: QT_TRANSLATE_NOOP(
        "Errors",
        "The Hub's own tools cannot make sense of the folder {detail}, so nothing was deleted. "
        "Open the file manager and delete that folder there.",
    ),
    ErrorCode.PAIR_INCOMPATIBLE: QT_TRANSLATE_NOOP(
        "Errors",
        "These two models cannot work as a pair: {detail}. Choose a draft from the same "
        "family as the target, or load the target without a draft.",
    ),
    ErrorCode.DRAFT_LARGER: QT_TRANSLATE_NOOP(
        "Errors",
        "The draft is larger than the target ({detail}), so it could only slow the target down. "
        "Swap the two files or choose a smaller draft.",
    ),
    ErrorCode.DRAFTER_MISSING: QT_TRANSLATE_NOOP(
        "Errors",
        "These models cannot draft with “{detail}” here. Load a draft of the target's family "
        "beside them, allow learning from chats for “personal”, or choose another drafter.",
    ),
    ErrorCode.PROMPT_TOO_LONG: QT_TRANSLATE_NOOP(
        "Errors",
        "The conversation is too long for the context ({detail}). "
        "Shorten the message, start a new chat, or load the pair with a longer context.",
    ),
    ErrorCode.PROMPT_UNRENDERABLE: QT_TRANSLATE_NOOP(
        "Errors",
        "The model's chat template refused this conversation: {detail}. "
        "Start a new chat or choose another model.",
    ),
    ErrorCode.MEMORY_SHORT: QT_TRANSLATE_NOOP(
        "Errors",
        "There is not enough memory for this: {detail}. "
        "Choose a smaller model or a shorter context, or close other programs.",
    ),
    ErrorCode.PLACEMENT_IMPOSSIBLE: QT_TRANSLATE_NOOP(
        "Errors",
        "The models cannot be loaded in the way that was asked for: {detail}. "
        "Choose other settings, or leave them to Paceline.",
    ),
    ErrorCode.DISK_FULL: QT_TRANSLATE_NOOP(
        "Errors",
        "The disk is too full: {detail}. Free some space and try again; nothing was lost.",
    ),
    ErrorCode.ATTACHMENT_BINARY: QT_TRANSLATE_NOOP(
        "Errors",
        "{detail} is not a text file, so a model cannot read it. "
        "Attach text or code, or paste the part that matters.",
    ),
    ErrorCode.ATTACHMENT_EMPTY: QT_TRANSLATE_NOOP(
        "Errors", "{detail} is empty. Attach another file."
    ),
    ErrorCode.ATTACHMENT_ENCODING: QT_TRANSLATE_NOOP(
        "Errors",
        "{detail} is text in an encoding that could not be told. "
        "Save it as UTF-8 and attach it again.",
    ),
    ErrorCode.ATTACHMENT_FOLDER: QT_TRANSLATE_NOOP(
        "Errors", "{detail} is a folder. Attach the text files inside it."
    ),
    ErrorCode.ATTACHMENT_TOO_LARGE: QT_TRANSLATE_NOOP(
        "Errors",
        "{detail} is larger than 1 MB, more than a message can carry. "
        "Attach or paste the part that matters.",
    ),
    ErrorCode.ATTACHMENTS_TOO_MANY: QT_TRANSLATE_NOOP(
        "Errors",
        "A message carries {detail} files at the most; the others were left out. "
        "Send them with the next message.",
    ),
    ErrorCode.PRESETS_DAMAGED: QT_TRANSLATE_NOOP(
        "Errors",
        "Your presets could not be read ({detail}), so only the built-in ones are there. "
        "The file was kept as presets.damaged.toml: open it in a text editor to mend it.",
    ),
    ErrorCode.NO_PAIR: QT_TRANSLATE_NOOP(
        "Errors", "No model is loaded. Choose a pair first.{detail}"
    ),
    ErrorCode.PAIR_NOT_HERE: QT_TRANSLATE_NOOP(
        "Errors",
        "The pair “{detail}” is not on this machine yet. Fetch it in the window under Models, or "
        "with `paceline models get {detail}`.",
    ),
    ErrorCode.MODEL_UNKNOWN: QT_TRANSLATE_NOOP(
        "Errors",
        "There is no model “{detail}” here, and no recommended pair of that name. Enter one of "
        "those that `paceline models list` and `paceline models` show, or a repository of the Hub "
        "as owner/name: `paceline models search` finds them.",
    ),
    ErrorCode.MODEL_AMBIGUOUS: QT_TRANSLATE_NOOP(
        "Errors", "Several models could be meant: {detail}. Enter a name that fits only one."
    ),
    ErrorCode.CONFIRMATION_MISSING: QT_TRANSLATE_NOOP(
        "Errors",
        "Nothing was deleted, because nobody is there to be asked. Run it with --yes to delete "
        "without a question.{detail}",
    ),
    ErrorCode.STARTER_MISSING: QT_TRANSLATE_NOOP(
        "Errors",
        "The starter model is not installed ({detail}). Install the package paceline-starter; in "
        "a checkout run `make setup`. Or open a GGUF file of your own.",
    ),
    ErrorCode.DECODE_FAILED: QT_TRANSLATE_NOOP(
        "Errors",
        "The engine could not go on with this reply: {detail}. What was written is kept; "
        "try Regenerate.",
    ),
    ErrorCode.CHAT_COMMAND_INVALID: QT_TRANSLATE_NOOP(
        "Errors", "{detail} Choose one of the commands that /help shows."
    ),
    ErrorCode.ENGINE_BUSY: QT_TRANSLATE_NOOP(
        "Errors", "The engine is still at work on {detail}. Stop it first or wait."
    ),
    ErrorCode.ENGINE_CRASHED: QT_TRANSLATE_NOOP(
        "Errors",
        "The engine stopped unexpectedly ({detail}). Your text is safe: press Restart to go on.",
    ),
    ErrorCode.ENGINE_NOT_STARTED: QT_TRANSLATE_NOOP(
        "Errors",
        "The engine could not be started ({detail}). Press Restart; if that fails, "
        "install Paceline again.",
    ),
    ErrorCode.ENGINE_SILENT: QT_TRANSLATE_NOOP(
        "Errors",
        "The engine did not answer and was stopped ({detail}). Your text is safe: "
        "press Restart to go on.",
    ),
    ErrorCode.ENGINE_BUG: QT_TRANSLATE_NOOP(
        "Errors",
        "Paceline met a fault of its own ({detail}). Your text is safe: try again, and report "
        "it if it comes back.",
    ),
    ErrorCode.WINDOW_SILENT: QT_TRANSLATE_NOOP(
        "Errors",
        "Paceline is open already on the folder {detail}, but its window does not answer. Wait a "
        "moment and start it again; if that does not help, end the other one.",
    ),
    ErrorCode.SERVER_PORT_TAKEN: QT_TRANSLATE_NOOP(
        "Errors",
        "Another program listens at {detail} already, perhaps another server of Paceline. Stop "
        "that one, or choose another port.",
    ),
    ErrorCode.SERVER_ADDRESS_UNUSABLE: QT_TRANSLATE_NOOP(
        "Errors",
        "This computer cannot listen at {detail}. Choose an address that it has, as 127.0.0.1, "
        "and a port above 1023.",
    ),
    ErrorCode.SERVER_KEY_UNUSABLE: QT_TRANSLATE_NOOP(
        "Errors",
        "The key of the server cannot be used: {detail}. Choose another one, or leave it out where "
        "none is needed.",
    ),
    ErrorCode.SERVER_LOST: QT_TRANSLATE_NOOP(
        "Errors",
        "The local server stopped unexpectedly ({detail}). Your chats are not touched by that: "
        "start it again.",
    ),
    ErrorCode.SETTINGS_DAMAGED: QT_TRANSLATE_NOOP(
        "Errors",
        "The settings could not be read ({detail}). The damaged file was set aside and "
        "default settings are in use.",
    ),
    ErrorCode.LEARNED_UNUSABLE: QT_TRANSLATE_NOOP(
        "Errors",
        "What was learned from your chats cannot be used: {detail}. The file was set aside and "
        "learning begins anew; replies are not affected.",
    ),
    ErrorCode.WORKLOADS_INVALID: QT_TRANSLATE_NOOP(
        "Errors",
        "The workloads cannot be used: {detail}. Correct the file or choose other kinds.",
    ),
    ErrorCode.HISTORY_NEWER: QT_TRANSLATE_NOOP(
        "Errors",
        "Your chats were last used by a newer version of Paceline ({detail}). "
        "Install that version, or a later one, to open them; nothing was changed.",
    ),
    ErrorCode.HISTORY_BUSY: QT_TRANSLATE_NOOP(
        "Errors",
        "Another program is using the file of your chats ({detail}). Close that program, or wait "
        "a moment, and try again.",
    ),
    ErrorCode.HISTORY_DAMAGED: QT_TRANSLATE_NOOP(
        "Errors",
        "The file of your chats is damaged ({detail}). Start Paceline again: it sets the file "
        "aside and saves every chat that can still be read.",
    ),
    ErrorCode.HISTORY_RECOVERED: QT_TRANSLATE_NOOP(
        "Errors", "The file of your chats was damaged. {detail}"
    ),
    ErrorCode.HISTORY_NOT_KEPT: QT_TRANSLATE_NOOP(
        "Errors",
        "What you write now is not kept once you close Paceline. {detail}",
    ),
    ErrorCode.IMPORT_FOREIGN: QT_TRANSLATE_NOOP(
        "Errors",
        "There are no chats in {detail} that Paceline can read. Choose a file that was exported "
        "by Paceline, ChatGPT or LM Studio.",
    ),
    ErrorCode.IMPORT_TOO_LARGE: QT_TRANSLATE_NOOP(
        "Errors",
        "{detail} is too large to be imported in one piece. Choose a smaller export.",
    ),
    ErrorCode.HUB_OFFLINE: QT_TRANSLATE_NOOP(
        "Errors",
        "Paceline is set to stay offline, so the Hub was not asked. Models on this computer work "
        "as ever; to go on, try again with “Stay offline” switched off in the settings.{detail}",
    ),
    ErrorCode.HUB_UNREACHABLE: QT_TRANSLATE_NOOP(
        "Errors",
        "The Hub could not be reached ({detail}). Models on this computer work as ever; check "
        "the connection and try again.",
    ),
    ErrorCode.HUB_BUSY: QT_TRANSLATE_NOOP(
        "Errors",
        "The Hub gets more requests from here than it allows. Try again in {detail}.",
    ),
    ErrorCode.HUB_GATED: QT_TRANSLATE_NOOP(
        "Errors",
        "{detail} asks you to accept its terms first. Open its page, accept them there, and try "
        "again with the token of the same account.",
    ),
    ErrorCode.HUB_TOKEN_REFUSED: QT_TRANSLATE_NOOP(
        "Errors",
        "The Hub did not accept your token ({detail}). It may have been revoked or mistyped: "
        "make a new one on the Hub's page for tokens and enter it again.",
    ),
    ErrorCode.HUB_REPOSITORY_MISSING: QT_TRANSLATE_NOOP(
        "Errors",
        "The Hub has no repository {detail}, or it is private. Check its name; for a private "
        "one, enter a token that may read it.",
    ),
    ErrorCode.HUB_FILE_MISSING: QT_TRANSLATE_NOOP(
        "Errors",
        "The Hub has no file {detail}. It may have been renamed or removed: choose "
        "another one of its repository.",
    ),
    ErrorCode.HUB_NAME_UNSAFE: QT_TRANSLATE_NOOP(
        "Errors",
        "{detail} is not a name that can be kept safely on this computer, so nothing was "
        "fetched. Choose another file.",
    ),
    ErrorCode.HUB_ENDPOINT_UNSAFE: QT_TRANSLATE_NOOP(
        "Errors",
        "The address {detail} cannot be used for the Hub. Enter one that begins with https:// in "
        "the settings; plain http:// works on this computer alone.",
    ),
    ErrorCode.HUB_REDIRECT_UNSAFE: QT_TRANSLATE_NOOP(
        "Errors",
        "The Hub sent us on to {detail}, which is not safe, so nothing was fetched there. Check "
        "the Hub's address in the settings and your proxy.",
    ),
    ErrorCode.HUB_LOCATION_EXPIRED: QT_TRANSLATE_NOOP(
        "Errors",
        "The address where the Hub keeps {detail} has expired. Try again.",
    ),
    ErrorCode.HUB_ANSWER_INVALID: QT_TRANSLATE_NOOP(
        "Errors",
        "The Hub gave an answer that cannot be used: {detail}. Try again later; if you use a "
        "mirror or a proxy, check its address.",
    ),
    ErrorCode.DOWNLOAD_CHANGED: QT_TRANSLATE_NOOP(
        "Errors",
        "{detail} was replaced on the Hub since its download began, so what has come of it does "
        "not fit any more. Try again to fetch the new version.",
    ),
    ErrorCode.DOWNLOAD_CORRUPT: QT_TRANSLATE_NOOP(
        "Errors",
        "What came for {detail} has another checksum than the Hub promised, so it was deleted and "
        "nothing of it is used. Try again; if it comes to the same, choose another file.",
    ),
    ErrorCode.DOWNLOAD_UNVERIFIABLE: QT_TRANSLATE_NOOP(
        "Errors",
        "The Hub gives no checksum for {detail}, so nobody could tell whether it arrives whole, "
        "and it was not fetched. Choose another file.",
    ),
    ErrorCode.TOKEN_INVALID: QT_TRANSLATE_NOOP(
        "Errors",
        "This is not a token of the Hub: {detail}. Copy the whole token, which begins with hf_, "
        "and enter it again.",
    ),
    ErrorCode.TOKEN_NOT_FORGOTTEN: QT_TRANSLATE_NOOP(
        "Errors",
        "Your system's keyring did not let go of the token. Open the keyring and delete the entry "
        "{detail} there; Paceline does not use it until its next start.",
    ),
    ErrorCode.NODE_UNREACHABLE: QT_TRANSLATE_NOOP(
        "Errors",
        "The node {detail} could not be reached. Start `paceline rpc` on that machine, check the "
        "address and that no firewall stands between, and try again.",
    ),
    ErrorCode.NODE_BUSY: QT_TRANSLATE_NOOP(
        "Errors",
        "The node {detail} accepts the connection and does not answer: a node serves one program "
        "at a time. Close the other one, or start a second node on another port.",
    ),
    ErrorCode.NODE_INCOMPATIBLE: QT_TRANSLATE_NOOP(
        "Errors",
        "{detail} is no node that Paceline can use. Check the port, and install the same version "
        "of Paceline on both machines.",
    ),
    ErrorCode.NODE_LOST: QT_TRANSLATE_NOOP(
        "Errors",
        "The connection to a node was lost ({detail}), and the engine ended with it. Your text is "
        "safe: check that the node still runs and can be reached, then start again.",
    ),
    ErrorCode.NODE_UNSUPPORTED: QT_TRANSLATE_NOOP(
        "Errors",
        "This installation cannot work with other machines: its llama.cpp was built without RPC"
        "{detail}. Run `make clean` and `make setup` in the project's folder, or install a newer "
        "version.",
    ),
    ErrorCode.NODE_ADDRESS_UNUSABLE: QT_TRANSLATE_NOOP(
        "Errors",
        "The node cannot listen at {detail}. Choose another port with --port, or an address of "
        "this machine with --host.",
    ),
    ErrorCode.NODE_STOPPED: QT_TRANSLATE_NOOP(
        "Errors",
        "The node stopped unexpectedly ({detail}). Start it again; if it stops while a model is "
        "loaded, give it fewer layers.",
    ),
    ErrorCode.UPDATES_NOT_TOLD: QT_TRANSLATE_NOOP(
        "Errors",
        "This copy of Paceline knows no address where new versions are told. Check where you got "
        "it from.{detail}",
    ),
    ErrorCode.UPDATES_OFFLINE: QT_TRANSLATE_NOOP(
        "Errors",
        "Paceline is set to stay offline, so nobody was asked for a new version. To look for one, "
        "try again with “Stay offline” switched off in the settings.{detail}",
    ),
    ErrorCode.UPDATES_ADDRESS_UNSAFE: QT_TRANSLATE_NOOP(
        "Errors",
        "The address {detail} cannot be asked for new versions. Choose one that begins with "
        "https://; plain http:// works on this computer alone.",
    ),
    ErrorCode.UPDATES_UNREACHABLE: QT_TRANSLATE_NOOP(
        "Errors",
        "Nobody could be asked for a new version ({detail}). Everything else works as ever; check "
        "the connection and try again later.",
    ),
    ErrorCode.UPDATES_ANSWER_INVALID: QT_TRANSLATE_NOOP(
        "Errors",
        "The server that tells of new versions gave an answer that cannot be used: {detail}. Try "
        "again later, or look where you got Paceline from.",
    ),
    **REMOTE_SENTENCES,
}


def template(code: ErrorCode) -> str:
    """The sentence with a place for `{detail}`; its translation is kept under "Errors"."""
    return _SENTENCES[code]


def sentence(code: ErrorCode, detail: str = "") -> str:
    """What happened, why, and what to do next, in one paragraph for a person."""
    return _SENTENCES[code].format(detail=detail)


class AppError(Exception):
    """An expected failure; `str()` gives the sentence that a person reads."""

    def __init__(self, code: ErrorCode, detail: str = "") -> None:
        super().__init__(sentence(code, detail))
        self.code = code
        self.detail = detail


class Cancelled(Exception):  # noqa: N818 - the person's wish, not an error
    """The person asked to stop; nothing is wrong and nothing is shown."""
