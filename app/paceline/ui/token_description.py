"""What there is to say about a token: the tooltip and, in plain text, the line for the caret."""

import html
from typing import Final

from PySide6.QtCore import QCoreApplication, QLocale

from paceline.provenance import Origin, Token
from paceline.ui.drafter_names import drafter_name

translate = QCoreApplication.translate

_VISIBLE: Final = str.maketrans({"\n": "↵", "\r": "↵", "\t": "⇥", "\u2029": "↵"})


def name(origin: Origin) -> str:
    """Return what the origin is called."""
    match origin:
        case Origin.DRAFTED:
            return translate("Origins", "Drafted")
        case Origin.CORRECTED:
            return translate("Origins", "Corrected")
        case Origin.BONUS:
            return translate("Origins", "Bonus")
        case Origin.PLAIN:
            return translate("Origins", "Plain")
        case Origin.UNREPORTED:
            return translate("Origins", "Not reported")


def word(origin: Origin) -> str:
    """Return its name as it stands alone or in the middle of a sentence."""
    match origin:
        case Origin.DRAFTED:
            return translate("Origins", "drafted")
        case Origin.CORRECTED:
            return translate("Origins", "corrected")
        case Origin.BONUS:
            return translate("Origins", "bonus")
        case Origin.PLAIN:
            return translate("Origins", "plain")
        case Origin.UNREPORTED:
            return translate("Origins", "not reported")


def meaning(origin: Origin) -> str:
    """Return who wrote such a token, and why."""
    match origin:
        case Origin.DRAFTED:
            return translate("Origins", "the drafter guessed it and the target agreed")
        case Origin.CORRECTED:
            return translate("Origins", "the target's own choice where the guess was wrong")
        case Origin.BONUS:
            return translate(
                "Origins", "the target's own choice after a draft that was right to the end"
            )
        case Origin.PLAIN:
            return translate("Origins", "the target's own choice, nothing was guessed")
        case Origin.UNREPORTED:
            return translate(
                "Origins", "the server that wrote this does not say whether it was guessed"
            )


def quote(text: str) -> str:
    """Token text in quotation marks; blanks show where they are all there is."""
    if not text:
        return translate("TokenDescription", "(no text of its own)")
    shown = text.translate(_VISIBLE)
    return translate("TokenDescription", "“{text}”").format(
        text=shown.strip() or shown.replace(" ", "␣")
    )


def percent(probability: float | None) -> str:
    """A probability as a person reads it; tiny ones do not become zero, n-grams have none."""
    if probability is None:
        return translate("TokenDescription", "no probability")
    if 0 < probability < 0.001:
        return translate("TokenDescription", "under {least} %").format(
            least=QLocale().toString(0.1, "f", 1)
        )
    return f"{QLocale().toString(100 * probability, 'f', 1 if probability < 0.1 else 0)} %"


def plain_description(token: Token) -> str:
    """One sentence for the detail line and for screen readers."""
    return translate("TokenDescription", "{token} {origin}: {account}.").format(
        token=quote(token.text), origin=word(token.origin), account=_account(token)
    )


def rich_description(token: Token) -> str:
    """The tooltip: the ghost is struck out, but says in words, too, that it was rejected."""
    head = f"<b>{name(token.origin)}</b> &nbsp;{html.escape(quote(token.text))}"
    if token.rejected is None:
        return _tooltip(head, [html.escape(_sentence(_account(token)))])
    ghost = token.rejected
    drafter, target, rejected, chosen = (
        html.escape(text)
        for text in (
            translate("TokenDescription", "drafter"),
            translate("TokenDescription", "target"),
            translate("TokenDescription", "rejected"),
            translate("TokenDescription", "chosen"),
        )
    )
    table = (
        f"<table cellspacing='0' cellpadding='2'><tr><td></td><td align='right'>{drafter}</td>"
        f"<td align='right'>&nbsp;&nbsp;{target}</td></tr>"
        f"<tr><td>{rejected} &nbsp;<s>{html.escape(quote(ghost.text))}</s>&nbsp;&nbsp;</td>"
        f"<td align='right'>{percent(ghost.draft_p)}</td>"
        f"<td align='right'>&nbsp;&nbsp;{percent(ghost.target_p)}</td></tr>"
        f"<tr><td>{chosen} &nbsp;<b>{html.escape(quote(token.text))}</b>&nbsp;&nbsp;</td>"
        f"<td></td><td align='right'>&nbsp;&nbsp;{percent(token.target_p)}</td></tr></table>"
    )
    return _tooltip(head, [_sentence(meaning(token.origin)), table])


def link_line(target: str) -> str:
    """The tooltip's line about a link: where it leads."""
    told = translate("TokenDescription", "Opens {link}")
    return _tooltip(told.format(link=f"<b>{html.escape(target)}</b>"), [])


def _tooltip(head: str, rows: list[str]) -> str:
    return f"<p style='white-space:pre-wrap;margin:0'>{head}</p>" + "".join(
        row if row.startswith("<table") else f"<p style='margin:3px 0 0 0'>{row}</p>"
        for row in rows
    )


def _sentence(fact: str) -> str:
    return fact[:1].upper() + fact[1:] + "."


def _account(token: Token) -> str:
    if token.origin is Origin.UNREPORTED:
        return meaning(token.origin)
    chosen = percent(token.target_p)
    if token.origin is Origin.DRAFTED:
        told = (
            translate(
                "TokenDescription",
                "guessed by {drafter} ({guess}), and the target agreed ({target})",
            )
            if token.slot is None
            else translate(
                "TokenDescription",
                "guess {place} of a draft by {drafter} ({guess}), and the target agreed ({target})",
            )
        )
        return told.format(
            place=0 if token.slot is None else token.slot + 1,
            drafter=(
                drafter_name(token.drafter)
                if token.drafter
                else translate("TokenDescription", "a drafter")
            ),
            guess=percent(token.draft_p),
            target=chosen,
        )
    if token.rejected is not None:
        ghost = token.rejected
        return translate(
            "TokenDescription",
            "instead of the rejected guess {ghost} (drafter {guess}, target {doubt}) the target "
            "chose {token} ({target})",
        ).format(
            ghost=quote(ghost.text),
            guess=percent(ghost.draft_p),
            doubt=percent(ghost.target_p),
            token=quote(token.text),
            target=chosen,
        )
    return f"{meaning(token.origin)} ({chosen})"
