"""The pieces that a Markdown text consists of. Values only.

Every `Span` names the stretch of the source that it shows, in characters of the Python string, so
that whoever knows about the source's characters (their tokens, say) knows it about what is seen.
"""

from dataclasses import dataclass
from enum import Enum, IntFlag

import msgspec


class Style(IntFlag):
    """How the text of a span differs from plain text; several may hold at once."""

    NONE = 0
    STRONG = 1
    EMPHASIS = 2
    STRUCK = 4
    CODE = 8
    MATH = 16
    """A formula in a line; `text` is the TeX without its delimiters."""
    DISPLAY = 32
    """A formula on a line of its own."""
    HTML = 64
    """Raw HTML, shown as it was written."""
    IMAGE = 128
    """The description of an image, which is never loaded."""
    RAISED = 256
    """The label of a footnote."""


class Span(msgspec.Struct, frozen=True, gc=False):
    """Text as it is seen, and `start` to `end`, the stretch of the source that it stands for.

    Where both are of the same length they agree character by character; otherwise (an entity, a
    formula) the text stands for its stretch as a whole. `link` is a permitted target or empty.

    There are many of them, so they are left to reference counting alone: a full collection of
    garbage must not stop the window.
    """

    text: str
    start: int
    end: int
    style: Style = Style.NONE
    link: str = ""


class Alignment(Enum):
    """Of a column of a table."""

    NONE = "None"
    LEFT = "Left"
    CENTER = "Center"
    RIGHT = "Right"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; a line break of the source is a span that says a newline."""

    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 to 6."""

    level: int
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a list; `marker` is its bullet or number as it is shown, box included.

    `task` is whether the box is ticked, None where there is none.
    """

    marker: Span
    task: bool | None
    blocks: "tuple[Block, ...]"


@dataclass(frozen=True, slots=True)
class ItemList:
    """A list, or one stretch of it; `first` is the number of its first item, None for bullets.

    `continues` says that it goes on with the list before it.
    """

    first: int | None
    items: tuple[Item, ...]
    continues: bool = False


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation."""

    blocks: "tuple[Block, ...]"


@dataclass(frozen=True, slots=True)
class Code:
    """A code block, or one stretch of it; `language` as the fence names it.

    `label` is the language as a span to show; there is none where the stretch `continues` the code
    before it.
    """

    language: str
    label: Span | None
    spans: tuple[Span, ...]
    continues: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table, or one stretch of its rows; a row has as many cells as there are columns.

    `head` is empty where it `continues` the table before it.
    """

    alignments: tuple[Alignment, ...]
    head: tuple[tuple[Span, ...], ...]
    rows: tuple[tuple[tuple[Span, ...], ...], ...]
    continues: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """A thematic break."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Footnote:
    """What a footnote says."""

    label: Span
    blocks: "tuple[Block, ...]"


@dataclass(frozen=True, slots=True)
class Verbatim:
    """Text that is shown as it was written: raw HTML, and what is too deep or too large."""

    spans: tuple[Span, ...]


Block = Paragraph | Heading | ItemList | Quote | Code | Table | Rule | Footnote | Verbatim
