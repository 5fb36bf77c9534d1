"""What there is to say about a token: the tooltip and, in plain text, the line for the caret."""

import html
from typing import Final

from paceline.provenance import Origin, Token
from paceline.ui.drafter_names import drafter_name

NAMES: Final[dict[Origin, str]] = {
    Origin.DRAFTED: "Drafted",
    Origin.CORRECTED: "Corrected",
    Origin.BONUS: "Bonus",
    Origin.PLAIN: "Plain",
}

MEANINGS: Final[dict[Origin, str]] = {
    Origin.DRAFTED: "the drafter guessed it and the target agreed",
    Origin.CORRECTED: "the target's own choice where the guess was wrong",
    Origin.BONUS: "the target's own choice after a draft that was right to the end",
    Origin.PLAIN: "the target's own choice, nothing was guessed",
}

_VISIBLE: Final = str.maketrans({"\n": "↵", "\r": "↵", "\t": "⇥", "\u2029": "↵"})


def quote(text: str) -> str:
    """Token text in quotation marks; blanks show where they are all there is."""
    if not text:
        return "(no text of its own)"
    shown = text.translate(_VISIBLE)
    return f"“{shown.strip() or shown.replace(' ', '␣')}”"


def percent(probability: float | None) -> str:
    """A probability as a person reads it; tiny ones do not become zero, n-grams have none."""
    if probability is None:
        return "no probability"
    if 0 < probability < 0.001:
        return "under 0.1 %"
    return f"{100 * probability:.{1 if probability < 0.1 else 0}f} %"


def plain_description(token: Token) -> str:
    """One sentence for the detail line and for screen readers."""
    return f"{quote(token.text)} {NAMES[token.origin].lower()}: {_account(token)}."


def rich_description(token: Token) -> str:
    """The tooltip: the ghost is struck out, but says in words, too, that it was rejected."""
    head = f"<b>{NAMES[token.origin]}</b> &nbsp;{html.escape(quote(token.text))}"
    if token.rejected is None:
        return _tooltip(head, [html.escape(_sentence(_account(token)))])
    ghost = token.rejected
    table = (
        "<table cellspacing='0' cellpadding='2'><tr><td></td><td align='right'>drafter</td>"
        "<td align='right'>&nbsp;&nbsp;target</td></tr>"
        f"<tr><td>rejected &nbsp;<s>{html.escape(quote(ghost.text))}</s>&nbsp;&nbsp;</td>"
        f"<td align='right'>{percent(ghost.draft_p)}</td>"
        f"<td align='right'>&nbsp;&nbsp;{percent(ghost.target_p)}</td></tr>"
        f"<tr><td>chosen &nbsp;<b>{html.escape(quote(token.text))}</b>&nbsp;&nbsp;</td>"
        f"<td></td><td align='right'>&nbsp;&nbsp;{percent(token.target_p)}</td></tr></table>"
    )
    return _tooltip(head, [_sentence(MEANINGS[token.origin]), table])


def link_line(target: str) -> str:
    """The tooltip's line about a link: where it leads."""
    return _tooltip(f"Opens <b>{html.escape(target)}</b>", [])


def _tooltip(head: str, rows: list[str]) -> str:
    return f"<p style='white-space:pre-wrap;margin:0'>{head}</p>" + "".join(
        row if row.startswith("<table") else f"<p style='margin:3px 0 0 0'>{row}</p>"
        for row in rows
    )


def _sentence(fact: str) -> str:
    return fact[:1].upper() + fact[1:] + "."


def _account(token: Token) -> str:
    chosen = f"{quote(token.text)} ({percent(token.target_p)})"
    if token.origin is Origin.DRAFTED:
        who = drafter_name(token.drafter) if token.drafter else "a drafter"
        place = "guessed" if token.slot is None else f"guess {token.slot + 1} of a draft"
        return (
            f"{place} by {who} ({percent(token.draft_p)}), "
            f"and the target agreed ({percent(token.target_p)})"
        )
    if token.rejected is not None:
        ghost = token.rejected
        return (
            f"instead of the rejected guess {quote(ghost.text)} (drafter {percent(ghost.draft_p)}, "
            f"target {percent(ghost.target_p)}) the target chose {chosen}"
        )
    return f"{MEANINGS[token.origin]} ({percent(token.target_p)})"
