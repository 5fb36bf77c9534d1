"""The dialog about newer versions: what is asked, what came of it, and what to do with it.

It emits what the person wants and renders what is known; it asks nobody itself.
"""

from typing import Final

from PySide6.QtCore import QCoreApplication, QSize, Qt, QUrl, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QDesktopServices
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from paceline.installation import Flavour
from paceline.library.updates.advice import ADVICE
from paceline.library.updates.releases import Release
from paceline.library.updates.updates import Standing
from paceline.ui.colours import Colours
from paceline.ui.failure import Failure, Remedy
from paceline.ui.reply_text.reply_text import ReplyText

SIZE: Final = QSize(640, 520)
SMALL: Final = QSize(560, 180)
"""With nothing to read but a sentence."""

translate = QCoreApplication.translate


class UpdateSheet(QDialog):
    """Stays beside the window until it is closed."""

    again_pressed = Signal()
    skip_pressed = Signal(str)
    """Carries the version."""
    later_pressed = Signal()

    def __init__(self, flavour: Flavour, colours: Colours, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("helpSheet")
        self.setWindowTitle(self.tr("New versions"))
        self.resize(SMALL)
        self._flavour = flavour
        self._newest: Release | None = None
        self._headline = _label("sectionTitle")
        self._headline.setIndent(0)
        self._words = _label("muted")
        self._notes = ReplyText(colours, show_tints=False)
        self._notes.setAccessibleName(self.tr("What has changed"))
        self._notes.setAccessibleDescription("")
        self._notes.link_activated.connect(QDesktopServices.openUrl)
        self._area = _area(self._notes, self.tr("What has changed"))
        self._page = self._button(self.tr("Open the &page"), self.tr("Open the page of releases"))
        self._page.setObjectName("primary")
        self._page.clicked.connect(self._on_page_clicked)
        self._skip = self._button(self.tr("S&kip this version"), self.tr("Skip this version"))
        self._skip.clicked.connect(self._on_skip_clicked)
        self._later = self._button(self.tr("Remind me &later"), self.tr("Remind me later"))
        self._later.clicked.connect(self._on_later_clicked)
        self._again = self._button(self.tr("&Try again"), self.tr("Try again"))
        self._again.clicked.connect(self.again_pressed)
        self._close = self._button(self.tr("&Close"), self.tr("Close"))
        self._close.clicked.connect(self.close)
        self._lay_out()

    def show_asking(self) -> None:
        """The server is being asked."""
        self._show(self.tr("Looking for new versions…"), "")
        self._close.setFocus()

    def show_failure(self, failure: Failure) -> None:
        """Nobody could be asked."""
        self._show(self.tr("It could not be found out"), failure.text)
        self._again.setVisible(failure.remedy is Remedy.TRY_AGAIN)

    def show_standing(self, standing: Standing) -> None:
        """Show what there is to know."""
        if not standing.newer:
            self._show(
                self.tr("You have the newest version"),
                self.tr("Paceline {version} is the newest version that was published.").format(
                    version=standing.current
                ),
            )
            return
        newest = standing.newer[0]
        words = self.tr("You have {version}. Nothing is fetched or installed by itself.").format(
            version=standing.current
        )
        advice = translate("Updates", ADVICE[self._flavour])
        self._show(
            self.tr("Paceline {version} is there").format(version=newest.version),
            f"{words} {advice}",
        )
        self._newest = newest
        self.resize(SIZE)
        self._notes.show_reply("\n\n".join(map(self._told, standing.newer)), [])
        self._area.show()
        self._page.setVisible(bool(newest.page))
        self._page.setToolTip(newest.page)
        self._page.setAccessibleDescription(newest.page)
        self._skip.show()
        self._later.show()
        (self._page if newest.page else self._later).setFocus()

    def set_colours(self, colours: Colours) -> None:
        """Follow the theme."""
        self._notes.set_appearance(colours, show_tints=False)

    def _show(self, headline: str, words: str) -> None:
        self._newest = None
        self._headline.setText(headline)
        self._words.setText(words)
        self._words.setVisible(bool(words))
        for part in (self._area, self._page, self._skip, self._later, self._again):
            part.hide()
        self.resize(SMALL)
        said = f"{headline}. {words}" if words else headline
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, said))

    def _told(self, release: Release) -> str:
        day = f" ({release.published:%Y-%m-%d})" if release.published else ""
        notes = release.notes or self.tr("Nothing was written about it.")
        return f"# Paceline {release.version}{day}\n\n{notes}"

    def _button(self, text: str, name: str) -> QPushButton:
        button = QPushButton(text)
        button.setAccessibleName(name)
        button.setAutoDefault(False)
        return button

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self._skip)
        buttons.addWidget(self._later)
        buttons.addStretch(1)
        buttons.addWidget(self._again)
        buttons.addWidget(self._page)
        buttons.addWidget(self._close)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 14)
        column.setSpacing(10)
        column.addWidget(self._headline)
        column.addWidget(self._words)
        column.addWidget(self._area, 1)
        column.addStretch()
        column.addLayout(buttons)

    def _on_page_clicked(self) -> None:
        if self._newest is not None:
            QDesktopServices.openUrl(QUrl(self._newest.page))

    def _on_skip_clicked(self) -> None:
        if self._newest is not None:
            self.skip_pressed.emit(self._newest.version)
        self.close()

    def _on_later_clicked(self) -> None:
        self.later_pressed.emit()
        self.close()


def _label(name: str) -> QLabel:
    label = QLabel()
    label.setObjectName(name)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label


def _area(notes: ReplyText, name: str) -> QScrollArea:
    page = QWidget()
    page.setObjectName("helpPage")
    column = QVBoxLayout(page)
    column.setContentsMargins(10, 2, 10, 2)
    column.addWidget(notes)
    column.addStretch()
    area = QScrollArea()
    area.setObjectName("helpArea")
    area.setAccessibleName(name)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(page)
    return area
