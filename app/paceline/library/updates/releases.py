"""Releases as a feed tells them, and which of them are news here. Pure.

The feed is JSON: a list of releases like that of GitHub's API, or one release alone. Nobody vouches
for it, so every text is bounded, and what cannot be used is passed over.
"""

from datetime import datetime
from typing import Final

import msgspec
from packaging.version import InvalidVersion, Version

from paceline.errors import AppError, ErrorCode
from paceline.library.hub.endpoints import origin_of

MOST_RELEASES: Final = 50
LONGEST_NOTES: Final = 20_000
"""Characters of what changed in one release; more than a person reads."""
_LONGEST_NAME: Final = 100
_LONGEST_PAGE: Final = 500


class Release(msgspec.Struct, frozen=True):
    """One version: `notes` is Markdown, `page` an address of the web, empty where none was told."""

    version: str
    notes: str = ""
    page: str = ""
    published: datetime | None = None
    prerelease: bool = False


class _Told(msgspec.Struct):
    """What is used of an entry of the feed."""

    tag_name: str = ""
    body: str | None = None
    html_url: str | None = None
    published_at: str | None = None
    prerelease: bool = False
    draft: bool = False


def read_feed(answer: bytes) -> tuple[Release, ...]:
    """Return what a feed tells, newest first; raises UPDATES_ANSWER_INVALID for what is no feed."""
    try:
        entries = msgspec.json.decode(answer, type=list[_Told] | _Told)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise AppError(ErrorCode.UPDATES_ANSWER_INVALID, "it is no list of releases") from None
    told = entries if isinstance(entries, list) else [entries]
    found = {
        release.version: release
        for each in told[:MOST_RELEASES]
        if (release := _release(each)) is not None
    }
    if told and not found and not all(each.draft for each in told):
        raise AppError(ErrorCode.UPDATES_ANSWER_INVALID, "it names no version")
    return tuple(sorted(found.values(), key=lambda each: Version(each.version), reverse=True))


def newer(releases: tuple[Release, ...], current: str) -> tuple[Release, ...]:
    """Return the releases above the current version, newest first.

    Versions that are still tried out are news only to whoever has one.
    """
    here = Version(current)
    return tuple(
        each
        for each in releases
        if (there := _version(each.version)) is not None
        and there > here
        and (here.is_prerelease or not (each.prerelease or there.is_prerelease))
    )


def _release(told: _Told) -> Release | None:
    if told.draft or len(told.tag_name) > _LONGEST_NAME:
        return None
    version = _version(told.tag_name.removeprefix("paceline-"))
    if version is None:
        return None
    notes = (told.body or "").replace("\r\n", "\n").replace("\0", "")
    if len(notes) > LONGEST_NOTES:
        notes = notes[:LONGEST_NOTES] + " …"
    return Release(
        str(version),
        notes.strip(),
        _page(told.html_url),
        _moment(told.published_at),
        told.prerelease,
    )


def _version(text: str) -> Version | None:
    try:
        return Version(text)
    except InvalidVersion:
        return None


def _page(told: str | None) -> str:
    """An address that a browser may be sent to."""
    if not told or len(told) > _LONGEST_PAGE:
        return ""
    origin = origin_of(told)
    safe = origin is not None and (origin.scheme == "https" or origin.is_loopback)
    return told if safe else ""


def _moment(told: str | None) -> datetime | None:
    try:
        moment = datetime.fromisoformat(told or "")
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else None
