"""Reads a stretch of Markdown into blocks: pulldown-cmark's events, turned into values.

GitHub's tables, task lists and strikethrough; bare addresses; mathematics. Raw HTML stays text.
What is nested too deeply, or a table too large, is shown as it was written.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final

import pyromark
from pyromark.event import BrokenLink, Event, Range

from paceline.markdown.blocks import (
    Alignment,
    Block,
    Code,
    Footnote,
    Heading,
    Item,
    ItemList,
    Paragraph,
    Quote,
    Rule,
    Span,
    Style,
    Table,
    Verbatim,
)
from paceline.markdown.links import marked, permitted
from paceline.markdown.source import Source

DEEPEST: Final = 12
"""Containers inside each other; what is deeper is shown as it was written."""
MOST_CELLS: Final = 1_500
MOST_COLUMNS: Final = 20

Resolve = Callable[[str], str | None]
"""The target of a reference that the stretch itself does not define."""

_OPTIONS: Final = (
    pyromark.Options.ENABLE_TABLES
    | pyromark.Options.ENABLE_FOOTNOTES
    | pyromark.Options.ENABLE_STRIKETHROUGH
    | pyromark.Options.ENABLE_TASKLISTS
)
_STYLES: Final = {
    "Emphasis": Style.EMPHASIS,
    "Strong": Style.STRONG,
    "Strikethrough": Style.STRUCK,
}
_CONTAINERS: Final = {"Item", "List", "BlockQuote", "FootnoteDefinition"}
_BULLETS: Final = ("•", "◦", "▪")


@dataclass(frozen=True, slots=True)
class Parsed:
    """A block of the outermost level; `start` and `end` in characters of the stretch."""

    block: Block
    start: int
    end: int


def parse(source: Source, resolve: Resolve | None = None) -> list[Parsed]:
    """The outermost blocks of a stretch, in order."""

    def answer(broken: BrokenLink) -> tuple[str, str] | None:
        target = resolve(broken["reference"]) if resolve else None
        return None if target is None else (target, "")

    events = pyromark.events_with_range(
        source.masked,
        options=_OPTIONS,
        merge_text=False,
        broken_link_callback=answer if "]" in source.masked else None,
    )
    return list(_Reader(source).read(events))


@dataclass(slots=True)
class _Run:
    """Text that reads as the source does there, and may still grow; places of the stretch."""

    start: int
    end: int
    style: Style
    link: str


@dataclass(slots=True)
class _Open:
    """A construct whose end has not come yet."""

    kind: str
    detail: object
    start: int
    end: int
    spans: list[Span | _Run] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    cells: list[tuple[Span, ...]] = field(default_factory=list)
    head: tuple[tuple[Span, ...], ...] = ()
    rows: list[tuple[tuple[Span, ...], ...]] = field(default_factory=list)
    task: tuple[bool, int, int] | None = None


class _Reader:
    """Builds blocks of one stretch; the stack holds what is open."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._stack: list[_Open] = []
        self._styles: list[Style] = [Style.NONE]
        self._links: list[str] = [""]
        self._formula = 0
        self._cells = 0

    def read(self, events: Iterator[tuple[Event, Range]]) -> Iterator[Parsed]:
        place = self._source.place
        too_much: _Open | None = None
        depth = 0
        for event, octets in events:
            start, end = place(octets["start"]), place(octets["end"])
            if isinstance(event, dict):
                depth += ("Start" in event) - ("End" in event)
            if too_much is not None:
                if depth == 0:
                    yield self._as_written(too_much)
                    too_much = None
                continue
            done = self._on_event(event, start, end)
            if len(self._stack) > 2 * DEEPEST or self._cells > MOST_CELLS:
                too_much = self._stack[0]
                self._reset()
            elif done is not None and not self._stack:
                yield Parsed(done, start, end)
                self._cells = 0

    # Events -------------------------------------------------------------------------------

    def _on_bare(self, event: str, start: int, end: int) -> Block | None:
        if event == "Rule":
            return self._add(Rule(*self._whole(start, end)))
        if self._at_formula(start) is None:
            newline = self._source.text.rfind("\n", start, end)
            newline = start if newline < 0 else newline
            self._plain(newline, newline + 1)
        return None

    def _on_event(self, event: Event, start: int, end: int) -> Block | None:
        if isinstance(event, str):
            return self._on_bare(event, start, end)
        ((kind, value),) = event.items()
        match kind:
            case "Start":
                tag, detail = _tag(value)
                self._open(tag, detail, start, end)
            case "End":
                return self._close(_tag(value)[0], end)
            case "Text":
                self._on_text(str(value), start, end)
            case "Code":
                self._on_code(str(value), start, end)
            case "Html" | "InlineHtml":
                self._plain(start, end, Style.HTML if kind == "InlineHtml" else Style.NONE)
            case "FootnoteReference":
                label = self._source.text.find(str(value), start, end)
                stretch = (label, label + len(str(value))) if label >= 0 else (start, end)
                raised = self._styles[-1] | Style.RAISED
                self._say(Span(str(value), *self._whole(*stretch), raised))
            case "TaskListMarker":
                item = next(one for one in reversed(self._stack) if one.kind == "Item")
                item.task = (bool(value), start, end)
            case _:
                pass
        return None

    def _open(self, tag: str, detail: object, start: int, end: int) -> None:
        if tag in _STYLES:
            self._styles.append(self._styles[-1] | _STYLES[tag])
            return
        if tag in {"Link", "Image"}:
            self._open_link(tag, detail, start, end)
            return
        if self._stack and self._stack[-1].kind == "Item" and self._stack[-1].spans:
            self._flush(self._stack[-1])
        self._stack.append(_Open(tag, detail, start, end))

    def _open_link(self, tag: str, detail: object, start: int, end: int) -> None:
        assert isinstance(detail, dict)
        target = self._unmasked(str(detail["dest_url"]), start, end)
        if detail["link_type"] == "Email":
            target = f"mailto:{target}"
        image = Style.IMAGE if tag == "Image" else Style.NONE
        self._styles.append(self._styles[-1] | image)
        self._links.append(permitted(target) or self._links[-1])
        if image and self._source.text.startswith("![]", start):
            shown = self._source.text.find(target, start, end)
            if target and shown >= 0:
                stretch = self._whole(shown, shown + len(target))
                self._say(Span(target, *stretch, self._styles[-1], self._links[-1]))

    def _close(self, tag: str, end: int) -> Block | None:
        if tag in _STYLES:
            self._styles.pop()
            return None
        if tag in {"Link", "Image"}:
            self._styles.pop()
            self._links.pop()
            return None
        one = self._stack.pop()
        block = self._block(tag, one, end)
        if block is None:
            self._close_part(tag, one)
            return None
        return self._add(block)

    def _block(self, tag: str, one: _Open, end: int) -> Block | None:
        """What has just been closed, if it is a block of its own."""
        block: Block | None = None
        match tag:
            case "Paragraph":
                block = Paragraph(tuple(self._finished(one.spans)))
            case "Heading":
                assert isinstance(one.detail, dict)
                level = int(str(one.detail["level"])[1])
                block = Heading(level, tuple(self._finished(one.spans)))
            case "List":
                first = one.detail if isinstance(one.detail, int) else None
                block = ItemList(first, tuple(one.items))
            case "BlockQuote":
                block = Quote(tuple(one.blocks))
            case "CodeBlock":
                block = self._code(one, end)
            case "FootnoteDefinition":
                block = self._footnote(one)
            case "HtmlBlock":
                block = Verbatim(tuple(self._spans(one.spans)))
            case "Table":
                block = self._table(one)
            case _:
                pass
        return block

    def _close_part(self, tag: str, one: _Open) -> None:
        """Hand what has just been closed to the list or table that it belongs to."""
        parent = self._stack[-1]
        match tag:
            case "Item":
                self._flush(one)
                parent.items.append(self._item(one, parent))
            case "TableCell":
                self._cells += 1
                parent.cells.append(tuple(self._finished(one.spans)))
            case "TableHead":
                parent.head = tuple(one.cells)
            case "TableRow":
                parent.rows.append(tuple(one.cells))
            case _:
                pass

    # Text ---------------------------------------------------------------------------------

    def _on_text(self, text: str, start: int, end: int) -> None:
        exact = end - start == len(text)
        if not exact:
            self._say(Span(text, *self._whole(start, end), self._styles[-1], self._links[-1]))
            return
        if self._stack and self._stack[-1].kind in {"CodeBlock", "HtmlBlock"}:
            self._plain(start, end)
            return
        if not self._source.formulas:
            self._plain(start, end)
            return
        position = start
        while position < end:
            formula = self._at_formula(position)
            if formula is not None:
                found = self._source.formulas[formula]
                if formula == self._formula and position == found.start:
                    self._say_formula(formula)
                elif formula >= self._formula:
                    self._plain(position, min(end, found.end))
                position = min(end, found.end)
                continue
            stop = end
            if self._formula < len(self._source.formulas):
                self._skip_formulas_before(position)
                if self._formula < len(self._source.formulas):
                    stop = min(end, self._source.formulas[self._formula].start)
            self._plain(position, max(stop, position + 1))
            position = max(stop, position + 1)

    def _say_formula(self, number: int) -> None:
        formula = self._source.formulas[number]
        self._formula = number + 1
        style = Style.MATH | (Style.DISPLAY if formula.display else Style.NONE)
        whole = self._whole(formula.start, formula.end)
        if formula.place is not None:
            whole = self._whole(formula.place, formula.place + len(formula.tex))
        self._say(Span(formula.tex, *whole, self._styles[-1] | style))

    def _skip_formulas_before(self, position: int) -> None:
        formulas = self._source.formulas
        while self._formula < len(formulas) and formulas[self._formula].start < position:
            self._formula += 1

    def _at_formula(self, position: int) -> int | None:
        """The number of the formula that holds a position, the one read last or a later one."""
        formulas = self._source.formulas
        for number in range(max(self._formula - 1, 0), len(formulas)):
            if formulas[number].start > position:
                return None
            if position < formulas[number].end:
                return number
        return None

    def _plain(self, start: int, end: int, style: Style = Style.NONE) -> None:
        """Add text as it stands in the source, joined with the text before it if they are one."""
        if not self._stack:
            return
        spans = self._stack[-1].spans
        style |= self._styles[-1]
        link = self._links[-1]
        before = spans[-1] if spans else None
        if (
            isinstance(before, _Run)
            and before.end == start
            and before.style == style
            and before.link == link
        ):
            before.end = end
        else:
            spans.append(_Run(start, end, style, link))

    def _on_code(self, text: str, start: int, end: int) -> None:
        masked = self._source.masked
        ticks = 0
        while start + ticks < end and masked[start + ticks] == "`":
            ticks += 1
        style = self._styles[-1] | Style.CODE
        for first, last in self._source.aligned(text, start + ticks, end - ticks):
            said = self._source.text[first:last].replace("\n", " ")
            self._say(Span(said, *self._whole(first, last), style, self._links[-1]))

    def _say(self, span: Span) -> None:
        """Add text that is not, or not only, what stands in the source."""
        if self._stack:
            self._stack[-1].spans.append(span)

    def _spans(self, spans: list[Span | _Run]) -> Iterator[Span]:
        for one in spans:
            if isinstance(one, _Run):
                text = self._source.text[one.start : one.end]
                yield Span(text, *self._whole(one.start, one.end), one.style, one.link)
            else:
                yield one

    def _finished(self, spans: list[Span | _Run]) -> Iterator[Span]:
        """Spans of running text; bare addresses become links."""
        for span in self._spans(spans):
            plain = not span.link and not span.style & (Style.CODE | Style.MATH | Style.HTML)
            if plain and span.end - span.start == len(span.text):
                yield from marked(span)
            else:
                yield span

    # Blocks -------------------------------------------------------------------------------

    def _add(self, block: Block) -> Block | None:
        if self._stack:
            self._stack[-1].blocks.append(block)
            return None
        return block

    def _flush(self, item: _Open) -> None:
        """Make a paragraph of the text that stands in an item without one."""
        if item.spans:
            item.blocks.append(Paragraph(tuple(self._finished(item.spans))))
            item.spans = []

    def _item(self, one: _Open, parent: _Open) -> Item:
        text = self._source.text
        end = one.start
        while end < one.end and text[end] not in " \t\n":
            end += 1
        task = None
        if isinstance(parent.detail, int):
            shown = f"{parent.detail + len(parent.items)}."
        else:
            depth = sum(above.kind == "List" for above in self._stack)
            shown = _BULLETS[min(depth, len(_BULLETS)) - 1]
        if one.task is not None:
            task, _, end = one.task
            box = "☑" if task else "☐"
            shown = f"{shown} {box}" if isinstance(parent.detail, int) else box
        return Item(Span(shown, *self._whole(one.start, end)), task, tuple(one.blocks))

    def _code(self, one: _Open, end: int) -> Code:
        label = None
        if isinstance(one.detail, dict):
            name = str(one.detail["Fenced"]).split(maxsplit=1)[:1]
            if name:
                place = self._source.masked.find(name[0], one.start, end)
                if place >= 0:
                    stretch = (place, place + len(name[0]))
                    label = Span(self._source.text[slice(*stretch)], *self._whole(*stretch))
        return Code(label.text if label else "", label, tuple(self._spans(one.spans)))

    def _table(self, one: _Open) -> Block:
        assert isinstance(one.detail, tuple)
        if len(one.detail) > MOST_COLUMNS:
            return self._as_written(one).block
        alignments = tuple(Alignment(str(name)) for name in one.detail)
        return Table(alignments, one.head, tuple(one.rows))

    def _footnote(self, one: _Open) -> Footnote:
        label = str(one.detail)
        place = self._source.text.find(label, one.start, one.end)
        stretch = (place, place + len(label)) if place >= 0 else (one.start, one.start + 1)
        return Footnote(Span(label, *self._whole(*stretch)), tuple(one.blocks))

    def _as_written(self, one: _Open) -> Parsed:
        text = self._source.text[one.start : one.end]
        block = Verbatim((Span(text, *self._whole(one.start, one.end)),))
        return Parsed(block, one.start, one.end)

    def _unmasked(self, target: str, start: int, end: int) -> str:
        if not any(start < one.end and one.start < end for one in self._source.formulas):
            return target
        place = self._source.masked.find(target, start, end)
        return self._source.text[place : place + len(target)] if place >= 0 else ""

    def _whole(self, start: int, end: int) -> tuple[int, int]:
        """From places of this stretch to those of the whole text."""
        return start + self._source.shift, end + self._source.shift

    def _reset(self) -> None:
        self._stack.clear()
        self._styles = [Style.NONE]
        self._links = [""]
        self._cells = 0


def _tag(value: object) -> tuple[str, object]:
    if isinstance(value, dict):
        ((tag, detail),) = value.items()
        return str(tag), detail
    return str(value), None
