"""One recommended pair: what it is, whether it fits, and the one button that leads on."""

from PySide6.QtCore import QCoreApplication, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from paceline.library.memory_fit import Fit
from paceline.ui.library.recommended.offer import Offer, Standing
from paceline.ui.library.sizes import size_text

translate = QCoreApplication.translate


class Card(QFrame):
    """Renders an `Offer`; tells what is pressed."""

    get_pressed = Signal(str)
    """Carries the id of the pair, as the others do."""
    load_pressed = Signal(str)
    show_pressed = Signal(str)
    """The download is to be shown."""
    check_pressed = Signal(str)

    def __init__(self, offer: Offer, *, best: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._offer = offer
        self._best = best
        self._name = offer.pair.title
        self._bar = QProgressBar()
        self._bar.setRange(0, 1000)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("Download of {pair}").format(pair=self._name))
        self._news = _line("", "muted")
        self._main = QPushButton()
        self._main.clicked.connect(self._on_main_clicked)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 12, 12, 12)
        row.setSpacing(16)
        row.addLayout(self._make_words(offer, best=best), 1)
        row.addLayout(self._make_buttons(offer))
        self.show_offer(offer)

    @property
    def offer(self) -> Offer:
        """What is shown."""
        return self._offer

    def show_offer(self, offer: Offer) -> None:
        """Show how far the same pair has come."""
        self._offer = offer
        label, name = {
            Standing.ABSENT: (self.tr("Get"), self.tr("Get {pair}")),
            Standing.COMING: (self.tr("Show"), self.tr("Show the download of {pair}")),
            Standing.HERE: (self.tr("Load"), self.tr("Load {pair}")),
        }[offer.standing]
        self._main.setText(label)
        self._main.setAccessibleName(name.format(pair=self._name))
        ready = offer.standing is Standing.HERE
        self._restyle(primary=ready or (self._best and offer.standing is Standing.ABSENT))
        self._bar.setVisible(offer.standing is Standing.COMING)
        self._bar.setValue(round(1000 * offer.fraction))
        self._news.setVisible(bool(offer.news))
        self._news.setText(offer.news)

    def _make_words(self, offer: Offer, *, best: bool) -> QVBoxLayout:
        title = QLabel(self._name)
        title.setObjectName("cardTitle")
        chip = QLabel(_fit_words(offer.fit, best=best))
        chip.setObjectName("fitChip")
        chip.setProperty("fit", offer.fit.value)
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(title)
        head.addWidget(chip, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addStretch(1)
        words = QVBoxLayout()
        words.setSpacing(3)
        words.addLayout(head)
        words.addWidget(_line(translate("Catalog", offer.pair.note), "cardNote"))
        words.addWidget(_line(offer.reason, "muted"))
        words.addWidget(_line(_facts(offer), "muted"))
        words.addWidget(self._bar)
        words.addWidget(self._news)
        return words

    def _make_buttons(self, offer: Offer) -> QVBoxLayout:
        check = QPushButton(self.tr("Check"))
        check.setAccessibleName(self.tr("Check {pair}").format(pair=self._name))
        check.setAccessibleDescription(
            self.tr("Reads a few megabytes of both files and tells whether they fit together.")
        )
        check.clicked.connect(lambda: self.check_pressed.emit(offer.pair.id))
        page = offer.pair.sources[0]
        source = QPushButton(self.tr("Source"))
        source.setAccessibleName(self.tr("Source of {pair}").format(pair=self._name))
        source.setToolTip(page)
        source.setAccessibleDescription(page)
        source.clicked.connect(lambda: QDesktopServices.openUrl(QUrl(page)))
        beside = QHBoxLayout()
        beside.setSpacing(2)
        for button in (check, source):
            button.setObjectName("quiet")
            beside.addWidget(button)
        buttons = QVBoxLayout()
        buttons.setSpacing(4)
        buttons.addWidget(self._main)
        buttons.addLayout(beside)
        buttons.addStretch(1)
        return buttons

    def focus(self) -> None:
        """Take the keyboard to the button."""
        self._main.setFocus()

    def _restyle(self, *, primary: bool) -> None:
        wanted = "primary" if primary else "offer"
        if self._main.objectName() != wanted:
            self._main.setObjectName(wanted)
            self._main.style().unpolish(self._main)
            self._main.style().polish(self._main)

    def _on_main_clicked(self) -> None:
        match self._offer.standing:
            case Standing.ABSENT:
                self.get_pressed.emit(self._offer.pair.id)
            case Standing.COMING:
                self.show_pressed.emit(self._offer.pair.id)
            case Standing.HERE:
                self.load_pressed.emit(self._offer.pair.id)


def _line(text: str, name: str) -> QLabel:
    label = QLabel(text)
    label.setObjectName(name)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label


def _fit_words(fit: Fit, *, best: bool) -> str:
    match fit:
        case Fit.FITS if best:
            return translate("Card", "Best for this machine")
        case Fit.FITS:
            return translate("Card", "Fits")
        case Fit.TIGHT:
            return translate("Card", "Tight")
        case Fit.TOO_LARGE:
            return translate("Card", "Too large for this machine")


def _facts(offer: Offer) -> str:
    facts = []
    if offer.size:
        words = translate("Card", "{size} to download")
        facts.append(words.format(size=size_text(offer.size)))
    facts.append(translate("Card", "drafts from {drafter}").format(drafter=offer.drafter))
    facts.append(translate("Card", "licence {licence}").format(licence=offer.licence))
    return " · ".join(facts)
