r"""Finds mathematics before Markdown is read, for TeX is full of what Markdown takes for markup.

Known are `$…$`, `$$…$$`, `\(…\)` and `\[…\]`. A price is no formula: `$5 and $6`.
"""

import re
from dataclasses import dataclass
from typing import Final

LONGEST_FORMULA: Final = 3_000
MASK: Final = "x"
"""Stands for each character of a formula: no markup, and one byte in UTF-8."""

_FORMULA: Final = re.compile(
    r"""
      (?<![\\$]) \$\$ (?P<display> (?: [^$`~\\] | \\. | \\\n | \$(?!\$) | ~(?!~~) )+? ) \$\$
    | (?<!\\) \\\[ (?P<bracket> (?: [^`\\] | \\(?![][]) )+? ) \\\] (?!\()
    | (?<!\\) \\\( (?P<paren> (?: [^`\\\n] | \\(?![()]) )+? ) \\\)
    | (?<![\\$\w]) \$ (?![\s$]) (?P<inline> (?: [^$`\\\n] | \\. ){1,400} ) (?<![\s\\]) \$ (?![\w$])
    """,
    re.VERBOSE,
)
_BLANK_LINE: Final = re.compile(r"\n[ \t>]*\n")
_TEX: Final = re.compile(r"[\\^_{}=<>+|]")
_OPENER: Final = re.compile(r"(?<![\\$])\$\$|(?<!\\)\\\[")


@dataclass(frozen=True, slots=True)
class Formula:
    """Where a formula stands, delimiters included, and its TeX.

    `place` is where the TeX begins in the text, None where a container's prefix interrupts it.
    """

    start: int
    end: int
    tex: str
    place: int | None
    display: bool


def find(text: str) -> list[Formula]:
    """The formulas of a text, in order."""
    if "$" not in text and "\\(" not in text and "\\[" not in text:
        return []
    formulas = []
    position = 0
    while match := _FORMULA.search(text, position):
        kind = match.lastgroup or ""
        body = match.group(kind)
        if _is_formula(kind, body):
            prefix = _line_prefix(text, match.start())
            tex = _without_prefix(body, prefix).strip()
            display = kind in {"display", "bracket"}
            place = text.find(tex, match.start(kind), match.end(kind))
            formulas.append(
                Formula(match.start(), match.end(), tex, place if place >= 0 else None, display)
            )
            position = match.end()
        else:
            position = match.start() + (1 if kind == "inline" else 2)
    return formulas


def masked(text: str, formulas: list[Formula]) -> str:
    """The text with each formula made meaningless for Markdown; its lines stay."""
    if not formulas:
        return text
    parts = []
    position = 0
    for formula in formulas:
        parts.append(text[position : formula.start])
        prefix = _line_prefix(text, formula.start)
        lines = text[formula.start : formula.end].split("\n")
        parts.append(
            "\n".join(
                MASK * len(line) if number == 0 else _mask_line(line, prefix)
                for number, line in enumerate(lines)
            )
        )
        position = formula.end
    parts.append(text[position:])
    return "".join(parts)


def open_formula(text: str) -> int | None:
    """Where a formula for lines of its own begins that may yet be closed; None if there is none."""
    if "$$" not in text and "\\[" not in text:
        return None
    position = 0
    while opener := _OPENER.search(text, position):
        match = _FORMULA.match(text, opener.start())
        if match and match.lastgroup in {"display", "bracket"} and match.start() == opener.start():
            position = match.end() if _is_formula(match.lastgroup, match.group()) else opener.end()
            continue
        rest = text[opener.end() :]
        may_close = "`" not in rest and "~~~" not in rest and len(rest) <= LONGEST_FORMULA
        if may_close and not _BLANK_LINE.search(rest):
            return opener.start()
        position = opener.end()
    return None


def _is_formula(kind: str, body: str) -> bool:
    if not body.strip() or len(body) > LONGEST_FORMULA or _BLANK_LINE.search(body):
        return False
    if kind != "inline":
        return True
    price = body[0].isdigit() and " " in body and not _TEX.search(body)
    prose = " " in body and not _TEX.search(body) and len(re.findall(r"[^\W\d_]{3,}", body)) > 1
    return not price and not prose


def _line_prefix(text: str, position: int) -> str:
    """What stands before a formula on its line, where that is only indentation or quotation."""
    before = text[text.rfind("\n", 0, position) + 1 : position]
    return before if not before.strip(" \t>") else ""


def _without_prefix(body: str, prefix: str) -> str:
    lines = body.split("\n")
    return "\n".join([lines[0], *(line[_shared(line, prefix) :] for line in lines[1:])])


def _mask_line(line: str, prefix: str) -> str:
    kept = _shared(line, prefix)
    return line[:kept] + MASK * (len(line) - kept)


def _shared(line: str, prefix: str) -> int:
    """How much of a line's beginning belongs to the containers that it stands in."""
    if ">" not in prefix:
        return min(len(line) - len(line.lstrip(" \t")), len(prefix))
    return len(line) - len(line.lstrip(" \t>"))
