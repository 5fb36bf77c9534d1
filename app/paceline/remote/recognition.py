"""What a server is and which models it has, from what it says of itself."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

import msgspec

from paceline.errors import AppError, ErrorCode
from paceline.loading import RemoteFacts, RemoteServer, ServerSoftware
from paceline.remote.addresses import Address
from paceline.remote.answers import ModelEntry, ModelList, Properties, complaint, read
from paceline.remote.line import Line, LookUp
from paceline.remote.refusals import refusal

_OWNERS: Final = {
    "paceline": ServerSoftware.PACELINE,
    "llamacpp": ServerSoftware.LLAMA_SERVER,
    "vllm": ServerSoftware.VLLM,
    "library": ServerSoftware.OLLAMA,
    "organization_owner": ServerSoftware.LM_STUDIO,
}
"""Who owns a model, in the words of each; services name companies there."""

_NO_LIST: Final = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED})
"""What servers answer that list no models; they may chat all the same."""


@dataclass(frozen=True, slots=True)
class Listing:
    """What a server offers; `models` is empty where it does not say."""

    software: ServerSoftware
    models: tuple[ModelEntry, ...]


def list_models(line: Line, address: Address, look_up: LookUp) -> Listing:
    """Ask which models there are; raises `AppError` or `Cancelled`."""
    answer = line.get(f"{address.url}/models", look_up)
    if answer.status in _NO_LIST:
        return Listing(ServerSoftware.UNKNOWN, ())
    if not answer.is_good:
        raise refusal(answer.status, {}, complaint(answer.body), host=address.host, model="")
    models = read(answer.body, ModelList).data or ()
    owners = {each.owned_by for each in models}
    software = next((what for owner, what in _OWNERS.items() if owner in owners), None)
    return Listing(software or ServerSoftware.UNKNOWN, models)


def recognize(
    line: Line, address: Address, server: RemoteServer, look_up: LookUp
) -> tuple[RemoteFacts, ModelEntry]:
    """Find the model on its server; raises REMOTE_MODEL_MISSING and what `list_models` does."""
    listing = list_models(line, address, look_up)
    entry = next((each for each in listing.models if each.id == server.model), None)
    if entry is None and listing.models:
        raise AppError(ErrorCode.REMOTE_MODEL_MISSING, f"“{server.model}”")
    entry = entry or ModelEntry(server.model)
    facts = RemoteFacts(
        server,
        listing.software,
        _context_length(line, address, listing.software, entry, look_up),
        reports_tokens=listing.software is ServerSoftware.PACELINE,
        reports_drafts=listing.software
        in (ServerSoftware.PACELINE, ServerSoftware.LLAMA_SERVER, ServerSoftware.LM_STUDIO),
    )
    return facts, entry


def _context_length(
    line: Line, address: Address, software: ServerSoftware, entry: ModelEntry, look_up: LookUp
) -> int | None:
    """What the server says; None where it does not. None of these questions is worth a failure."""
    told = entry.max_model_len or entry.context_length
    try:
        match software:
            case ServerSoftware.LLAMA_SERVER:
                answer = line.get(f"{address.root}/props", look_up)
                slot = msgspec.json.decode(answer.body, type=Properties)
                settings = slot.default_generation_settings
                return (settings.n_ctx if settings else None) or told
            case ServerSoftware.LM_STUDIO:
                answer = line.get(f"{address.root}/api/v0/models", look_up)
                models = msgspec.json.decode(answer.body, type=ModelList).data or ()
                found = next((each for each in models if each.id == entry.id), entry)
                return found.loaded_context_length or told
            case _:
                return told or (entry.meta.n_ctx if entry.meta else None)
    except (AppError, msgspec.DecodeError, UnicodeDecodeError):
        return told
