"""Rounds as a real reply has them, made by hand so that every origin and odd text occurs."""

from itertools import count

from paceline.provenance import Origin, RejectedGuess, Round, Token

_ids = count(1)


def drafted(text: str, slot: int = 0, *, draft_p: float = 0.82) -> Token:
    return Token(
        next(_ids),
        text,
        Origin.DRAFTED,
        0.91,
        3.0,
        drafter="draft-model",
        slot=slot,
        draft_p=draft_p,
    )


def corrected(text: str, ghost: str, *, draft_p: float | None = 0.41) -> Token:
    rejected = RejectedGuess(next(_ids), ghost, draft_p, 0.03)
    return Token(next(_ids), text, Origin.CORRECTED, 0.62, 1.0, rejected=rejected)


def bonus(text: str) -> Token:
    return Token(next(_ids), text, Origin.BONUS, 0.77, 2.0)


def plain(text: str) -> Token:
    return Token(next(_ids), text, Origin.PLAIN, 0.55, 2.0)


def make_round(
    *tokens: Token, index: int = 0, wall_ms: float = 60.0, drafter: str = "draft-model"
) -> Round:
    """A round whose counts follow from its tokens, as the engine makes them."""
    accepted = sum(token.origin is Origin.DRAFTED for token in tokens)
    own = tokens[-1].origin if tokens else Origin.PLAIN
    guessed = accepted + (own is Origin.CORRECTED)
    return Round(
        index=index,
        drafter=drafter if guessed else None,
        drafted=guessed,
        tested=guessed,
        accepted=accepted,
        width=1 + guessed,
        draft_ms=12.0 if guessed else 0.0,
        catch_up_ms=0.0,
        decode_ms=wall_ms - 2,
        verify_ms=wall_ms - 14 if guessed else wall_ms - 2,
        sample_ms=0.5,
        wall_ms=wall_ms,
        tokens=tokens,
    )


def long_reply() -> list[Round]:
    """Some lines of plausible text, cut into rounds of every kind."""
    return [
        make_round(plain("A"), wall_ms=45),
        make_round(drafted(" binary"), drafted(" search", 1), drafted(" tree", 2), bonus(" is")),
        make_round(drafted(" a"), corrected(" data", " tree")),
        make_round(drafted(" structure"), drafted(" in", 1), corrected(" which", " the")),
        make_round(drafted(" every"), drafted(" node", 1), drafted(" has", 2), bonus(" at")),
        make_round(drafted(" most"), drafted(" two", 1), drafted(" children", 2), bonus(".")),
        make_round(plain("\n"), wall_ms=44),
        make_round(drafted("The"), drafted(" left", 1), corrected(" subtree", " child")),
        make_round(drafted(" holds"), corrected(" smaller", " only")),
        make_round(drafted(" keys"), drafted(",", 1), drafted(" the", 2), bonus(" right")),
        make_round(drafted(" one"), corrected(" larger", " greater", draft_p=None)),
        make_round(drafted(" keys"), drafted(".", 1), drafted("\n", 2), bonus("\n")),
        make_round(drafted("Looking"), drafted(" up", 1), corrected(" a", " the")),
        make_round(drafted(" key"), drafted(" takes", 1), drafted(" a", 2), bonus(" number")),
        make_round(plain(" of"), wall_ms=46),
        make_round(drafted(" steps"), drafted(" that", 1), corrected(" grows", " is")),
        make_round(drafted(" with"), drafted(" the", 1), drafted(" height", 2), bonus(" of")),
        make_round(drafted(" the"), drafted(" tree", 1), drafted(".", 2), bonus("")),
    ]
