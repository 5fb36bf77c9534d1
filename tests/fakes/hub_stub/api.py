"""The Hub's JSON interface: lists with pages, models with their files, whose token it is."""

import base64
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qs, urlencode

from fakes.hub_stub.contents import StubFile, StubRepository
from fakes.hub_stub.journal import Asked

if TYPE_CHECKING:
    from fakes.hub_stub.stub import HubStub

_MOST_PER_PAGE: Final = 1000
_ORDERS: Final[dict[str, Callable[[StubRepository], object]]] = {
    "downloads": lambda repository: repository.downloads,
    "likes": lambda repository: repository.likes,
    "lastModified": lambda repository: repository.modified,
    "createdAt": lambda repository: repository.modified,
    "trendingScore": lambda repository: repository.likes,
}


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer."""

    status: int
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()


def answer(stub: "HubStub", asked: Asked, body: bytes) -> Answer:
    """Answer a request below `/api/`."""
    query = parse_qs(asked.query)
    token = asked.headers.get("authorization", "").removeprefix("Bearer ")
    if token and token not in stub.tokens:
        return _refusal(
            HTTPStatus.UNAUTHORIZED, None, "Invalid credentials in Authorization header"
        )
    match asked.path.removeprefix("/api/"):
        case "whoami-v2":
            return _whoami(token)
        case "models":
            return _models(stub, asked, query)
        case path:
            return _model(stub, asked, path.removeprefix("models/"), body)


def _whoami(token: str) -> Answer:
    if not token:
        return _refusal(HTTPStatus.UNAUTHORIZED, None, "Invalid username or password.")
    return _json({"type": "user", "name": "somebody", "auth": {"type": "access_token"}})


def _model(stub: "HubStub", asked: Asked, path: str, body: bytes) -> Answer:
    name, part, rest = _parsed(path)
    repository = stub.repositories.get(name)
    refusal = stub.refusal(repository, asked)
    if refusal is not None and refusal[1] != "GatedRepo":  # what a gate hides is the content
        return _refusal(*refusal)
    assert repository is not None
    there = repository.at(rest if part == "revision" else rest.partition("/")[0] or "main")
    if there is None:
        return _refusal(HTTPStatus.NOT_FOUND, "RevisionNotFound", "Invalid rev id")
    commit, files = there
    match part:
        case "tree":
            return _json([_entry(path, file) for path, file in files.items()])
        case "paths-info":
            wanted = parse_qs(body.decode()).get("paths", [])
            return _json([_entry(path, files[path]) for path in wanted if path in files])
        case _:
            blobs = "blobs" in parse_qs(asked.query)
            return _json(_details(repository, commit, files, blobs=blobs))


def _parsed(path: str) -> tuple[str, str, str]:
    """Part `author/name/part/rest`."""
    for part in ("revision", "tree", "paths-info"):
        name, found, rest = path.partition(f"/{part}/")
        if found:
            return name, part, rest
    return path, "info", ""


def _models(stub: "HubStub", asked: Asked, query: Mapping[str, list[str]]) -> Answer:
    found = [each for each in stub.repositories.values() if _fits(each, query)]
    order = _ORDERS[query.get("sort", ["trendingScore"])[0]]
    found.sort(key=order, reverse=True)  # type: ignore[arg-type]
    limit = min(int(query.get("limit", [str(_MOST_PER_PAGE)])[0]), _MOST_PER_PAGE)
    start = int(base64.b64decode(query["cursor"][0])) if "cursor" in query else 0
    headers: tuple[tuple[str, str], ...] = ()
    if start + limit < len(found):
        cursor = base64.b64encode(str(start + limit).encode()).decode()
        onward = {**query, "cursor": [cursor]}
        address = f"{stub.endpoint}{asked.path}?{urlencode(onward, doseq=True)}"
        headers = (("Link", f'<{address}>; rel="next"'),)
    page = [_summary(each) for each in found[start : start + limit]]
    return _json(page, headers)


def _fits(repository: StubRepository, query: Mapping[str, list[str]]) -> bool:
    tags = _tags(repository)
    search = query.get("search", [""])[0].lower()
    author = query.get("author", [None])[0]
    gated = query.get("gated", [None])[0]
    return (
        not repository.private
        and all(tag in tags for tag in query.get("filter", ()))
        and all(word in repository.id.lower() for word in search.split())
        and author in (None, repository.author)
        and gated in (None, str(repository.gated is not None).lower())
    )


def _tags(repository: StubRepository) -> list[str]:
    licence = [f"license:{repository.licence}"] if repository.licence else []
    ggufs = ["gguf"] if any(path.endswith(".gguf") for path in repository.files) else []
    return [*ggufs, *repository.tags, *licence]


def _summary(repository: StubRepository) -> dict[str, object]:
    return {
        "_id": "0",
        "id": repository.id,
        "downloads": repository.downloads,
        "likes": repository.likes,
        "lastModified": repository.modified,
        "gated": repository.gated or False,
        "tags": _tags(repository),
        "siblings": [{"rfilename": path} for path in repository.files],
        **repository.extra,
    }


def _details(
    repository: StubRepository, commit: str, files: Mapping[str, StubFile], *, blobs: bool
) -> dict[str, object]:
    siblings: list[dict[str, object]] = []
    for path, file in files.items():
        sibling: dict[str, object] = {"rfilename": path}
        if blobs:
            sibling |= {"blobId": file.oid[:40], "size": file.size}
            if file.large:
                sibling["lfs"] = {"sha256": file.sha256, "size": file.size, "pointerSize": 134}
        siblings.append(sibling)
    return {
        "_id": "0",
        "modelId": repository.id,
        "private": repository.private,
        "disabled": False,
        "author": repository.author,
        "sha": commit,
        **_summary(repository),
        "siblings": siblings,
    }


def _entry(path: str, file: StubFile) -> dict[str, object]:
    entry: dict[str, object] = {
        "type": "file",
        "oid": file.oid[:40],
        "size": file.size,
        "path": path,
    }
    if file.large:
        entry["lfs"] = {"oid": file.sha256, "size": file.size, "pointerSize": 134}
    return entry


def _refusal(status: int, code: str | None, message: str) -> Answer:
    headers = [("X-Error-Message", message)]
    if code is not None:
        headers.append(("X-Error-Code", code))
    return Answer(status, json.dumps({"error": message}).encode(), tuple(headers))


def _json(value: object, headers: tuple[tuple[str, str], ...] = ()) -> Answer:
    body = json.dumps(value).encode()
    return Answer(HTTPStatus.OK, body, (("Content-Type", "application/json"), *headers))
