"""What a repository says of itself, in short."""

from typing import Final

from PySide6.QtCore import QCoreApplication

from paceline.library.hub.records import CardSummary, Repository
from paceline.ui.library.amounts import parameters_text
from paceline.ui.numbers import whole

translate = QCoreApplication.translate

LONGEST_CARD: Final = 260
"""Characters: three lines, so that the models stay in sight."""
_MOST_NAMES: Final = 3


def repository_facts(repository: Repository) -> str:
    """Return one line: size, context, terms, what it was made from."""
    facts = []
    if repository.parameters:
        facts.append(
            translate("Repository", "{count} parameters").format(
                count=parameters_text(repository.parameters)
            )
        )
    if repository.trained_context:
        facts.append(
            translate("Repository", "context of {count} tokens").format(
                count=whole(repository.trained_context)
            )
        )
    facts.append(repository.licence or translate("Repository", "no licence given"))
    if repository.gated:
        facts.append(translate("Repository", "gated: accept the terms on its page first"))
    card = repository.card
    if card.base_models:
        names = ", ".join(card.base_models[:_MOST_NAMES])
        facts.append(translate("Repository", "made from {models}").format(models=names))
    if repository.left_out:
        facts.append(
            translate("Repository", "{count} files with unsafe names left out").format(
                count=whole(repository.left_out)
            )
        )
    return " · ".join(facts)


def card_text(card: CardSummary) -> str:
    """Return the beginning of the model card, cut between words."""
    text = " ".join(card.text.split())
    if len(text) <= LONGEST_CARD:
        return text
    return text[:LONGEST_CARD].rpartition(" ")[0].rstrip(",;:.- ") + "…"
