"""A text is read as a person would read it, and every span names its place in the source."""

import pytest

from paceline.markdown.blocks import (
    Alignment,
    Block,
    Code,
    Footnote,
    Heading,
    ItemList,
    Paragraph,
    Quote,
    Rule,
    Span,
    Style,
    Table,
    Verbatim,
)
from paceline.markdown.parser import parse
from paceline.markdown.source import Source


def read(text: str, offset: int = 0) -> list[Block]:
    return [one.block for one in parse(Source(text, offset))]


def spans(text: str) -> tuple[Span, ...]:
    (block,) = read(text)
    assert isinstance(block, Paragraph)
    return block.spans


def test_each_construct_is_its_block() -> None:
    text = (
        "# Title\n\ntext\n\n- a\n- [x] b\n\n> quote\n\n```py\nx = 1\n```\n\n"
        "|a|b|\n|-|:-:|\n|1|2|\n\n---\n\n<div>\n\n[^1]: note\n"
    )
    kinds = [type(block) for block in read(text)]
    assert kinds == [
        Heading,
        Paragraph,
        ItemList,
        Quote,
        Code,
        Table,
        Rule,
        Verbatim,
        Footnote,
    ]


def test_spans_name_their_places_in_characters() -> None:
    text = "ä 漢 **fett** und `code` 👍 *x*"
    for span in spans(text):
        assert text[span.start : span.end] == span.text
    assert [span.text for span in spans(text)] == ["ä 漢 ", "fett", " und ", "code", " 👍 ", "x"]


def test_places_count_from_the_offset() -> None:
    (block,) = read("**a**", offset=100)
    assert block == Paragraph((Span("a", 102, 103, Style.STRONG),))


def test_a_character_that_was_written_otherwise_stands_for_all_of_it() -> None:
    assert spans("&amp;") == (Span("&", 0, 5),)
    assert spans("\\*") == (Span("*", 1, 2),)


def test_code_in_a_line_skips_what_is_not_seen() -> None:
    assert spans("`` a`b ``") == (Span("a`b", 3, 6, Style.CODE),)


@pytest.mark.parametrize(
    ("text", "tex", "display"),
    [
        ("$x^2$", "x^2", False),
        ("\\(a_1\\)", "a_1", False),
        ("$$x$$", "x", True),
        ("$$\nx_1 *y* <b>\n$$", "x_1 *y* <b>", True),
        ("\\[ a \\\\ b \\]", "a \\\\ b", True),
    ],
)
def test_formulas_are_found_whole(text: str, tex: str, display: bool) -> None:  # noqa: FBT001
    (span,) = spans(text)
    assert span.text == tex
    assert bool(span.style & Style.DISPLAY) is display
    assert span.style & Style.MATH
    assert text[span.start : span.end] == tex


def test_a_formula_in_a_quote_is_free_of_its_marks() -> None:
    (quote,) = read("> $$\n> a\n> b\n> $$")
    assert isinstance(quote, Quote)
    (paragraph,) = quote.blocks
    assert isinstance(paragraph, Paragraph)
    assert [span.text for span in paragraph.spans] == ["a\nb"]


@pytest.mark.parametrize(
    "text",
    ["$5 and $6", "from $5 to 10$ each", "US$ 5 or 6$", "`$x$`", "cost: $5", "a $ b $ c"],
)
def test_prices_and_code_are_no_formulas(text: str) -> None:
    assert not any(span.style & Style.MATH for span in spans(text))


def test_mathematics_in_code_blocks_stays() -> None:
    (block,) = read("```sh\necho $x$ $$ \\(y\\) $$\n```")
    assert isinstance(block, Code)
    assert block.language == "sh"
    assert block.spans == (Span("echo $x$ $$ \\(y\\) $$\n", 6, 27),)


@pytest.mark.parametrize(
    ("text", "shown", "target"),
    [
        ("https://a.org/b_c).", "https://a.org/b_c", "https://a.org/b_c"),
        ("(https://a.org/x_(y))", "https://a.org/x_(y)", "https://a.org/x_(y)"),
        ("me@a.org!", "me@a.org", "mailto:me@a.org"),
        ("<me@a.org>", "me@a.org", "mailto:me@a.org"),
        ("[a](http://a.org/$x$)", "a", "http://a.org/$x$"),
        ("![a](http://a.org/i.png)", "a", "http://a.org/i.png"),
        ("![](http://a.org/i.png)", "http://a.org/i.png", "http://a.org/i.png"),
    ],
)
def test_links(text: str, shown: str, target: str) -> None:
    assert [(span.text, span.link) for span in spans(text) if span.link] == [(shown, target)]


@pytest.mark.parametrize(
    "target", ["javascript:alert(1)", "file:///etc/passwd", "data:x", "//a.org", "ftp://a.org", "x"]
)
def test_other_targets_are_no_links(target: str) -> None:
    assert [span.link for span in spans(f"[a]({target})")] == [""]


def test_tables_have_their_alignment_and_all_their_cells() -> None:
    (table,) = read("|a|b|\n|:-|-:|\n|`x\\|y`|\n")
    assert isinstance(table, Table)
    assert table.alignments == (Alignment.LEFT, Alignment.RIGHT)
    assert [len(row) for row in table.rows] == [2]
    assert "".join(span.text for span in table.rows[0][0]) == "x|y"


def test_items_show_numbers_bullets_and_boxes() -> None:
    (numbers,) = read("7. a\n8. b\n")
    assert isinstance(numbers, ItemList)
    assert [item.marker.text for item in numbers.items] == ["7.", "8."]
    (tasks,) = read("- [ ] a\n- [x] b\n- c\n")
    assert isinstance(tasks, ItemList)
    assert [(item.marker.text, item.task) for item in tasks.items] == [
        ("☐", False),
        ("☑", True),
        ("•", None),
    ]
