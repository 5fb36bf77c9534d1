"""Provenance survives rendering: every visible character carries the origin of its own token.

Where a character of the source is seen is found out without asking the program: each letter of the
source is replaced by one that occurs nowhere else, and the message is rendered again. What lies
between two letters is compared with the source between them.
"""

import random
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QColor, QTextBlock, QTextCharFormat, QTextFragment
from pytestqt.qtbot import QtBot

from paceline.provenance import Origin, Round
from paceline.ui.application import make_application
from paceline.ui.colours import LIGHT
from paceline.ui.reply_text.reply_text import ReplyText
from ui.markdown_rounds import cut_into_rounds

CORPUS = sorted((Path(__file__).parent / "corpus").glob("*.md"))
LEAST_SHARE = 0.995
FIRST_MARK = 0x4E00
"""Letters of Chinese: many, and nothing to Markdown."""

STRUCTURAL = re.compile(
    r"""
      ^[ >]*(?:`{3,}|~{3,})[^\n]*$    # fences with their language
    | ^[ >]*\[[^\]\n]+\]:[^\n]*$      # definitions
    | \]\([^)\n]*\) | \]\[[^\]\n]*\]    # targets
    | \[[xX^][^\]\n]{0,20}\] | \[!\w+\] # boxes, footnotes, alerts
    | (?:https?|ftp|mailto|javascript):\S+ | \S+@\S+ | www\.\S+
    | </?[a-zA-Z!][^>\n]*> | &\#?\w+;
    | \$\$.*?\$\$ | \\\[.*?\\\] | \\\(.*?\\\) | \$[^$\n]+\$
    | [\[\]][^\[\]\n]*\]                # labels that are references
    """,
    re.VERBOSE | re.MULTILINE | re.DOTALL,
)
LETTER = re.compile(r"[^\W\d_]")

LINES = {
    QTextCharFormat.UnderlineStyle.DotLine: Origin.DRAFTED,
    QTextCharFormat.UnderlineStyle.SingleUnderline: Origin.CORRECTED,
    QTextCharFormat.UnderlineStyle.DashUnderline: Origin.BONUS,
}


@dataclass(frozen=True)
class Seen:
    """One visible character; `tinted` is the origin that its looks tell."""

    character: str
    position: int
    tinted: Origin


def settle(reply: ReplyText) -> None:
    while not reply.settled:
        QCoreApplication.processEvents()


def rendered(qtbot: QtBot, text: str, rounds: list[Round]) -> ReplyText:
    reply = ReplyText(LIGHT, show_tints=True)
    qtbot.addWidget(reply)
    reply.resize(700, 400)
    reply.show_reply(text, rounds)
    settle(reply)
    return reply


def fragments(block: QTextBlock) -> Iterator[QTextFragment]:
    place = block.begin()
    while not place.atEnd():
        yield place.fragment()
        place += 1


def visible_characters(reply: ReplyText) -> Iterator[Seen]:
    """All characters that a person sees, blanks excluded, in the document's order."""
    block = reply.document().firstBlock()
    while block.isValid():
        for fragment in fragments(block):
            format_ = fragment.charFormat()
            has_tint = format_.background().color() in TINTS
            tinted = LINES.get(format_.underlineStyle(), Origin.PLAIN) if has_tint else Origin.PLAIN
            position = fragment.position()
            for character in fragment.text():
                if not character.isspace():
                    yield Seen(character, position, tinted)
                position += 2 if character > "\uffff" else 1
        block = block.next()


TINTS = [QColor(tint[0]) for origin in Origin if (tint := LIGHT.tint(origin))]


def marks(text: str) -> list[int]:
    """Places of letters that may be replaced without changing the structure."""
    taken = [match.span() for match in STRUCTURAL.finditer(text)]
    return [
        match.start()
        for match in LETTER.finditer(text)
        if not any(start <= match.start() < end for start, end in taken)
    ]


