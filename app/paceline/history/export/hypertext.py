"""A message as HTML: what `paceline.markdown` reads of it, with the tints of its tokens. Pure.

Every text goes through `escape`; links are those that the Markdown reader permits, and nothing is
ever loaded from elsewhere.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final, assert_never

from markupsafe import Markup, escape

from paceline.history.export.tints import Stretch, Tints
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
from paceline.markdown.stream import MarkdownStream
from paceline.provenance import Origin

_CLASSES: Final = {Origin.DRAFTED: "drafted", Origin.CORRECTED: "corrected", Origin.BONUS: "bonus"}
_TAGS: Final = (
    (Style.STRONG, "strong"),
    (Style.EMPHASIS, "em"),
    (Style.STRUCK, "s"),
    (Style.CODE, "code"),
    (Style.MATH, "code"),
    (Style.RAISED, "sup"),
)
_THOUGHT: Final = re.compile(
    r"\s*(?:<think>|\[THINK\])(?P<inside>.*?)(?:</think>|\[/THINK\]|\Z)\s*", re.DOTALL
)


def hypertext(content: str, tints: Tints) -> Markup:
    """Return the message's text as HTML; what a model thought aloud is folded away."""
    thought = _THOUGHT.match(content)
    if thought is None:
        return _written(content, 0, len(content), tints)
    inside = _written(content, *thought.span("inside"), tints)
    return Markup("<details><summary>Reasoning</summary>\n{}</details>\n{}").format(
        inside, _written(content, thought.end(), len(content), tints)
    )


def _written(content: str, start: int, end: int, tints: Tints) -> Markup:
    """Read characters `start` to `end` as a Markdown text of its own."""
    stream = MarkdownStream(start)
    stream.append(content[start:end])
    stream.finish()
    blocks: list[Block] = []
    while update := stream.advance():
        blocks[update.first :] = update.blocks
    return Markup("").join(_Writer(tints).blocks(blocks))


class _Writer:
    """Writes the blocks of one message."""

    def __init__(self, tints: Tints) -> None:
        self._tints = tints

    def blocks(self, blocks: Sequence[Block]) -> Iterator[Markup]:
        """Yield HTML; a block that is continued by the next is closed by the last of them."""
        following = [*(_continues(after) for _, after in pairwise(blocks)), False]
        for block, continued in zip(blocks, following, strict=False):
            yield from self._block(block, continued=continued)

    def _block(self, block: Block, *, continued: bool) -> Iterator[Markup]:
        match block:
            case Paragraph(spans):
                yield Markup("<p>{}</p>\n").format(self._spans(spans))
            case Heading(level, spans):
                # The page's own headings stand above.
                tag = f"h{min(6, level + 2)}"
                yield Markup("<{0}>{1}</{0}>\n").format(tag, self._spans(spans))
            case ItemList():
                yield from self._list(block, continued=continued)
            case Quote(blocks):
                inside = Markup("").join(self.blocks(blocks))
                yield Markup("<blockquote>{}</blockquote>\n").format(inside)
            case Code():
                yield from self._code(block, continued=continued)
            case Table():
                yield from self._table(block, continued=continued)
            case Rule():
                yield Markup("<hr>\n")
            case Footnote(label, blocks):
                yield Markup('<div class="footnote"><sup>{}</sup> {}</div>\n').format(
                    self._spans((label,)), Markup("").join(self.blocks(blocks))
                )
            case Verbatim(spans):
                yield Markup('<pre class="verbatim">{}</pre>\n').format(self._spans(spans))
            case _:
                assert_never(block)

    def _code(self, block: Code, *, continued: bool) -> Iterator[Markup]:
        if not block.continues:
            yield Markup("<pre><code>")
        yield self._spans(block.spans)
        if not continued:
            yield Markup("</code></pre>\n")

    def _list(self, block: ItemList, *, continued: bool) -> Iterator[Markup]:
        ordered = block.first is not None
        tag = "ol" if ordered else "ul"
        if not block.continues:
            start = Markup(' start="{}"').format(block.first) if ordered else Markup("")
            yield Markup("<{}{}>\n").format(tag, start)
        for item in block.items:
            yield self._item(item)
        if not continued:
            yield Markup("</{}>\n").format(tag)

    def _item(self, item: Item) -> Markup:
        inside = Markup("").join(self.blocks(item.blocks))
        if item.task is None:
            return Markup("<li>{}</li>\n").format(inside)
        box = "☑ " if item.task else "☐ "
        return Markup('<li class="task">{}{}</li>\n').format(box, inside)

    def _table(self, block: Table, *, continued: bool) -> Iterator[Markup]:
        if not block.continues:
            yield Markup('<div class="wide"><table>\n')
            yield Markup("<thead>{}</thead>\n<tbody>\n").format(
                self._row(block.head, block.alignments, "th")
            )
        for row in block.rows:
            yield self._row(row, block.alignments, "td")
        if not continued:
            yield Markup("</tbody></table></div>\n")

    def _row(
        self, cells: Sequence[tuple[Span, ...]], alignments: Sequence[Alignment], tag: str
    ) -> Markup:
        made = (
            Markup("<{0}{1}>{2}</{0}>").format(tag, _aligned(alignment), self._spans(cell))
            for cell, alignment in zip(cells, alignments, strict=False)
        )
        return Markup("<tr>{}</tr>\n").format(Markup("").join(made))

    def _spans(self, spans: Sequence[Span]) -> Markup:
        return Markup("").join(map(self._span, spans))

    def _span(self, span: Span) -> Markup:
        made = Markup("").join(self._tinted(span))
        for style, tag in _TAGS:
            if span.style & style:
                made = Markup("<{0}>{1}</{0}>").format(tag, made)
        if span.link:
            made = Markup('<a href="{}" rel="noopener noreferrer nofollow">{}</a>').format(
                span.link, made
            )
        return made

    def _tinted(self, span: Span) -> Iterator[Markup]:
        stretches = list(self._tints.within(span.start, span.end))
        if len(span.text) == span.end - span.start:
            for each in stretches:
                text = span.text[each.start - span.start : each.end - span.start]
                yield _marked(text, each)
        else:
            # An entity or a formula stands for its stretch as a whole; it came as its first did.
            first = stretches[0] if stretches else Stretch(0, 0, Origin.PLAIN)
            yield _marked(span.text, first)


def _marked(text: str, stretch: Stretch) -> Markup:
    name = _CLASSES.get(stretch.origin)
    if name is None or not text:
        return escape(text)
    title = Markup(' title="{}"').format(stretch.title) if stretch.title else Markup("")
    return Markup('<span class="{}"{}>{}</span>').format(name, title, text)


def _aligned(alignment: Alignment) -> Markup:
    if alignment is Alignment.NONE:
        return Markup("")
    return Markup(' style="text-align: {}"').format(alignment.value.lower())


def _continues(block: Block) -> bool:
    return isinstance(block, ItemList | Code | Table) and block.continues
