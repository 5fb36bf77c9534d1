"""What the list of results says of a repository."""

from datetime import datetime

from PySide6.QtCore import QCoreApplication

from paceline.library.hub.records import RepositorySummary
from paceline.ui.library.amounts import ago_text, count_text, parameters_text

translate = QCoreApplication.translate


def facts_line(summary: RepositorySummary, now: datetime) -> str:
    """Return one line: how large, how much used, how old, under which terms."""
    facts = []
    if summary.parameters:
        facts.append(parameters_text(summary.parameters))
    if summary.downloads is not None:
        downloads = count_text(summary.downloads)
        facts.append(translate("Results", "{count} downloads").format(count=downloads))
    if summary.likes:
        facts.append(translate("Results", "{count} likes").format(count=count_text(summary.likes)))
    if summary.modified is not None:
        facts.append(ago_text(summary.modified, now))
    if summary.licence:
        facts.append(summary.licence)
    if summary.gated:
        facts.append(translate("Results", "needs access"))
    return " · ".join(facts)