def places_of_letters(qtbot: QtBot, text: str, plain: list[Seen]) -> dict[int, int]:
    """Which source character each visible letter is, by its number among the visible ones."""
    found: dict[int, int] = {}
    batches = [marks(text)]
    while batches:
        batch = batches.pop()
        letters = list(text)
        for number, place in enumerate(batch):
            letters[place] = chr(FIRST_MARK + number)
        shown = list(visible_characters(rendered(qtbot, "".join(letters), [])))
        alike = len(shown) == len(plain)
        for number, (one, other) in enumerate(zip(shown, plain, strict=False)):
            if one.character == other.character:
                continue
            mark = ord(one.character) - FIRST_MARK
            if not 0 <= mark < len(batch) or text[batch[mark]] != other.character:
                alike = False
                break
            found[number] = batch[mark]
        if not alike and len(batch) > 1:
            found = {number: place for number, place in found.items() if place not in batch}
            batches += [batch[: len(batch) // 2], batch[len(batch) // 2 :]]
    return found


def expected_places(text: str, seen: list[Seen], letters: dict[int, int]) -> Iterator[set[int]]:
    """Where in the source each visible character may come from."""
    known = sorted(letters)
    for number, one in enumerate(seen):
        if number in letters:
            yield {letters[number]}
            continue
        index = bisect_right(known, number)
        first = letters[known[index - 1]] + 1 if index else 0
        last = letters[known[index]] if index < len(known) else len(text)
        before = known[index - 1] + 1 if index else 0
        after = known[index] if index < len(known) else len(seen)
        said = "".join(other.character for other in seen[before:after])
        between = re.sub(r"\s", "", text[first:last])
        if said == between:
            blanks = [place for place in range(first, last) if not text[place].isspace()]
            yield {blanks[number - before]}
            continue
        same = {place for place in range(first, last) if text[place] == one.character}
        yield same or set(range(first, last)) or {max(first - 1, 0)}


def origins_by_place(rounds: list[Round]) -> list[Origin]:
    return [token.origin for round_ in rounds for token in round_.tokens for _ in token.text]


def test_the_corpus_is_large_enough() -> None:
    assert len(CORPUS) >= 60


def test_visible_characters_carry_the_right_origin(
    qtbot: QtBot, capsys: pytest.CaptureFixture[str]
) -> None:
    make_application()
    total = right = certain = 0
    wrong: list[str] = []
    for path in CORPUS:
        text = path.read_bytes().decode()
        rounds = cut_into_rounds(text, random.Random(path.name))
        origins = origins_by_place(rounds)
        reply = rendered(qtbot, text, rounds)
        seen = list(visible_characters(reply))
        letters = places_of_letters(qtbot, text, seen)
        for one, places in zip(seen, expected_places(text, seen, letters), strict=True):
            token = reply.token_at(one.position)
            may_be = {origins[place] for place in places}
            total += 1
            certain += len(places) == 1
            if token is not None and token.origin in may_be and one.tinted in may_be:
                right += 1
            else:
                told = token.origin if token else None
                wrong.append(
                    f"{path.stem}: {one.character!r} at {one.position}: {told}, "
                    f"{one.tinted}, not {sorted(may_be)}"
                )
    with capsys.disabled():
        print(
            f"\n{len(CORPUS)} replies, {total} visible characters: "
            f"{100 * right / total:.2f} % carry the right origin "
            f"({100 * certain / total:.1f} % were traced to one character of the source)"
        )
    assert right / total >= LEAST_SHARE, "\n".join(wrong[:40])
    assert certain / total > 0.9, "the oracle knows too little"


def looks(reply: ReplyText) -> list[tuple[str, Origin, float, bool, str]]:
    """All that a reader sees of the text, character by character, without places."""
    found = []
    block = reply.document().firstBlock()
    while block.isValid():
        found.append(("¶", Origin.PLAIN, block.blockFormat().leftMargin(), False, ""))
        for fragment in fragments(block):
            format_ = fragment.charFormat()
            origin = LINES.get(format_.underlineStyle(), Origin.PLAIN)
            size = format_.fontPointSize()
            colour = format_.foreground().color().name() + format_.anchorHref()
            found += [(c, origin, size, format_.fontItalic(), colour) for c in fragment.text()]
        block = block.next()
    return found


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
def test_a_streamed_reply_ends_as_one_that_is_shown_at_once(qtbot: QtBot, path: Path) -> None:
    text = path.read_bytes().decode()
    rounds = cut_into_rounds(text, random.Random(path.name))
    streamed = ReplyText(LIGHT, show_tints=True)
    qtbot.addWidget(streamed)
    streamed.resize(700, 400)
    streamed.begin()
    for number, round_ in enumerate(rounds):
        streamed.append_round(round_)
        if number % 3 == 0:
            streamed.show_now()
    streamed.finish(text)
    settle(streamed)
    once = rendered(qtbot, text, rounds)
    assert looks(streamed) == looks(once)
    assert streamed.source_text() == once.source_text() == text
