"""What the colours and underlines mean, with a sentence each."""

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from paceline.provenance import Origin
from paceline.ui.colours import Colours
from paceline.ui.help.sheet import INSET, Sheet
from paceline.ui.legend import Sample

translate = QCoreApplication.translate


def colour_sheet(colours: Colours, parent: QWidget) -> Sheet:
    """Explain every origin of a token."""
    sentences = {
        Origin.DRAFTED: translate(
            "Help",
            "A drafter guessed this token, and the target would have said the same. "
            "It came almost for free.",
        ),
        Origin.CORRECTED: translate(
            "Help",
            "The drafter guessed something else. The target wrote its own token instead; rest "
            "the mouse on it to see the guess.",
        ),
        Origin.BONUS: translate(
            "Help",
            "Every guess before it was right, and the same pass of the target gave this token "
            "on top.",
        ),
        Origin.PLAIN: translate(
            "Help", "Nothing was guessed here: the target wrote the token alone."
        ),
    }
    page = QWidget()
    grid = QGridLayout(page)
    grid.setContentsMargins(INSET, 10, 12, 6)
    grid.setVerticalSpacing(14)
    grid.setHorizontalSpacing(16)
    grid.setColumnStretch(1, 1)
    for row, (origin, sentence) in enumerate(sentences.items()):
        grid.addWidget(Sample(origin, colours), row, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(_paragraph(sentence), row, 1)
    truth = translate(
        "Help",
        "Whoever wrote a token, the text is the target's own: guesses make it come sooner, and "
        "never change what it would say.",
    )
    grid.addWidget(_paragraph(truth), len(sentences), 0, 1, 2)
    grid.setRowStretch(len(sentences) + 1, 1)
    sheet = Sheet(translate("Help", "What the colours mean"), page, parent)
    sheet.resize(560, 360)
    return sheet


def _paragraph(text: str) -> QLabel:
    label = QLabel(text)
    label.setWordWrap(True)
    return label
