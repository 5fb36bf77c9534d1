"""Which targets a link may have, and where a text names one without markup."""

import re
from collections.abc import Iterator
from typing import Final

from msgspec.structs import replace

from paceline.markdown.blocks import Span, Style

LONGEST_TARGET: Final = 2_000
"""Characters; a longer one is no link that a person follows."""

_PERMITTED: Final = re.compile(r"(?:https?://|mailto:)[^\s<>\"\x00-\x20]+\Z", re.IGNORECASE)
_BARE: Final = re.compile(
    r"(?<![\w/])(?:https?://|mailto:)[^\s<>\"`]+"
    r"|(?<![\w.+/-])[\w.+-]{1,64}@[a-z\d-]{1,63}(?:\.[a-z\d-]{1,63}){1,5}",
    re.IGNORECASE,
)
_PUNCTUATION: Final = "?!.,:;*_~'\"»”\N{RIGHT SINGLE QUOTATION MARK}"
_BRACKETS: Final = {")": "(", "]": "[", "}": "{"}
_FOOTNOTE: Final = re.compile(r"\[\^(\d{1,3}|[A-Za-z][\w-]{0,20})\]")


def permitted(target: str) -> str:
    """The target if it is http, https or mailto; else nothing."""
    if len(target) > LONGEST_TARGET or not _PERMITTED.match(target):
        return ""
    return target


def marked(span: Span) -> Iterator[Span]:
    """A plain span, cut up so that bare addresses are links and footnotes' labels are raised."""
    if "[^" in span.text:
        position = 0
        for match in _FOOTNOTE.finditer(span.text):
            yield from _linked(_part(span, position, match.start()))
            label = _part(span, match.start(1), match.end(1))
            yield replace(label, style=span.style | Style.RAISED)
            position = match.end()
        yield from _linked(_part(span, position, len(span.text)))
    else:
        yield from _linked(span)


def _linked(span: Span) -> Iterator[Span]:
    position = 0
    if "@" in span.text or ":" in span.text:
        for match in _BARE.finditer(span.text):
            address = _trimmed(match.group())
            bare_mail = "@" in address and ":" not in address
            target = permitted(f"mailto:{address}" if bare_mail else address)
            if not target or address.endswith(("//", ":")):
                continue
            if match.start() > position:
                yield _part(span, position, match.start())
            position = match.start() + len(address)
            yield replace(_part(span, match.start(), position), link=target)
    if position < len(span.text):
        yield _part(span, position, len(span.text))


def _trimmed(address: str) -> str:
    """Without the punctuation of the sentence, as GitHub's autolinks do it."""
    while address:
        opener = _BRACKETS.get(address[-1])
        unopened = opener and address.count(address[-1]) > address.count(opener)
        if address[-1] not in _PUNCTUATION and not unopened:
            break
        address = address[:-1]
    return address


def _part(span: Span, start: int, end: int) -> Span:
    return replace(span, text=span.text[start:end], start=span.start + start, end=span.start + end)
