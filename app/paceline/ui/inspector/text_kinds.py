"""Which parts of a reply are code, lists and prose. Knows no Qt."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class TextKind(StrEnum):
    """What a stretch of a reply is."""

    PROSE = "prose"
    CODE = "code"
    LIST = "list"
    REASONING = "reasoning"


@dataclass(frozen=True, slots=True)
class KindSpan:
    """A stretch of one kind, from the end of the one before up to `end`, in characters."""

    kind: TextKind
    end: int


_FENCE: Final = re.compile(r" {0,3}(`{3,}|~{3,})(.*)")
_ITEM: Final = re.compile(r"\s*([-*+]|\d{1,9}[.)])\s")


def kinds_of(text: str) -> list[KindSpan]:
    """Return stretches that cover the whole text; neighbours differ in kind."""
    spans: list[KindSpan] = []
    end = 0
    fence = ""
    in_list = False
    for line in text.splitlines(keepends=True):
        end += len(line)
        mark = _FENCE.match(line)
        if fence:
            kind = TextKind.CODE
            if mark and mark[1].startswith(fence) and not mark[2].strip():
                fence = ""
        elif mark:
            kind, fence, in_list = TextKind.CODE, mark[1], False
        else:
            blank = not line.strip()
            in_list = bool(_ITEM.match(line)) or (in_list and (blank or line[0] in " \t"))
            kind = TextKind.LIST if in_list else TextKind.PROSE
        if spans and spans[-1].kind is kind:
            spans.pop()
        spans.append(KindSpan(kind, end))
    return spans
