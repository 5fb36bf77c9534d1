"""Parts of speech of code, from Pygments. Pure; knows no colours."""

from enum import IntEnum
from functools import lru_cache
from typing import Final

from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.token import Token, _TokenType
from pygments.util import ClassNotFound


class Paint(IntEnum):
    """What a piece of code is, as far as it has a colour."""

    NONE = 0
    KEYWORD = 1
    NAME = 2
    """A function, class, tag or attribute where it is named."""
    STRING = 3
    NUMBER = 4
    COMMENT = 5
    INSERTED = 6
    DELETED = 7


_PAINTS: Final = (
    (Token.Comment, Paint.COMMENT),
    (Token.Keyword, Paint.KEYWORD),
    (Token.Operator.Word, Paint.KEYWORD),
    (Token.Name.Function, Paint.NAME),
    (Token.Name.Class, Paint.NAME),
    (Token.Name.Decorator, Paint.NAME),
    (Token.Name.Tag, Paint.NAME),
    (Token.Name.Attribute, Paint.NAME),
    (Token.Name.Builtin, Paint.NAME),
    (Token.Literal.Number, Paint.NUMBER),
    (Token.Literal, Paint.STRING),
    (Token.Generic.Inserted, Paint.INSERTED),
    (Token.Generic.Deleted, Paint.DELETED),
    (Token.Generic.Heading, Paint.KEYWORD),
    (Token.Generic.Subheading, Paint.KEYWORD),
)
_LONGEST_LINE: Final = 2_000
"""Characters; a lexer may take very long over a longer one, and it is not code that one reads."""


@lru_cache(maxsize=64)
def _lexer(language: str) -> Lexer | None:
    try:
        return get_lexer_by_name(language.casefold(), stripnl=False, ensurenl=False)
    except ClassNotFound:
        return None


def warm_up() -> None:
    """Load what highlighting needs while no text waits for it; the first time takes some 30 ms."""
    paints("x = 1", "python")


@lru_cache(maxsize=512)
def _paint(token: _TokenType) -> Paint:
    return next((paint for kind, paint in _PAINTS if token[: len(kind)] == kind), Paint.NONE)


@lru_cache(maxsize=64)
def paints(text: str, language: str) -> list[tuple[int, Paint]]:
    """Where each stretch of one paint begins, in order; nothing for a language not known."""
    lexer = _lexer(language) if language else None
    if lexer is None or max(map(len, text.split("\n"))) > _LONGEST_LINE:
        return []
    found: list[tuple[int, Paint]] = []
    for start, token, said in lexer.get_tokens_unprocessed(text):
        paint = _paint(token)
        if said and (not found or found[-1][1] is not paint):
            found.append((start, paint))
    return found
