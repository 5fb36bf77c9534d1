"""However a text comes, it ends as the same blocks; what is finished is not read again."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paceline.markdown.blocks import Block, Code, ItemList, Paragraph, Table, Verbatim
from paceline.markdown.stream import LONGEST_PARAGRAPH, MarkdownStream


def read(pieces: list[str]) -> list[Block]:
    stream = MarkdownStream()
    blocks: list[Block] = []
    for piece in pieces:
        stream.append(piece)
        while update := stream.advance():
            blocks[update.first :] = update.blocks
    stream.finish()
    while update := stream.advance():
        blocks[update.first :] = update.blocks
    return blocks


def joined(blocks: list[Block]) -> list[Block]:
    """The blocks with stretches of one list, code or table put together again."""
    found: list[Block] = []
    for block in blocks:
        match (found[-1] if found else None), block:
            case ItemList() as before, ItemList(continues=True) as now:
                found[-1] = ItemList(before.first, before.items + now.items, before.continues)
            case Code() as before, Code(continues=True) as now:
                text = "".join(span.text for span in before.spans + now.spans)
                span = before.spans[0].__class__(text, before.spans[0].start, now.spans[-1].end)
                found[-1] = Code(before.language, before.label, (span,))
            case Table() as before, Table(continues=True) as now:
                rows = before.rows + now.rows
                found[-1] = Table(before.alignments, before.head, rows, before.continues)
            case _:
                found.append(block)
    return found


LINES = [
    "text", "# head", "- item", "  - nested", "1. one", "2. two", "> quote", "```", "```py", "~~~",
    "", "", "| a | b |", "|---|---|", "| 1 | 2 |", "===", "---", "***", "    code", "<div>", "$$",
    "x^2", "\\[", "\\]", "[a]: http://a.org", "[a] and **b", "c** `d", "* star", "+ plus", "#tag",
    "   indented", "- [ ] task", "[^1]: note", "|", ">", "-", "1)", "`", "\\", "<!--", "-->",
]  # fmt: skip


@given(st.lists(st.sampled_from(LINES), max_size=25), st.integers(0, 10_000))
def test_pieces_do_not_matter(lines: list[str], seed: int) -> None:
    text = "\n".join(lines)
    random = Random(seed)
    pieces = []
    position = 0
    while position < len(text):
        end = position + random.randint(1, 9)
        pieces.append(text[position:end])
        position = end
    assert joined(read(pieces)) == joined(read([text]))


@pytest.mark.parametrize(
    ("head", "line", "tail"),
    [
        ("", "- an item of a list\n", ""),
        ("", "1. an item of a list\n", ""),
        ("```python\n", "x = 1\n", "```\n"),
        ("|a|b|\n|-|-|\n", "|1|2|\n", ""),
        ("", "> a quote\n", ""),
        ("", "a long paragraph ", ""),
        ("<div>\n", "raw\n", "</div>\n"),
    ],
)
def test_a_long_block_comes_in_stretches_that_are_read_once(
    head: str, line: str, tail: str
) -> None:
    stream = MarkdownStream()
    lengths = []
    stream.append(head)
    for _ in range(60):
        stream.append(30 * line)
        while update := stream.advance():
            lengths.append(len(update.blocks))
            assert sum(len(str(block)) for block in update.blocks) < 200_000
    stream.append(tail)
    assert max(lengths) < 100


def test_stretches_of_a_list_go_on_counting() -> None:
    blocks = read(["3. a\n3. b\n3. c\n", "3. d\n", "\nend"])
    numbers = [
        item.marker.text for block in blocks if isinstance(block, ItemList) for item in block.items
    ]
    assert numbers == ["3.", "4.", "5.", "6."]


def test_a_reference_may_be_defined_later() -> None:
    blocks = read(["See [this][a].\n\nMore.\n\n", "[a]: https://a.org\n"])
    assert isinstance(blocks[0], Paragraph)
    assert [span.link for span in blocks[0].spans] == ["", "https://a.org", ""]


def test_an_endless_line_is_cut() -> None:
    blocks = read(["x" * 20_000])
    assert all(isinstance(block, Paragraph | Verbatim) for block in blocks)
    assert len(blocks) == 20_000 // LONGEST_PARAGRAPH


def test_an_open_formula_keeps_its_lines() -> None:
    text = "$$\n- a\n- b\n$$\n"
    assert read(list(text)) == read([text])
    assert len(read([text])) == 1
