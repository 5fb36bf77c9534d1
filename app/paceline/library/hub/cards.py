"""What a model card says first, as plain text. Pure.

A card is a stranger's Markdown with a head of YAML, badges, pictures, HTML and tables; a summary is
its first paragraphs of prose, as it stands there, without any of that.
"""

import re
from typing import Final

from paceline.library.hub.names import without_unshown

MOST_CARD_BYTES: Final = 1 << 20
LONGEST_SUMMARY: Final = 1200
"""Characters."""
_LONGEST_READ: Final = 100_000
_SHORTEST_PARAGRAPH: Final = 40
"""Characters; what is shorter is a caption or a list of links."""

_HEAD: Final = re.compile(r"\A\s*---[ \t]*\n.*?^---[ \t]*$", re.DOTALL | re.MULTILINE)
_CODE: Final = re.compile(r"^(```|~~~).*?(?:^\1|\Z)", re.DOTALL | re.MULTILINE)
_COMMENT: Final = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_UNREAD_TAG: Final = re.compile(
    r"<(style|script|table|svg)\b.*?(?:</\1\s*>|\Z)", re.DOTALL | re.IGNORECASE
)
_TAG: Final = re.compile(r"<[^<>]{0,2000}>")
_PICTURE: Final = re.compile(r"!\[[^\[\]]{0,500}\]\([^()]{0,2000}\)")
_LINK: Final = re.compile(r"\[([^\[\]]{0,500})\]\([^()]{0,2000}\)")
_MARKS: Final = re.compile(r"\*\*|__|`")
_SPACES: Final = re.compile(r"\s+")
_NOT_PROSE: Final = ("#", "|", ">", "- ", "* ", "+ ", "=", "$", "![", "[!", "http")


def summary(card: str) -> str:
    """Return the first paragraphs of prose, parted by empty lines; empty where there are none."""
    text = without_unshown(card[:_LONGEST_READ].replace("\r\n", "\n").replace("\t", " "))
    for unread in (_HEAD, _COMMENT, _CODE, _UNREAD_TAG):
        text = unread.sub("\n", text, count=1 if unread is _HEAD else 0)
    text = _LINK.sub(r"\1", _PICTURE.sub("", _TAG.sub("", text)))
    text = _MARKS.sub("", text)
    kept: list[str] = []
    room = LONGEST_SUMMARY
    for part in re.split(r"\n\s*\n", text):
        paragraph = _prose(part)
        if len(paragraph) < _SHORTEST_PARAGRAPH:
            continue
        if len(paragraph) > room:
            if not kept:
                kept.append(paragraph[: room - 1].rsplit(" ", 1)[0] + "…")
            break
        kept.append(paragraph)
        room -= len(paragraph)
    return "\n\n".join(kept)


def _prose(part: str) -> str:
    lines = (line.strip() for line in part.splitlines())
    return _SPACES.sub(" ", " ".join(line for line in lines if not line.startswith(_NOT_PROSE)))
