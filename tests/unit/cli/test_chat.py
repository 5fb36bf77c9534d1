"""A reply in the terminal and in a pipe."""

from paceline.cli.chat import written
from paceline.provenance import Origin, Round, Token

TEXTS = {
    Origin.DRAFTED: "\tdef f():\r\n",
    Origin.CORRECTED: "  [bold]é",
    Origin.BONUS: ":smile:\x0b",
    Origin.PLAIN: " plain",
}


def round_of(texts: dict[Origin, str]) -> Round:
    tokens = tuple(
        Token(id=1, text=text, origin=origin, target_p=1.0, margin=1.0)
        for origin, text in texts.items()
    )
    return Round(
        index=0,
        drafter="ngram",
        drafted=1,
        tested=1,
        accepted=1,
        width=2,
        draft_ms=1,
        catch_up_ms=0,
        verify_ms=1,
        sample_ms=1,
        decode_ms=2,
        wall_ms=3,
        tokens=tokens,
    )


def test_without_colours_it_is_the_text_unchanged() -> None:
    assert written(round_of(TEXTS), coloured=False) == "".join(TEXTS.values())


def test_colours_stand_around_the_unchanged_text() -> None:
    drafted, corrected, bonus, plain = TEXTS.values()
    assert written(round_of(TEXTS), coloured=True) == (
        f"\x1b[32m{drafted}\x1b[0m\x1b[4;33m{corrected}\x1b[0m\x1b[36m{bonus}\x1b[0m{plain}"
    )


def test_a_token_that_writes_nothing_has_no_colour() -> None:
    assert written(round_of({Origin.DRAFTED: ""}), coloured=True) == ""
